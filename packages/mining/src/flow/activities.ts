import { caseCount, type EventLog } from '@zhengfeng/eventlog'

/** What happens to each activity; one entry per code of `log.activity.values` in every array. */
export interface ActivityCounts {
  readonly events: Int32Array
  /** Cases in which it occurs. */
  readonly cases: Int32Array
  /** Cases that begin with it. */
  readonly starts: Int32Array
  /** Cases that end with it. */
  readonly ends: Int32Array
  /** Cases in which it occurs more than once: rework. */
  readonly reworkCases: Int32Array
  /** Events that repeat the event right before them in the same case. */
  readonly selfLoops: Int32Array
  /** Cases with at least one such repetition. */
  readonly selfLoopCases: Int32Array
}

/**
 * Counts occurrence, start, end, rework and self-loops of every activity in one pass.
 *
 * @param log any log
 * @returns arrays by activity code
 * @example
 * const log = sketchLog([['a', 'review', 0], ['a', 'close', 1], ['a', 'review', 2]])
 * activityCounts(log).reworkCases // → Int32Array.of(1, 0)
 */
export function activityCounts(log: EventLog): ActivityCounts {
  const width = log.activity.values.length
  const counts = {
    events: new Int32Array(width),
    cases: new Int32Array(width),
    starts: new Int32Array(width),
    ends: new Int32Array(width),
    reworkCases: new Int32Array(width),
    selfLoops: new Int32Array(width),
    selfLoopCases: new Int32Array(width),
  }
  const seen = { inCase: new Int32Array(width), again: new Int32Array(width), looped: new Int32Array(width) }
  for (let c = 0; c < caseCount(log); c++) countCase(log, c, { counts, seen })
  return counts
}

/** `seen` holds the last case (plus one) in which an activity was seen, seen again, or repeated at once. */
interface Tally {
  readonly counts: ActivityCounts
  readonly seen: { readonly inCase: Int32Array; readonly again: Int32Array; readonly looped: Int32Array }
}

function countCase(log: EventLog, caseIndex: number, { counts, seen }: Tally): void {
  const codes = log.activity.codes
  const from = log.caseOffsets[caseIndex]!
  const to = log.caseOffsets[caseIndex + 1]!
  if (from === to) return
  const mark = caseIndex + 1
  counts.starts[codes[from]!]!++
  counts.ends[codes[to - 1]!]!++
  for (let i = from; i < to; i++) {
    const code = codes[i]!
    counts.events[code]!++
    if (seen.inCase[code] !== mark) {
      seen.inCase[code] = mark
      counts.cases[code]!++
      continue
    }
    if (seen.again[code] !== mark) {
      seen.again[code] = mark
      counts.reworkCases[code]!++
    }
    if (codes[i - 1] !== code) continue
    counts.selfLoops[code]!++
    if (seen.looped[code] === mark) continue
    seen.looped[code] = mark
    counts.selfLoopCases[code]!++
  }
}
