import { describe, expect, it } from 'vitest'
import { createFormatter } from '../text/format.ts'
import { createTranslator, loadTexts } from '../text/texts.ts'
import { baseText, changeText, countsCases, isBetter, keepsTarget, valueText } from './indicator-text.ts'
import { sortRows } from './sort-rows.ts'
import { pagedRows } from './table-rows.ts'
import { changeQuery, readQuery } from './url-query.ts'

const zh = createFormatter(createTranslator('zh-CN', { console: await loadTexts('zh-CN', 'console') }))
const day = 86_400_000

describe('a value', () => {
  it.each([
    ['count', 8577, '8,577'],
    ['share', 0.034, '3.4%'],
    ['ms', 3 * day, '3 天'],
    ['mean', 1.234, '1.23'],
    ['perThousand', 2.44, '2.4'],
    ['score', 88.25, '88.3'],
  ] as const)('of unit %s, %d, reads %s', (unit, value, text) => {
    expect(valueText(zh, { unit }, value)).toBe(text)
  })

  it('of working time is told in working days', () => {
    expect(valueText(zh, { unit: 'ms', workingDayMs: day / 3 }, day)).toBe('3 个工作日')
  })
})

describe('a change', () => {
  it('of a share is told in percentage points', () => {
    expect(changeText(zh, { unit: 'share' }, -0.012)).toBe('−1.2 个百分点')
  })

  it('that no digit shows is none, and neither good nor bad', () => {
    expect(changeText(zh, { unit: 'share' }, 0.0004)).toBe('持平')
    expect(isBetter({ unit: 'share', direction: 'lower' }, 0.0004)).toBe(undefined)
  })

  it.each([
    ['lower', -1, true],
    ['lower', 1, false],
    ['higher', 1, true],
    ['none', 1, undefined],
  ] as const)('where %s is better, by %d, is better: %s', (direction, change, better) => {
    expect(isBetter({ unit: 'count', direction }, change)).toBe(better)
  })
})

it('a target is kept at the target itself', () => {
  expect([
    keepsTarget('lower', 0.02, 0.02),
    keepsTarget('higher', 0.94, 0.95),
    keepsTarget('higher', 1, undefined),
  ]).toEqual([true, false, undefined])
})

describe('what a figure rests on', () => {
  const figure = { indicator: 'x', state: 'told' as const }
  it('is so many of so many cases where it is', () => {
    expect(baseText(zh, 'share', { ...figure, numerator: 3, denominator: 40, sample: 40 })).toBe('40 件中的 3 件')
  })

  it('is a number of cases where times are divided by times', () => {
    expect(baseText(zh, 'share', { ...figure, numerator: 5e9, denominator: 9e9, sample: 40 })).toBe('依据 40 件')
    expect(countsCases({ ...figure, numerator: 5e9, denominator: 9e9, sample: 40 })).toBe(false)
  })

  it('is not said twice for counts', () => {
    expect(baseText(zh, 'count', { ...figure, value: 40, sample: 40 })).toBe(undefined)
  })

  it('is not told where the figure is not', () => {
    expect(baseText(zh, 'share', { ...figure, state: 'tooFew', sample: 4 })).toBe(undefined)
  })
})

it('rows without a value come last, whichever way it is sorted', () => {
  const rows = [{ v: 2 }, {}, { v: 1 }, { v: 3 }] as readonly { readonly v?: number }[]
  const sorted = (order: 'asc' | 'desc') => sortRows(rows, { by: 'v', order }, ({ v }) => v).map(({ v }) => v)
  expect(sorted('asc')).toEqual([1, 2, 3, undefined])
  expect(sorted('desc')).toEqual([3, 2, 1, undefined])
})

it('a query is read by name and changed without touching the rest', () => {
  const search = new URLSearchParams('state=open&text=&page=2')
  expect(readQuery(search, ['state', 'text', 'sort'])).toEqual({ state: 'open' })
  expect(changeQuery(search, { state: undefined, sort: 'name' }).toString()).toBe('text=&page=2&sort=name')
})

it('the rows of all pages are one list; a failure to load more leaves them standing', () => {
  const query = {
    data: [{ items: [1, 2], next: 'a' }, { items: [3] }],
    error: new Error('no'),
    refetch: () => undefined,
    hasNextPage: true,
    isFetchingNextPage: false,
    isFetchNextPageError: true,
    fetchNextPage: () => undefined,
  }
  const { rows, error, more } = pagedRows(query)
  expect({ rows, error, failed: more?.error }).toEqual({ rows: [1, 2, 3], error: undefined, failed: new Error('no') })
})
