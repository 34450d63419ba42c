import { type EventLog, eventCount } from '@zhengfeng/eventlog'
import { groupValues, type Summary, summariseInPlace } from '../statistics/index.ts'
import type { WorkingClock } from '../time/working-clock.ts'
import { byCount, type PairCounts, reordered } from './directly-follows.ts'
import { PairIndex } from './pair-index.ts'

/** Directly-follows pairs with how long each took; every array is parallel to `from`. */
export interface StepDurations extends PairCounts {
  /** Milliseconds on the wall clock from `time` of the first event to `time` of the second. */
  readonly wall: readonly Summary[]
  /** Milliseconds within office hours; absent where no working clock was given. */
  readonly working?: readonly Summary[]
}

/**
 * Measures how long each directly-follows step takes, exactly: quantiles come from all values, not from a sketch.
 *
 * @param log any log; one number per event is kept while it runs
 * @param clock counts working time, if wanted: `workingClock(calendar)`
 * @returns pairs as `directlyFollows` gives them, each with a summary in milliseconds
 * @example
 * const log = sketchLog([['a', 'accept', 0], ['a', 'close', 60_000], ['b', 'accept', 0], ['b', 'close', 20_000]])
 * stepDurations(log).wall[0].median // → 40_000
 */
export function stepDurations(log: EventLog, clock?: WorkingClock): StepDurations {
  const { pairOf, pairs } = numberSteps(log)
  const ranking = byCount(pairs)
  const { time } = log
  const summaries = (duration: WorkingClock) => {
    const grouped = groupValues(pairOf, pairs.count.length, (event) => duration(time[event]!, time[event + 1]!))
    return Array.from(ranking, (id) => summariseInPlace(grouped[id]!))
  }
  return {
    ...reordered(pairs, ranking),
    wall: summaries((from, to) => to - from),
    ...(clock && { working: summaries(clock) }),
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
