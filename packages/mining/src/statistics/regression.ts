import { studentQuantile, studentTwoSided } from './distributions.ts'
import type { Interval } from './proportion.ts'

/** A straight line through points, with what is known about its slope. */
export interface LinearFit {
  /** Number of points. */
  readonly count: number
  readonly intercept: number
  readonly slope: number
  readonly slopeInterval: Interval
  /** Two-sided test of slope 0. */
  readonly pValue: number
  /** Share of the variance of y that the line explains. */
  readonly rSquared: number
}

/**
 * Fits y = intercept + slope · x by least squares.
 *
 * @param x one per point
 * @param y one per point
 * @param options `level` is the confidence of the slope's interval, 0.95 unless told; `lostDegrees` is the number of means
 *   that were taken out of both x and y before, beyond one
 * @returns the fit, or `undefined` where too few points or no spread in x leave the slope open
 * @example
 * fitLine(Float64Array.of(0, 1, 2), Float64Array.of(1, 3, 5)).slope // → 2
 */
export function fitLine(
  x: Float64Array,
  y: Float64Array,
  options: { readonly level?: number; readonly lostDegrees?: number } = {},
): LinearFit | undefined {
  const { level = 0.95, lostDegrees = 0 } = options
  const count = x.length
  const { meanX, meanY, xx, xy, yy } = moments(x, y)
  const degrees = count - 2 - lostDegrees
  if (degrees < 1 || !(xx > 0)) return undefined
  const slope = xy / xx
  const residual = Math.max(0, yy - slope * xy)
  const error = Math.sqrt(residual / degrees / xx)
  const margin = studentQuantile(level, degrees) * error
  return {
    count,
    intercept: meanY - slope * meanX,
    slope,
    slopeInterval: { low: slope - margin, high: slope + margin },
    pValue: slope === 0 ? 1 : error === 0 ? 0 : studentTwoSided(slope / error, degrees),
    rSquared: yy > 0 ? 1 - residual / yy : 0,
  }
}

function moments(x: Float64Array, y: Float64Array) {
  let meanX = 0
  let meanY = 0
  for (let i = 0; i < x.length; i++) {
    meanX += x[i]!
    meanY += y[i]!
  }
  meanX /= x.length
  meanY /= x.length
  let xx = 0
  let xy = 0
  let yy = 0
  for (let i = 0; i < x.length; i++) {
    const dx = x[i]! - meanX
    const dy = y[i]! - meanY
    xx += dx * dx
    xy += dx * dy
    yy += dy * dy
  }
  return { meanX, meanY, xx, xy, yy }
}
