/**
 * Natural logarithm of the gamma function for positive arguments, to about 15 significant digits.
 *
 * Source: Stirling's series (DLMF 5.11.1) from 12 upwards, reached by the recurrence Γ(x + 1) = x Γ(x).
 * @example
 * Math.exp(logGamma(5)).toFixed(9) // → '24.000000000'
 */
export function logGamma(x: number): number {
  if (!(x > 0)) return x === 0 ? Number.POSITIVE_INFINITY : Number.NaN
  let shift = 1
  let at = x
  while (at < 12) shift *= at++
  const inverse = 1 / (at * at)
  const series =
    (1 / 12 -
      inverse *
        (1 / 360 - inverse * (1 / 1260 - inverse * (1 / 1680 - inverse * (1 / 1188 - (inverse * 691) / 360360))))) /
    at
  return (at - 0.5) * Math.log(at) - at + 0.5 * Math.log(2 * Math.PI) + series - Math.log(shift)
}

/**
 * Regularised lower incomplete gamma function P(a, x), and its complement Q = 1 − P without loss of digits.
 *
 * @param a positive
 * @param x not negative
 * Source: series (DLMF 8.7.1) and continued fraction (DLMF 8.9.2).
 */
export function incompleteGamma(a: number, x: number): { readonly lower: number; readonly upper: number } {
  if (x <= 0) return { lower: 0, upper: 1 }
  if (x === Number.POSITIVE_INFINITY) return { lower: 1, upper: 0 }
  const scale = Math.exp(a * Math.log(x) - x - logGamma(a))
  if (x < a + 1) {
    const lower = Math.min(1, scale * gammaSeries(a, x))
    return { lower, upper: 1 - lower }
  }
  const upper = Math.min(1, scale * gammaFraction(a, x))
  return { lower: 1 - upper, upper }
}

const epsilon = 1e-16
/** Keeps a denominator of a continued fraction from being zero. */
const tiny = 1e-300

function gammaSeries(a: number, x: number): number {
  let term = 1 / a
  let sum = term
  for (let n = 1; term > sum * epsilon; n++) {
    term *= x / (a + n)
    sum += term
  }
  return sum
}

/** Lentz's method. */
function gammaFraction(a: number, x: number): number {
  let b = x + 1 - a
  let c = 1 / tiny
  let d = 1 / b
  let product = d
  for (let n = 1; n < 1_000_000; n++) {
    const numerator = n * (a - n)
    b += 2
    d = 1 / awayFromZero(numerator * d + b)
    c = awayFromZero(b + numerator / c)
    product *= d * c
    if (Math.abs(d * c - 1) < epsilon * 10) break
  }
  return product
}

function awayFromZero(value: number): number {
  return Math.abs(value) < tiny ? tiny : value
}

/**
 * Regularised incomplete beta function Iₓ(a, b).
 *
 * @param a positive
 * @param b positive
 * @param x from 0 to 1
 * Source: continued fraction (DLMF 8.17.22).
 */
export function incompleteBeta(a: number, b: number, x: number): number {
  if (x <= 0) return 0
  if (x >= 1) return 1
  const scale = Math.exp(logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log1p(-x))
  // The fraction converges fast on one side of the mean only; the other side is its mirror image.
  return x < (a + 1) / (a + b + 2) ? (scale * betaFraction(a, b, x)) / a : 1 - (scale * betaFraction(b, a, 1 - x)) / b
}

/** Lentz's method. */
function betaFraction(a: number, b: number, x: number): number {
  let c = 1
  let d = 1 / awayFromZero(1 - ((a + b) * x) / (a + 1))
  let product = d
  for (let m = 1; m < 1_000_000; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m))
    d = 1 / awayFromZero(1 + even * d)
    c = awayFromZero(1 + even / c)
    product *= d * c
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1))
    d = 1 / awayFromZero(1 + odd * d)
    c = awayFromZero(1 + odd / c)
    product *= d * c
    if (Math.abs(d * c - 1) < epsilon * 10) break
  }
  return product
}
