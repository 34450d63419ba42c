import { type EventLog, GrowableInt32 } from '@zhengfeng/eventlog'
import { ascendingOrder, quantile } from '../statistics/index.ts'

/** Every passage of cases from one activity directly to another; parallel arrays in order of entry. */
export interface SpectrumSegment {
  readonly from: number
  readonly to: number
  readonly ofCase: Int32Array
  /** When the case entered: the time of the first event, UTC milliseconds. */
  readonly enter: Float64Array
  /** When it left: the time of the second event. */
  readonly leave: Float64Array
  /** 0 the fastest quarter of passages … 3 the slowest; equal durations share the faster class. */
  readonly speedClass: Uint8Array
  /** The durations in milliseconds at which classes 0, 1 and 2 end. */
  readonly quartilesMs: readonly [number, number, number]
}

/**
 * The performance spectrum of one segment: when each case entered and left it, and how fast it was among the others.
 *
 * @param from activity code
 * @param to activity code
 * Source: Denisov, Fahland and van der Aalst 2018, “Unbiased, fine-grained description of processes performance from
 * event data”.
 * @example
 * const log = sketchLog([['a', 'accept', 0], ['a', 'close', 60_000], ['b', 'accept', 10], ['b', 'close', 20_000]])
 * spectrumSegment(log, 0, 1).speedClass // → Uint8Array.of(3, 0)
 */
export function spectrumSegment(log: EventLog, from: number, to: number): SpectrumSegment {
  const { first, ofCase } = passages(log, from, to)
  const entered = Float64Array.from(first, (event) => log.time[event]!)
  const order = ascendingOrder(entered)
  const enter = Float64Array.from(order, (k) => entered[k]!)
  const leave = Float64Array.from(order, (k) => log.time[first[k]! + 1]!)
  const durations = leave.map((at, k) => at - enter[k]!)
  const [q1, q2, q3] = [0.25, 0.5, 0.75].map((q) => quantile(durations, q)) as [number, number, number]
  return {
    from,
    to,
    ofCase: order.map((k) => ofCase[k]!),
    enter,
    leave,
    speedClass: Uint8Array.from(durations, (ms) => (ms <= q1 ? 0 : ms <= q2 ? 1 : ms <= q3 ? 2 : 3)),
    quartilesMs: [q1, q2, q3],
  }
}

function passages(log: EventLog, from: number, to: number): { first: Int32Array; ofCase: Int32Array } {
  const first = new GrowableInt32()
  const ofCase = new GrowableInt32()
  const codes = log.activity.codes
  for (let c = 0; c + 1 < log.caseOffsets.length; c++) {
    for (let i = log.caseOffsets[c]!; i + 1 < log.caseOffsets[c + 1]!; i++) {
      if (codes[i] !== from || codes[i + 1] !== to) continue
      first.push(i)
      ofCase.push(c)
    }
  }
  return { first: first.finish(), ofCase: ofCase.finish() }
}

/** A segment counted by stretches of time, for drawing; in each array, class `k` of bin `b` stands at `b * 4 + k`. */
export interface SpectrumBins {
  readonly entered: Int32Array
  readonly left: Int32Array
  /** Passages that were under way at some moment of the bin. */
  readonly pending: Int32Array
}

/**
 * Counts a segment by bins of equal length and speed class, so that a drawing does not grow with the log.
 *
 * @param window beginning (included) and end (excluded) in UTC milliseconds, and the number of bins
 */
export function binSegment(
  segment: SpectrumSegment,
  window: { readonly from: number; readonly to: number; readonly bins: number },
): SpectrumBins {
  const { from, to, bins } = window
  const binOf = (at: number) => Math.floor(((at - from) / (to - from)) * bins)
  const counts = {
    entered: new Int32Array(bins * 4),
    left: new Int32Array(bins * 4),
    pending: new Int32Array((bins + 1) * 4),
  }
  for (let k = 0; k < segment.enter.length; k++) {
    const speed = segment.speedClass[k]!
    const enterBin = binOf(segment.enter[k]!)
    const leaveBin = binOf(segment.leave[k]!)
    if (enterBin >= 0 && enterBin < bins) counts.entered[enterBin * 4 + speed]!++
    if (leaveBin >= 0 && leaveBin < bins) counts.left[leaveBin * 4 + speed]!++
    if (leaveBin < 0 || enterBin >= bins) continue
    counts.pending[Math.max(0, enterBin) * 4 + speed]!++
    counts.pending[Math.min(bins, leaveBin + 1) * 4 + speed]!--
  }
  for (let i = 4; i < counts.pending.length; i++) counts.pending[i]! += counts.pending[i - 4]!
  return { ...counts, pending: counts.pending.subarray(0, bins * 4) }
}
