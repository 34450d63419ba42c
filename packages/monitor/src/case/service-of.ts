import { type Column, type EventLog, emptyMeta, type Profile } from '@zhengfeng/eventlog'
import { readService, type ServiceLog } from '@zhengfeng/mining'
import type { CaseRecord } from './case-record.ts'
import { instantOfText } from './instant-of-text.ts'
import { defaultMonitorRules, type MonitorRules } from './monitor-rules.ts'
import { inOrderOfTime } from './order-of-time.ts'
import { calendarOf } from './profile-in-force.ts'
import { type ReadingPlan, readingPlan } from './reading-plan.ts'
import { textColumn } from './text-column.ts'
import type { AttributeValue, TraceEvent } from './trace.ts'

export interface ServiceOfOptions {
  /** Open cases are judged at this instant, UTC milliseconds. Without it at the last event of their division among these cases. */
  readonly until?: number
  readonly rules?: MonitorRules
}

/**
 * Reads cases as service with the code that `inspect` reads files with: `readService` on a log of just these cases. What is said of a
 * case does not depend on the others, as long as `until` is given or the case has ended.
 *
 * The log's office is the division, `sourceRow` the number of the event within its division. Events are in order of time, equal
 * times in order of `seq`, but a stop's beginning before its end (`inOrderOfTime`). Cases of which everything was taken back are left out.
 *
 * @param cases in any order; one case is `(division, caseNo)`
 * @param profile the profile in force, see `profileInForce`; the same object each time, as calendars are remembered by it
 * @example
 * const profile = profileInForce(Profile.parse({ timeZone: 'UTC', columns: serviceEventColumns }))
 * const events = [
 *   { seq: 1, occurredAt: Date.UTC(2026, 0, 9, 10), activity: 'accept' },
 *   { seq: 2, occurredAt: Date.UTC(2026, 0, 9, 12), activity: 'close' },
 * ]
 * const service = serviceOf([{ division: '330100', caseNo: '1', attributes: {}, events }], profile)
 * service.clock.officialMs // → Float64Array.of(2 * 3_600_000)
 */
export function serviceOf(
  cases: readonly CaseRecord[],
  profile: Profile,
  { until, rules = defaultMonitorRules }: ServiceOfOptions = {},
): ServiceLog {
  const log = logOf(
    cases.filter((record) => record.events.length > 0),
    profile,
    readingPlan(profile, rules),
  )
  return readService(log, profile, {
    calendar: calendarOf(profile),
    ...(until !== undefined && { observedUntil: until }),
  })
}

/** The cases as a log in columns, with the attributes that the plan asks for. */
function logOf(cases: readonly CaseRecord[], profile: Profile, plan: ReadingPlan): EventLog {
  const caseOffsets = new Int32Array(cases.length + 1)
  const events: TraceEvent[] = []
  for (let c = 0; c < cases.length; c++) {
    for (const event of inOrderOfTime(cases[c]!.events, profile)) events.push(event)
    caseOffsets[c + 1] = events.length
  }
  const of = { cases, events, caseOffsets }
  return {
    timeZone: profile.timeZone,
    caseIds: cases.map((record) => record.caseNo),
    caseOffsets,
    caseOffice: textColumn(cases, (record) => record.division),
    ...eventColumns(events),
    eventAttributes: eventAttributes(events, plan),
    caseAttributes: caseAttributes(of, profile, plan),
    meta: emptyMeta,
  }
}

function eventColumns(
  events: readonly TraceEvent[],
): Pick<
  EventLog,
  'activity' | 'time' | 'startTime' | 'recordedAt' | 'lifecycle' | 'resource' | 'department' | 'sourceRow'
> {
  const time = new Float64Array(events.length)
  const startTime = new Float64Array(events.length)
  const recordedAt = new Float64Array(events.length)
  const sourceRow = new Int32Array(events.length)
  for (let i = 0; i < events.length; i++) {
    const event = events[i]!
    time[i] = event.occurredAt
    startTime[i] = event.startedAt ?? Number.NaN
    recordedAt[i] = event.recordedAt ?? Number.NaN
    sourceRow[i] = event.seq
  }
  return {
    activity: textColumn(events, (event) => event.activity),
    time,
    startTime,
    recordedAt,
    sourceRow,
    // With `complete` in the dictionary a beginning is never taken for a step, whatever else is in the log.
    ...(events.some((event) => event.transition !== undefined) && {
      lifecycle: textColumn(events, (event) => event.transition, ['complete']),
    }),
    resource: textColumn(events, (event) => event.actor),
    department: textColumn(events, (event) => event.department),
  }
}

function eventAttributes(events: readonly TraceEvent[], plan: ReadingPlan): Map<string, Column> {
  const told = new Set<string>()
  for (const { attributes } of events) for (const name in attributes) told.add(name)
  const columns = new Map<string, Column>()
  for (const name of plan.eventTexts)
    if (told.has(name))
      columns.set(
        name,
        textColumn(events, (event) => event.attributes?.[name]),
      )
  for (const name of ['window', 'channel'] as const)
    if (events.some((event) => event[name] !== undefined))
      columns.set(
        name,
        textColumn(events, (event) => event[name]),
      )
  return columns
}

interface Of {
  readonly cases: readonly CaseRecord[]
  readonly events: readonly TraceEvent[]
  readonly caseOffsets: Int32Array
}

/** Every column of the plan, even where no case has a value: then it says so, instead of an attribute of events in its place. */
function caseAttributes({ cases, events, caseOffsets }: Of, profile: Profile, plan: ReadingPlan): Map<string, Column> {
  const columns = new Map<string, Column>()
  for (const name of plan.caseTexts)
    columns.set(
      name,
      textColumn(cases, (record) => record.attributes[name]),
    )
  for (const name of plan.caseRoles)
    columns.set(
      name,
      textColumn(
        cases,
        (record, c) => record.attributes[name] ?? firstOfCase({ events, caseOffsets, caseIndex: c }, name),
      ),
    )
  for (const name of plan.caseNumbers)
    columns.set(name, {
      kind: 'number',
      integer: false,
      values: Float64Array.from(cases, (record) => numberOf(record.attributes[name])),
    })
  for (const name of plan.caseInstants)
    columns.set(name, {
      kind: 'instant',
      values: Float64Array.from(cases, (record) => instantOfText(record.attributes[name], profile.timeZone)),
    })
  return columns
}

interface EventsOfCase {
  readonly events: readonly TraceEvent[]
  readonly caseOffsets: Int32Array
  readonly caseIndex: number
}

/** Of an attribute that events tell, the first value of the case. */
function firstOfCase({ events, caseOffsets, caseIndex }: EventsOfCase, name: string): AttributeValue | undefined {
  for (let i = caseOffsets[caseIndex]!; i < caseOffsets[caseIndex + 1]!; i++) {
    const value = events[i]!.attributes?.[name]
    if (value !== undefined) return value
  }
  return undefined
}

function numberOf(value: AttributeValue | undefined): number {
  if (typeof value === 'number') return value
  return typeof value === 'string' && value.trim() !== '' ? Number(value) : Number.NaN
}
