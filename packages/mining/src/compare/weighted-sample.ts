import { type Interval, normalQuantile } from '../statistics/index.ts'

/**
 * A sample drawn from several strata and weighted to a given mix of them: stratum `s` weighs `share[s]` in all, spread
 * evenly over its values. Shares add up to 1; every stratum with a share has values.
 */
export interface WeightedSample {
  /** Ascending. */
  readonly values: Float64Array
  /** Stratum of each value. */
  readonly stratum: Int32Array
  readonly share: Float64Array
  /** Number of values per stratum. */
  readonly size: Float64Array
}

/** The value at which the weight reaches the share `q`; midway between two values where it is reached exactly. */
export function weightedQuantile(sample: WeightedSample, q: number): number {
  const { values, stratum, share, size } = sample
  let weight = 0
  for (let k = 0; k < values.length; k++) {
    weight += share[stratum[k]!]! / size[stratum[k]!]!
    if (weight > q + 1e-12) return values[k]!
    if (weight >= q - 1e-12) return k + 1 < values.length ? (values[k]! + values[k + 1]!) / 2 : values[k]!
  }
  return values.length === 0 ? Number.NaN : values.at(-1)!
}

/** Mean with each stratum weighted by its share. */
export function weightedMean({ values, stratum, share, size }: WeightedSample): number {
  let sum = 0
  for (let k = 0; k < values.length; k++) sum += (values[k]! * share[stratum[k]!]!) / size[stratum[k]!]!
  return sum
}

/**
 * Interval of the weighted median: the quantiles whose shares bound the estimated distribution function at the median.
 *
 * Source: Woodruff 1952, “Confidence intervals for medians and other position measures”; in each stratum the share below
 * has variance p (1 − p) ÷ (n − 1). A stratum where all or none lie below counts as if one value in 2 n did not.
 */
export function medianInterval(sample: WeightedSample, level: number): Interval {
  const { values, stratum, share, size } = sample
  const center = weightedQuantile(sample, 0.5)
  const below = new Float64Array(size.length)
  for (let k = 0; k < values.length && values[k]! <= center; k++) below[stratum[k]!]!++
  let variance = 0
  for (let s = 0; s < size.length; s++) {
    if (!(share[s]! > 0)) continue
    const p = Math.min(Math.max(below[s]! / size[s]!, 0.5 / size[s]!), 1 - 0.5 / size[s]!)
    variance += (share[s]! ** 2 * p * (1 - p)) / Math.max(1, size[s]! - 1)
  }
  const margin = normalQuantile((1 + level) / 2) * Math.sqrt(variance)
  return {
    low: weightedQuantile(sample, Math.max(0, 0.5 - margin)),
    high: weightedQuantile(sample, Math.min(1, 0.5 + margin)),
  }
}
