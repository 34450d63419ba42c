import type { Comparison } from './compare-unit.ts'
import type { RankingOptions } from './rank-units.ts'

/** Key under `indicators.reasons`, with the values of its text in the unit of the indicator. */
export interface RankReason {
  readonly key: 'worseThanExpected' | 'difference' | 'confident' | 'stratum'
  readonly values: Readonly<Record<string, string | number>>
}

interface ReasonContext {
  readonly overall: number
  readonly adjusted: number
  /** Bound on false discoveries. */
  readonly rate: number
  readonly options: RankingOptions
}

/** Why a unit is among the last: what was seen, what its mix would give, by how much, how sure, and where most of it lies. */
export function reasonsOf(comparison: Comparison, { overall, adjusted, rate, options }: ReasonContext): RankReason[] {
  const { comparedSample: sample, comparedObserved: observed, expected, difference, interval, strata } = comparison
  const reasons: RankReason[] = [
    { key: 'worseThanExpected', values: { sample, observed, expected, adjusted, overall } },
    { key: 'difference', values: { difference, low: interval.low, high: interval.high } },
    { key: 'confident', values: { falseDiscoveryRate: rate } },
  ]
  if (strata.length < 2) return reasons
  const sign = options.better === 'lower' ? 1 : -1
  const gap = (each: Comparison['strata'][number]): number => sign * (each.sum - each.n * each.peerMean)
  const worst = strata.reduce((a, b) => (gap(b) > gap(a) ? b : a))
  const values = { stratum: worst.stratum, sample: worst.n, observed: worst.sum / worst.n, expected: worst.peerMean }
  return [...reasons, { key: 'stratum', values }]
}
