import { localMs } from '@zhengfeng/worktime'

const quarterHourMs = 900_000
const dayMs = 86_400_000

/**
 * Marks the times that are bare dates: exactly midnight in the zone. Many sources stamp a day only; such a time says nothing
 * about the order or the hour of work on that day.
 *
 * @param time UTC milliseconds, one per event
 * @param timeZone IANA zone of the log
 * @returns 1 where a time stands at local midnight to the millisecond
 */
export function dateOnlyTimes(time: Float64Array, timeZone: string): Uint8Array {
  const marks = new Uint8Array(time.length)
  for (let e = 0; e < time.length; e++) {
    // Every offset in use since 1972 is a whole number of quarter hours, so most times need no look at the zone.
    if (time[e]! % quarterHourMs === 0 && isDateOnly(time[e]!, timeZone)) marks[e] = 1
  }
  return marks
}

/** Whether an instant is local midnight: a bare date. */
export function isDateOnly(at: number, timeZone: string): boolean {
  return localMs(timeZone, at) % dayMs === 0
}

/** The local calendar day of an instant, counted from 1970-01-01. */
export function localDay(at: number, timeZone: string): number {
  return Math.floor(localMs(timeZone, at) / dayMs)
}
