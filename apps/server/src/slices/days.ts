import { instantWhenReached, localMs } from '@zhengfeng/worktime'

const dayMs = 86_400_000

/** The zone in which days are cut and times are shown where no source says otherwise. */
export const platformTimeZone = 'Asia/Shanghai'

/** The local day of an instant, `YYYY-MM-DD`. */
export function dayOf(instant: number, timeZone: string = platformTimeZone): string {
  return new Date(localMs(timeZone, instant)).toISOString().slice(0, 10)
}

/** The instant at which a local day begins. */
export function startOfDay(day: string, timeZone: string = platformTimeZone): number {
  return instantWhenReached(timeZone, Date.parse(day))
}

/** A day so many days later (or earlier). */
export function addDays(day: string, days: number): string {
  return new Date(Date.parse(day) + days * dayMs).toISOString().slice(0, 10)
}

/** How many days from the first to the last, both counted. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / dayMs) + 1
}

/** The same day a year earlier; 29 February becomes 28 February. */
export function lastYear(day: string): string {
  const earlier = `${Number(day.slice(0, 4)) - 1}`.padStart(4, '0') + day.slice(4)
  return Number.isNaN(Date.parse(earlier)) || new Date(Date.parse(earlier)).toISOString().slice(0, 10) !== earlier
    ? earlier.replace('-02-29', '-02-28')
    : earlier
}
