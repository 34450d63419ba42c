import { addWorkingMs, createCalendar, dueWithStops, type Stop, type TimeLimit, workingMs } from '@zhengfeng/worktime'
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

/** When a limit that starts at `from` ends, less stops. */
export function dueOf(from: number, limit: TimeLimit, stops: readonly Stop[]): number {
  return dueWithStops(officeCalendar, from, limit, stops)
}

function setDues(run: CaseRun): void {
  const item = items[run.item]!
  run.promisedDue = dueOf(run.acceptedAt, item.promised, run.stops)
  run.statutoryDue = dueOf(run.acceptedAt, item.statutory, run.stops)
}

function stoppedMs(stops: readonly Stop[]): number {
  return stops.reduce((sum, stop) => sum + workingMs(officeCalendar, stop.from, stop.to), 0)
}
