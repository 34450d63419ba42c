export * from './peers.ts'
export * from './strata.ts'
export type { StratifiedComparison } from './stratified-comparison.ts'
