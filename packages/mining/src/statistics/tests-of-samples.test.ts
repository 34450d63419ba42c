import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compareMix, fisherExact } from './contingency.ts'
import { benjaminiHochberg } from './false-discovery.ts'
import { wilsonInterval } from './proportion.ts'
import { createRandom, shuffleInPlace } from './random.ts'
import { mannWhitney } from './rank-test.ts'
import { fitLine } from './regression.ts'
import { bootstrapInterval, permutationTest } from './resampling.ts'
import { mean } from './summary.ts'

const first = Float64Array.of(1, 2, 2, 3, 5, 8, 8, 9, 4.5, 2)
const second = Float64Array.of(3, 5, 7, 8, 8, 10, 11, 4, 4.5, 6, 12)

describe('Mann–Whitney', () => {
  test('agrees with SciPy on tied samples', () => {
    const { u, pValue } = mannWhitney(first, second)
    expect(u).toBe(28.5)
    expect(pValue).toBeCloseTo(0.06561354028909866, 12)
  })

  test('is the mirror image with samples exchanged', () => {
    const values = fc
      .array(fc.integer({ min: 0, max: 9 }), { minLength: 1, maxLength: 30 })
      .map((v) => Float64Array.from(v))
    fc.assert(
      fc.property(values, values, (a, b) => {
        const there = mannWhitney(a, b)
        const back = mannWhitney(b, a)
        expect(there.u + back.u).toBe(a.length * b.length)
        expect(there.z).toBeCloseTo(-back.z, 12)
        expect(there.pValue).toBeCloseTo(back.pValue, 12)
      }),
    )
  })

  test('finds nothing where all values are equal', () => {
    expect(mannWhitney(Float64Array.of(1, 1), Float64Array.of(1))).toEqual({
      u: 1,
      variance: 0,
      z: 0,
      pValue: 1,
      superiority: 0.5,
    })
  })
})

describe('intervals and lines', () => {
  test('Wilson’s interval agrees with SciPy', () => {
    const { low, high } = wilsonInterval(3, 20)
    expect([low, high]).toEqual([expect.closeTo(0.05236874589621662, 12), expect.closeTo(0.3604188647407569, 12)])
    expect(wilsonInterval(0, 10)).toEqual({ low: 0, high: expect.closeTo(0.27753279986288926, 12) })
    expect(wilsonInterval(0, 0)).toEqual({ low: 0, high: 1 })
  })

  test('a line agrees with SciPy', () => {
    const fit = fitLine(Float64Array.of(1, 2, 3, 4, 5, 6), Float64Array.of(2, 1, 4, 3, 7, 5))!
    expect(fit.slope).toBeCloseTo(0.9142857142857143, 12)
    expect(fit.intercept).toBeCloseTo(0.4666666666666668, 12)
    expect(fit.slopeInterval.low).toBeCloseTo(-0.06479505297804589, 9)
    expect(fit.pValue).toBeCloseTo(0.06051140336275658, 10)
    expect(fit.rSquared).toBeCloseTo(0.6269387755102042, 12)
  })

  test('there is no line through points above one another', () => {
    expect(fitLine(Float64Array.of(1, 1, 1), Float64Array.of(1, 2, 3))).toBeUndefined()
  })
})

describe('false discovery', () => {
  test('agrees with SciPy', () => {
    expect(Array.from(benjaminiHochberg([0.01, 0.04, 0.03, 0.005, 0.5]))).toEqual(
      [0.025, 0.05, 0.05, 0.025, 0.5].map((value) => expect.closeTo(value, 12)),
    )
  })

  test('never makes a value smaller, and keeps the order', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true })), (pValues) => {
        const adjusted = benjaminiHochberg(pValues)
        pValues.forEach((p, i) => {
          expect(adjusted[i]).toBeGreaterThanOrEqual(p)
          pValues.forEach((other, j) => {
            if (p < other) expect(adjusted[i]).toBeLessThanOrEqual(adjusted[j]!)
          })
        })
      }),
    )
  })
})

describe('resampling', () => {
  test('the same seed gives the same result, another seed another', () => {
    const by = (seed: number) => bootstrapInterval(first, mean, { seed, rounds: 99 })
    expect(by(3)).toEqual(by(3))
    expect(by(3)).not.toEqual(by(4))
  })

  test('the bootstrap interval of a mean is close to the normal one', () => {
    const random = createRandom(5)
    const sample = Float64Array.from({ length: 400 }, () => random())
    const { low, high } = bootstrapInterval(sample, mean)
    expect((low + high) / 2).toBeCloseTo(mean(sample), 2)
    // 2 × 1.96 × √(1/12 ÷ 400)
    expect(high - low).toBeGreaterThan(0.05)
    expect(high - low).toBeLessThan(0.063)
  })

  test('a permutation test sees a clear difference and no other', () => {
    const low = Float64Array.of(1, 2, 3, 4, 5, 6)
    const high = Float64Array.of(11, 12, 13, 14, 15, 16)
    expect(permutationTest(high, low)).toBeLessThan(0.01)
    expect(permutationTest(low, high)).toBe(1)
    expect(permutationTest(low, low)).toBeGreaterThan(0.3)
  })

  test('p-values under the null are spread evenly', () => {
    const random = createRandom(11)
    const draw = (n: number) => Float64Array.from({ length: n }, () => random())
    let below = 0
    for (let i = 0; i < 300; i++) if (permutationTest(draw(6), draw(9), { rounds: 199, seed: i }) <= 0.1) below++
    expect(below).toBeGreaterThan(12)
    expect(below).toBeLessThan(50)
  })

  test('random numbers fill the unit interval evenly', () => {
    const random = createRandom(0)
    const bins = new Float64Array(10)
    for (let i = 0; i < 100_000; i++) bins[Math.floor(random() * 10)]!++
    // χ² with 9 degrees of freedom exceeds 27.9 once in a thousand.
    expect(bins.reduce((sum, n) => sum + (n - 10_000) ** 2 / 10_000, 0)).toBeLessThan(27.9)
  })

  test('shuffling keeps every value', () => {
    const shuffled = shuffleInPlace(
      createRandom(2),
      Int32Array.from({ length: 50 }, (_, i) => i),
    )
    expect(shuffled.slice().sort()).toEqual(Int32Array.from({ length: 50 }, (_, i) => i))
    expect(shuffled).not.toEqual(shuffled.slice().sort())
  })
})

describe('contingency tables', () => {
  test('Fisher’s exact test agrees with SciPy', () => {
    expect(fisherExact(8, 10, 1, 6)).toBeCloseTo(0.034965034965034975, 10)
    expect(fisherExact(30, 100, 45, 100)).toBeCloseTo(0.040534006514982644, 10)
    expect(fisherExact(0, 10, 0, 10)).toBeCloseTo(1, 12)
    expect(fisherExact(0, 0, 3, 9)).toBeCloseTo(1, 12)
  })

  test('the χ² test agrees with SciPy', () => {
    const { chiSquare, degrees, pValue, effect } = compareMix([10, 20, 30], [25, 20, 15])
    expect([chiSquare, degrees]).toEqual([expect.closeTo(11.428571428571429, 10), 2])
    expect(pValue).toBeCloseTo(0.003298505755939092, 12)
    expect(effect).toBeCloseTo(0.3086066999241838, 12)
  })

  test('rare categories are counted together', () => {
    expect(compareMix([50, 1, 1, 1, 2], [50, 2, 1, 1, 1])).toEqual(compareMix([50, 5], [50, 5]))
    expect(compareMix([], [])).toEqual({ chiSquare: 0, degrees: 0, pValue: 1, effect: 0 })
    expect(compareMix([9, 3], [0, 0])).toEqual({ chiSquare: 0, degrees: expect.any(Number), pValue: 1, effect: 0 })
  })
})
