import { languages } from '@zhengfeng/locales'
import { sketchLog } from '@zhengfeng/mining'
import { describe, expect, it } from 'vitest'
import { checkUpOf, smallCheckUp } from '../testing/check-up-of.ts'
import { renderHtml } from './render-html.ts'

const hourMs = 3_600_000
const start = Date.UTC(2026, 2, 2, 9)

/** The text of one section, tags taken out. */
function sectionOf(page: string, id: string): string {
  const from = page.indexOf(`<section id="${id}"`)
  return page.slice(from, page.indexOf('</section>', from)).replace(/<[^>]*>/g, '')
}

const lastSeen = checkUpOf(
  sketchLog([
    ['a', 'accept', start],
    ['a', 'look', start + hourMs],
    ['b', 'accept', start],
  ]),
  { detections: [], profile: { clock: { from: 'firstEvent', to: 'lastEvent' } } },
)

const twoOffices = checkUpOf(
  sketchLog(
    Array.from({ length: 80 }, (_, index) => {
      const more = { office: index % 2 === 0 ? 'fast' : 'slow' }
      const hours = 10 + (index % 9) + (index % 2 === 0 ? 0 : 40)
      return [
        [`c${index}`, 'accept', start, more] as const,
        [`c${index}`, 'close', start + hours * hourMs, more] as const,
      ]
    }).flat(),
  ),
  { detections: [], profile: { activities: { accept: ['accept'], close: ['close'] } } },
)

describe('the summary', () => {
  it.each(languages)('never says that cases were closed where the log does not tell an end, in %s', (language) => {
    const page = renderHtml(lastSeen, language)
    const said = {
      en: { unknown: 'The log does not say when cases end; the last event is taken as the end', closed: /closed/ },
      'zh-CN': { unknown: '数据没有写明办件何时办结，以最后一条记录当作终点', closed: /全部办结|已办结/ },
    }[language]
    for (const id of ['summary', 'timeliness']) expect(sectionOf(page, id).includes(said.unknown)).toBe(true)
    expect(sectionOf(page, 'summary').match(said.closed)).toBeNull()
  })

  it('tells suspicions of a broken law from those of a broken promise', () => {
    const checkUp = smallCheckUp()
    const { overdueEither } = checkUp.timeliness
    const found = sectionOf(renderHtml(checkUp, 'en'), 'summary').match(
      /overdue: (\d+) against the statutory limit, (\d+) against the promised limit only/,
    )
    expect(found!.slice(1).map(Number)).toEqual([
      overdueEither!.statutory,
      overdueEither!.cases - overdueEither!.statutory,
    ])
  })

  it('names the offices that differ, and none where none does', () => {
    expect(sectionOf(renderHtml(twoOffices, 'en'), 'summary')).toMatch(
      /slow needs [\d.]+ times as long as the others for the same work \(95% interval [\d.]+ to [\d.]+\)/,
    )
    expect(sectionOf(renderHtml(smallCheckUp(), 'en'), 'summary').includes('times as long')).toBe(false)
  })

  it('names no step as the longest where the events cover less than half of the time', () => {
    const withCoverage = (coverage: number): string => {
      const checkUp = smallCheckUp()
      return sectionOf(renderHtml({ ...checkUp, flow: { ...checkUp.flow, coverage } }, 'en'), 'summary')
    }
    expect(withCoverage(0.51).includes('The step that takes most time')).toBe(true)
    expect(withCoverage(0.49).includes('The step that takes most time')).toBe(false)
  })
})

describe('the chart of closings against a limit', () => {
  it('says that its first and last bar have no end', () => {
    const page = sectionOf(renderHtml(smallCheckUp(), 'en'), 'timeliness')
    expect(page).toMatch(/The first bar holds everything .*, the last everything .*after it\./)
    expect(page).toMatch(/days or more before the due time: \d+ case|before the due time: \d+ case/)
  })
})
