import { caseCount, type EventLog } from '@zhengfeng/eventlog'
import { type Variants, variants } from '../flow/index.ts'
import {
  benjaminiHochberg,
  compareMix,
  fisherExact,
  type MixTest,
  mannWhitney,
  median,
  type RankTest,
} from '../statistics/index.ts'
import { caseDurations, caseStarts } from '../time/index.ts'

/** What differs between two sets of cases, such as before and after a change. */
export interface CaseSetComparison {
  readonly casesFirst: number
  readonly casesSecond: number
  /** Of case durations, milliseconds; `superiority` of the test is the chance that a case of the second set took longer. */
  readonly medianMsFirst: number
  readonly medianMsSecond: number
  readonly duration: RankTest
  /** Whether the sets spread alike over variants. */
  readonly variantMix: MixTest
  /** One entry per code of `log.activity.values` in every array. */
  readonly activities: {
    /** Share of the cases that contain the activity. */
    readonly shareFirst: Float64Array
    readonly shareSecond: Float64Array
    /** Fisher’s exact test, adjusted for the number of activities (Benjamini and Hochberg). */
    readonly qValue: Float64Array
  }
}

/**
 * Compares two sets of cases: duration (Mann–Whitney), variants (χ²) and the share of cases with each activity (Fisher).
 *
 * @param first indexes of cases
 * @param second indexes of cases
 */
export function compareCases(log: EventLog, first: Int32Array, second: Int32Array): CaseSetComparison {
  const durations = caseDurations(log)
  const durationsFirst = Float64Array.from(first, (c) => durations[c]!)
  const durationsSecond = Float64Array.from(second, (c) => durations[c]!)
  return {
    casesFirst: first.length,
    casesSecond: second.length,
    medianMsFirst: median(durationsFirst),
    medianMsSecond: median(durationsSecond),
    duration: mannWhitney(durationsSecond, durationsFirst),
    variantMix: compareVariants(variants(log), first, second),
    activities: compareActivities(log, first, second),
  }
}

/**
 * Indexes of the cases that begin in `[fromMs, toMs)`, UTC milliseconds.
 * @example
 * casesBegunBetween(sketchLog([['a', 'accept', 0], ['b', 'accept', 60_000]]), 0, 60_000) // → Int32Array.of(0)
 */
export function casesBegunBetween(log: EventLog, fromMs: number, toMs: number): Int32Array {
  const starts = caseStarts(log)
  return Int32Array.from({ length: caseCount(log) }, (_, c) => c).filter(
    (c) => starts[c]! >= fromMs && starts[c]! < toMs,
  )
}

/** χ² test of two sets of cases over variants; only variants that occur in them cost anything. */
export function compareVariants({ ofCase }: Variants, first: Int32Array, second: Int32Array): MixTest {
  const places = new Map<number, number>()
  for (const set of [first, second])
    for (const c of set) if (!places.has(ofCase[c]!)) places.set(ofCase[c]!, places.size)
  const counts = [first, second].map((set) => {
    const found = new Int32Array(places.size)
    for (const c of set) found[places.get(ofCase[c]!)!]!++
    return found
  })
  return compareMix(counts[0]!, counts[1]!)
}

function compareActivities(log: EventLog, first: Int32Array, second: Int32Array): CaseSetComparison['activities'] {
  const casesFirst = casesWithActivity(log, first)
  const casesSecond = casesWithActivity(log, second)
  const pValues = Float64Array.from(casesFirst, (count, code) =>
    fisherExact(count, first.length, casesSecond[code]!, second.length),
  )
  return {
    shareFirst: Float64Array.from(casesFirst, (count) => count / first.length),
    shareSecond: Float64Array.from(casesSecond, (count) => count / second.length),
    qValue: benjaminiHochberg(pValues),
  }
}

/** How many of the cases contain each activity; one entry per activity code. */
function casesWithActivity(log: EventLog, cases: Int32Array): Int32Array {
  const counts = new Int32Array(log.activity.values.length)
  const seenIn = new Int32Array(counts.length).fill(-1)
  for (const c of cases) {
    for (let i = log.caseOffsets[c]!; i < log.caseOffsets[c + 1]!; i++) {
      const code = log.activity.codes[i]!
      if (seenIn[code] === c) continue
      seenIn[code] = c
      counts[code]!++
    }
  }
  return counts
}
