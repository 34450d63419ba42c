export type { Rating } from './case-facts.ts'
export * from './case-record.ts'
export {
  type BucketChange,
  type CellChange,
  type ContributionStep,
  contributionDifference,
  contributionDifferences,
  type DayChange,
  mergeCellChanges,
  sumByDay,
} from './cell-changes.ts'
export {
  type CellDimensions,
  type Contribution,
  contributionOf,
  type DayContribution,
  measureIndex,
  ratingsOf,
} from './contribution.ts'
export { decodeContribution, encodeContribution } from './contribution-text.ts'
export { defaultMonitorRules, MonitorRules } from './monitor-rules.ts'
export { calendarOf, type ProfileSettings, profileInForce } from './profile-in-force.ts'
export { type CaseProjection, type CaseStatus, caseStatuses, type ProjectOptions, projectCases } from './project.ts'
export { type ServiceOfOptions, serviceOf } from './service-of.ts'
export { type Attributes, type AttributeValue, decodeTrace, encodeTrace, type TraceEvent } from './trace.ts'
