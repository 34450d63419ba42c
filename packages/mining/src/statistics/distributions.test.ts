import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  binomialLowerTail,
  binomialUpperTail,
  normalCdf,
  normalQuantile,
  poissonLowerTail,
  poissonUpperTail,
  studentQuantile,
  studentTwoSided,
} from './distributions.ts'
import { logGamma } from './special-functions.ts'

/** Reference values from SciPy 1.17. */
function expectRelative(actual: number, expected: number, tolerance = 1e-9): void {
  expect(Math.abs(actual / expected - 1)).toBeLessThan(tolerance)
}

describe('distributions', () => {
  test('log-gamma agrees with published values', () => {
    expectRelative(logGamma(0.3), 1.0957979948180756, 1e-13)
    expectRelative(logGamma(123456.5), 1323898.630662737, 1e-14)
    expect(logGamma(0)).toBe(Number.POSITIVE_INFINITY)
    expect(logGamma(-1)).toBeNaN()
  })

  test('binomial tails are exact far from the mean', () => {
    expectRelative(binomialUpperTail(30, 100, 0.2), 0.011248978720991648)
    expectRelative(binomialUpperTail(600, 1000, 0.5), 1.3642320780329735e-10)
    expectRelative(binomialLowerTail(3, 50, 0.2), 0.005656361012155322)
    expectRelative(binomialUpperTail(5051, 10_000, 0.5), 0.15624760475534027)
  })

  test('binomial tails at the ends', () => {
    expect(binomialUpperTail(0, 10, 0.3)).toBe(1)
    expect(binomialUpperTail(11, 10, 0.3)).toBe(0)
    expect(binomialUpperTail(1, 10, 0)).toBe(0)
    expect(binomialLowerTail(10, 10, 0.3)).toBe(1)
    expect(binomialLowerTail(-1, 10, 0.3)).toBe(0)
  })

  test('Poisson tails are exact far from the mean', () => {
    expectRelative(poissonUpperTail(142, 79), 1.1694381172786682e-10)
    expectRelative(poissonLowerTail(5, 12.5), 0.014822874597441575)
    expectRelative(poissonUpperTail(100_501, 100_000), 0.05683288181849394)
    expect(poissonUpperTail(0, 3)).toBe(1)
    expect(poissonUpperTail(1, 0)).toBe(0)
  })

  test('both tails add up to one and the value itself', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 60 }),
        fc.integer({ min: 1, max: 60 }),
        fc.double({ min: 0.01, max: 0.99, noNaN: true }),
        (k, trials, p) => {
          expect(binomialLowerTail(k - 1, trials, p) + binomialUpperTail(k, trials, p)).toBeCloseTo(1, 10)
          expect(poissonLowerTail(k - 1, p * trials) + poissonUpperTail(k, p * trials)).toBeCloseTo(1, 10)
        },
      ),
    )
  })

  test('the normal distribution keeps its digits in the tail', () => {
    expectRelative(normalCdf(-8), 6.22096057427174e-16)
    expectRelative(normalQuantile(1e-6), -4.753424308822899)
    expect(normalQuantile(0.5)).toBeCloseTo(0, 12)
    expect(normalCdf(normalQuantile(0.8))).toBeCloseTo(0.8, 12)
  })

  test('Student’s distribution agrees with published values', () => {
    expectRelative(studentQuantile(0.95, 3), 3.1824463052837078)
    expectRelative(studentTwoSided(2.5, 7), 0.04099221858575289)
  })
})
