import type { CanonicalActivity, EventLog, Profile, StringColumn } from '@zhengfeng/eventlog'
import type { WorkCalendar } from '@zhengfeng/worktime'

/**
 * A log read as service: each event with its canonical step, each case with its milestones, limits and clock stops.
 * Everything that asks “how long did people wait, and was that allowed?” starts from here.
 *
 * All instants are UTC milliseconds, `NaN` where the case has no such moment. Arrays named “one per case” are parallel to
 * `log.caseIds`.
 */
export interface ServiceLog {
  readonly log: EventLog
  readonly profile: Profile
  readonly calendar: WorkCalendar
  /** One per entry of `log.activity.values`: index into `canonicalActivities`, or `-1` where it is no canonical step. */
  readonly stepOfActivity: Int8Array
  /** One per entry of `log.resource.values`: 1 where the account is a program or stands for nobody. Empty without resources. */
  readonly systemAccount: Uint8Array
  /** One per entry of `log.department.values`: 1 where the name stands for nobody and must be neither compared nor accused. */
  readonly unnamedDepartment: Uint8Array
  /** The service item, one per case; a single unnamed item where the source has none. */
  readonly item: StringColumn
  /** The office, one per case; a single unnamed office where the source has none. */
  readonly office: StringColumn
  /** One per case: 1 where the case may lawfully be handled out of turn. */
  readonly priority: Uint8Array
  readonly milestones: CaseMilestones
  readonly clock: CaseClocks
  /** Clock stops of all cases, grouped by case in time order; case `c` owns `stops.offsets[c] … stops.offsets[c + 1] − 1`. */
  readonly stops: ClockStops
  /** One per case: the last moment that its office's part of the log shows; open cases are judged as of then. Never `NaN`. */
  readonly observedUntil: Float64Array
  /** Attributes that the profile names and the log cannot serve; what depends on them is unknown (`NaN`). */
  readonly unusableAttributes: readonly UnusableAttribute[]
}

/**
 * The moments of a case that clocks are bound to; one entry per case in every array. Where the log has lifecycle transitions,
 * only a completed step counts.
 */
export interface CaseMilestones {
  /** First `submit`. */
  readonly submit: Float64Array
  /** First `accept`. */
  readonly accept: Float64Array
  /** Last `decide`: a decision that was taken again replaces the one before. */
  readonly decide: Float64Array
  /**
   * Last `close`. A case without one ends with its last `refuse` or `withdraw`, unless it was accepted on a later day; failing
   * that, with its last `deliver`. So delivery after closing, which has a limit of its own (Administrative Licensing Law, article
   * 44), does not count against the office.
   */
  readonly close: Float64Array
}

/** The clocks of each case; one entry per case in every array. */
export interface CaseClocks {
  /** When the official clock starts; `NaN` where it never did, and then nothing is due. */
  readonly from: Float64Array
  /** When it ends; `NaN` while the case is open. A case that closed without the moment named in the profile ends with its close. */
  readonly to: Float64Array
  /**
   * The instant by which the law requires an end. A due instant that the source itself gives is kept as it is; one that
   * follows from a length is moved by the stops. `NaN` where unknown, and where a case was extended by an unknown length.
   */
  readonly statutoryDue: Float64Array
  /** The instant by which the office promised an end; as `statutoryDue`. */
  readonly promisedDue: Float64Array
  /** 1 where the case was extended after its clock started. */
  readonly extended: Uint8Array
  /** Working milliseconds from `from` to `to`, or to `observedUntil` while open, stops excluded; `NaN` without `from`. Never negative. */
  readonly officialMs: Float64Array
  /**
   * Wall-clock milliseconds that the applicant experienced: from the first sign of the case (its first event, or `from` where
   * that is earlier) to `to`, or to `observedUntil` while open. Nothing stops it. Never negative, never `NaN`.
   */
  readonly livedMs: Float64Array
}

/** Periods in which the official clock stood still: those kinds that the profile lists under `clock.stops`. */
export interface ClockStops {
  readonly offsets: Int32Array
  readonly from: Float64Array
  /** `NaN` where the stop was never ended. */
  readonly to: Float64Array
  readonly kind: readonly StopKind[]
  /** Index of the event that began the stop. */
  readonly event: Int32Array
  /** 1 documented (at its beginning or end), 0 not documented, -1 where the source does not say. */
  readonly documented: Int8Array
}

export type StopKind = Profile['clock']['stops'][number]

/** An attribute named in the profile that the log does not have, or has with values of another kind. */
export interface UnusableAttribute {
  readonly attribute: string
  /** Field of the profile that names it. */
  readonly field: string
  readonly reason: 'absent' | 'wrongType'
}

export type Step = CanonicalActivity
