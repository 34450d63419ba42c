export { findIndicator, findingsIndicator, indicators } from './catalogue.ts'
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
