import type { Measure, QuantileClock } from './measures.ts'

/** Open cases as of now, whatever days are looked at; from the case table, not from cells. */
export type StockCount = 'open' | 'openOverdue'

/** A sum of measures, each with its factor: `{ limited: 1, overdue: -1 }` is cases in time. */
export type Terms = Readonly<Partial<Record<Measure | StockCount, number>>>

/** Where definitions come from. */
export const indicatorSources = [
  'practice',
  'licensingLaw32',
  'licensingLaw42',
  'licensingLaw45',
  'promise',
  'oneVisit',
  'serviceHall',
  'stateCouncil2019No51',
  'finding',
  'threeDimensions',
] as const
export type IndicatorSource = (typeof indicatorSources)[number]

interface Described {
  /** Also the key of its texts: `indicators.<id>.name` and `indicators.<id>.definition`. */
  readonly id: string
  /** `share` 0 … 1, `ms` of wall-clock or working time as the definition says, `mean` a number per case, `score` on a scale. */
  readonly unit: 'count' | 'share' | 'ms' | 'mean' | 'perThousand' | 'score'
  /** Which way is better. */
  readonly direction: 'higher' | 'lower' | 'none'
  /** Shown on the overview. */
  readonly headline?: boolean
  /** Whether units may be ranked by it. */
  readonly rankable?: boolean
  /** The article, standard or common practice that it follows; its text is `indicators.sources.<source>`. */
  readonly source: IndicatorSource
  /** In its unit; only where a rule gives one. */
  readonly target?: number
  /** Cases below which it is not told. */
  readonly minimumSample: number
}

/** Added up over days and cells: a count, or one sum by another. */
export interface FlowIndicator extends Described {
  readonly grain: 'flow' | 'stock'
  readonly numerator: Terms
  /** Absent for counts. */
  readonly denominator?: Terms
  /** What the value is multiplied with; 1 unless told. */
  readonly per?: number
  /** How many cases it rests on; the denominator unless told. */
  readonly sample?: Terms
  /** Of how many cases the source could have told it: where none of them did, it is not measured rather than unknown. */
  readonly toldOf?: Terms
  /**
   * What would be seen of it if the source told it: where these are 0 in `silentFrom` cases or more, it is not measured. Else nothing told
   * would be read as nothing happened.
   */
  readonly seenBy?: Terms
  /** Whether the numerator is part of the denominator (Wilson) or counts events that may repeat (Poisson). */
  readonly interval?: 'wilson' | 'poisson'
}

/** Read from the sketch of a clock. */
export interface QuantileIndicator extends Described {
  readonly grain: 'quantile'
  readonly clock: QuantileClock
  readonly quantile: number
  readonly toldOf?: Terms
}

/** Findings that were not dismissed, by 1,000 closed cases. */
export interface FindingsIndicator extends Described {
  readonly grain: 'findings'
  /** Absent: of every kind. */
  readonly kind?: string
}

/** The index of three dimensions, or one of them. */
export interface IndexIndicator extends Described {
  readonly grain: 'index'
  readonly dimension: 'all' | 'satisfaction' | 'efficiency' | 'integrity'
}

export type Indicator = FlowIndicator | QuantileIndicator | FindingsIndicator | IndexIndicator
