import type { EventLog } from '@zhengfeng/eventlog'
import { PairIndex } from './pair-index.ts'

/**
 * Ordered pairs of codes with how often each occurred; parallel arrays, most frequent first, equal counts by `from` and
 * then `to`.
 */
export interface PairCounts {
  readonly from: Int32Array
  readonly to: Int32Array
  readonly count: Int32Array
}

/**
 * Counts which activity follows which directly, within cases.
 *
 * @param log any log; time and memory grow with events and with distinct pairs
 * @returns pairs of activity codes (indexes into `log.activity.values`), most frequent first
 * Source: van der Aalst, Process Mining (2016), section 6.4: the directly-follows graph.
 * @example
 * const log = sketchLog([['a', 'accept', 0], ['a', 'close', 60_000], ['b', 'accept', 0], ['b', 'close', 20_000]])
 * directlyFollows(log) // → { from: Int32Array.of(0), to: Int32Array.of(1), count: Int32Array.of(2) }
 */
export function directlyFollows(log: EventLog): PairCounts {
  const index = new PairIndex(log.activity.values.length)
  const codes = log.activity.codes
  const offsets = log.caseOffsets
  for (let c = 0; c + 1 < offsets.length; c++) {
    const last = offsets[c + 1]! - 1
    for (let i = offsets[c]!; i < last; i++) index.add(codes[i]!, codes[i + 1]!)
  }
  const pairs = index.finish()
  return reordered(pairs, byCount(pairs))
}

/** Numbers of the pairs, most frequent first. */
export function byCount({ from, to, count }: PairCounts): Int32Array {
  return Int32Array.from(from.keys()).sort((a, b) => count[b]! - count[a]! || from[a]! - from[b]! || to[a]! - to[b]!)
}

/** Pairs in the order that `ranking` lists their numbers. */
export function reordered({ from, to, count }: PairCounts, ranking: Int32Array): PairCounts {
  return {
    from: ranking.map((id) => from[id]!),
    to: ranking.map((id) => to[id]!),
    count: ranking.map((id) => count[id]!),
  }
}
