import type { EventLog, Profile, StringColumn } from '@zhengfeng/eventlog'
import { createCalendar, type WorkCalendar } from '@zhengfeng/worktime'
import { CaseAttributes } from './case-attributes.ts'
import { instantsOf, lastSeen, withFallback, workingMsOutside } from './clocks.ts'
import { type LimitContext, readDue, readExtensions, stopsOfCase } from './limits.ts'
import { readMilestones } from './milestones.ts'
import type { CaseClocks, ServiceLog } from './service-log.ts'
import { readSteps, systemAccounts } from './steps.ts'
import { readStops } from './stops.ts'

export interface ReadServiceOptions {
  /**
   * Open cases are judged no later than this, UTC milliseconds: the time of the export, where one stray event in the future
   * would otherwise make every open case look overdue. Without it they are judged at the last event of their office.
   */
  readonly until?: number
  /**
   * Open cases are judged at this very instant, UTC milliseconds, whatever the log shows: for a log that holds only some of an
   * office's cases. `until` is then of no effect.
   */
  readonly observedUntil?: number
  /** The calendar of the profile where it is at hand. */
  readonly calendar?: WorkCalendar
}

/**
 * Reads a log as service: what each step is, when each case was submitted, accepted, decided and closed, what was due when,
 * where the clock stood still, and how long the applicant waited.
 *
 * Linear in the number of events. An attribute that the profile names and the log lacks makes what depends on it unknown; it is
 * listed in `unusableAttributes`.
 *
 * @param log any event log
 * @param profile the profile it was read with
 * @returns see `ServiceLog`; what each milestone is, is told at `CaseMilestones`
 * @throws CalendarError where the profile's time zone or calendar cannot be
 * @example
 * const log = sketchLog([['a', 'take in', Date.UTC(2026, 0, 9, 10)], ['a', 'archive', Date.UTC(2026, 0, 12, 10)]])
 * const profile = Profile.parse({
 *   timeZone: 'UTC',
 *   columns: { case: 'id', activity: 'step', time: 'at' },
 *   activities: { accept: ['take in'], close: ['archive'] },
 *   clock: { statutory: { limit: { amount: 5, unit: 'workingDay' } } },
 * })
 * // Friday 10:00 to Monday 10:00: six hours of Friday without lunch, one of Monday.
 * readService(log, profile).clock.officialMs // → Float64Array.of(7 * 3_600_000)
 * readService(log, profile).clock.statutoryDue // → Float64Array.of(Date.UTC(2026, 0, 16, 17))
 */
export function readService(log: EventLog, profile: Profile, options: ReadServiceOptions = {}): ServiceLog {
  const calendar = options.calendar ?? createCalendar({ timeZone: profile.timeZone, ...profile.calendar })
  const attributes = new CaseAttributes(log)
  const steps = readSteps(log, profile)
  const milestones = readMilestones(log, steps)
  const stops = readStops(log, profile, steps)
  const office = log.caseOffice ?? unnamed(log)
  const observedUntil = observe(log, office, options)
  const item = itemOf(log, profile, attributes)
  const from = instantsOf(profile.clock.from, { log, milestones, attributes }, 'clock.from')
  const to = withFallback(instantsOf(profile.clock.to, { log, milestones, attributes }, 'clock.to'), milestones.close)
  const until = withFallback(to, observedUntil)
  const extendedAt = readExtensions(log, steps, from)
  const { extension } = profile.clock
  const context = { calendar, attributes, item, from, until, stops, extendedAt, ...(extension && { extension }) }
  return {
    log,
    profile,
    calendar,
    stepOfActivity: steps.ofActivity,
    systemAccount: systemAccounts(log.resource?.values ?? [], [...profile.systemAccounts, ...profile.unnamed]),
    unnamedDepartment: systemAccounts(log.department?.values ?? [], profile.unnamed),
    item,
    office,
    priority: priorityOf(log, profile, attributes),
    milestones,
    clock: readClocks(context, { log, profile, to }),
    stops,
    observedUntil,
    unusableAttributes: attributes.unusable,
  }
}

function observe(log: EventLog, office: StringColumn, options: ReadServiceOptions): Float64Array {
  if (options.observedUntil !== undefined) return new Float64Array(log.caseIds.length).fill(options.observedUntil)
  return lastSeen(log, office, options.until ?? Number.POSITIVE_INFINITY)
}

function readClocks(
  context: LimitContext,
  { log, profile, to }: { log: EventLog; profile: Profile; to: Float64Array },
): CaseClocks {
  const { calendar, from, until } = context
  const officialMs = new Float64Array(from.length)
  const livedMs = new Float64Array(from.length)
  const extended = new Uint8Array(from.length)
  for (let c = 0; c < from.length; c++) {
    const span = { from: from[c]!, until: until[c]! }
    officialMs[c] = workingMsOutside(calendar, span, stopsOfCase(context, c))
    const firstEvent = log.time[log.caseOffsets[c]!]!
    const firstSign = Number.isNaN(from[c]!) ? firstEvent : Math.min(from[c]!, firstEvent)
    livedMs[c] = Math.max(until[c]! - firstSign, 0)
    if (!Number.isNaN(context.extendedAt[c]!)) extended[c] = 1
  }
  return {
    from,
    to,
    statutoryDue: readDue(context, profile.clock.statutory, 'clock.statutory'),
    promisedDue: readDue(context, profile.clock.promised, 'clock.promised'),
    extended,
    officialMs,
    livedMs,
  }
}

function itemOf(log: EventLog, profile: Profile, attributes: CaseAttributes): StringColumn {
  const named = profile.columns.item === undefined ? undefined : attributes.texts(profile.columns.item, 'columns.item')
  return named ?? unnamed(log)
}

function priorityOf(log: EventLog, { priority }: Profile, attributes: CaseAttributes): Uint8Array {
  const flags = priority && attributes.texts(priority.attribute, 'priority.attribute')
  if (!flags) return new Uint8Array(log.caseIds.length)
  const first = flags.values.map((value) => priority.values.includes(value))
  return Uint8Array.from(flags.codes, (code) => (first[code] ? 1 : 0))
}

/** A single one without a name. */
function unnamed(log: EventLog): StringColumn {
  return { kind: 'string', codes: new Int32Array(log.caseIds.length), values: [''] }
}
