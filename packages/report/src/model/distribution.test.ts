import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { distributionOf } from './distribution.ts'

const dayMs = 86_400_000

describe('distributionOf', () => {
  it('describes a few durations exactly', () => {
    expect(
      distributionOf(
        Float64Array.of(3, 1, 2, 100).map((days) => days * dayMs),
        dayMs,
      ),
    ).toMatchObject({
      cases: 4,
      p25Ms: 1.75 * dayMs,
      medianMs: 2.5 * dayMs,
      p75Ms: 27.25 * dayMs,
      maxMs: 100 * dayMs,
    })
  })

  it('says nothing of nothing', () => {
    expect(distributionOf(new Float64Array(0), dayMs)).toBeNull()
  })

  it('counts every value in one class, and classes join without gaps', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0, max: 1e12, noNaN: true }), { minLength: 1, maxLength: 60 }),
        (values) => {
          const { bins } = distributionOf(Float64Array.from(values), dayMs)!
          expect(bins.reduce((sum, bin) => sum + bin.cases, 0)).toBe(values.length)
          expect(bins.length).toBeLessThanOrEqual(34)
          for (let i = 1; i < bins.length; i++) expect(bins[i]!.fromMs).toBe(bins[i - 1]!.toMs)
        },
      ),
    )
  })
})
