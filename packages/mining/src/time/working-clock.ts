import { type WorkCalendar, workingMs } from '@zhengfeng/worktime'

/** Milliseconds that count between two instants (UTC milliseconds). */
export type WorkingClock = (fromMs: number, toMs: number) => number

/**
 * A clock that runs in office hours only, for `stepDurations`, `caseDurations` and `activityTimes`.
 *
 * @param calendar working days and hours
 * @example
 * const hours = [['09:00', '17:00']]
 * const calendar = createCalendar({ timeZone: 'UTC', holidays: 'none', weekend: [6, 7], hours, closed: [], open: [] })
 * // Friday 16:00 to Monday 10:00
 * workingClock(calendar)(Date.UTC(2026, 0, 9, 16), Date.UTC(2026, 0, 12, 10)) // → 2 * 3_600_000
 */
export function workingClock(calendar: WorkCalendar): WorkingClock {
  return (fromMs, toMs) => workingMs(calendar, fromMs, toMs)
}
