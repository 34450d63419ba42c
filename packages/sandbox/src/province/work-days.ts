import { createCalendar, isOpenAt } from '@zhengfeng/worktime'
import { calendarRule } from './office-hours.ts'

/** China has kept one zone without daylight saving since 1991, so local time is UTC plus this. */
export const zoneOffsetMs = 8 * 3_600_000
export const dayMs = 86_400_000
export const minuteMs = 60_000

/** The days of a simulation, numbered from 0, and which of them are worked. */
export interface WorkDays {
  readonly count: number
  /** Midnight of day 0, local time, as UTC milliseconds. */
  readonly start: number
  /** One per day: 1 where it is worked. */
  readonly working: Uint8Array
}

/** Lays out days from a local date on. */
export function createWorkDays(fromDate: string, count: number): WorkDays {
  const start = Date.parse(`${fromDate}T00:00:00Z`) - zoneOffsetMs
  const calendar = createCalendar(calendarRule)
  const working = new Uint8Array(count)
  for (let day = 0; day < count; day++) working[day] = isOpenAt(calendar, start + day * dayMs + 10 * 3_600_000) ? 1 : 0
  return { count, start, working }
}

/** The day an instant lies in. */
export function dayOf(days: WorkDays, at: number): number {
  return Math.floor((at - days.start) / dayMs)
}

/** Minutes since local midnight. */
export function minuteOf(days: WorkDays, at: number): number {
  return ((at - days.start) % dayMs) / minuteMs
}

/** The instant of a minute of a day. */
export function instantOf(days: WorkDays, day: number, minute: number): number {
  return days.start + day * dayMs + minute * minuteMs
}

/** ISO weekday, 1 = Monday … 7 = Sunday. */
export function weekdayOf(days: WorkDays, day: number): number {
  return ((((Math.round((days.start + zoneOffsetMs) / dayMs) + day + 3) % 7) + 7) % 7) + 1
}

/** The first worked day from `day` on; days after the table count as worked. */
export function workingDayFrom(days: WorkDays, day: number): number {
  let found = day
  while (found < days.count && days.working[found] === 0) found++
  return found
}

/** The last worked day of the month that `day` lies in. */
export function lastWorkingDayOfMonth(days: WorkDays, day: number): number {
  const local = new Date(days.start + day * dayMs + zoneOffsetMs)
  const nextMonth = Date.UTC(local.getUTCFullYear(), local.getUTCMonth() + 1, 1) - zoneOffsetMs
  let last = Math.round((nextMonth - days.start) / dayMs) - 1
  while (last > 0 && days.working[last] === 0) last--
  return last
}
