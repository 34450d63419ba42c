import { createHash } from 'node:crypto'
import type { EventLog } from '@zhengfeng/eventlog'
import { languages } from '@zhengfeng/locales'
import { type SketchedEvent, sketchLog } from '@zhengfeng/mining'
import { describe, expect, it } from 'vitest'
import type { CheckUp } from '../model/check-up.ts'
import { checkUpOf, smallCheckUp } from '../testing/check-up-of.ts'
import { renderHtml } from './render-html.ts'

const nasty = [
  '<script>alert(1)</script>',
  '" onmouseover="alert(1)',
  "' onfocus='alert(1)",
  ']]><svg onload=alert(1)>',
  '</style></script></textarea>',
  'שלום ‮ reversed',
  '👩‍⚖️ 审批 😀',
  '{count, plural, other {#}} [[from]] $1',
  '\u0000\u0001\uD800\uFFFF',
  '=HYPERLINK("http://example.com")',
]

const hostileLogs: Readonly<Record<string, EventLog>> = {
  'names that look like markup': sketchLog(
    nasty.flatMap((name, index): SketchedEvent[] => {
      const more = { resource: name, department: `${name}${index % 3}`, office: nasty[index % 2]! }
      return [
        [`${name}${index}`, name, index * 1000, more],
        [`${name}${index}`, nasty[(index + 1) % nasty.length]!, index * 5000 + 10, { ...more, department: name }],
        [`${name}${index}`, name, index * 9_000_000 + 20, more],
      ]
    }),
  ),
  'ten thousand activities': sketchLog(
    Array.from({ length: 20_000 }, (_, index) => [`case ${index % 50}`, `activity ${index % 10_000}`, index * 60_000]),
  ),
  'one event': sketchLog([['a', 'accept', 0]]),
  'all at the same time': sketchLog(
    Array.from({ length: 90 }, (_, index) => [`case ${index % 30}`, `step ${index % 7}`, 1_700_000_000_000]),
  ),
  'no event at all': sketchLog([]),
}

describe('renderHtml', () => {
  for (const [name, log] of Object.entries(hostileLogs)) {
    it.each(languages)(`draws ${name} in %s`, (language) => {
      const page = renderHtml(checkUpOf(log), language)
      expect(tagsOf(page)).toEqual([])
      expect(slips(page)).toEqual([])
      expect(Buffer.byteLength(page)).toBeLessThan(5_000_000)
    })
  }

  it('shows names of the data as they are', () => {
    const page = renderHtml(checkUpOf(hostileLogs['names that look like markup']!), 'en')
    expect(page.includes('<bdi>&lt;script&gt;alert(1)&lt;/script&gt;</bdi>')).toBe(true)
    expect(page.includes('<bdi>{count, plural, other {#}} [[from]] $1</bdi>')).toBe(true)
  })

  it('lets nothing run or load but its own style sheet and script', () => {
    const page = renderHtml(smallCheckUp(), 'zh-CN')
    const digest = (text: string): string => `sha256-${createHash('sha256').update(text).digest('base64')}`
    const [, style] = page.match(/<style>([\s\S]*?)<\/style>/)!
    const [, script] = page.match(/<script>([\s\S]*?)<\/script>/)!
    const [, policy] = page.match(/Content-Security-Policy" content="([^"]*)"/)!
    expect(policy!.replaceAll('&#39;', "'")).toBe(
      `default-src 'none'; style-src '${digest(style!)}'; script-src '${digest(script!)}'; img-src data:; base-uri 'none'; form-action 'none'`,
    )
    expect(page.match(/https?:\/\/|@import|url\((?!#)/)).toBeNull()
    expect(Buffer.byteLength(script!)).toBeLessThan(15_000)
  })

  it('names its language and has every section in both', () => {
    for (const language of languages) {
      const page = renderHtml(smallCheckUp(), language)
      expect(page.includes(`<html lang="${language}">`)).toBe(true)
      expect([...page.matchAll(/<section id="(\w+)"/g)].map(([, id]) => id)).toEqual([
        'summary',
        'timeliness',
        'flow',
        'handovers',
        'findings',
        'offices',
        'quality',
        'method',
      ])
    }
  })

  it('has no element id twice, and every link within the page leads somewhere', () => {
    const page = renderHtml(smallCheckUp(), 'en')
    const ids = [...page.matchAll(/ id="([^"]*)"/g)].map(([, id]) => id!)
    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([])
    const targets = [...page.matchAll(/href="#([^"]*)"/g)].map(([, id]) => id!)
    expect(targets.filter((id) => !ids.includes(id))).toEqual([])
  })

  it('says of every rate what it is a share of', () => {
    const page = renderHtml(smallCheckUp(), 'en')
    expect(page.includes('39 closed cases')).toBe(true)
    expect(page.match(/\d+ of \d+ cases \(closed, or open and overdue\)/)).not.toBeNull()
  })

  it('names where the evidence stands of findings that are not drawn out, and never calls a case further proof of itself', () => {
    const page = renderHtml(smallCheckUp(), 'en')
    const overdue = page.slice(page.indexOf('id="detector-overdue"'), page.indexOf('</article>'))
    expect([...overdue.matchAll(/<details class="finding"/g)].length).toBeGreaterThan(8)
    expect([...overdue.matchAll(/<h4>How it went/g)]).toHaveLength(8)
    expect(
      overdue.match(/Evidence \(1 case; [^<]*<span data-case><bdi class="id">case-\d+<\/bdi><\/span> \(rows \d+, \d+/),
    ).not.toBeNull()
    expect(overdue.includes('shows the same')).toBe(false)
  })

  it('shows in every timeline in which row of the source each event stands', () => {
    for (const [language, head] of [
      ['en', 'Row'],
      ['zh-CN', '来源行'],
    ] as const) {
      const checkUp = smallCheckUp()
      const page = renderHtml(checkUp, language)
      const start = page.indexOf('<div class="timeline">')
      const timeline = page.slice(start, page.indexOf('</table>', start))
      const [, caseId] = timeline.match(/data-case><bdi class="id">(case-\d+)</)!
      const { events } = Object.values(checkUp.timelines).find((each) => each.caseId === caseId)!
      const rows = [...timeline.matchAll(/<span class="head">[^<]*<\/span>(\d+)<\/td>/g)].map(([, row]) => Number(row))
      expect(timeline).toContain(`<th scope="col" class="num">${head}</th>`)
      expect(rows).toEqual(events.map((event) => event.row))
    }
  })

  it('says beside a list that is cut how many there are and where the rest is', () => {
    const page = renderHtml(manyOverdue(), 'en')
    expect(page).toContain('Listed here: the 25 strongest of 40. All 40 are in findings.xlsx and check-up.json.')
    expect(page).toContain('data-said="# of the 25 listed here match, of 40 found; all are in findings.xlsx"')
    expect(renderHtml(manyOverdue(), 'zh-CN')).toContain('这里只列出最强的 25 条，共 40 条')
  })

  it('names units in words, and nothing usual where nothing is', () => {
    const english = renderHtml(smallCheckUp(), 'en')
    expect(english.match(/\d (?:count|ratio|workingMs)\b/)).toBeNull()
    expect(english).not.toContain('<dt>Usual</dt><dd>0')
    expect(english).toContain('<dt>Span of the evidence</dt>')
    expect(renderHtml(smallCheckUp(), 'zh-CN')).toContain('<dt>证据起止</dt>')
  })

  it('tells to save the profile before the command that reads it', () => {
    const page = renderHtml(smallCheckUp(), 'en')
    expect(page.indexOf('as profile.yaml: <a href="#profile">')).toBeGreaterThan(0)
    expect(page.indexOf('as profile.yaml:')).toBeLessThan(page.indexOf('--profile profile.yaml'))
  })

  it('tells how to add limits where the log has none', () => {
    const checkUp = checkUpOf(hostileLogs['one event']!)
    expect(renderHtml(checkUp, 'en').includes('The log has no limits')).toBe(true)
    expect(renderHtml(checkUp, 'zh-CN').includes('数据中没有时限')).toBe(true)
  })
})

/** Forty cases, each open since long after its limit of one working day. */
function manyOverdue(): CheckUp {
  const dayMs = 86_400_000
  const start = Date.UTC(2026, 2, 2, 9)
  const log = sketchLog(
    Array.from({ length: 40 }, (_, index): SketchedEvent[] => [
      [`case ${index}`, 'accept', start + index * dayMs],
      [`case ${index}`, 'close', start + (index + 30) * dayMs],
    ]).flat(),
  )
  const profile = {
    activities: { accept: ['accept'], close: ['close'] },
    clock: { statutory: { limit: { amount: 1, unit: 'workingDay' as const } } },
  }
  const checkUp = checkUpOf(log, { profile })
  const detectors = checkUp.findings.detectors.filter(({ detector }) => detector === 'overdue')
  return { ...checkUp, findings: { ...checkUp.findings, detectors, total: 40 } }
}

/** What a template that was given nothing, or a division by nothing, leaves behind. */
function slips(page: string): string[] {
  return [...bodyOf(page).matchAll(/.{0,60}(?:NaN|Infinity|undefined|\[object).{0,20}/g)].map(([found]) => found)
}

/** The page without style sheet and script. */
function bodyOf(page: string): string {
  return page.slice(page.indexOf('<body>'), page.lastIndexOf('<script>'))
}

/** Tags and attributes that the report itself never writes. */
function tagsOf(page: string): string[] {
  const tags =
    bodyOf(page)
      .replace(/"[^"]*"/g, '""')
      .match(/<[a-z][^>]*>/gi) ?? []
  return tags.filter((tag) => /^<(?:script|style|iframe|object|img)\b|\s(?:on\w+|style)=/i.test(tag))
}
