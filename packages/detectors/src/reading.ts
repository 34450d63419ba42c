import { canonicalActivities, type EventLog } from '@zhengfeng/eventlog'
import { readSteps, type ServiceLog, type Step, type Steps, stepAt } from '@zhengfeng/mining'
import { workingMs } from '@zhengfeng/worktime'
import { dateOnlyTimes } from './date-only.ts'
import { type DeskBy, deskPace } from './desk-pace.ts'

/** What several detectors need of a log, computed once per log. */
export interface Reading {
  /** The case of each event. */
  readonly eventCase: Int32Array
  /** The canonical step that each event completes, an index into `canonicalActivities`, or -1. */
  readonly step: Int8Array
  /** Working milliseconds from a fixed origin to each event: differences are working time between events. */
  readonly worked: Float64Array
  /** 1 where the time of an event is a bare date: it stands at local midnight. */
  readonly dateOnly: Uint8Array
  /** The same clock as `worked` for any instant. */
  readonly workedAt: (at: number) => number
  /** See `deskPace`. */
  readonly paceBeside: (event: number) => number
  /** Working milliseconds of one ordinary working day. */
  readonly workingDayMs: number
}

const readings = new WeakMap<ServiceLog, Reading>()

/** The reading of a log; the same object for the same log. */
export function readingOf(service: ServiceLog): Reading {
  let reading = readings.get(service)
  if (!reading) {
    reading = read(service)
    readings.set(service, reading)
  }
  return reading
}

/** Index of a canonical step, as it stands in `Reading.step`. */
export function stepIndex(step: Step): number {
  return canonicalActivities.indexOf(step)
}

/** Which office a case belongs to: an index into `service.office.values`, one past the last where it has none. */
export function officeCode(service: ServiceLog, caseIndex: number): number {
  const code = service.office.codes[caseIndex]!
  return code < 0 ? service.office.values.length : code
}

/** Which item a case is about: an index into `service.item.values`, one past the last where it has none. */
export function itemCode(service: ServiceLog, caseIndex: number): number {
  const code = service.item.codes[caseIndex]!
  return code < 0 ? service.item.values.length : code
}

/** The officer of an event, or -1 where it has none or a program did it. */
export function officerCode(service: ServiceLog, event: number): number {
  const code = service.log.resource?.codes[event] ?? -1
  return code >= 0 && service.systemAccount[code] === 1 ? -1 : code
}

/** Whether a program did it. */
export function isSystemEvent(service: ServiceLog, event: number): boolean {
  const code = service.log.resource?.codes[event] ?? -1
  return code >= 0 && service.systemAccount[code] === 1
}

function read(service: ServiceLog): Reading {
  const { log, calendar } = service
  const origin = earliest(log.time)
  const workedAt = (at: number): number => workingMs(calendar, origin, at)
  const eventCase = caseOfEvents(log)
  const steps = readSteps(log, service.profile)
  const reading: Omit<Reading, 'paceBeside'> = {
    eventCase,
    step: stepsOfEvents(log, steps),
    worked: workedTimes(log.time, workedAt),
    dateOnly: dateOnlyTimes(log.time, log.timeZone),
    workedAt,
    workingDayMs: workingDayMs(service),
  }
  return withPace(service, reading)
}

const stopSteps = new Set((['suspend', 'specialStart'] as const).map(stepIndex))

/** Many logs need the pace of few desks or none, so it is worked out when first asked for. */
function withPace(service: ServiceLog, reading: Omit<Reading, 'paceBeside'>): Reading {
  const paces = new Map<DeskBy, (event: number) => number>()
  const complete: Reading = {
    ...reading,
    paceBeside: (event) => {
      const by = stopSteps.has(reading.step[event]!) ? 'previous' : 'next'
      const pace = paces.get(by) ?? deskPace(service, complete, by)
      paces.set(by, pace)
      return pace(event)
    },
  }
  return complete
}

function earliest(time: Float64Array): number {
  let first = Number.POSITIVE_INFINITY
  for (let e = 0; e < time.length; e++) if (time[e]! < first) first = time[e]!
  return Number.isFinite(first) ? first : 0
}

function stepsOfEvents(log: EventLog, steps: Steps): Int8Array {
  const step = new Int8Array(log.time.length)
  for (let e = 0; e < step.length; e++) step[e] = stepAt(log, steps, e)
  return step
}

function workedTimes(time: Float64Array, workedAt: (at: number) => number): Float64Array {
  const worked = new Float64Array(time.length)
  // Equal times come in runs (forms that stamp all their steps at once): the clock is read once per run.
  let last = Number.NaN
  let value = 0
  for (let e = 0; e < time.length; e++) {
    if (time[e] !== last) {
      last = time[e]!
      value = workedAt(last)
    }
    worked[e] = value
  }
  return worked
}

function caseOfEvents(log: EventLog): Int32Array {
  const eventCase = new Int32Array(log.time.length)
  for (let c = 0; c < log.caseIds.length; c++) eventCase.fill(c, log.caseOffsets[c]!, log.caseOffsets[c + 1]!)
  return eventCase
}

function workingDayMs(service: ServiceLog): number {
  const minutes = service.calendar.rule.hours.map(([opens, closes]) => minuteOfDay(closes) - minuteOfDay(opens))
  return minutes.reduce((sum, length) => sum + length, 0) * 60_000
}

function minuteOfDay(text: string): number {
  return Number(text.slice(0, 2)) * 60 + Number(text.slice(3, 5))
}
