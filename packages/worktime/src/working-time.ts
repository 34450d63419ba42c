import type { WorkCalendar } from './calendar.ts'
import { CalendarError } from './calendar-error.ts'
import { closesAt, type DayTable, dayIndexAt, opensAt, workedMsUntil } from './day-table.ts'
import { parseDay } from './plain-day.ts'

/**
 * Working time that passed between two instants: the milliseconds in which the office was open.
 * Exactly additive: from `a` to `b` and from `b` to `c` make from `a` to `c`. Costs two look-ups, however far apart they are.
 *
 * @param calendar working days and hours
 * @param from instant, UTC milliseconds
 * @param to instant, UTC milliseconds
 * @returns milliseconds, negative where `to` is before `from`, `NaN` where either is; nothing is worked outside 1900–2099
 * @example
 * const hours = [['09:00', '12:00'], ['13:00', '17:00']]
 * const calendar = createCalendar({ timeZone: 'UTC', holidays: 'none', weekend: [6, 7], hours, closed: [], open: [] })
 * // Friday 16:00 to Monday 10:00
 * workingMs(calendar, Date.UTC(2026, 0, 9, 16), Date.UTC(2026, 0, 12, 10)) // → 2 * 3_600_000
 */
export function workingMs(calendar: WorkCalendar, from: number, to: number): number {
  return workedMsUntil(calendar.days, to) - workedMsUntil(calendar.days, from)
}

/**
 * Working days that passed between two instants as the law counts them: the day of `from` is not counted, the day of `to` is
 * (Civil Code of China, article 201; working days by the Administrative Licensing Law, article 82).
 *
 * @param calendar working days and hours
 * @param from instant, UTC milliseconds
 * @param to instant, UTC milliseconds
 * @returns whole days, negative where `to` is before `from`, `NaN` where either is
 * @example
 * const hours = [['09:00', '17:00']]
 * const calendar = createCalendar({ timeZone: 'UTC', holidays: 'none', weekend: [6, 7], hours, closed: [], open: [] })
 * // Friday to the Tuesday after it
 * workingDays(calendar, Date.UTC(2026, 0, 9, 16), Date.UTC(2026, 0, 13, 10)) // → 2
 */
export function workingDays(calendar: WorkCalendar, from: number, to: number): number {
  return daysUntilEndOf(calendar.days, to) - daysUntilEndOf(calendar.days, from)
}

/**
 * Whether a day is worked.
 *
 * @param calendar working days and hours
 * @param day `YYYY-MM-DD`; days outside 1900–2099 are not worked
 * @throws CalendarError `dateInvalid`
 */
export function isWorkingDay(calendar: WorkCalendar, day: string): boolean {
  const epochDay = parseDay(day)
  if (epochDay === undefined) throw new CalendarError('dateInvalid', { field: 'day', value: day })
  return calendar.days.worked[epochDay - calendar.days.firstDay] === 1
}

/**
 * Whether the office is open at an instant: from the moment of opening up to, not including, the moment of closing.
 *
 * @param calendar working days and hours
 * @param instant UTC milliseconds; never open at `NaN`
 */
export function isOpenAt(calendar: WorkCalendar, instant: number): boolean {
  const table = calendar.days
  const index = dayIndexAt(table, instant)
  if (table.worked[index] !== 1) return false
  for (let i = 0; i < table.hours.opensMs.length; i++)
    if (opensAt(table, index, i) <= instant && instant < closesAt(table, index, i)) return true
  return false
}

/**
 * The instant at which so much working time has passed: the inverse of `workingMs`.
 *
 * @param calendar working days and hours
 * @param from instant, UTC milliseconds
 * @param ms working milliseconds; negative goes back
 * @returns the instant nearest to `from` with `workingMs(calendar, from, instant) === ms`; `NaN` where it is outside 1900–2099
 * @example
 * const hours = [['09:00', '12:00'], ['13:00', '17:00']]
 * const calendar = createCalendar({ timeZone: 'UTC', holidays: 'none', weekend: [6, 7], hours, closed: [], open: [] })
 * // two hours from Friday 16:00: Monday 10:00
 * addWorkingMs(calendar, Date.UTC(2026, 0, 9, 16), 2 * 3_600_000) // → Date.UTC(2026, 0, 12, 10)
 */
export function addWorkingMs(calendar: WorkCalendar, from: number, ms: number): number {
  const table = calendar.days
  const index = dayIndexAt(table, from)
  if (!(index >= 0 && index < table.worked.length)) return Number.NaN
  if (ms === 0) return from
  const target = workedMsUntil(table, from) + ms
  if (!(target >= 0 && target <= table.msBefore.at(-1)!)) return Number.NaN
  return ms > 0 ? firstInstantWith(table, target, index) : lastInstantWith(table, target)
}

/** The first instant with so much worked since the beginning of the table; it lies in opening hours or at their end. */
function firstInstantWith(table: DayTable, target: number, from: number): number {
  const index = firstIndexWith(table.msBefore, target, from) - 1
  let restMs = target - table.msBefore[index]!
  for (let i = 0; ; i++) {
    const openMs = closesAt(table, index, i) - opensAt(table, index, i)
    if (restMs <= openMs) return opensAt(table, index, i) + restMs
    restMs -= openMs
  }
}

/** The last instant with so much worked since the beginning of the table; it lies in opening hours or at their beginning. */
function lastInstantWith(table: DayTable, target: number): number {
  let index = firstIndexWith(table.msBefore, target)
  // Days off share their sum with the next working day; the latter is the last of them.
  while (table.msBefore[index + 1] === target) index++
  if (table.msBefore[index]! > target) index--
  let restMs = target - table.msBefore[index]!
  for (let i = 0; ; i++) {
    const openMs = closesAt(table, index, i) - opensAt(table, index, i)
    if (restMs < openMs) return opensAt(table, index, i) + restMs
    restMs -= openMs
  }
}

/** Working days up to and including the day of an instant. */
function daysUntilEndOf(table: DayTable, instant: number): number {
  const index = dayIndexAt(table, instant)
  if (Number.isNaN(index)) return Number.NaN
  return table.daysBefore[Math.min(Math.max(index + 1, 0), table.worked.length)]!
}

/** The first index from `start` on whose entry is at least `value`, the length where there is none; near ones are found soonest. */
export function firstIndexWith(ascending: Float64Array | Int32Array, value: number, start = 0): number {
  let low = Math.max(start, 0) || 0
  let step = 32
  while (low + step < ascending.length && ascending[low + step]! < value) {
    low += step
    step *= 2
  }
  let high = Math.min(low + step, ascending.length)
  while (low < high) {
    const middle = (low + high) >>> 1
    if (ascending[middle]! < value) low = middle + 1
    else high = middle
  }
  return low
}
