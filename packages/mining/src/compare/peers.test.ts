import type { StringColumn } from '@zhengfeng/eventlog'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createRandom, mean, median, normalQuantile, type Random } from '../statistics/index.ts'
import { compareWithPeers, crossStrata, type PeerOptions } from './index.ts'

/** Cases as [office, item, value]. */
type Row = readonly [office: string, item: string, value: number]

function compared(rows: readonly Row[], adjust = true, options: PeerOptions = {}) {
  const offices = coded(rows.map(([office]) => office))
  const strata = crossStrata(adjust ? [coded(rows.map(([, item]) => item))] : [], rows.length)
  return compareWithPeers(
    Float64Array.from(rows, ([, , value]) => value),
    offices,
    { strata, ...options },
  )
}

function coded(texts: readonly string[]): StringColumn {
  const values = [...new Set(texts)]
  return { kind: 'string', values, codes: Int32Array.from(texts, (text) => values.indexOf(text)) }
}

/** Log-normal durations with a given median, as those of real cases are. */
function draw(random: Random, count: number, [office, item, typical]: Row): Row[] {
  return Array.from({ length: count }, () => [
    office,
    item,
    typical * Math.exp(normalQuantile(random() * 0.9998 + 0.0001)),
  ])
}

describe('comparison with peers', () => {
  test('equal offices with unequal mix are told equal, where raw medians differ by far', () => {
    const random = createRandom(1)
    const rows = [
      ...draw(random, 400, ['north', 'easy', 10]),
      ...draw(random, 100, ['north', 'hard', 100]),
      ...draw(random, 100, ['south', 'easy', 10]),
      ...draw(random, 400, ['south', 'hard', 100]),
    ]
    const [north, south] = compared(rows)
    expect(south!.observedMedian / north!.observedMedian).toBeGreaterThan(3)
    expect(north!.ratioInterval.low).toBeLessThan(1)
    expect(north!.ratioInterval.high).toBeGreaterThan(1)
    expect(north!.qValue).toBeGreaterThan(0.05)
    expect(south!.shrunkRatio).toBeCloseTo(1, 1)
    expect(compared(rows, false)[0]!.qValue).toBeLessThan(1e-9)
  })

  test('an office that needs twice as long is found, whatever its mix', () => {
    const random = createRandom(2)
    const [north, south] = compared([
      ...draw(random, 400, ['north', 'easy', 20]),
      ...draw(random, 100, ['north', 'hard', 200]),
      ...draw(random, 100, ['south', 'easy', 10]),
      ...draw(random, 400, ['south', 'hard', 100]),
    ])
    expect(north!.observedMedian).toBeLessThan(south!.observedMedian)
    expect(north!.ratioInterval.low).toBeGreaterThan(1.5)
    expect(north!.ratioInterval.high).toBeLessThan(3.2)
    expect(north!.superiority).toBeGreaterThan(0.6)
    expect(north!.qValue).toBeLessThan(1e-6)
  })

  test('the whole result, on a case small enough to follow', () => {
    const values = Float64Array.of(1, 2, 3, 11, 12, 13)
    const groups = coded(['a', 'a', 'a', 'b', 'b', 'b'])
    const [a] = compareWithPeers(values, groups, { minCases: 3, minPerStratum: 3 })
    expect(a).toMatchObject({
      group: 0,
      status: 'compared',
      cases: 3,
      comparedCases: 3,
      peerCases: 3,
      observedMedian: 2,
      median: 2,
      expectedMedian: 12,
      medianInterval: { low: 1, high: 3 },
      mean: 2,
      expectedMean: 12,
      ratio: 2 / 12,
      difference: -10,
      differenceInterval: { low: -10 - Math.SQRT2, high: -10 + Math.SQRT2 },
      superiority: 0,
    })
  })

  test('values are ranked within strata, small ones weighted as van Elteren has it', () => {
    const north = [
      [1, 3, 5, 7, 9, 11],
      [10, 30, 20, 60, 50],
    ]
    const south = [
      [2, 4, 6, 8, 10, 12, 14, 16],
      [15, 40, 70, 80, 90, 100],
    ]
    const rows = (office: string, strata: number[][]) =>
      strata.flatMap((values, s) => values.map((value): Row => [office, `item ${s}`, value]))
    const [found] = compared([...rows('north', north), ...rows('south', south)], true, { minCases: 5 })
    // Computed with SciPy’s normal distribution from the definition.
    expect(found!.pValue).toBeCloseTo(0.050137868433432035, 12)
    expect(found!.superiority).toBeCloseTo((6 / 11) * (15 / 48) + (5 / 11) * (6 / 30), 12)
  })

  test('with one stratum, medians and means are the plain ones', () => {
    const sample = fc.array(fc.nat(50), { minLength: 3, maxLength: 20 })
    fc.assert(
      fc.property(sample, sample, (first, second) => {
        const rows = [
          ...first.map((value): Row => ['north', '', value]),
          ...second.map((value): Row => ['south', '', value]),
        ]
        const [north] = compared(rows, false, { minCases: 3, minPerStratum: 3 })
        expect(north!.median).toBe(median(Float64Array.from(first)))
        expect(north!.expectedMedian).toBe(median(Float64Array.from(second)))
        expect(north!.mean).toBeCloseTo(mean(first), 9)
        expect(north!.expectedMean).toBeCloseTo(mean(second), 9)
        expect(north!.observedMedian).toBe(north!.median)
      }),
    )
  })

  test('a group with too few peers, or without known strata, is not compared', () => {
    const random = createRandom(7)
    const rows = [...draw(random, 50, ['north', 'easy', 10]), ...draw(random, 10, ['south', 'easy', 10])]
    expect(compared(rows).map(({ status }) => status)).toEqual(['tooLittleInCommon', 'tooFewCases'])
    const nothing = { kind: 'string', values: ['easy'], codes: new Int32Array(60).fill(-1) } as const
    expect(crossStrata([nothing], 60)).toEqual({ codes: new Int32Array(60).fill(-1), count: 0 })
  })

  test('offices without common work are not compared', () => {
    const random = createRandom(3)
    const [north, south, tiny] = compared([
      ...draw(random, 50, ['north', 'easy', 10]),
      ...draw(random, 50, ['south', 'hard', 100]),
      ...draw(random, 4, ['tiny', 'hard', 100]),
    ])
    expect([north!.status, south!.status, tiny!.status]).toEqual([
      'tooLittleInCommon',
      'tooLittleInCommon',
      'tooFewCases',
    ])
    expect([north!.ratio, north!.qValue, north!.shrunkRatio]).toEqual([Number.NaN, Number.NaN, Number.NaN])
  })

  test('cases without value, office or item are left out', () => {
    const random = createRandom(4)
    const rows = [...draw(random, 40, ['north', 'easy', 10]), ...draw(random, 40, ['south', 'easy', 10])]
    const strata = { codes: Int32Array.from([...rows.map(() => 0), 0, 0, -1]), count: 1 }
    const groups = {
      kind: 'string',
      values: ['n', 's'],
      codes: Int32Array.from(rows, ([o]) => Number(o === 'south')),
    } as const
    const more = { ...groups, codes: Int32Array.from([...groups.codes, 0, -1, 0]) }
    const values = Float64Array.from([...rows.map(([, , value]) => value), Number.NaN, 5, 5])
    const [plain] = compareWithPeers(values.slice(0, 80), groups)
    expect(compareWithPeers(values, more, { strata })[0]).toEqual({
      ...plain,
      cases: 41,
      observedMedian: expect.any(Number),
    })
  })

  test('intervals of equal offices leave out 1 about as often as they say', () => {
    let missed = 0
    const rounds = 300
    for (let round = 0; round < rounds; round++) {
      const random = createRandom(1000 + round)
      const [north] = compared([
        ...draw(random, 40, ['north', 'easy', 10]),
        ...draw(random, 25, ['north', 'hard', 40]),
        ...draw(random, 60, ['south', 'easy', 10]),
        ...draw(random, 30, ['south', 'hard', 40]),
      ])
      if (north!.ratioInterval.low > 1 || north!.ratioInterval.high < 1) missed++
    }
    expect(missed / rounds).toBeLessThan(0.08)
    expect(missed / rounds).toBeGreaterThan(0.005)
  })
})
