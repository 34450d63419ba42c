import { quantile } from '@zhengfeng/mining'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type BucketCount, bucketOf, msOfBucket, quantileOf, sketchCount, sketchError } from './sketch.ts'

const durations = fc.array(
  fc.oneof(fc.nat({ max: 90_000 }), fc.nat({ max: 10_000_000_000 }), fc.constantFrom(0, 1, 2, 3_600_000)),
  { minLength: 1, maxLength: 60 },
)

function sketchOf(values: readonly number[]): BucketCount[] {
  return values.map((ms) => ({ bucket: bucketOf(ms), n: 1 }))
}

describe('a sketch of durations', () => {
  it('gives quantiles within its error of the exact ones', () => {
    fc.assert(
      fc.property(durations, fc.double({ min: 0, max: 1, noNaN: true }), (values, q) => {
        const exact = quantile(Float64Array.from(values), q)
        expect(Math.abs(quantileOf(sketchOf(values), q) - exact)).toBeLessThanOrEqual(exact * sketchError * (1 + 1e-9))
      }),
      { numRuns: 500 },
    )
  })

  it('of a union is the sum of sketches, and taking one away gives back the other', () => {
    fc.assert(
      fc.property(durations, durations, (some, others) => {
        const union = sketchOf([...some, ...others])
        const summed = [...sketchOf(some), ...sketchOf(others)]
        const without = [...union, ...sketchOf(others).map(({ bucket }) => ({ bucket, n: -1 }))]
        for (const q of [0, 0.5, 0.9, 1]) {
          expect(quantileOf(summed, q)).toBe(quantileOf(union, q))
          expect(quantileOf(without, q)).toBe(quantileOf(sketchOf(some), q))
        }
        expect(sketchCount(without)).toBe(some.length)
      }),
    )
  })

  it('has buckets that fit a smallint, rise with the duration and hold it within 1%', () => {
    let last = -1
    for (const ms of [0, 1, 2, 999, 60_000, 3_600_000, 86_400_000, 3.2e12, 6.4e13]) {
      const bucket = bucketOf(ms)
      expect(bucket).toBeGreaterThan(last)
      expect(Math.abs(msOfBucket(bucket) - ms)).toBeLessThanOrEqual(ms * sketchError * (1 + 1e-9))
      last = bucket
    }
    expect(last).toBeLessThan(32_767)
  })

  it('without durations has no quantile', () => {
    expect(quantileOf([], 0.5)).toBeNaN()
  })
})
