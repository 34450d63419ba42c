import { type StringColumn, takeInt32 } from '@zhengfeng/eventlog'
import {
  ascendingOrder,
  benjaminiHochberg,
  groupValues,
  type Interval,
  normalQuantile,
  quantileSorted,
} from '../statistics/index.ts'
import { crossStrata, type Strata } from './strata.ts'
import { compareStrata, type StratifiedComparison, tooFewCases } from './stratified-comparison.ts'

/** One office (or officer, or channel) against all others, on the same mix of cases. */
export interface PeerComparison extends StratifiedComparison {
  /** Code of the group. */
  readonly group: number
  /** Median over all cases of the group with a value, nothing adjusted. */
  readonly observedMedian: number
  /** Two-sided p-value, adjusted for the number of groups compared (Benjamini and Hochberg); `NaN` where not comparable. */
  readonly qValue: number
  /** `ratio` drawn towards the ratio of all groups, the more so the less is known about it; `NaN` where not comparable. */
  readonly shrunkRatio: number
}

export interface PeerOptions {
  /** What makes cases alike; all cases are alike unless told. See `crossStrata`. */
  readonly strata?: Strata
  /** Cases that a group and its peers each need in a stratum for it to count, 5 unless told. */
  readonly minPerStratum?: number
  /** Cases that a group and its peers each need in all, 30 unless told. */
  readonly minCases?: number
  /** Share of a group’s cases that must lie in strata it has in common with its peers, 0.5 unless told. */
  readonly minCoverage?: number
  /** Confidence of intervals, 0.95 unless told. */
  readonly level?: number
}

/**
 * Compares every group with its peers, case mix held equal: what would all others have needed for just the cases that this
 * group had? Peers are weighted, stratum by stratum, to the group’s own mix; cases without counterpart are left out, and a
 * group with too few counterparts is not compared at all.
 *
 * The mix that is held equal is part of the answer: strata should describe what came in (item, channel, applicant), not what
 * the group made of it (number of steps), or the difference that is looked for is adjusted away.
 *
 * @param values what is compared, one per case, such as `caseDurations(log)`; `NaN` leaves a case out
 * @param groups one code per case, such as `log.caseOffice`; `-1` leaves a case out
 * @returns one entry per code of `groups.values`
 * @example
 * const office = { kind: 'string', codes: Int32Array.from({ length: 80 }, (_, c) => c % 2), values: ['north', 'south'] }
 * const days = Float64Array.from({ length: 80 }, (_, c) => (c % 2 === 0 ? 10 : 20))
 * compareWithPeers(days, office).map(({ ratio }) => ratio) // → [0.5, 2]
 */
export function compareWithPeers(
  values: Float64Array,
  groups: StringColumn,
  options: PeerOptions = {},
): PeerComparison[] {
  const strata = options.strata ?? crossStrata([], values.length)
  const known = Int32Array.from(values.keys()).filter((c) => !Number.isNaN(values[c]!) && groups.codes[c]! >= 0)
  const ascending = ascendingOrder(Float64Array.from(known, (c) => values[c]!)).map((place) => known[place]!)
  const observed = groupValues(takeInt32(groups.codes, ascending), groups.values.length, (k) => values[ascending[k]!]!)
  const compared = observed.map((found, group) => ({
    group,
    observedMedian: quantileSorted(found, 0.5),
    ...(found.length < (options.minCases ?? 30)
      ? tooFewCases(found.length)
      : compareStrata({ values, groups, strata, ascending }, group, options)),
  }))
  const judged = compared.filter(({ status }) => status === 'compared')
  const qValues = benjaminiHochberg(judged.map(({ pValue }) => pValue))
  const shrunk = shrunkRatios(judged, options.level ?? 0.95)
  let next = 0
  return compared.map((comparison) => {
    const place = comparison.status === 'compared' ? next++ : -1
    return { ...comparison, qValue: qValues[place] ?? Number.NaN, shrunkRatio: shrunk[place] ?? Number.NaN }
  })
}

/**
 * Empirical Bayes on the logarithm of the ratios: variance between groups by the method of moments.
 * Source: DerSimonian and Laird 1986; Efron and Morris 1975.
 */
function shrunkRatios(judged: readonly { ratio: number; ratioInterval: Interval }[], level: number): number[] {
  const logs = judged.map(({ ratio }) => Math.log(ratio))
  const variances = judged.map(({ ratioInterval }) => variance(ratioInterval, level))
  const usable = logs.map((log, i) => Number.isFinite(log) && Number.isFinite(variances[i]!) && variances[i]! > 0)
  const weights = variances.map((v, i) => (usable[i] ? 1 / v : 0))
  const weightSum = sum(weights)
  const center = sum(logs.map((log, i) => (usable[i] ? log * weights[i]! : 0))) / weightSum
  const spread = sum(logs.map((log, i) => (usable[i] ? weights[i]! * (log - center) ** 2 : 0)))
  const scale = weightSum - sum(weights.map((w) => w * w)) / weightSum
  const between = scale > 0 ? Math.max(0, (spread - (usable.filter(Boolean).length - 1)) / scale) : 0
  return logs.map((log, i) =>
    usable[i] ? Math.exp(center + (between / (between + variances[i]!)) * (log - center)) : judged[i]!.ratio,
  )
}

/** Variance of the logarithm, read off its interval. */
function variance({ low, high }: Interval, level: number): number {
  return ((Math.log(high) - Math.log(low)) / (2 * normalQuantile((1 + level) / 2))) ** 2
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}
