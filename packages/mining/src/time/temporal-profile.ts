import type { EventLog } from '@zhengfeng/eventlog'
import { byCount, type PairCounts, reordered } from '../flow/directly-follows.ts'
import { PairIndex } from '../flow/pair-index.ts'
import { createRandom, medianAbsoluteDeviation, quantile, randomIndex } from '../statistics/index.ts'

/** How much time usually lies between two activities of a case; every array is parallel to `from`. */
export interface TemporalProfile extends PairCounts {
  readonly meanMs: Float64Array
  /** Sample standard deviation; 0 for a pair that occurred once. */
  readonly sdMs: Float64Array
  readonly medianMs: Float64Array
  /** Median absolute deviation from the median, unscaled. */
  readonly madMs: Float64Array
}

export interface TemporalProfileOptions {
  /** Pairs of events further apart in their case than this many events are left out; 200 unless told. */
  readonly maxSteps?: number
  /** Median and deviation of a pair are exact up to this many values, from a seeded sample beyond; 10,000 unless told. */
  readonly maxSample?: number
}

/**
 * Learns the time between any activity and any that follows it in the same case, directly or not: classic (mean and
 * standard deviation) and robust (median and median absolute deviation).
 *
 * @param log any log; time grows with events × events per case, up to `maxSteps`
 * @returns eventually-follows pairs of activity codes, most frequent first
 * Source: Stertz, Mangler and Rinderle-Ma 2020, “Temporal conformance checking at runtime”.
 * @example
 * const log = sketchLog([['a', 'accept', 0], ['a', 'close', 60_000], ['b', 'accept', 0], ['b', 'close', 20_000]])
 * temporalProfile(log).medianMs // → Float64Array.of(40_000)
 */
export function temporalProfile(log: EventLog, options: TemporalProfileOptions = {}): TemporalProfile {
  const { maxSteps = 200, maxSample = 10_000 } = options
  const index = new PairIndex(log.activity.values.length)
  eachFollowing(log, maxSteps, (i, j) => index.add(log.activity.codes[i]!, log.activity.codes[j]!))
  const pairs = index.finish()
  const gathered = new Gathering(pairs.count, maxSample)
  eachFollowing(log, maxSteps, (i, j) => {
    gathered.add(index.get(log.activity.codes[i]!, log.activity.codes[j]!), log.time[j]! - log.time[i]!)
  })
  const ranking = byCount(pairs)
  return {
    ...reordered(pairs, ranking),
    meanMs: Float64Array.from(ranking, (id) => gathered.mean[id]!),
    sdMs: Float64Array.from(ranking, (id) => gathered.standardDeviation(id)),
    medianMs: Float64Array.from(ranking, (id) => quantile(gathered.sample(id), 0.5)),
    madMs: Float64Array.from(ranking, (id) => medianAbsoluteDeviation(gathered.sample(id))),
  }
}

/** Calls `visit` for every pair of events i before j of one case, at most `maxSteps` apart. */
export function eachFollowing(log: EventLog, maxSteps: number, visit: (i: number, j: number) => void): void {
  const offsets = log.caseOffsets
  for (let c = 0; c + 1 < offsets.length; c++) {
    const end = offsets[c + 1]!
    for (let i = offsets[c]!; i < end; i++) {
      const furthest = Math.min(end - 1, i + maxSteps)
      for (let j = i + 1; j <= furthest; j++) visit(i, j)
    }
  }
}

/** Running moments (Welford) and a bounded sample (Vitter’s reservoir) of the values of each pair. */
class Gathering {
  readonly mean: Float64Array
  readonly #squares: Float64Array
  readonly #seen: Int32Array
  readonly #starts: Int32Array
  readonly #kept: Float64Array
  readonly #random = createRandom(1)

  constructor(counts: Int32Array, maxSample: number) {
    this.mean = new Float64Array(counts.length)
    this.#squares = new Float64Array(counts.length)
    this.#seen = new Int32Array(counts.length)
    this.#starts = new Int32Array(counts.length + 1)
    for (let id = 0; id < counts.length; id++)
      this.#starts[id + 1] = this.#starts[id]! + Math.min(counts[id]!, maxSample)
    this.#kept = new Float64Array(this.#starts[counts.length]!)
  }

  add(id: number, value: number): void {
    const seen = ++this.#seen[id]!
    const distance = value - this.mean[id]!
    this.mean[id]! += distance / seen
    this.#squares[id]! += distance * (value - this.mean[id]!)
    const room = this.#starts[id + 1]! - this.#starts[id]!
    const place = seen <= room ? seen - 1 : randomIndex(this.#random, seen)
    if (place < room) this.#kept[this.#starts[id]! + place] = value
  }

  standardDeviation(id: number): number {
    return this.#seen[id]! < 2 ? 0 : Math.sqrt(this.#squares[id]! / (this.#seen[id]! - 1))
  }

  sample(id: number): Float64Array {
    return this.#kept.subarray(this.#starts[id]!, this.#starts[id + 1]!)
  }
}
