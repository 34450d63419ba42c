import type { StringColumn } from '@zhengfeng/eventlog'
import { describe, expect, test } from 'vitest'
import { createRandom, normalQuantile, type Random } from '../statistics/index.ts'
import { compareWithPeers, crossStrata } from './index.ts'

/** Cases as [office, item, value]. */
type Row = readonly [office: string, item: string, value: number]

function compared(rows: readonly Row[], adjust = true) {
  const offices = coded(rows.map(([office]) => office))
  const strata = crossStrata(adjust ? [coded(rows.map(([, item]) => item))] : [], rows.length)
  return compareWithPeers(
    Float64Array.from(rows, ([, , value]) => value),
    offices,
    { strata },
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
