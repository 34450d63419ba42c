export { findIndicator, findingsIndicator, indicators } from './catalogue.ts'
export {
  checkIndexWeights,
  defaultIndexWeights,
  type IndexDimension,
  type IndexWeights,
  type IndexWeightsProblem,
  indexDimensions,
  indexFloors,
  type ScoringCurve,
  scoringCurves,
} from './index-weights.ts'
export {
  type FindingsIndicator,
  type FlowIndicator,
  type IndexIndicator,
  type Indicator,
  type IndicatorSource,
  indicatorSources,
  type QuantileIndicator,
  type StockCount,
  type Terms,
} from './indicator.ts'
export {
  type IndicatorSums,
  type IndicatorValue,
  type IndicatorValueOptions,
  indicatorValue,
  termsValue,
} from './indicator-value.ts'
export * from './measures.ts'
export { poissonInterval } from './poisson-interval.ts'
export * from './sketch.ts'
export {
  type IndexDimensionScore,
  type IndexPart,
  scoreOnCurve,
  type ThreeDimensionIndex,
  threeDimensionIndex,
} from './three-dimension-index.ts'
