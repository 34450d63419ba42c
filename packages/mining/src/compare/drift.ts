import { caseCount, type EventLog } from '@zhengfeng/eventlog'
import { variants } from '../flow/index.ts'
import { ascendingOrder, compareMix, mannWhitney, median, quantile } from '../statistics/index.ts'
import { caseDurations, caseStarts } from '../time/index.ts'
import { casesWithActivity, compareVariants } from './periods.ts'

/** A moment at which cases began to take longer or shorter, or to run differently. */
export interface DriftPoint {
  readonly kind: 'duration' | 'flow'
  /** Beginning of the first case after the change, UTC milliseconds. */
  readonly atMs: number
  /** Indexes of the cases in the window before and in the window after. */
  readonly before: Int32Array
  readonly after: Int32Array
  /** Of the two windows, not adjusted for the number of windows. */
  readonly pValue: number
  /** `duration`: chance that a case after took longer than one before; `flow`: Cramér’s V of the variants. */
  readonly effect: number
  readonly medianMsBefore: number
  readonly medianMsAfter: number
}

export interface DriftOptions {
  /** Cases in each of the two windows; a tenth of all cases unless told, at least 50 and at most 500. */
  readonly windowCases?: number
  /** Greatest chance of any false alarm in a log without change, 0.01 unless told. */
  readonly alpha?: number
  /**
   * Cases that began less than this before the end of the log are left out, as those among them that take long are not
   * done; the 90% quantile of case durations unless told.
   */
  readonly maturityMs?: number
}

/** What was looked at, and what was found, in order of time. */
export interface Drift {
  readonly casesJudged: number
  readonly windowCases: number
  readonly points: readonly DriftPoint[]
}

/**
 * Finds drift: two neighbouring windows slide over the cases in order of their beginning; a change is where the windows
 * differ most, if they differ more than chance explains, all positions taken together.
 *
 * @param log any log; with fewer mature cases than two windows nothing is judged
 * Source: Bose, van der Aalst, Žliobaitė and Pechenizkiy 2014, “Dealing with concept drifts in process mining”; Maaradji,
 * Dumas, La Rosa and Ostovar 2017, “Detecting sudden and gradual drifts in business processes from execution traces”.
 */
export function findDrift(log: EventLog, options: DriftOptions = {}): Drift {
  const durations = caseDurations(log)
  const starts = caseStarts(log)
  const cases = matureCases(log, starts, options.maturityMs ?? quantile(durations, 0.9))
  const windowCases = options.windowCases ?? Math.min(500, Math.max(50, Math.floor(cases.length / 10)))
  const positions = scan(log, cases, { durations, windowCases })
  // Two tests at every position; neighbouring positions are alike, so this errs on the side of silence.
  const threshold = (options.alpha ?? 0.01) / (2 * positions.length)
  const points = (['duration', 'flow'] as const).flatMap((kind) =>
    peaks(positions, { kind, threshold, windowCases }).map((position): DriftPoint => {
      const before = cases.slice(position.at - windowCases, position.at)
      const after = cases.slice(position.at, position.at + windowCases)
      return {
        kind,
        atMs: starts[cases[position.at]!]!,
        before,
        after,
        ...position[kind],
        medianMsBefore: median(Float64Array.from(before, (c) => durations[c]!)),
        medianMsAfter: median(Float64Array.from(after, (c) => durations[c]!)),
      }
    }),
  )
  return { casesJudged: cases.length, windowCases, points: points.sort((a, b) => a.atMs - b.atMs) }
}

/** Cases in order of beginning, without those that are too young to be judged. */
function matureCases(log: EventLog, starts: Float64Array, maturityMs: number): Int32Array {
  let end = Number.NEGATIVE_INFINITY
  for (let i = 0; i < log.time.length; i++) if (log.time[i]! > end) end = log.time[i]!
  const order = caseCount(log) === 0 ? new Int32Array() : ascendingOrder(starts)
  return order.filter((c) => starts[c]! <= end - maturityMs)
}

interface Difference {
  readonly pValue: number
  readonly effect: number
}

/** What the windows before and after the case at place `at` differ by. */
interface Position {
  readonly at: number
  readonly duration: Difference
  readonly flow: Difference
}

function scan(
  log: EventLog,
  cases: Int32Array,
  { durations, windowCases }: { durations: Float64Array; windowCases: number },
): Position[] {
  const found = variants(log)
  const step = Math.max(1, Math.floor(windowCases / 10))
  const inOrder = Float64Array.from(cases, (c) => durations[c]!)
  const positions: Position[] = []
  for (let at = windowCases; at + windowCases <= cases.length; at += step) {
    const before = cases.subarray(at - windowCases, at)
    const after = cases.subarray(at, at + windowCases)
    const ranks = mannWhitney(inOrder.subarray(at, at + windowCases), inOrder.subarray(at - windowCases, at))
    const mix = compareVariants(found, before, after)
    positions.push({
      at,
      duration: { pValue: ranks.pValue, effect: ranks.superiority },
      flow: { pValue: Math.min(1, 2 * Math.min(mix.pValue, rarestActivity(log, before, after))), effect: mix.effect },
    })
  }
  return positions
}

/** Smallest p-value of any activity’s share of cases, adjusted for their number (Bonferroni). */
function rarestActivity(log: EventLog, before: Int32Array, after: Int32Array): number {
  const withBefore = casesWithActivity(log, before)
  const withAfter = casesWithActivity(log, after)
  let smallest = 1
  let tested = 0
  for (let code = 0; code < withBefore.length; code++) {
    const { pValue, degrees } = compareMix(
      [withBefore[code]!, before.length - withBefore[code]!],
      [withAfter[code]!, after.length - withAfter[code]!],
    )
    if (degrees === 0) continue
    tested++
    if (pValue < smallest) smallest = pValue
  }
  return Math.min(1, smallest * Math.max(1, tested))
}

/** In each stretch of positions below the threshold, less than a window apart, the one that differs most. */
function peaks(
  positions: readonly Position[],
  { kind, threshold, windowCases }: { kind: 'duration' | 'flow'; threshold: number; windowCases: number },
): Position[] {
  const found: Position[] = []
  let latest = Number.NEGATIVE_INFINITY
  for (const position of positions) {
    if (position[kind].pValue > threshold) continue
    if (position.at - latest >= windowCases) found.push(position)
    else if (differsMore(position[kind], found.at(-1)![kind])) found[found.length - 1] = position
    latest = position.at
  }
  return found
}

function differsMore(a: Difference, b: Difference): boolean {
  return a.pValue < b.pValue || (a.pValue === b.pValue && Math.abs(a.effect - 0.5) > Math.abs(b.effect - 0.5))
}
