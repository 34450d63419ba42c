import { type Interval, wilsonInterval } from '@zhengfeng/mining'
import type { FindingsIndicator, FlowIndicator, Indicator, QuantileIndicator, StockCount, Terms } from './indicator.ts'
import { type Measure, measures, type QuantileClock } from './measures.ts'
import { poissonInterval } from './poisson-interval.ts'
import { type BucketCount, quantileOf, sketchCount, sketchError } from './sketch.ts'

/** What the cells and tables say of a slice. */
export interface IndicatorSums {
  /** One per entry of `measures`, added up over the slice. */
  readonly values: readonly number[]
  /** Open cases as of now; absent where they were not asked for, as in the past. */
  readonly stock?: Readonly<Record<StockCount, number>>
  readonly buckets?: Readonly<Partial<Record<QuantileClock, readonly BucketCount[]>>>
  /** Findings that were not dismissed, by kind, in cases that were closed in the slice. */
  readonly findings?: Readonly<Record<string, number>>
  /** Closed cases of divisions in which detectors never ran over the office: nobody knows what would be found in them. */
  readonly closedUnexamined?: number
}

/**
 * A figure, or why there is none: `none` nothing to divide by; `tooFew` cases below the minimum sample; `notMeasured` the source does
 * not tell what it needs, or it was not asked for.
 */
export type IndicatorValue =
  | {
      readonly state: 'told'
      readonly value: number
      /** For quantiles, how many durations; for means, the sum. */
      readonly numerator: number
      readonly denominator?: number
      /** How many cases it rests on. */
      readonly sample: number
      /** 95%. */
      readonly interval?: Interval
      /** Greatest relative error of a quantile. */
      readonly errorShare?: number
    }
  | { readonly state: 'none' | 'tooFew' | 'notMeasured'; readonly numerator: number; readonly sample: number }

export interface IndicatorValueOptions {
  /** Stands over the indicator's own. */
  readonly minimumSample?: number
}

/**
 * Computes an indicator.
 *
 * @param indicator of the catalogue; an index is computed by `threeDimensionIndex`, here it is `notMeasured`
 * @param sums of the slice
 * @returns a value with what it is made of; never a number where there is nothing to divide by
 * @example
 * const values = measures.map((measure) => ({ limited: 40, overdue: 4 })[measure] ?? 0)
 * const sums = { values, stock: { open: 9, openOverdue: 10 } }
 * indicatorValue(findIndicator('overdueRate'), sums).value // → 0.28
 * indicatorValue(findIndicator('onTimeShare'), sums).value // → 0.9
 * indicatorValue(findIndicator('oneVisitShare'), sums).state // → 'none'
 */
export function indicatorValue(
  indicator: Indicator,
  sums: IndicatorSums,
  options: IndicatorValueOptions = {},
): IndicatorValue {
  const minimum = options.minimumSample ?? indicator.minimumSample
  switch (indicator.grain) {
    case 'flow':
    case 'stock':
      return flowValue(indicator, sums, minimum)
    case 'quantile':
      return quantileValue(indicator, sums, minimum)
    case 'findings':
      return findingsValue(indicator, sums, minimum)
    case 'index':
      return { state: 'notMeasured', numerator: 0, sample: 0 }
  }
}

/** Adds measures up as the terms say; `NaN` where a stock was not asked for. */
export function termsValue(terms: Terms, { values, stock }: IndicatorSums): number {
  let sum = 0
  for (const [name, factor] of Object.entries(terms)) {
    const place = measures.indexOf(name as Measure)
    sum += factor * (place >= 0 ? values[place]! : (stock?.[name as StockCount] ?? Number.NaN))
  }
  return sum
}

function flowValue(indicator: FlowIndicator, sums: IndicatorSums, minimum: number): IndicatorValue {
  const numerator = termsValue(indicator.numerator, sums)
  if (Number.isNaN(numerator)) return { state: 'notMeasured', numerator: 0, sample: 0 }
  if (!indicator.denominator) return { state: 'told', value: numerator, numerator, sample: numerator }
  const denominator = termsValue(indicator.denominator, sums)
  const sample = indicator.sample ? termsValue(indicator.sample, sums) : denominator
  if (denominator === 0) return { state: unknownState(indicator.toldOf, sums), numerator, sample: 0 }
  if (sample < minimum) return { state: 'tooFew', numerator, sample }
  if (isSilent(indicator, sums, sample)) return { state: 'notMeasured', numerator, sample }
  const interval = intervalOf(indicator, numerator, denominator)
  const value = (numerator / denominator) * (indicator.per ?? 1)
  return { state: 'told', value, numerator, denominator, sample, ...(interval && { interval }) }
}

/** In so many cases somebody would have said something. */
const silentFrom = 100

function isSilent({ seenBy }: FlowIndicator, sums: IndicatorSums, sample: number): boolean {
  return seenBy !== undefined && sample >= silentFrom && termsValue(seenBy, sums) === 0
}

/** Where the source could have told and never did, it does not measure it. */
function unknownState(toldOf: Terms | undefined, sums: IndicatorSums): 'none' | 'notMeasured' {
  return toldOf && termsValue(toldOf, sums) > 0 ? 'notMeasured' : 'none'
}

function intervalOf(
  { interval, per = 1 }: FlowIndicator,
  numerator: number,
  denominator: number,
): Interval | undefined {
  if (interval === 'wilson') return wilsonInterval(numerator, denominator)
  if (interval !== 'poisson') return undefined
  const { low, high } = poissonInterval(numerator)
  return { low: (low / denominator) * per, high: (high / denominator) * per }
}

function quantileValue(indicator: QuantileIndicator, sums: IndicatorSums, minimum: number): IndicatorValue {
  const buckets = sums.buckets?.[indicator.clock]
  if (!buckets) return { state: 'notMeasured', numerator: 0, sample: 0 }
  const sample = sketchCount(buckets)
  if (sample === 0) return { state: unknownState(indicator.toldOf, sums), numerator: 0, sample }
  if (sample < minimum) return { state: 'tooFew', numerator: sample, sample }
  const value = quantileOf(buckets, indicator.quantile)
  return { state: 'told', value, numerator: sample, sample, errorShare: sketchError }
}

function findingsValue({ kind }: FindingsIndicator, sums: IndicatorSums, minimum: number): IndicatorValue {
  const closed = termsValue({ closed: 1 }, sums)
  const sample = closed - (sums.closedUnexamined ?? 0)
  if (!sums.findings || (sample === 0 && closed > 0)) return { state: 'notMeasured', numerator: 0, sample }
  const counts = kind === undefined ? Object.values(sums.findings) : [sums.findings[kind] ?? 0]
  const numerator = counts.reduce((sum, n) => sum + n, 0)
  if (sample === 0) return { state: 'none', numerator, sample }
  if (sample < minimum) return { state: 'tooFew', numerator, sample }
  const { low, high } = poissonInterval(numerator)
  const perThousand = (n: number): number => (n / sample) * 1000
  return {
    state: 'told',
    value: perThousand(numerator),
    numerator,
    denominator: sample,
    sample,
    interval: { low: perThousand(low), high: perThousand(high) },
  }
}
