import type { WorkCalendar } from './calendar.ts'
import { closesAt, type DayTable, dayIndexAt } from './day-table.ts'
import { plusMonths } from './plain-day.ts'
import { firstIndexWith, workingDays } from './working-time.ts'

/** A period that a law or a promise sets, in one of the units that case systems use (工作日, 自然日, 小时, 分钟, 月). */
export interface TimeLimit {
  readonly amount: number
  readonly unit: 'workingDay' | 'calendarDay' | 'hour' | 'minute' | 'month'
}

/** A period in which the law lets a clock stand still. Instants in UTC milliseconds; `to` is `NaN` while it lasts. */
export interface Stop {
  readonly from: number
  readonly to: number
}

/**
 * The last moment of a limit.
 *
 * - `workingDay`: the day it starts on is not counted; the end is office close on the last working day.
 * - `calendarDay`, `month`: likewise, and a last day that is not worked moves to the next working day. A month ends on the day
 *   of the same number, or on the last day of a shorter month.
 * - `hour`, `minute`: wall-clock time from the start itself, by day and night.
 *
 * Parts of a day or month count as a whole one. A limit of 0 days (即办件, done on the spot) ends at the close of the same day,
 * or of the next working day where the office does not open again that day.
 *
 * Source: Civil Code of China, articles 201 (the first day is not counted, hours run from their beginning), 202 (months) and
 * 203 (day off, end of business hours); Administrative Licensing Law, article 82 (days are working days).
 *
 * @param calendar working days and hours
 * @param from instant at which the limit starts, UTC milliseconds
 * @param limit amount and unit
 * @returns instant in UTC milliseconds; done at that very instant is still in time. `NaN` where `from` is, the amount is
 * negative or no number, or the end lies outside 1900–2099
 * @example
 * const hours = [['09:00', '12:00'], ['13:00', '17:00']]
 * const calendar = createCalendar({ timeZone: 'UTC', holidays: 'none', weekend: [6, 7], hours, closed: [], open: [] })
 * // accepted on a Friday, 5 working days: close of the Friday after
 * deadline(calendar, Date.UTC(2026, 0, 9, 10), { amount: 5, unit: 'workingDay' }) // → Date.UTC(2026, 0, 16, 17)
 */
export function deadline(calendar: WorkCalendar, from: number, limit: TimeLimit): number {
  if (!(limit.amount >= 0)) return Number.NaN
  const unitMs = wallMs[limit.unit]
  if (unitMs !== undefined) return from + limit.amount * unitMs
  const lastDay = lastDayOf(calendar.days, from, limit)
  return closeOfBusiness(calendar.days, lastDay)
}

/**
 * The last moment of a limit that stood still during stops.
 *
 * What is left of the limit when a stop begins starts anew when the stop ends, in the unit of the limit: whole working days for
 * `workingDay`, calendar days for `calendarDay` and `month`, exact time for `hour` and `minute`. So of days the one on which a
 * stop ends is not counted, a stop within one day moves nothing, and a stop begun on the last day leaves the day it ends on.
 * Nothing moves for what lies before `from` or begins after the limit has run out; overlapping stops count once.
 *
 * Source: Administrative Licensing Law, article 45 (hearing, tender, auction, inspection, testing, quarantine, appraisal and
 * expert review are not counted).
 *
 * @param calendar working days and hours
 * @param from instant at which the limit starts, UTC milliseconds
 * @param limit amount and unit
 * @param stops in any order
 * @returns instant in UTC milliseconds; `NaN` as for `deadline`, and where a stop within the limit has no end yet
 * @example
 * const hours = [['09:00', '17:00']]
 * const calendar = createCalendar({ timeZone: 'UTC', holidays: 'none', weekend: [6, 7], hours, closed: [], open: [] })
 * const inspection = { from: Date.UTC(2026, 0, 12, 10), to: Date.UTC(2026, 0, 14, 10) }
 * dueWithStops(calendar, Date.UTC(2026, 0, 9, 10), { amount: 5, unit: 'workingDay' }, [inspection]) // → Date.UTC(2026, 0, 20, 17)
 */
export function dueWithStops(calendar: WorkCalendar, from: number, limit: TimeLimit, stops: readonly Stop[]): number {
  const due = deadline(calendar, from, limit)
  if (stops.length === 0 || Number.isNaN(due)) return due
  if (limit.unit === 'workingDay') return shiftForStops(calendar, from, due, stops)
  const unitMs = wallMs[limit.unit]
  if (unitMs !== undefined) return shiftByTime(from, due, stops)
  return shiftByCalendarDays(calendar.days, from, limit, stops)
}

/**
 * Moves a due instant that is already known by the whole working days of the stops before it; see `dueWithStops`.
 *
 * @param calendar working days and hours
 * @param from instant at which the limit started, UTC milliseconds
 * @param due instant at which it would end without stops, UTC milliseconds
 * @param stops in any order
 * @returns `due` itself where no stop holds a working day to leave out, else office close of the day it moves to
 */
export function shiftForStops(calendar: WorkCalendar, from: number, due: number, stops: readonly Stop[]): number {
  let moved = due
  for (const stop of separateStops(stops, from)) {
    if (stop.from > moved) break
    if (stop.to <= moved && workingDays(calendar, stop.from, stop.to) === 0) continue
    const daysLeft = workingDays(calendar, stop.from, moved)
    moved = deadline(calendar, stop.to, { amount: daysLeft, unit: 'workingDay' })
  }
  return moved
}

/**
 * Extends a limit: the further period begins when the first has run out, so the day it ends on is not counted again.
 * Twenty working days extended by ten are thirty working days (Administrative Licensing Law, article 42).
 *
 * @param calendar working days and hours
 * @param due instant at which the limit ends without extension, UTC milliseconds
 * @param limit the further period
 * @returns instant in UTC milliseconds; `NaN` as for `deadline`
 */
export function extendDeadline(calendar: WorkCalendar, due: number, limit: TimeLimit): number {
  return deadline(calendar, due, limit)
}

const wallMs: Readonly<Partial<Record<TimeLimit['unit'], number>>> = { hour: 3_600_000, minute: 60_000 }

/** Index of the day that a limit in days or months ends on, before it moves off a day that is not worked. */
function lastDayOf(table: DayTable, from: number, limit: TimeLimit): number {
  const startDay = dayIndexAt(table, from)
  const amount = Math.ceil(limit.amount)
  if (amount === 0) return from <= closeOfBusiness(table, startDay) ? startDay : startDay + 1
  if (limit.unit === 'calendarDay') return startDay + amount
  if (limit.unit === 'month') return plusMonths(table.firstDay + startDay, amount) - table.firstDay
  return firstIndexWith(table.daysBefore, daysThrough(table, startDay) + amount, startDay) - 1
}

/** Office close on a day, or on the next working day where it is not worked. */
function closeOfBusiness(table: DayTable, index: number): number {
  const worked = nextWorkedDay(table, index)
  return Number.isNaN(worked) ? Number.NaN : closesAt(table, worked, -1)
}

function nextWorkedDay(table: DayTable, index: number): number {
  if (!(index >= 0 && index < table.worked.length)) return Number.NaN
  let next = index
  while (table.worked[next] === 0) next++
  return next < table.worked.length ? next : Number.NaN
}

/** Working days up to and including a day; `NaN` outside the table. */
function daysThrough(table: DayTable, index: number): number {
  return index >= 0 && index < table.worked.length ? table.daysBefore[index + 1]! : Number.NaN
}

function shiftByCalendarDays(table: DayTable, from: number, limit: TimeLimit, stops: readonly Stop[]): number {
  let lastDay = lastDayOf(table, from, limit)
  for (const stop of separateStops(stops, from)) {
    if (stop.from > closeOfBusiness(table, lastDay)) break
    // None are left where the limit ran out on a day off and only waits for the next working day.
    const daysLeft = Math.max(lastDay - dayIndexAt(table, stop.from), 0)
    lastDay = lastDayOf(table, stop.to, { amount: daysLeft, unit: 'calendarDay' })
  }
  return closeOfBusiness(table, lastDay)
}

function shiftByTime(from: number, due: number, stops: readonly Stop[]): number {
  let moved = due
  for (const stop of separateStops(stops, from)) {
    if (stop.from > moved) break
    moved += stop.to - stop.from
  }
  return moved
}

/** The stops after `from`, in order, overlapping ones as one. Stops that end before they begin are left out. */
function separateStops(stops: readonly Stop[], from: number): readonly Stop[] {
  const after = stops
    .filter((stop) => !(stop.to <= from || stop.to < stop.from) && !Number.isNaN(stop.from))
    .map((stop) => ({ from: Math.max(stop.from, from), to: stop.to }))
    .sort((a, b) => a.from - b.from)
  const separate: { from: number; to: number }[] = []
  for (const stop of after) {
    const last = separate.at(-1)
    // A stop that still lasts (`to` is NaN) holds everything after it.
    if (last && !(stop.from > last.to)) last.to = Number.isNaN(stop.to) ? stop.to : Math.max(last.to, stop.to)
    else separate.push(stop)
  }
  return separate
}
