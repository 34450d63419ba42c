import { caseCount, type EventLog } from '@zhengfeng/eventlog'
import type { WorkingClock } from './working-clock.ts'

/**
 * How long each case took, from its first sign to its last event.
 *
 * The first sign is the earliest `time` or, where the log has start times, the earliest `startTime` before it.
 *
 * @param log any log
 * @param clock counts working time, if wanted: `workingClock(calendar)`; the wall clock unless told
 * @returns `Float64Array`, milliseconds, one per case
 * @example
 * caseDurations(sketchLog([['a', 'accept', 0], ['a', 'close', 60_000]])) // → Float64Array.of(60_000)
 */
export function caseDurations(log: EventLog, clock?: WorkingClock): Float64Array {
  const starts = caseStarts(log)
  const durations = new Float64Array(caseCount(log))
  for (let c = 0; c < durations.length; c++) {
    const end = log.time[log.caseOffsets[c + 1]! - 1]!
    durations[c] = clock ? clock(starts[c]!, end) : end - starts[c]!
  }
  return durations
}

/** When each case began (see `caseDurations`): `Float64Array`, UTC milliseconds, one per case. */
export function caseStarts(log: EventLog): Float64Array {
  const { time, startTime, caseOffsets } = log
  const starts = new Float64Array(caseCount(log))
  for (let c = 0; c < starts.length; c++) {
    let start = time[caseOffsets[c]!]!
    if (startTime) {
      for (let i = caseOffsets[c]!; i < caseOffsets[c + 1]!; i++) if (startTime[i]! < start) start = startTime[i]!
    }
    starts[c] = start
  }
  return starts
}

/**
 * Mean time between the beginnings of one case and the next.
 *
 * @param log any log
 * @returns milliseconds; `NaN` for fewer than two cases
 * @example
 * meanTimeBetweenArrivals(sketchLog([['a', 'accept', 0], ['b', 'accept', 60_000]])) // → 60_000
 */
export function meanTimeBetweenArrivals(log: EventLog): number {
  const starts = caseStarts(log)
  if (starts.length < 2) return Number.NaN
  let first = Number.POSITIVE_INFINITY
  let last = Number.NEGATIVE_INFINITY
  for (const start of starts) {
    if (start < first) first = start
    if (start > last) last = start
  }
  return (last - first) / (starts.length - 1)
}
