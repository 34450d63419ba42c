import type { ServiceLog } from '@zhengfeng/mining'
import type { DetectorName, Finding } from './finding.ts'

/** A threshold that a profile may change, with the reason for its default. */
export interface Parameter {
  readonly default: number
  readonly unit: 'share' | 'count' | 'days' | 'workingDays' | 'minutes' | 'ratio' | 'sigma' | 'rate'
  /** Smallest and largest value that makes sense. */
  readonly range: readonly [low: number, high: number]
}

/** What a detector needs from the source to say anything at all. */
export type Requirement =
  | 'resource'
  | 'department'
  | 'recordedAt'
  | 'statutoryLimit'
  | 'anyLimit'
  | 'accept'
  | 'submit'
  | 'decide'
  | 'close'
  | 'stops'
  | 'supplementRequest'
  | 'procedure'
  | 'beneficiary'
  | 'everyEvent'

/** A detector: a pure function of a log and its parameters. Same input, same findings in the same order. */
export interface Detector {
  readonly name: DetectorName
  /** Whom its findings are about: one case that proves itself, or an officer or office judged against its peers. */
  readonly level: 'case' | 'officer' | 'office'
  readonly requires: readonly Requirement[]
  readonly parameters: Readonly<Record<string, Parameter>>
  readonly detect: (service: ServiceLog, parameters: Readonly<Record<string, number>>) => Judgement
}

/** What a detector found, and among how many. */
export interface Judgement {
  /** Number of cases (or decisions) that it could judge: the denominator of its findings. */
  readonly judged: number
  readonly findings: readonly Finding[]
}

/** What a detector said of a log: its findings, or why it could not look. */
export type Detection =
  | (Judgement & {
      readonly detector: DetectorName
      readonly status: 'ran'
      readonly parameters: Readonly<Record<string, number>>
    })
  | { readonly detector: DetectorName; readonly status: 'notApplicable'; readonly missing: readonly Requirement[] }
