import {
  compareMix,
  lastInTime,
  mannWhitney,
  median,
  overdueCases,
  quantileInPlace,
  type ServiceLog,
} from '@zhengfeng/mining'
import type { Timeliness } from './check-up.ts'
import { rateOf } from './measures.ts'

/** Fewer cases than this on either side and no direction is given. */
const trendMinimum = 30
/** A direction is named where chance alone would make so great a difference more rarely than this. */
const chance = 0.01

/**
 * Lived time of the cases that started earlier against that of those that started later.
 *
 * Only cases that started so long before the end of the log that 95% of all cases end in that time: of those that started
 * later the log shows the short ones alone. What is still open among them ranks as the longest, as it is.
 */
export function trendOf(service: ServiceLog): Timeliness['trend'] {
  const { livedMs } = service.clock
  const seen = observationOf(service)
  const halves = halvesOf(seen.settled, seen.start)
  if (!halves) return null
  const [earlier, later] = halves.map((half) => Float64Array.from(half, (index) => livedMs[index]!))
  const { pValue, superiority } = mannWhitney(later!, earlier!)
  const [earlierMedianMs, laterMedianMs] = [median(earlier!), median(later!)]
  return {
    earlierCases: earlier!.length,
    laterCases: later!.length,
    earlierMedianMs,
    laterMedianMs,
    direction: directionOf({ pValue, superiority, earlierMedianMs, laterMedianMs }),
    pValue,
  }
}

/**
 * The share of late among the cases that started earlier against that among those that started later. Only cases whose limit
 * ended within the log, so that each of them is known to be in time or late, whether closed or not.
 */
export function overdueTrendOf(service: ServiceLog, limit: Timeliness['limitUsed']): Timeliness['overdueTrend'] {
  if (!limit) return null
  const late = overdueCases(service, limit)
  const due = lastInTime(service, limit)
  const seen = observationOf(service)
  // A log without open cases may hold closed cases only, and then lacks the late ones among the last to start.
  const cases = seen.anyOpen ? seen.afterWarmUp : seen.settled
  const halves = halvesOf(
    cases.filter((index) => late[index]! >= 0 && due[index]! <= service.observedUntil[index]!),
    seen.start,
  )
  if (!halves) return null
  const [earlier, later] = halves.map((half) => rateOf(half.filter((index) => late[index] === 1).length, half.length))
  const { pValue } = compareMix(
    [earlier!.numerator, earlier!.denominator - earlier!.numerator],
    [later!.numerator, later!.denominator - later!.numerator],
  )
  const direction = pValue < chance ? (later!.share! > earlier!.share! ? 'more' : 'fewer') : 'same'
  return { earlier: earlier!, later: later!, direction, pValue }
}

interface Observation {
  /** First sign of each case, UTC milliseconds. */
  readonly start: Float64Array
  readonly anyOpen: boolean
  /** Cases that did not start before the log can show cases of every length. */
  readonly afterWarmUp: Int32Array
  /** Of these, the ones that started long enough before the end of the log. */
  readonly settled: Int32Array
}

/**
 * Which cases the log shows without favour. A log cut out by time of closing begins with long cases, and one cut out by time of
 * events with the ends of cases: so those that started before the first end, or within the length of most cases, are left out.
 */
function observationOf({ clock, observedUntil }: ServiceLog): Observation {
  const { livedMs, to } = clock
  const start = livedMs.map((ms, c) => (Number.isNaN(to[c]!) ? observedUntil[c]! : to[c]!) - ms)
  const usualMs = livedMs.length === 0 ? 0 : quantileInPlace(livedMs.slice(), 0.95)
  const firstEnd = to.filter((at) => !Number.isNaN(at)).reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY)
  const firstStart = start.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY)
  const warmUntil = Math.max(firstStart + usualMs, Number.isFinite(firstEnd) ? firstEnd : firstStart)
  const afterWarmUp = Int32Array.from(start.keys()).filter((index) => start[index]! >= warmUntil)
  return {
    start,
    anyOpen: to.some(Number.isNaN),
    afterWarmUp,
    settled: afterWarmUp.filter((index) => start[index]! <= observedUntil[index]! - usualMs),
  }
}

function halvesOf(cases: Int32Array, at: Float64Array): readonly [Int32Array, Int32Array] | undefined {
  const inOrder = cases.slice().sort((a, b) => at[a]! - at[b]! || a - b)
  const half = Math.floor(inOrder.length / 2)
  return half < trendMinimum ? undefined : [inOrder.subarray(0, half), inOrder.subarray(half)]
}

/** A direction is named where chance is unlikely and the medians agree and differ by at least a twentieth. */
function directionOf(found: {
  readonly pValue: number
  readonly superiority: number
  readonly earlierMedianMs: number
  readonly laterMedianMs: number
}): 'longer' | 'shorter' | 'same' {
  const change = found.laterMedianMs - found.earlierMedianMs
  if (!(found.pValue < chance) || Math.abs(change) < 0.05 * found.earlierMedianMs) return 'same'
  if (change > 0 && found.superiority > 0.5) return 'longer'
  return change < 0 && found.superiority < 0.5 ? 'shorter' : 'same'
}
