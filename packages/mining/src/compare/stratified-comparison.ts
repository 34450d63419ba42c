import type { StringColumn } from '@zhengfeng/eventlog'
import { groupValues, type Interval, mannWhitney, normalTwoSided } from '../statistics/index.ts'
import type { PeerOptions } from './peers.ts'
import type { Strata } from './strata.ts'
import { medianInterval, type WeightedSample, weightedMean, weightedQuantile } from './weighted-sample.ts'

/** A group against its peers. Figures are `NaN` where it is not comparable; `median` and the like carry the unit of the values. */
export interface StratifiedComparison {
  readonly status: 'compared' | 'tooFewCases' | 'tooLittleInCommon'
  /** Cases of the group with a value. */
  readonly cases: number
  /** Those of them in strata that its peers share; not counted where there are too few cases anyway. */
  readonly comparedCases: number
  /** Cases of the peers in these strata. */
  readonly peerCases: number
  readonly median: number
  readonly medianInterval: Interval
  /** What the peers would have with this group’s mix of cases. */
  readonly expectedMedian: number
  readonly expectedInterval: Interval
  readonly mean: number
  readonly expectedMean: number
  /** `median ÷ expectedMedian`; not finite where the peers’ median is 0. */
  readonly ratio: number
  readonly ratioInterval: Interval
  /** `median − expectedMedian`. */
  readonly difference: number
  readonly differenceInterval: Interval
  /** Chance that a case of the group has a larger value than a peer’s case of the same stratum; 0.5 is no difference. */
  readonly superiority: number
  /** Two-sided van Elteren test: Mann–Whitney within strata, each weighted by 1 ÷ (n + 1). */
  readonly pValue: number
}

/** What is compared: values, groups and strata of cases; parallel. */
export interface Compared {
  readonly values: Float64Array
  readonly groups: StringColumn
  readonly strata: Strata
  /** Cases that have a value and a group, by value. */
  readonly ascending: Int32Array
}

/** Compares one group with all others, within strata. */
export function compareStrata(compared: Compared, group: number, options: PeerOptions): StratifiedComparison {
  const { minPerStratum = 5, minCases = 30, minCoverage = 0.5, level = 0.95 } = options
  const { own, peers, cases } = commonSamples(compared, group, minPerStratum)
  const counts = { cases, comparedCases: own.values.length, peerCases: peers.values.length }
  if (counts.comparedCases < Math.max(minCases, minCoverage * cases) || counts.peerCases < minCases)
    return { status: 'tooLittleInCommon', ...counts, ...nothing }
  const here = { center: weightedQuantile(own, 0.5), ...medianInterval(own, level) }
  const there = { center: weightedQuantile(peers, 0.5), ...medianInterval(peers, level) }
  return {
    status: 'compared',
    ...counts,
    median: here.center,
    medianInterval: { low: here.low, high: here.high },
    expectedMedian: there.center,
    expectedInterval: { low: there.low, high: there.high },
    mean: weightedMean(own),
    expectedMean: weightedMean(peers),
    ratio: here.center / there.center,
    ratioInterval: ratioInterval(here, there),
    difference: here.center - there.center,
    differenceInterval: differenceInterval(here, there),
    ...vanElteren(own, peers),
  }
}

/** What is said of a group with too few cases to be compared. */
export function tooFewCases(cases: number): StratifiedComparison {
  return { status: 'tooFewCases', cases, comparedCases: 0, peerCases: 0, ...nothing }
}

const unknown = { low: Number.NaN, high: Number.NaN }
const nothing = {
  median: Number.NaN,
  medianInterval: unknown,
  expectedMedian: Number.NaN,
  expectedInterval: unknown,
  mean: Number.NaN,
  expectedMean: Number.NaN,
  ratio: Number.NaN,
  ratioInterval: unknown,
  difference: Number.NaN,
  differenceInterval: unknown,
  superiority: Number.NaN,
  pValue: Number.NaN,
}

/** Both samples in the strata that both have, weighted to the group’s mix. */
function commonSamples({ values, groups, strata, ascending }: Compared, group: number, minPerStratum: number) {
  const ownSize = new Float64Array(strata.count)
  const peerSize = new Float64Array(strata.count)
  let cases = 0
  for (const c of ascending) {
    const stratum = strata.codes[c]!
    if (groups.codes[c] === group) cases++
    if (stratum >= 0) (groups.codes[c] === group ? ownSize : peerSize)[stratum]!++
  }
  const common = ownSize.map((size, s) => (size >= minPerStratum && peerSize[s]! >= minPerStratum ? size : 0))
  const total = common.reduce((sum, size) => sum + size, 0)
  const share = common.map((size) => size / total)
  const sampleOf = (own: boolean, size: Float64Array): WeightedSample => {
    const kept = ascending.filter(
      (c) => (groups.codes[c] === group) === own && strata.codes[c]! >= 0 && common[strata.codes[c]!]! > 0,
    )
    return {
      values: Float64Array.from(kept, (c) => values[c]!),
      stratum: kept.map((c) => strata.codes[c]!),
      share,
      size,
    }
  }
  return { cases, own: sampleOf(true, ownSize), peers: sampleOf(false, peerSize) }
}

interface Estimate extends Interval {
  readonly center: number
}

/** Interval of a difference from the intervals of its parts. Source: Zou and Donner 2008 (MOVER). */
function differenceInterval(a: Estimate, b: Estimate): Interval {
  return {
    low: a.center - b.center - Math.hypot(a.center - a.low, b.high - b.center),
    high: a.center - b.center + Math.hypot(a.high - a.center, b.center - b.low),
  }
}

/** The same on a logarithmic scale. */
function ratioInterval(a: Estimate, b: Estimate): Interval {
  const log = ({ center, low, high }: Estimate) => ({
    center: Math.log(center),
    low: Math.log(low),
    high: Math.log(high),
  })
  const { low, high } = differenceInterval(log(a), log(b))
  return { low: Math.exp(low), high: Math.exp(high) }
}

/** Source: van Elteren 1960, “On the combination of independent two-sample tests of Wilcoxon”. */
function vanElteren(own: WeightedSample, peers: WeightedSample): { superiority: number; pValue: number } {
  const ownByStratum = byStratum(own)
  const peersByStratum = byStratum(peers)
  let distance = 0
  let variance = 0
  let superiority = 0
  own.share.forEach((share, s) => {
    if (!(share > 0)) return
    const test = mannWhitney(ownByStratum[s]!, peersByStratum[s]!)
    const weight = 1 / (own.size[s]! + peers.size[s]! + 1)
    distance += weight * (test.u - (own.size[s]! * peers.size[s]!) / 2)
    variance += weight * weight * test.variance
    superiority += share * test.superiority
  })
  return { superiority, pValue: variance > 0 ? normalTwoSided(distance / Math.sqrt(variance)) : 1 }
}

function byStratum({ values, stratum, share }: WeightedSample): Float64Array[] {
  return groupValues(stratum, share.length, (k) => values[k]!)
}
