import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ascendingOrder } from './ascending-order.ts'
import { selectInPlace } from './select.ts'
import { medianAbsoluteDeviation, quantile, quantileSorted, summarise } from './summary.ts'

const samples = fc
  .array(fc.double({ min: -1e6, max: 1e6, noNaN: true, noDefaultInfinity: true }), { minLength: 1, maxLength: 300 })
  .map((values) => Float64Array.from(values))

describe('summaries', () => {
  test('describe a small sample', () => {
    const { sd, ...rest } = summarise(Float64Array.of(4, 1, 3, 2))
    expect(rest).toEqual({
      count: 4,
      sum: 10,
      mean: 2.5,
      min: 1,
      median: 2.5,
      p90: 3.7,
      p95: 3.8499999999999996,
      max: 4,
    })
    expect(sd).toBeCloseTo(Math.sqrt(5 / 3), 14)
  })

  test('say nothing about an empty sample', () => {
    const nothing = Number.NaN
    expect(summarise(new Float64Array(0))).toEqual({
      count: 0,
      sum: 0,
      mean: nothing,
      sd: nothing,
      min: nothing,
      median: nothing,
      p90: nothing,
      p95: nothing,
      max: nothing,
    })
  })

  test('leave the sample as it was', () => {
    const values = Float64Array.from({ length: 200 }, (_, i) => (i * 7919) % 200)
    const before = values.slice()
    summarise(values)
    expect(values).toEqual(before)
  })

  test('quantiles by selection equal quantiles of the sorted sample', () => {
    fc.assert(
      fc.property(samples, fc.double({ min: 0, max: 1, noNaN: true }), (values, q) => {
        // Adding zero turns −0 into 0, which sorting tells apart and selection does not.
        expect(quantile(values, q) + 0).toBe(quantileSorted(values.slice().sort(), q) + 0)
      }),
    )
  })

  test('quantiles rise with q, stay between the extremes, and move with the sample', () => {
    const share = fc.double({ min: 0, max: 1, noNaN: true })
    fc.assert(
      fc.property(samples, share, share, (values, a, b) => {
        const [low, high] = [quantile(values, Math.min(a, b)), quantile(values, Math.max(a, b))]
        // Interpolation between two values rounds in the last bit.
        const rounding = 1e-9 * Math.max(...values.map(Math.abs))
        expect(low).toBeLessThanOrEqual(high + rounding)
        expect(low).toBeGreaterThanOrEqual(Math.min(...values))
        expect(high).toBeLessThanOrEqual(Math.max(...values) + rounding)
        expect(
          quantile(
            values.map((value) => 2 * value),
            a,
          ),
        ).toBeCloseTo(2 * quantile(values, a), 6)
      }),
    )
  })

  test('selection puts smaller values before and larger ones after, with many ties too', () => {
    const tied = fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 60, maxLength: 400 })
    fc.assert(
      fc.property(tied, fc.nat(), (numbers, at) => {
        const values = Float64Array.from(numbers)
        const k = at % values.length
        const chosen = selectInPlace(values, k)
        expect(chosen).toBe(Float64Array.from(numbers).sort()[k])
        expect(values.subarray(0, k).every((value) => value <= chosen)).toBe(true)
        expect(values.subarray(k).every((value) => value >= chosen)).toBe(true)
      }),
    )
  })

  test('the median absolute deviation ignores a wild value', () => {
    expect(medianAbsoluteDeviation(Float64Array.of(1, 1, 2, 2, 4, 6, 1e9))).toBe(1)
  })
})

describe('ascending order', () => {
  const years = 5 * 365 * 86_400_000
  const instants = fc.oneof(fc.nat(years), fc.nat(3), fc.double({ min: -1e6, max: 1e6, noNaN: true }))

  test('is the order of a stable sort', () => {
    fc.assert(
      fc.property(fc.array(instants), fc.boolean(), (values, whole) => {
        const times = Float64Array.from(values, (value) => (whole ? Math.round(value) : value))
        const expected = Array.from(times.keys()).sort((a, b) => times[a]! - times[b]! || a - b)
        expect(Array.from(ascendingOrder(times))).toEqual(expected)
      }),
    )
  })

  test('is the same for many values, which are sorted by their digits', () => {
    const times = Float64Array.from({ length: 5000 }, (_, i) => ((i * 7919) % 4001) * 98_765_432 - 1e11)
    const expected = Array.from(times.keys()).sort((a, b) => times[a]! - times[b]! || a - b)
    expect(Array.from(ascendingOrder(times))).toEqual(expected)
  })
})
