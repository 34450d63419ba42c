export * from './activities.ts'
export { directlyFollows, type PairCounts } from './directly-follows.ts'
export * from './step-durations.ts'
export * from './variants.ts'
