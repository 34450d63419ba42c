import { caseCount, type EventLog } from '@zhengfeng/eventlog'
import { variants } from '../flow/index.ts'
import { ascendingOrder, type MixTest, mannWhitney, median, quantile } from '../statistics/index.ts'
import { caseDurations, caseStarts } from '../time/index.ts'
import { ActivityShares } from './activity-shares.ts'
import { compareVariants } from './periods.ts'

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
  /**
   * `duration`: chance that a case after took longer than one before, 0.5 is no difference; `flow`: Cramér’s V, of the
   * activity or else of the variants, 0 is no difference.
   */
  readonly effect: number
  /** `flow`: the activity whose share of cases changed most surely; `-1` where it is the mix of variants that changed. */
  readonly activity: number
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

/** How two windows differ: parts of a drift point. */
export type Difference = Pick<DriftPoint, 'pValue' | 'effect' | 'activity'>

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
  const activities = new ActivityShares(log)
  const step = Math.max(1, Math.floor(windowCases / 10))
  const inOrder = Float64Array.from(cases, (c) => durations[c]!)
  const positions: Position[] = []
  for (let at = windowCases; at + windowCases <= cases.length; at += step) {
    const before = cases.subarray(at - windowCases, at)
    const after = cases.subarray(at, at + windowCases)
    const ranks = mannWhitney(inOrder.subarray(at, at + windowCases), inOrder.subarray(at - windowCases, at))
    positions.push({
      at,
      duration: { pValue: ranks.pValue, effect: ranks.superiority, activity: -1 },
      flow: flowDifference(compareVariants(found, before, after), activities.surestChange(before, after)),
    })
  }
  return positions
}

/** The surer of the two, adjusted for being the better of two. */
function flowDifference(mix: MixTest, activity: Difference): Difference {
  const surer = activity.pValue <= mix.pValue ? activity : { pValue: mix.pValue, effect: mix.effect, activity: -1 }
  return { ...surer, pValue: Math.min(1, 2 * surer.pValue) }
}

/** Positions below the threshold that differ most within a window on either side: that far does one change reach. */
function peaks(
  positions: readonly Position[],
  { kind, threshold, windowCases }: { kind: 'duration' | 'flow'; threshold: number; windowCases: number },
): Position[] {
  const candidates = positions.filter((position) => position[kind].pValue <= threshold)
  candidates.sort((a, b) => a[kind].pValue - b[kind].pValue || distance(b[kind]) - distance(a[kind]) || a.at - b.at)
  const found: Position[] = []
  for (const candidate of candidates)
    if (found.every(({ at }) => Math.abs(at - candidate.at) >= windowCases)) found.push(candidate)
  return found
}

/** Tells apart differences that are so sure that their p-value is 0. */
function distance({ effect }: Difference): number {
  return Math.abs(effect - 0.5)
}
