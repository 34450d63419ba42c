/** Greatest relative error of a quantile read from a sketch. */
export const sketchError = 0.01

const growth = (1 + sketchError) / (1 - sketchError)
const logGrowth = Math.log(growth)

/** A bucket and how many durations fell into it; buckets fit a `smallint`. */
export interface BucketCount {
  readonly bucket: number
  readonly n: number
}

/**
 * The bucket of a duration. Buckets grow by about 2% each, so that any value of a bucket is within 1% of the bucket's middle; zero
 * has bucket 0. Sketches are added and subtracted by adding and subtracting the counts of equal buckets.
 *
 * @param ms milliseconds, whole, not negative
 * @returns 0 … 1,585 for anything up to two thousand years
 * Source: Masson, Rim and Lee 2019, “DDSketch: a fast and fully-mergeable quantile sketch with relative-error guarantees”.
 * @example
 * bucketOf(0) // → 0
 * bucketOf(60_000) // → 552
 */
export function bucketOf(ms: number): number {
  return ms < 1 ? 0 : Math.ceil(Math.log(ms) / logGrowth) + 1
}

/**
 * The duration that stands for a bucket: at most 1% away from every duration in it.
 *
 * @returns milliseconds
 * @example
 * msOfBucket(0) // → 0
 */
export function msOfBucket(bucket: number): number {
  return bucket === 0 ? 0 : (2 * growth ** (bucket - 1)) / (growth + 1)
}

/**
 * A quantile of the durations in a sketch, as `quantile` would give it of the durations themselves (linear interpolation, type 7),
 * with a relative error of at most 1%.
 *
 * @param buckets in any order; a bucket may come more than once, as when sketches are put side by side to be merged
 * @param q from 0 to 1
 * @returns milliseconds, `NaN` where the sketch is empty
 * @example
 * const hour = { bucket: bucketOf(3_600_000), n: 3 }
 * Math.abs(quantileOf([hour], 0.5) / 3_600_000 - 1) <= 0.01 // → true
 */
export function quantileOf(buckets: Iterable<BucketCount>, q: number): number {
  const counts = merged(buckets)
  const total = counts.reduce((sum, { n }) => sum + n, 0)
  if (total === 0) return Number.NaN
  const position = (total - 1) * q
  const below = Math.floor(position)
  const low = valueAtRank(counts, below)
  if (position === below) return low
  return low + (valueAtRank(counts, below + 1) - low) * (position - below)
}

/** How many durations a sketch holds. */
export function sketchCount(buckets: Iterable<BucketCount>): number {
  let total = 0
  for (const { n } of buckets) total += n
  return total
}

function merged(buckets: Iterable<BucketCount>): readonly BucketCount[] {
  const counts = new Map<number, number>()
  for (const { bucket, n } of buckets) counts.set(bucket, (counts.get(bucket) ?? 0) + n)
  return Array.from(counts, ([bucket, n]) => ({ bucket, n })).sort((a, b) => a.bucket - b.bucket)
}

function valueAtRank(counts: readonly BucketCount[], rank: number): number {
  let passed = 0
  for (const { bucket, n } of counts) {
    passed += n
    if (passed > rank) return msOfBucket(bucket)
  }
  return msOfBucket(counts.at(-1)!.bucket)
}
