import type { FindingSummary } from '@zhengfeng/contract'
import { describe, expect, it } from 'vitest'
import { bulkText } from '../components/bulk-text.ts'
import { caseDetail } from '../testing/work.ts'
import { createFormatter } from '../text/format.ts'
import { createTranslator, loadTexts } from '../text/texts.ts'
import { layStrip } from './case/time-strip.ts'
import { casePresets, presetChange, presetOf } from './cases/case-presets.ts'
import { readThreshold, thresholdsToSet } from './detectors/thresholds.ts'
import { findingKey, findingLink, keyedFinding } from './findings/finding-link.ts'
import { facetQuery, listQuery, stateTabOf } from './findings/finding-query.ts'
import { probabilityText, strengthText } from './findings/strength-text.ts'
import { possibleDeeds } from './warnings/warning-acts.ts'

const detail = caseDetail({ params: {} })
const dayStart = (ms: number): number => ms - (ms % 86_400_000)

async function formatter(language: 'zh-CN' | 'en') {
  const [console, work] = await Promise.all([loadTexts(language, 'console'), loadTexts(language, 'work')])
  return createFormatter(createTranslator(language, { console, work }), 'Asia/Shanghai')
}

describe('the strip of a case', () => {
  it('reaches from the first event to the last limit; a broken limit is drawn as such', () => {
    const strip = layStrip(detail, dayStart)
    const hours = 480 + 72
    expect(strip.now).toBeCloseTo(480 / hours)
    expect(strip.lived).toEqual([{ kind: 'time', from: 0, to: strip.now }])
    expect(strip.official.map(({ kind }) => kind)).toEqual(['time', 'stop'])
    expect(strip.official[1]!.from).toBeCloseTo(80 / hours)
    expect(strip.promised.map(({ kind }) => kind)).toEqual(['limit', 'over'])
    expect(strip.promised[1]!.to).toBeCloseTo(strip.now)
    expect(strip.statutory.map(({ kind, to }) => [kind, to])).toEqual([['limit', 1]])
  })

  it('of a closed case ends with it, and has no clock where none ran', () => {
    const { clock, promised: _, statutory: __, ...rest } = detail
    const { from: ___, officialMs: ____, ...unstarted } = clock
    const closedAt = '2026-03-10T02:30:00Z'
    const closed = { ...rest, clock: unstarted, case: { ...detail.case, status: 'closed', closedAt } }
    const strip = layStrip(closed, dayStart)
    expect([strip.now, strip.official, strip.promised]).toEqual([1, [], []])
  })

  it('marks at most eight days, in order, within it', () => {
    const marks = layStrip(detail, dayStart).days.map(({ at }) => at)
    expect(marks.length).toBeGreaterThan(3)
    expect(marks.length).toBeLessThanOrEqual(8)
    expect(marks).toEqual([...marks].sort((a, b) => a - b))
    expect(marks.every((at) => at >= 0 && at <= 1)).toBe(true)
  })
})

describe('the presets of the list of cases', () => {
  it('each is told again from the query that it makes', () => {
    for (const preset of casePresets) {
      const query = Object.fromEntries(Object.entries(presetChange(preset)).filter(([, value]) => value !== undefined))
      expect(presetOf({ ...query, division: '99' })).toBe(preset.name)
    }
  })

  it('a query with more than a preset is none', () => {
    expect(presetOf({ overdue: 'true', finding: 'any' })).toBeUndefined()
  })
})

describe('the inbox', () => {
  it('shows what awaits judgement where no state is told', () => {
    expect(stateTabOf({})).toBe('suspected')
    expect(listQuery({ at: 'a/b', order: 'oldest' })).toEqual({ state: 'suspected', order: 'oldest' })
    expect(facetQuery({ state: 'all', order: 'oldest', division: '99' })).toEqual({ division: '99' })
  })

  it('a finding is found again from its key, whatever is in its id', () => {
    const ref = { division: '99011', id: 'overdue/a b' }
    expect(keyedFinding(findingKey(ref))).toEqual(ref)
    expect(findingLink(ref)).toBe('/findings/99011/overdue%2Fa%20b')
    expect([keyedFinding(undefined), keyedFinding('/x'), keyedFinding('x/')]).toEqual([undefined, undefined, undefined])
  })

  it('strengths are written in their units, and a probability is never a bare zero', async () => {
    const format = await formatter('zh-CN')
    const written = (unit: FindingSummary['strength']['unit'], value: number | undefined, workingDayMs?: number) => {
      const values = workingDayMs === undefined ? {} : { workingDayMs }
      const strength = { measure: 'gap', value: 1, unit }
      return strengthText(format, { strength, explanation: { key: 'x', values, text: '' } }, value)
    }
    expect(written('workingMs', 14 * 3_600_000, 7 * 3_600_000)).toBe('2 个工作日')
    expect(written('workingMs', 16 * 3_600_000)).toBe('2 个工作日')
    expect(written('share', 0.75)).toBe('75%')
    expect(written('ratio', 3.456)).toBe('3.46 倍')
    expect(written('z', undefined)).toBe('– 个标准差')
    expect([0.04, 0.00019, 0].map((value) => probabilityText(format, value))).toEqual(['0.04', '1.9E-4', '<1E-15'])
  })

  it('a result in bulk names each reason once', async () => {
    const format = await formatter('en')
    const results = [{}, { problem: 'conflict' }, { problem: 'conflict' }, { problem: 'invalid' }]
    expect(bulkText(format, results)).toBe('1 done. 3 not done: somebody acted first and not possible in its state')
    expect(bulkText(format, [{}, {}])).toBe('2 done.')
  })
})

describe('thresholds', () => {
  const parameter = { name: 'a', unit: 'count', default: 1, value: 2, low: 0, high: 60 }
  const detectors = [
    { name: 'overdue', parameters: [parameter, { ...parameter, name: 'b', value: 1 }] },
    { name: 'hidden-time', parameters: [{ ...parameter, value: 5 }] },
  ] as unknown as Parameters<typeof thresholdsToSet>[0]

  it('those of other detectors stay as they are in force; defaults are left out', () => {
    const set = (values: Record<string, number>) => thresholdsToSet(detectors, { detector: 'overdue', values })
    expect(set({ a: 3, b: 1 })).toEqual({ overdue: { a: 3 }, 'hidden-time': { a: 5 } })
    expect(set({ a: 1, b: 1 })).toEqual({ 'hidden-time': { a: 5 } })
  })

  it('what is no number within the range is none', () => {
    const read = (typed: string) => readThreshold(typed, parameter)
    expect(['', ' ', 'x', '-1', '60.1', 'Infinity'].map(read)).toEqual(Array(6).fill(undefined))
    expect([' 0 ', '60', '0.5'].map(read)).toEqual([0, 60, 0.5])
  })
})

it('a card offers what its state and the person’s rights allow', () => {
  const all = { reply: true, manage: true }
  expect(possibleDeeds({ state: 'open', may: all })).toEqual(['reply', 'close', 'escalate'])
  expect(possibleDeeds({ state: 'replied', may: all })).toEqual(['accept', 'return', 'close', 'escalate'])
  expect(possibleDeeds({ state: 'returned', may: { reply: true, manage: false } })).toEqual(['reply'])
  expect(possibleDeeds({ state: 'closed', may: all })).toEqual([])
})
