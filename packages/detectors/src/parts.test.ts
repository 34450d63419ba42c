import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { batchesIn } from './batch-closing/batches.ts'
import { dateOnlyTimes, localDay } from './date-only.ts'
import { denseCodes } from './dense-codes.ts'
import { groupRows, rowsOf } from './group-rows.ts'
import { stratifiedUpperTail } from './queue-jumping/stratified-test.ts'

describe('bare dates', () => {
  test('are midnights of the zone, to the millisecond, in summer and winter', () => {
    const times = [
      '2026-01-14T23:00:00.000Z',
      '2026-07-14T22:00:00.000Z',
      '2026-07-14T23:00:00.000Z',
      '2026-01-14T23:00:00.001Z',
    ]
    const instants = Float64Array.from(times, (time) => Date.parse(time))
    expect([...dateOnlyTimes(instants, 'Europe/Amsterdam')]).toEqual([1, 1, 0, 0])
  })

  test('the local day turns at local midnight', () => {
    const midnight = Date.UTC(2026, 2, 1, 16)
    expect(localDay(midnight, 'Asia/Shanghai') - localDay(midnight - 1, 'Asia/Shanghai')).toBe(1)
  })
})

describe('grouping', () => {
  test('every row with a key is in its group, in order', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -1, max: 4 })), (keys) => {
        const groups = groupRows(Int32Array.from(keys), 5)
        for (let key = 0; key < 5; key++)
          expect([...rowsOf(groups, key)]).toEqual(keys.flatMap((each, row) => (each === key ? [row] : [])))
      }),
    )
  })

  test.each([10, 1 << 23])('codes count up in order of first appearance, whatever the number of keys (%i)', (keys) => {
    const codes = denseCodes(keys)
    expect([7, 3, 7, 9].map(codes.codeOf)).toEqual([0, 1, 0, 2])
    expect(codes.count()).toBe(3)
  })
})

describe('bursts', () => {
  test('overlapping windows are one burst; a lull ends it', () => {
    const times = Float64Array.of(0, 2, 4, 6, 8, 100, 200, 201, 202)
    expect(batchesIn(times, { windowMs: 5, least: 3 })).toEqual([
      { from: 0, to: 4 },
      { from: 6, to: 8 },
    ])
  })
})

describe('the stratified exact test', () => {
  test('one stratum is Fisher’s exact test: the lady tasting tea', () => {
    expect(stratifiedUpperTail(4, [{ total: 8, marked: 4, drawn: 4 }])).toBeCloseTo(1 / 70, 12)
    expect(stratifiedUpperTail(3, [{ total: 8, marked: 4, drawn: 4 }])).toBeCloseTo(17 / 70, 12)
  })

  test('strata without choice add nothing', () => {
    const tea = { total: 8, marked: 4, drawn: 4 }
    expect(stratifiedUpperTail(7, [tea, { total: 3, marked: 3, drawn: 3 }])).toBeCloseTo(1 / 70, 12)
  })

  test('is a tail: 1 at nothing, falling, never negative', () => {
    const stratum = fc
      .record({ total: fc.integer({ min: 1, max: 30 }), marked: fc.nat(30), drawn: fc.nat(30) })
      .map(({ total, marked, drawn }) => ({ total, marked: Math.min(marked, total), drawn: Math.min(drawn, total) }))
    fc.assert(
      fc.property(fc.array(stratum, { minLength: 1, maxLength: 4 }), (strata) => {
        const most = strata.reduce((sum, { drawn }) => sum + drawn, 0)
        const tails = Array.from({ length: most + 2 }, (_, k) => stratifiedUpperTail(k, strata))
        expect(tails[0]).toBeCloseTo(1, 9)
        expect(tails[most + 1]).toBe(0)
        for (let k = 1; k < tails.length; k++) expect(tails[k]!).toBeLessThanOrEqual(tails[k - 1]! + 1e-12)
      }),
    )
  })
})
