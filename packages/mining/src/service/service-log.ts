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
  /** One per entry of `log.department.values`: 1 where the name stands for nobody. Empty without departments. */
  readonly unnamedDepartment: Uint8Array
  /** The service item, one per case; a single unnamed item where the source has none. */
  readonly item: StringColumn
  /** The office, one per case; a single unnamed office where the source has none. */
  readonly office: StringColumn
  /** One per case: 1 where the case may lawfully be handled out of turn. */
  readonly priority: Uint8Array
  readonly milestones: Readonly<Record<'submit' | 'accept' | 'decide' | 'close', Float64Array>>
  readonly clock: CaseClocks
  /** Clock stops of all cases, grouped by case in time order; case `c` owns `stops.offsets[c] … stops.offsets[c + 1] − 1`. */
  readonly stops: ClockStops
}

/** The clocks of each case; one entry per case in every array. */
export interface CaseClocks {
  /** When the official clock starts. */
  readonly from: Float64Array
  /** When it ends; `NaN` while the case is open. */
  readonly to: Float64Array
  /** The instant by which the law requires an end, stops excluded. */
  readonly statutoryDue: Float64Array
  /** The instant by which the office promised an end, stops excluded. */
  readonly promisedDue: Float64Array
  /** Working milliseconds from `from` to `to`, or to the end of the log while open, stops excluded. */
  readonly officialMs: Float64Array
  /** Wall-clock milliseconds that the applicant experienced: first sign of the case to its end. Nothing stops it. */
  readonly livedMs: Float64Array
}

/** Periods in which the official clock stood still. */
export interface ClockStops {
  readonly offsets: Int32Array
  readonly from: Float64Array
  /** `NaN` where the stop was never ended. */
  readonly to: Float64Array
  readonly kind: readonly ('suspend' | 'special' | 'supplement')[]
  /** Index of the event that began the stop. */
  readonly event: Int32Array
  /** 1 documented, 0 not documented, -1 where the source does not say. */
  readonly documented: Int8Array
}

export type Step = CanonicalActivity
