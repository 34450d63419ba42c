import { type EventLog, eventCount } from '@zhengfeng/eventlog'
import { type Summary, summariseInPlace } from '../statistics/index.ts'
import { byCount, type PairCounts, reordered } from './directly-follows.ts'
import { PairIndex } from './pair-index.ts'

/** Directly-follows pairs with how long each took; every array is parallel to `from`. */
export interface StepDurations extends PairCounts {
  /** Milliseconds on the wall clock from `time` of the first event to `time` of the second. */
  readonly wall: readonly Summary[]
  /** Milliseconds within office hours; absent where no working clock was given. */
  readonly working?: readonly Summary[]
}

/** Working milliseconds between two instants (UTC milliseconds). */
export type WorkingClock = (fromMs: number, toMs: number) => number

/**
 * Measures how long each directly-follows step takes, exactly: quantiles come from all values, not from a sketch.
 *
 * @param log any log; one number per event is kept while it runs
 * @param workingClock counts working time, if wanted: `(from, to) => workingMs(calendar, from, to)`
 * @returns pairs as `directlyFollows` gives them, each with a summary in milliseconds
 */
export function stepDurations(log: EventLog, workingClock?: WorkingClock): StepDurations {
  const { pairOf, pairs } = numberSteps(log)
  const ranking = byCount(pairs)
  const { time } = log
  const summaries = (duration: WorkingClock) => {
    const grouped = groupByPair(pairOf, pairs.count, (event) => duration(time[event]!, time[event + 1]!))
    return Array.from(ranking, (id) => summariseInPlace(grouped[id]!))
  }
  return {
    ...reordered(pairs, ranking),
    wall: summaries((from, to) => to - from),
    ...(workingClock && { working: summaries(workingClock) }),
  }
}

/** For every event the number of the pair that it forms with the next event of its case, `-1` at the end of a case. */
function numberSteps(log: EventLog): { readonly pairOf: Int32Array; readonly pairs: PairCounts } {
  const index = new PairIndex(log.activity.values.length)
  const codes = log.activity.codes
  const offsets = log.caseOffsets
  const pairOf = new Int32Array(eventCount(log))
  for (let c = 0; c + 1 < offsets.length; c++) {
    const last = offsets[c + 1]! - 1
    for (let i = offsets[c]!; i < last; i++) pairOf[i] = index.add(codes[i]!, codes[i + 1]!)
    if (last >= offsets[c]!) pairOf[last] = -1
  }
  return { pairOf, pairs: index.finish() }
}

/** The values of all events of one pair next to one another: a view per pair into one array. */
function groupByPair(pairOf: Int32Array, counts: Int32Array, value: (event: number) => number): Float64Array[] {
  const next = new Int32Array(counts.length)
  for (let id = 1; id < counts.length; id++) next[id] = next[id - 1]! + counts[id - 1]!
  const starts = next.slice()
  const values = new Float64Array(counts.length === 0 ? 0 : next.at(-1)! + counts.at(-1)!)
  for (let i = 0; i < pairOf.length; i++) {
    const id = pairOf[i]!
    if (id >= 0) values[next[id]!++] = value(i)
  }
  return Array.from(counts, (count, id) => values.subarray(starts[id]!, starts[id]! + count))
}
