/** Days of the calendar without a zone, counted from 1970-01-01 = 0. */
export type EpochDay = number

export const dayMs = 86_400_000

/**
 * Reads `YYYY-MM-DD`.
 *
 * @returns the day, or `undefined` where the text is no date or names a day that does not exist
 */
export function parseDay(text: string): EpochDay | undefined {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text)
  if (!match) return undefined
  const day = epochDay(Number(match[1]), Number(match[2]), Number(match[3]))
  return formatDay(day) === text ? day : undefined
}

/** Writes a day as `YYYY-MM-DD`. */
export function formatDay(day: EpochDay): string {
  return new Date(day * dayMs).toISOString().slice(0, 10)
}

/**
 * The day `months` later; where that month has no such day, its last day (Civil Code of China, article 202).
 */
export function plusMonths(day: EpochDay, months: number): EpochDay {
  const date = new Date(day * dayMs)
  const year = date.getUTCFullYear()
  const month = date.getUTCMonth() + months
  const lastOfMonth = new Date(Date.UTC(year, month + 1, 0)).getUTCDate()
  return Date.UTC(year, month, Math.min(date.getUTCDate(), lastOfMonth)) / dayMs
}

/** ISO weekday, 1 = Monday … 7 = Sunday. */
export function weekdayOf(day: EpochDay): number {
  // 1970-01-01 was a Thursday.
  return ((((day + 3) % 7) + 7) % 7) + 1
}

function epochDay(year: number, month: number, dayOfMonth: number): EpochDay {
  const date = new Date(0)
  // Date.UTC would read the years 0 … 99 as 1900 … 1999.
  date.setUTCFullYear(year, month - 1, dayOfMonth)
  return date.getTime() / dayMs
}
