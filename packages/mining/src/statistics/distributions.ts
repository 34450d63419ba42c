import { incompleteBeta, incompleteGamma } from './special-functions.ts'

/**
 * P(Z ≤ z) of the standard normal distribution, with full relative precision in the lower tail.
 *
 * @example
 * normalCdf(0) // → 0.5
 */
export function normalCdf(z: number): number {
  const { lower, upper } = incompleteGamma(0.5, (z * z) / 2)
  return z < 0 ? upper / 2 : 0.5 + lower / 2
}

/** P(|Z| ≥ |z|) of the standard normal distribution. */
export function normalTwoSided(z: number): number {
  return incompleteGamma(0.5, (z * z) / 2).upper
}

/**
 * The value below which a standard normal variable falls with probability `p`.
 *
 * @param p strictly between 0 and 1
 * Source: bisection on `normalCdf`, to the last bit.
 * @example
 * normalQuantile(0.975).toFixed(6) // → '1.959964'
 */
export function normalQuantile(p: number): number {
  return p > 0.5 ? -lowerNormalQuantile(1 - p) : lowerNormalQuantile(p)
}

function lowerNormalQuantile(p: number): number {
  return bisect((z) => normalCdf(z) < p, -40, 0)
}

/** The point where `below` turns from true to false, between `low` and `high`. */
function bisect(below: (x: number) => boolean, low: number, high: number): number {
  let from = low
  let to = high
  for (let step = 0; step < 200; step++) {
    const middle = (from + to) / 2
    if (middle === from || middle === to) break
    if (below(middle)) from = middle
    else to = middle
  }
  return (from + to) / 2
}

/** P(|T| ≥ |t|) of Student's distribution with `degrees` degrees of freedom. */
export function studentTwoSided(t: number, degrees: number): number {
  return incompleteBeta(degrees / 2, 0.5, degrees / (degrees + t * t))
}

/**
 * The value t with P(|T| ≤ t) = `level`, for two-sided intervals.
 *
 * @example
 * studentQuantile(0.95, 10).toFixed(4) // → '2.2281'
 */
export function studentQuantile(level: number, degrees: number): number {
  let high = 1
  while (studentTwoSided(high, degrees) > 1 - level && high < 1e12) high *= 2
  return bisect((t) => studentTwoSided(t, degrees) > 1 - level, 0, high)
}

/**
 * P(X ≥ k) for X ~ Binomial(trials, p), exact.
 *
 * @example
 * binomialUpperTail(2, 2, 0.5).toFixed(12) // → '0.250000000000'
 */
export function binomialUpperTail(k: number, trials: number, p: number): number {
  if (k <= 0) return 1
  return k > trials ? 0 : incompleteBeta(k, trials - k + 1, p)
}

/** P(X ≤ k) for X ~ Binomial(trials, p), exact. */
export function binomialLowerTail(k: number, trials: number, p: number): number {
  if (k < 0) return 0
  return k >= trials ? 1 : incompleteBeta(trials - k, k + 1, 1 - p)
}

/**
 * P(X ≥ k) for X ~ Poisson(expected), exact.
 *
 * @example
 * poissonUpperTail(1, Math.LN2).toFixed(12) // → '0.500000000000'
 */
export function poissonUpperTail(k: number, expected: number): number {
  return k <= 0 ? 1 : incompleteGamma(k, expected).lower
}

/** P(X ≥ value) of the χ² distribution with `degrees` degrees of freedom. */
export function chiSquareUpperTail(value: number, degrees: number): number {
  return value <= 0 ? 1 : incompleteGamma(degrees / 2, value / 2).upper
}

/** P(X ≤ k) for X ~ Poisson(expected), exact. */
export function poissonLowerTail(k: number, expected: number): number {
  return k < 0 ? 0 : incompleteGamma(k + 1, expected).upper
}
