import { benjaminiHochberg, type Interval } from '@zhengfeng/mining'
import { type Comparison, compareUnit, referenceOf } from './compare-unit.ts'
import { type RankReason, reasonsOf } from './rank-reasons.ts'

/** What a unit did in one kind of cases: how many, and the sum of what is ranked. */
export interface StratumSums {
  /** Names the kind of cases, such as item and channel; '' where nothing is held equal. */
  readonly stratum: string
  readonly n: number
  /** Cases with the feature (`share`), events (`rate`), or the sum of values (`mean`). */
  readonly sum: number
  /** Sum of squared values; needed for `mean`. From a sketch: Σ n × `msOfBucket(bucket)`². */
  readonly squares?: number
}

/** An office, department or item to be ranked. */
export interface RankingUnit {
  readonly key: string
  readonly strata: readonly StratumSums[]
  /** Stands over that of the options; see `designEffectsOf`. */
  readonly designEffect?: number
}

export interface RankingOptions {
  /** `share` of cases with a feature, `rate` of events per case, `mean` of a value per case. */
  readonly kind: 'share' | 'rate' | 'mean'
  /** Which way is better. */
  readonly better: 'higher' | 'lower'
  /** Cases that a unit needs to be ranked; 30 unless told. */
  readonly minimumSample?: number
  /** Cases that all others together need in a stratum for it to count; 10 unless told. */
  readonly minimumPeers?: number
  /** Share of a unit's cases that must lie in such strata; 0.5 unless told. */
  readonly minimumCoverage?: number
  /** Confidence of intervals; 0.95 unless told. */
  readonly level?: number
  /** Share of units among the last; 0.1 unless told. */
  readonly bottomShare?: number
  /** Bound on the expected share of wrong judgements among those named; 0.05 unless told. */
  readonly falseDiscoveryRate?: number
  /** By how much more cases of a unit vary together than if they were independent; 1 unless told. */
  readonly designEffect?: number
}

/** Where a unit stands. Figures are in the unit of the indicator; those not known are absent. */
export interface RankedUnit {
  readonly key: string
  /** All its cases, and those of them that have peers. */
  readonly sample: number
  readonly comparedSample: number
  /** As it is, over all its cases. */
  readonly observed?: number
  /** What all others would have had with its mix of cases. */
  readonly expected?: number
  /** The level of all, moved by the difference between the unit and what is expected of its mix. */
  readonly adjusted?: number
  readonly interval?: Interval
  /** 1 is best; equal values share a rank. */
  readonly rank?: number
  /** The best and the worst rank that chance leaves open: units whose intervals overlap cannot be told apart. */
  readonly rankRange?: readonly [best: number, worst: number]
  /** That it is worse than its peers: p-value adjusted for the number of units (Benjamini and Hochberg). */
  readonly qValue?: number
  /** `bottom`: among the last, and worse than its peers by more than chance. */
  readonly state: 'ranked' | 'bottom' | 'tooFew' | 'tooLittleInCommon'
  /** Why it is among the last. */
  readonly reasons: readonly RankReason[]
}

export interface UnitRanking {
  /** Over all units, whether ranked or not; `NaN` where there are no cases. */
  readonly overall: number
  /** Best first; units that are not ranked last, in the order given. */
  readonly units: readonly RankedUnit[]
}

/**
 * Ranks units against each other, the mix of their cases held equal, and says how sure that is.
 *
 * What a unit did is set against what all others would have done with just its cases (indirect standardisation, the unit itself left
 * out of the reference), stratum by stratum. Strata should describe what came in (item, channel), not what the unit made of it.
 * Formulas and sources: README of the package.
 *
 * @param units each with its sums by stratum
 * @example
 * const unit = (key, sum) => ({ key, strata: [{ stratum: '', n: 400, sum }] })
 * const { units } = rankUnits([unit('a', 12), unit('b', 10), unit('c', 80)], { kind: 'share', better: 'lower' })
 * units.map(({ key, state }) => `${key} ${state}`) // → ['b ranked', 'a ranked', 'c bottom']
 */
export function rankUnits(units: readonly RankingUnit[], options: RankingOptions): UnitRanking {
  const reference = referenceOf(units, options)
  const overall = reference.all.sum / reference.all.n
  const compared = units.map((unit) => compareUnit(unit, reference, options))
  const judged = compared.filter((each) => each.state === 'compared')
  const qValues = benjaminiHochberg(judged.map(({ pWorse }) => pWorse))
  const sign = options.better === 'lower' ? 1 : -1
  const ordered = judged
    .map((comparison, i) => ({ ...comparison, qValue: qValues[i]! }))
    .sort((a, b) => sign * (a.difference - b.difference) || (a.key < b.key ? -1 : 1))
  const lasts = ordered.length - Math.ceil(ordered.length * (options.bottomShare ?? 0.1) - 1e-9)
  const of = { overall, options, better: sign === 1 ? ('lower' as const) : ('higher' as const) }
  const ranked = ordered.map((comparison, place) =>
    describe(comparison, { ...of, ranks: ranksOf(ordered, place, sign), isLast: place >= lasts }),
  )
  return { overall, units: [...ranked, ...compared.filter((each) => each.state !== 'compared').map(unranked)] }
}

interface Ranks {
  readonly rank: number
  readonly rankRange: readonly [best: number, worst: number]
}

/** A unit may change places with every one whose interval overlaps its own. */
function ranksOf(ordered: readonly Comparison[], place: number, sign: number): Ranks {
  const own = ordered[place]!
  const [low, high] = sign === 1 ? (['low', 'high'] as const) : (['high', 'low'] as const)
  const better = ordered.filter(({ interval }) => sign * (own.interval[low] - interval[high]) > 0).length
  const worse = ordered.filter(({ interval }) => sign * (interval[low] - own.interval[high]) > 0).length
  const rank = 1 + ordered.filter(({ difference }) => sign * (own.difference - difference) > 0).length
  return { rank, rankRange: [Math.min(1 + better, rank), Math.max(ordered.length - worse, rank)] }
}

interface Description {
  readonly overall: number
  readonly options: RankingOptions
  readonly ranks: Ranks
  readonly isLast: boolean
}

function describe(comparison: Comparison & { readonly qValue: number }, description: Description): RankedUnit {
  const { overall, options, ranks, isLast } = description
  const { key, sample, comparedSample, observed, expected, qValue } = comparison
  const rate = options.falseDiscoveryRate ?? 0.05
  const isBottom = isLast && qValue <= rate
  const atLevel = (difference: number): number => within(options.kind, overall + difference)
  return {
    key,
    sample,
    comparedSample,
    observed,
    expected,
    adjusted: atLevel(comparison.difference),
    interval: { low: atLevel(comparison.interval.low), high: atLevel(comparison.interval.high) },
    ...ranks,
    qValue,
    state: isBottom ? 'bottom' : 'ranked',
    reasons: isBottom
      ? reasonsOf(comparison, { overall, adjusted: atLevel(comparison.difference), rate, options })
      : [],
  }
}

/** A share is no share outside 0 … 1; nothing that is counted or lasts is negative. */
function within(kind: RankingOptions['kind'], value: number): number {
  return kind === 'share' ? Math.min(1, Math.max(0, value)) : Math.max(0, value)
}

function unranked({ key, sample, comparedSample, observed, state }: Comparison): RankedUnit {
  return {
    key,
    sample,
    comparedSample,
    ...(sample > 0 && { observed }),
    state: state === 'tooFew' ? 'tooFew' : 'tooLittleInCommon',
    reasons: [],
  }
}
