import { selectInPlace } from './select.ts'

/**
 * What a sample of numbers looks like. `NaN` where the sample is too small to say: everything but `count` and `sum` of an
 * empty sample, and `sd` of a single value.
 */
export interface Summary {
  readonly count: number
  readonly sum: number
  readonly mean: number
  /** Sample standard deviation (divides by `count − 1`). */
  readonly sd: number
  readonly min: number
  readonly median: number
  readonly p90: number
  readonly p95: number
  readonly max: number
}

/**
 * Summarises a sample. Quantiles are exact, by linear interpolation between order statistics (Hyndman and Fan, type 7:
 * the default of NumPy, R and Excel).
 *
 * @param values numbers without `NaN`, left as they are; units carry over to the summary
 * @example
 * summarise(Float64Array.of(1, 2, 3, 4)).median // → 2.5
 */
export function summarise(values: Float64Array): Summary {
  return summariseInPlace(values.slice())
}

/** `summarise` for a sample that nobody needs again: no copy is made and `values` is reordered. */
export function summariseInPlace(values: Float64Array): Summary {
  const count = values.length
  const { sum, min, max } = extremes(values)
  const mean = count === 0 ? Number.NaN : sum / count
  return {
    count,
    sum,
    mean,
    sd: standardDeviation(values, mean),
    min,
    median: quantileInPlace(values, 0.5),
    p90: quantileInPlace(values, 0.9),
    p95: quantileInPlace(values, 0.95),
    max,
  }
}

function extremes(values: Float64Array): { sum: number; min: number; max: number } {
  if (values.length === 0) return { sum: 0, min: Number.NaN, max: Number.NaN }
  let sum = 0
  let min = Number.POSITIVE_INFINITY
  let max = Number.NEGATIVE_INFINITY
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!
    sum += value
    if (value < min) min = value
    if (value > max) max = value
  }
  return { sum, min, max }
}

/** Arithmetic mean; `NaN` of an empty sample. */
export function mean(values: ArrayLike<number>): number {
  let sum = 0
  for (let i = 0; i < values.length; i++) sum += values[i]!
  return sum / values.length
}

/**
 * Sample standard deviation (divides by n − 1); `NaN` of fewer than two values.
 *
 * @param center the mean of `values`, where it is known already
 * @example
 * standardDeviation(Float64Array.of(1, 3)) // → Math.SQRT2
 */
export function standardDeviation(values: ArrayLike<number>, center: number = mean(values)): number {
  if (values.length < 2) return Number.NaN
  let squares = 0
  for (let i = 0; i < values.length; i++) squares += (values[i]! - center) ** 2
  return Math.sqrt(squares / (values.length - 1))
}

/**
 * The `q`-quantile of a sample, by linear interpolation (type 7); `NaN` of an empty sample.
 *
 * @param values numbers without `NaN`, in any order, left as they are
 * @param q from 0 (minimum) to 1 (maximum)
 * @example
 * quantile(Float64Array.of(30, 10, 20), 0.9) // → 28
 */
export function quantile(values: Float64Array, q: number): number {
  return quantileInPlace(values.slice(), q)
}

/** `quantile` for values in ascending order: constant time. */
export function quantileSorted(sorted: ArrayLike<number>, q: number): number {
  if (sorted.length === 0) return Number.NaN
  const position = (sorted.length - 1) * q
  const below = Math.floor(position)
  const low = sorted[below]!
  return position === below ? low : low + (sorted[below + 1]! - low) * (position - below)
}

/** `quantile` for a sample that nobody needs in its order: linear time, `values` is reordered. */
export function quantileInPlace(values: Float64Array, q: number): number {
  if (values.length === 0) return Number.NaN
  const position = (values.length - 1) * q
  const below = Math.floor(position)
  const low = selectInPlace(values, below)
  if (position === below) return low
  let high = values[below + 1]!
  for (let i = below + 2; i < values.length; i++) if (values[i]! < high) high = values[i]!
  return low + (high - low) * (position - below)
}

/** The middle of a sample; the mean of the two middle values where their number is even. */
export function median(values: Float64Array): number {
  return quantile(values, 0.5)
}

/**
 * Median absolute deviation from the median, unscaled. Times 1.4826 it estimates the standard deviation of normal data.
 *
 * @example
 * medianAbsoluteDeviation(Float64Array.of(1, 2, 3, 100)) // → 1
 */
export function medianAbsoluteDeviation(values: Float64Array): number {
  const center = median(values)
  return quantileInPlace(
    values.map((value) => Math.abs(value - center)),
    0.5,
  )
}
