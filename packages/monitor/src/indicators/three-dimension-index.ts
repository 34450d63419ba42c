import {
  defaultIndexWeights,
  type IndexDimension,
  type IndexWeights,
  indexDimensions,
  type ScoringCurve,
  scoringCurves,
} from './index-weights.ts'
import type { IndicatorValue } from './indicator-value.ts'

/** A part of the index, with its score where its indicator can be told. */
export interface IndexPart {
  readonly indicator: string
  /** Per cent of the dimension. */
  readonly weight: number
  readonly state: IndicatorValue['state']
  readonly value?: number
  /** 0 … 100. */
  readonly score?: number
  readonly sample: number
}

export interface IndexDimensionScore {
  readonly dimension: IndexDimension
  /** Per cent of the index. */
  readonly weight: number
  /** 0 … 100 over the parts that can be told; absent where these are less than half of the dimension. */
  readonly score?: number
  /** Per cent of the dimension's weight that can be told. */
  readonly toldWeight: number
  readonly parts: readonly IndexPart[]
}

export interface ThreeDimensionIndex {
  /** 0 … 100; absent where a dimension is: an index without it could not be compared. */
  readonly value?: number
  readonly dimensions: readonly IndexDimensionScore[]
  /** What a full evaluation would need and this platform does not have; never filled in by a guess. */
  readonly missing: readonly 'thirdParty'[]
}

/** Of a dimension so much, in per cent, must be told for it to have a score. */
const minimumTold = 50

/**
 * The index of satisfaction, efficiency and integrity.
 *
 * Each indicator is turned into 0 … 100 by its curve. A part that cannot be told is left out and the others of its dimension count for
 * more; where less than half of a dimension can be told it has no score, and then the index has no value.
 *
 * @param values of indicators by id, as `indicatorValue` gives them; what is absent counts as not measured
 * @param weights checked with `checkIndexWeights`
 * @example
 * const told = (value) => ({ state: 'told', value, numerator: 1, sample: 100 })
 * const { dimensions } = threeDimensionIndex({ satisfactionShare: told(0.98) })
 * dimensions[0].score // → 90
 */
export function threeDimensionIndex(
  values: Readonly<Record<string, IndicatorValue>>,
  weights: IndexWeights = defaultIndexWeights,
): ThreeDimensionIndex {
  const dimensions = indexDimensions.map((dimension) => scoreOf(dimension, values, weights))
  const missing = ['thirdParty'] as const
  let value = 0
  for (const { score, weight } of dimensions) {
    if (score === undefined) return { dimensions, missing }
    value += (score * weight) / 100
  }
  return { value, dimensions, missing }
}

function scoreOf(
  dimension: IndexDimension,
  values: Readonly<Record<string, IndicatorValue>>,
  weights: IndexWeights,
): IndexDimensionScore {
  const parts = Object.entries(weights.parts[dimension]).map(([indicator, weight]) =>
    partOf(indicator, weight, values[indicator]),
  )
  let toldWeight = 0
  let sum = 0
  for (const { weight, score } of parts) {
    if (score === undefined) continue
    toldWeight += weight
    sum += weight * score
  }
  const weight = weights.dimensions[dimension]
  const hasScore = toldWeight > 0 && toldWeight >= minimumTold
  return { dimension, weight, ...(hasScore && { score: sum / toldWeight }), toldWeight, parts }
}

function partOf(indicator: string, weight: number, found: IndicatorValue | undefined): IndexPart {
  const curve = Object.hasOwn(scoringCurves, indicator) ? scoringCurves[indicator] : undefined
  if (!curve || found?.state !== 'told')
    return {
      indicator,
      weight,
      state: found && found.state !== 'told' ? found.state : 'notMeasured',
      sample: found?.sample ?? 0,
    }
  const { value, sample } = found
  return { indicator, weight, state: 'told', value, score: scoreOnCurve(curve, value), sample }
}

/**
 * The score of a value: on straight lines between the points of a curve, level beyond its ends.
 *
 * @example
 * scoreOnCurve([[0, 100], [10, 60], [50, 0]], 5) // → 80
 */
export function scoreOnCurve(curve: ScoringCurve, value: number): number {
  const [first] = curve
  if (value <= first![0]) return first![1]
  for (let i = 1; i < curve.length; i++) {
    const [from, low] = curve[i - 1]!
    const [to, high] = curve[i]!
    if (value <= to) return low + ((high - low) * (value - from)) / (to - from)
  }
  return curve.at(-1)![1]
}
