import type { Interval } from './proportion.ts'
import { createRandom, randomIndex, shuffleInPlace } from './random.ts'
import { quantileSorted } from './summary.ts'

/** How much chance is drawn: the same seed gives the same result. */
export interface ResamplingOptions {
  /** 1 unless told. */
  readonly seed?: number
  /** Number of resamples, 1,999 unless told. */
  readonly rounds?: number
}

/**
 * Percentile bootstrap interval of a statistic.
 *
 * @param sample at least one number
 * @param statistic computed on each resample; it may reorder the array it is given
 * @param options `level` is the confidence, 0.95 unless told
 * Source: Efron and Tibshirani 1993, chapter 13.
 * @example
 * bootstrapInterval(Float64Array.of(5, 5, 5), (sample) => sample[0]) // → { low: 5, high: 5 }
 */
export function bootstrapInterval(
  sample: Float64Array,
  statistic: (resample: Float64Array) => number,
  options: ResamplingOptions & { readonly level?: number } = {},
): Interval {
  const { seed = 1, rounds = 1999, level = 0.95 } = options
  const random = createRandom(seed)
  const results = new Float64Array(rounds)
  const resample = new Float64Array(sample.length)
  for (let round = 0; round < rounds; round++) {
    for (let i = 0; i < resample.length; i++) resample[i] = sample[randomIndex(random, sample.length)]!
    results[round] = statistic(resample)
  }
  results.sort()
  return { low: quantileSorted(results, (1 - level) / 2), high: quantileSorted(results, (1 + level) / 2) }
}

/**
 * Permutation test: how often would chance alone give a statistic at least as large, if it did not matter which of the
 * values belong to the first sample?
 *
 * @param first values of the sample under test
 * @param second values of its peers
 * @param options `statistic` of two samples, the larger the more unusual; the difference of means, first − second, unless
 *   told. It must not change its arguments.
 * @returns one-sided p-value, (1 + hits) ÷ (1 + rounds), so never 0
 * Source: Phipson and Smyth 2010.
 * @example
 * permutationTest(Float64Array.of(1, 1), Float64Array.of(1, 1)) // → 1
 */
export function permutationTest(
  first: Float64Array,
  second: Float64Array,
  options: ResamplingOptions & { readonly statistic?: (first: Float64Array, second: Float64Array) => number } = {},
): number {
  const { seed = 1, rounds = 1999, statistic = differenceOfMeans } = options
  const random = createRandom(seed)
  const pooled = new Float64Array(first.length + second.length)
  pooled.set(first)
  pooled.set(second, first.length)
  const observed = statistic(first, second)
  // Sums in another order differ in their last bits; equal statistics must count as equal.
  const threshold = observed - 1e-12 * Math.abs(observed)
  let hits = 0
  for (let round = 0; round < rounds; round++) {
    shuffleInPlace(random, pooled)
    if (statistic(pooled.subarray(0, first.length), pooled.subarray(first.length)) >= threshold) hits++
  }
  return (1 + hits) / (1 + rounds)
}

function differenceOfMeans(first: Float64Array, second: Float64Array): number {
  let sumFirst = 0
  let sumSecond = 0
  for (let i = 0; i < first.length; i++) sumFirst += first[i]!
  for (let i = 0; i < second.length; i++) sumSecond += second[i]!
  return sumFirst / first.length - sumSecond / second.length
}
