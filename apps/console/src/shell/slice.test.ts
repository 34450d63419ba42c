import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addDays, daysBetween, periodDays, periods } from './period.ts'
import { readSlice, type SliceChoice, sliceQuery, writeSlice } from './slice.ts'

const today = '2026-03-20'

describe('a period', () => {
  it.each([
    ['7d', '2026-03-14', '2026-03-20'],
    ['30d', '2026-02-19', '2026-03-20'],
    ['90d', '2025-12-21', '2026-03-20'],
    ['month', '2026-03-01', '2026-03-20'],
    ['lastMonth', '2026-02-01', '2026-02-28'],
    ['quarter', '2026-01-01', '2026-03-20'],
    ['year', '2026-01-01', '2026-03-20'],
  ] as const)('%s runs from %s to %s', (period, from, to) => {
    expect(periodDays(period, today)).toEqual({ from, to })
  })

  it('last month of January is December of the year before', () => {
    expect(periodDays('lastMonth', '2026-01-31')).toEqual({ from: '2025-12-01', to: '2025-12-31' })
  })

  it('never begins after it ends, whatever the day', () => {
    const days = fc.integer({ min: 0, max: 40_000 }).map((count) => addDays('1970-01-01', count))
    fc.assert(
      fc.property(fc.constantFrom(...periods), days, (period, day) => {
        if (period === 'custom') return
        const { from, to } = periodDays(period, day)
        expect(daysBetween(from, to)).toBeGreaterThanOrEqual(1)
        expect(to <= day).toBe(true)
      }),
    )
  })
})

describe('the slice in an address', () => {
  const text = fc.string({ minLength: 1 }).filter((it) => it !== '')
  const choices: fc.Arbitrary<SliceChoice> = fc
    .record({ division: text, item: text, department: text, channel: text, applicantGroup: text }, { requiredKeys: [] })
    .chain((rest) =>
      fc.constantFrom<SliceChoice[]>(
        { ...rest, period: '30d' },
        { ...rest, period: '7d', compare: 'previous' },
        { ...rest, period: 'custom', from: '2026-01-01', to: '2026-01-31' },
      ),
    )

  it('is read as it was written, and the rest of the address stays', () => {
    fc.assert(
      fc.property(choices, (choice) => {
        const written = writeSlice(new URLSearchParams('by=day&division=old'), choice)
        expect(readSlice(new URLSearchParams(written.toString()))).toEqual(choice)
        expect(written.get('by')).toBe('day')
      }),
    )
  })

  it.each([
    ['period=forever', { period: '30d' }],
    ['period=custom&from=2026-02-30&to=x', { period: '30d' }],
    ['period=custom&from=2026-02-02&to=2026-02-01', { period: '30d' }],
    ['period=7d&from=2026-01-01&to=2026-02-01&compare=never', { period: '7d' }],
  ])('%s: what makes no sense is left out', (search, choice) => {
    expect(readSlice(new URLSearchParams(search))).toEqual(choice)
  })

  it('becomes days for the API', () => {
    expect(sliceQuery({ period: '7d', division: '99', compare: 'previous' }, today)).toEqual({
      division: '99',
      from: '2026-03-14',
      to: '2026-03-20',
    })
    expect(sliceQuery({ period: 'custom', from: '2026-01-01', to: '2026-01-02' }, today)).toEqual({
      from: '2026-01-01',
      to: '2026-01-02',
    })
  })
})
