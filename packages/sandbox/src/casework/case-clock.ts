import {
  addWorkingMs,
  createCalendar,
  deadline,
  dueWithStops,
  type Stop,
  type TimeLimit,
  workingMs,
} from '@zhengfeng/worktime'
import { items } from '../catalogue/items.ts'
import { calendarRule } from '../province/office-hours.ts'
import type { CaseRun } from './step.ts'

export const officeCalendar = createCalendar(calendarRule)

/** Starts both official clocks. */
export function startClock(run: CaseRun, at: number): void {
  run.acceptedAt = at
  setDues(run)
}

/** Stops them. */
export function stopClock(run: CaseRun, at: number): void {
  run.stoppedSince = at
}

/** Lets them go on, and moves both limits by the time that they stood still. */
export function resumeClock(run: CaseRun, at: number): void {
  run.stops.push({ from: run.stoppedSince, to: at })
  run.stoppedSince = Number.NaN
  setDues(run)
}

/** Adds the extension to both limits, if it comes in time. */
export function extendClock(run: CaseRun, at: number): void {
  run.extendedAt = at
  setDues(run)
}

/** The applicant hears where they stand: accepted, refused, or what is missing. */
export function answerApplicant(run: CaseRun, at: number): void {
  const late = lateAnswerDays(run.waitsSince, at)
  if (late > run.hiddenExcess) {
    run.hiddenExcess = late
    run.hiddenDays = workingMs(officeCalendar, run.waitsSince, at) / workingDayMs
  }
  run.waitsSince = Number.NaN
}

/** Working days by which a word comes later than the five that the law gives (Administrative Licensing Law, art. 32). */
export function lateAnswerDays(since: number, at: number): number {
  const due = deadline(officeCalendar, since, { amount: 5, unit: 'workingDay' })
  return at > due ? Math.max(0.01, workingMs(officeCalendar, due, at) / workingDayMs) : 0
}

/** The instant at which a share of the promised limit has passed, stops so far left out. */
export function atShareOfLimit(run: CaseRun, share: number): number {
  const whole = workingMs(officeCalendar, run.acceptedAt, run.promisedDue) - stoppedMs(run.stops)
  let at = addWorkingMs(officeCalendar, run.acceptedAt, Math.round(share * whole))
  for (const stop of run.stops)
    if (stop.from < at) at = addWorkingMs(officeCalendar, at, workingMs(officeCalendar, stop.from, stop.to))
  return at
}

/** The instant so many working days later, parts of a day included. */
export function afterWorkingDays(at: number, workingDays: number): number {
  return addWorkingMs(officeCalendar, at, Math.round(workingDays * workingDayMs))
}

/** Office hours of one working day. */
export const workingDayMs = 7 * 3_600_000

/** What an extension adds (Administrative Licensing Law, art. 42). */
export const extension: TimeLimit = { amount: 10, unit: 'workingDay' }

/** When a limit of a case ends, less its stops, with its extension. */
export function dueOf(run: CaseRun, limit: TimeLimit, stops: readonly Stop[]): number {
  const due = dueWithStops(officeCalendar, run.acceptedAt, limit, stops)
  if (!(run.extendedAt <= due)) return due
  return dueWithStops(officeCalendar, run.acceptedAt, { ...limit, amount: limit.amount + extension.amount }, stops)
}

function setDues(run: CaseRun): void {
  const item = items[run.item]!
  run.promisedDue = dueOf(run, item.promised, run.stops)
  run.statutoryDue = dueOf(run, item.statutory, run.stops)
}

function stoppedMs(stops: readonly Stop[]): number {
  return stops.reduce((sum, stop) => sum + workingMs(officeCalendar, stop.from, stop.to), 0)
}
