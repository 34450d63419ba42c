import {
  binomialLowerTail,
  binomialUpperTail,
  type Interval,
  normalCdf,
  normalQuantile,
  poissonLowerTail,
  poissonUpperTail,
  wilsonInterval,
} from '@zhengfeng/mining'
import { poissonInterval } from '../indicators/poisson-interval.ts'
import type { RankingOptions, RankingUnit, StratumSums } from './rank-units.ts'

/** A unit against all others on its own mix of cases. `NaN` where it is not compared. */
export interface Comparison {
  readonly key: string
  readonly state: 'compared' | 'tooFew' | 'tooLittleInCommon'
  readonly sample: number
  readonly comparedSample: number
  /** Over all its cases. */
  readonly observed: number
  /** Over those that have peers. */
  readonly comparedObserved: number
  readonly expected: number
  /** `comparedObserved − expected`, and its interval. */
  readonly difference: number
  readonly interval: Interval
  /** One-sided: how likely a unit no worse than its peers looks at least so bad. */
  readonly pWorse: number
  readonly strata: readonly StratumComparison[]
}

export interface StratumComparison {
  readonly stratum: string
  readonly n: number
  readonly sum: number
  /** Of all others, per case. */
  readonly peerMean: number
  readonly peers: number
  /** Of one case, by all units together. */
  readonly variance: number
}

/** What all units did, in all and by stratum. */
export interface Reference {
  readonly all: { readonly n: number; readonly sum: number }
  readonly byStratum: ReadonlyMap<string, { readonly n: number; readonly sum: number; readonly variance: number }>
}

/** Adds all units up. The variance of a value is taken within units, so that units that differ do not hide each other. */
export function referenceOf(units: readonly RankingUnit[], { kind }: RankingOptions): Reference {
  const totals = new Map<string, { n: number; sum: number; within: number; freedom: number }>()
  const all = { n: 0, sum: 0 }
  for (const { strata } of units)
    for (const { stratum, n, sum, squares = 0 } of strata) {
      if (n === 0) continue
      const total = totals.get(stratum) ?? { n: 0, sum: 0, within: 0, freedom: 0 }
      totals.set(stratum, total)
      total.n += n
      total.sum += sum
      total.within += Math.max(0, squares - (sum * sum) / n)
      total.freedom += n - 1
      all.n += n
      all.sum += sum
    }
  const variance = { share: shareVariance, rate: rateVariance, mean: withinVariance }[kind]
  const byStratum = new Map(
    Array.from(totals, ([stratum, total]) => [stratum, { ...total, variance: variance(total) }]),
  )
  return { all, byStratum }
}

interface Total {
  readonly n: number
  readonly sum: number
  readonly within: number
  readonly freedom: number
}

function shareVariance({ n, sum }: Total): number {
  return (sum / n) * (1 - sum / n)
}

function rateVariance({ n, sum }: Total): number {
  return sum / n
}

function withinVariance({ within, freedom }: Total): number {
  return freedom > 0 ? within / freedom : 0
}

/** Sets a unit against all others. */
export function compareUnit(unit: RankingUnit, reference: Reference, given: RankingOptions): Comparison {
  const { key, strata, designEffect = given.designEffect ?? 1 } = unit
  const options = { ...given, designEffect }
  const sample = strata.reduce((total, { n }) => total + n, 0)
  const observed = strata.reduce((total, { sum }) => total + sum, 0) / sample
  const shared = sharedStrata(strata, reference, options)
  const n = shared.reduce((total, each) => total + each.n, 0)
  const nothing = { key, sample, comparedSample: n, observed, strata: shared, ...unknown }
  if (sample < (options.minimumSample ?? 30)) return { ...nothing, state: 'tooFew' }
  if (n === 0 || n < sample * (options.minimumCoverage ?? 0.5)) return { ...nothing, state: 'tooLittleInCommon' }
  const sums = sumsOf(shared)
  const comparedObserved = sums.observed / n
  const expected = sums.expected / n
  return {
    ...nothing,
    state: 'compared',
    comparedObserved,
    expected,
    difference: comparedObserved - expected,
    interval: differenceInterval(sums, unitSquares(strata, shared), options),
    pWorse: pWorseOf(sums, options),
  }
}

const unknown = {
  comparedObserved: Number.NaN,
  expected: Number.NaN,
  difference: Number.NaN,
  interval: { low: Number.NaN, high: Number.NaN },
  pWorse: Number.NaN,
}

/** The strata of a unit in which the others have enough cases. */
function sharedStrata(
  strata: readonly StratumSums[],
  { byStratum }: Reference,
  { minimumPeers = 10 }: RankingOptions,
): StratumComparison[] {
  return strata.flatMap(({ stratum, n, sum }) => {
    const total = byStratum.get(stratum)
    const peers = (total?.n ?? 0) - n
    if (!total || n === 0 || peers < minimumPeers) return []
    return [{ stratum, n, sum, peers, peerMean: (total.sum - sum) / peers, variance: total.variance }]
  })
}

interface Sums {
  readonly n: number
  readonly observed: number
  readonly expected: number
  /** Of the observed sum, were the unit no other than its peers. */
  readonly variance: number
  /** Of the expected sum, which the others' cases estimate. */
  readonly expectedVariance: number
}

function sumsOf(shared: readonly StratumComparison[]): Sums {
  const sums = { n: 0, observed: 0, expected: 0, variance: 0, expectedVariance: 0 }
  for (const { n, sum, peers, peerMean, variance } of shared) {
    sums.n += n
    sums.observed += sum
    sums.expected += n * peerMean
    sums.variance += n * variance
    sums.expectedVariance += (n * n * variance) / peers
  }
  return sums
}

/** Variance of the unit's own sum, from its own spread within strata; `NaN` without squares. */
function unitSquares(strata: readonly StratumSums[], shared: readonly StratumComparison[]): number {
  const known = new Map(strata.map((each) => [each.stratum, each]))
  let within = 0
  let freedom = 0
  let n = 0
  for (const { stratum } of shared) {
    const { n: cases, sum, squares = Number.NaN } = known.get(stratum)!
    within += squares - (sum * sum) / cases
    freedom += cases - 1
    n += cases
  }
  return freedom > 0 ? (Math.max(0, within) / freedom) * n : Number.NaN
}

/**
 * The interval of a difference out of those of its two sides: of the unit by Wilson, Garwood or the normal distribution, of what is
 * expected by the normal distribution. Source: Newcombe 1998; Zou and Donner 2008 (MOVER).
 */
function differenceInterval(sums: Sums, ownVariance: number, options: RankingOptions): Interval {
  const { level = 0.95, designEffect = 1 } = options
  const z = normalQuantile((1 + level) / 2)
  const { n, observed, expected } = sums
  const value = observed / n
  const own = ownInterval(sums, ownVariance, { ...options, level })
  const expectedMargin = (z * Math.sqrt(sums.expectedVariance)) / n
  const wider = (margin: number): number => Math.sqrt(designEffect * (margin ** 2 + expectedMargin ** 2))
  const difference = value - expected / n
  return { low: difference - wider(value - own.low), high: difference + wider(own.high - value) }
}

function ownInterval(
  { n, observed, variance }: Sums,
  ownVariance: number,
  { kind, level }: RankingOptions & { readonly level: number },
): Interval {
  if (kind === 'share') return wilsonInterval(observed, n, level)
  if (kind === 'rate') {
    const { low, high } = poissonInterval(observed, level)
    return { low: low / n, high: high / n }
  }
  const spread = Math.sqrt(Math.max(variance, ownVariance || 0))
  const margin = (normalQuantile((1 + level) / 2) * spread) / n
  return { low: observed / n - margin, high: observed / n + margin }
}

/**
 * The greatest of the p-values: the exact one, which knows that counts are whole but takes what is expected for certain, and the
 * normal one, which knows how uncertain that is. The binomial with the mean share bounds the tail of a sum of unlike cases
 * (Hoeffding 1956). Of events and durations also a lognormal one.
 */
function pWorseOf(sums: Sums, { kind, better, designEffect = 1 }: RankingOptions): number {
  const { observed, expected, variance, expectedVariance } = sums
  const spread = Math.sqrt(designEffect * (variance + expectedVariance))
  const excess = better === 'lower' ? observed - expected : expected - observed
  const normal = spread === 0 ? (excess > 0 ? 0 : 1) : normalCdf(-excess / spread)
  const skewed = kind !== 'share' && better === 'lower' ? skewedTail(observed, expected, spread) : 0
  return Math.max(normal, skewed, exactTail(sums, { kind, better }))
}

/** 0 for sums of values, which have no exact tail. */
function exactTail({ n, observed, expected }: Sums, { kind, better }: Pick<RankingOptions, 'kind' | 'better'>): number {
  if (kind === 'mean') return 0
  if (kind === 'rate')
    return better === 'lower' ? poissonUpperTail(observed, expected) : poissonLowerTail(observed, expected)
  const tail = better === 'lower' ? binomialUpperTail : binomialLowerTail
  return tail(observed, n, Math.min(1, expected / n))
}

/**
 * How likely a sum is to be so great if it is lognormal with the mean and spread that are expected. Durations and rare events have a
 * long tail, which a few dozen cases do not average out; the normal distribution would wrong somebody in one fair ranking of ten.
 */
function skewedTail(observed: number, expected: number, spread: number): number {
  if (!(expected > 0 && observed > 0 && spread > 0)) return 0
  const variance = Math.log(1 + (spread / expected) ** 2)
  return normalCdf((Math.log(expected) - variance / 2 - Math.log(observed)) / Math.sqrt(variance))
}
