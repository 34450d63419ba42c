import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { findIndicator, findingsIndicator, indicators } from './catalogue.ts'
import { indicatorSources } from './indicator.ts'
import { type IndicatorSums, indicatorValue } from './indicator-value.ts'
import { type Measure, measures } from './measures.ts'
import { poissonInterval } from './poisson-interval.ts'
import { bucketOf } from './sketch.ts'

function sums(told: Partial<Record<Measure, number>>, more: Partial<IndicatorSums> = {}): IndicatorSums {
  return { values: measures.map((measure) => told[measure] ?? 0), ...more }
}

function value(id: string, of: IndicatorSums, minimumSample?: number) {
  return indicatorValue(findIndicator(id)!, of, minimumSample === undefined ? {} : { minimumSample })
}

describe('the catalogue of indicators', () => {
  it('names each once, and uses every measure', () => {
    expect(new Set(indicators.map(({ id }) => id)).size).toBe(indicators.length)
    const used = new Set(
      indicators.flatMap((each) =>
        'numerator' in each
          ? [each.numerator, each.denominator, each.sample].flatMap((terms) => Object.keys(terms ?? {}))
          : [],
      ),
    )
    expect(measures.filter((measure) => !used.has(measure))).toEqual([])
    expect([...used].filter((name) => !(measures as readonly string[]).includes(name))).toEqual(['open', 'openOverdue'])
  })

  it.each(['zh-CN', 'en'])('has a name, a definition and a source for each in %s, and no text besides', (language) => {
    const path = new URL(`../../../../locales/${language}/indicators.json`, import.meta.url)
    const texts = JSON.parse(readFileSync(path, 'utf8'))
    const { sources, dimensions: _, reasons: __, states: ___, ...named } = texts
    expect(Object.keys(named).sort()).toEqual(indicators.map(({ id }) => id).sort())
    for (const each of Object.values(named))
      expect(each).toEqual({ name: expect.any(String), definition: expect.any(String) })
    expect(Object.keys(sources).sort()).toEqual([...indicatorSources].sort())
  })
})

describe('the value of an indicator', () => {
  it('says what it is made of, with an interval for shares', () => {
    expect(value('onTimeShare', sums({ closed: 60, limited: 50, overdue: 5 }))).toEqual({
      state: 'told',
      value: 0.9,
      numerator: 45,
      denominator: 50,
      sample: 50,
      interval: { low: expect.closeTo(0.7864, 4), high: expect.closeTo(0.9565, 4) },
    })
  })

  it('is not measured where people are silent in so many cases that the source cannot be telling of them', () => {
    const silent = sums({ closed: 100, submitted: 100 })
    for (const id of ['activeRatingShare', 'defaultRatingShare', 'complaintsPerThousand'])
      expect(value(id, silent)).toEqual({ state: 'notMeasured', numerator: 0, sample: 100 })
    expect(value('activeRatingShare', sums({ closed: 99 }))).toMatchObject({ state: 'told', value: 0 })
    const rated = sums({ closed: 100, submitted: 100, ratedByDefault: 1 })
    expect(value('activeRatingShare', rated)).toMatchObject({ state: 'told', value: 0 })
    expect(value('complaintsPerThousand', rated)).toMatchObject({ state: 'told', value: 0 })
    expect(value('complaintsPerThousand', sums({ submitted: 100, complaints: 1 }))).toMatchObject({ value: 10 })
  })

  it('has no share of people who rate of a quiet day, on which ratings of other days would be many times its cases', () => {
    expect(value('activeRatingShare', sums({ closed: 6, ratedSatisfied: 66 }))).toMatchObject({ state: 'tooFew' })
  })

  it('is never told of nothing', () => {
    expect(value('supplementShare', sums({}))).toEqual({ state: 'none', numerator: 0, sample: 0 })
    expect(value('oneVisitShare', sums({ closed: 9 }))).toEqual({ state: 'notMeasured', numerator: 0, sample: 0 })
    expect(value('refusedShare', sums({ closed: 4, refused: 1 }))).toEqual({ state: 'tooFew', numerator: 1, sample: 4 })
    expect(value('refusedShare', sums({ closed: 4, refused: 1 }), 4)).toMatchObject({ state: 'told', value: 0.25 })
    for (const { id } of indicators)
      if (findIndicator(id)!.unit !== 'count') expect(value(id, sums({}, { findings: {} })).state, id).not.toBe('told')
  })

  it('counts open cases only where they were asked for', () => {
    expect(value('overdueRate', sums({ limited: 40, overdue: 4 })).state).toBe('notMeasured')
    const stock = { open: 99, openOverdue: 10 }
    expect(value('overdueRate', sums({ limited: 40, overdue: 4 }, { stock }))).toMatchObject({
      value: 0.28,
      numerator: 14,
      denominator: 50,
    })
    expect(value('open', sums({}, { stock }))).toEqual({ state: 'told', value: 99, numerator: 99, sample: 99 })
  })

  it('counts a promise longer than the law as what it is', () => {
    const of = sums({ closed: 9, bothLimited: 9, statutoryLimitMs: 100, promisedLimitMs: 125 })
    expect(value('promiseCompression', of)).toMatchObject({ value: -0.25, sample: 9 })
  })

  it('gives ratings out of ten, without those that the system filled in', () => {
    const of = sums({ closed: 10, ratedVerySatisfied: 3, ratedVeryDissatisfied: 2, ratedByDefault: 5 })
    expect(value('satisfactionScore', of)).toMatchObject({ value: 6.8, denominator: 5 })
    expect(value('satisfactionShare', of)).toMatchObject({ value: 0.6 })
    expect(value('activeRatingShare', of, 5)).toMatchObject({ value: 0.5 })
    expect(value('defaultRatingShare', of, 5)).toMatchObject({ value: 0.5 })
  })

  it('reads quantiles from the sketch and says by how much they may be off', () => {
    const buckets = { lived: [{ bucket: bucketOf(3_600_000), n: 9 }] }
    const told = value('livedMedian', sums({ closed: 9 }, { buckets }))
    expect(told).toMatchObject({ state: 'told', sample: 9, errorShare: 0.01 })
    expect(Math.abs((told as { value: number }).value / 3_600_000 - 1)).toBeLessThan(0.01)
    expect(value('officialMedian', sums({ closed: 9 }, { buckets: { official: [] } })).state).toBe('notMeasured')
  })

  it('counts findings only of cases that detectors looked at', () => {
    const of = (closedUnexamined: number) => sums({ closed: 500 }, { findings: { a: 4 }, closedUnexamined })
    expect(value('findingsPerThousand', of(100))).toMatchObject({ value: 10, numerator: 4, denominator: 400 })
    expect(value('findingsPerThousand', of(500))).toEqual({ state: 'notMeasured', numerator: 0, sample: 0 })
  })

  it('counts findings of one kind or all, per 1,000 cases', () => {
    const of = sums({ closed: 500 }, { findings: { a: 3, b: 1 } })
    expect(value('findingsPerThousand', of)).toMatchObject({ value: 8, numerator: 4, denominator: 500 })
    expect(indicatorValue(findingsIndicator('a'), of)).toMatchObject({ value: 6 })
    expect(indicatorValue(findingsIndicator('none'), of)).toMatchObject({ value: 0, interval: { low: 0 } })
  })
})

describe('the interval of a rare count', () => {
  // Garwood's table.
  it.each([
    [0, 0, 3.689],
    [1, 0.0253, 5.572],
    [10, 4.795, 18.39],
    [100, 81.36, 121.63],
  ])('of %i is %d to %d', (count, low, high) => {
    const found = poissonInterval(count)
    expect(found.low).toBeCloseTo(low, 2)
    expect(found.high).toBeCloseTo(high, 2)
  })
})
