export const dayMs = 86_400_000
export const hourMs = 3_600_000
export const minuteMs = 60_000

/**
 * Days from 1970-01-01 to a date of the proleptic Gregorian calendar.
 * Source: Howard Hinnant, “chrono-compatible low-level date algorithms”.
 *
 * @param month 1 … 12
 * @param day 1 … 31, not checked
 */
export function daysFromCivil(year: number, month: number, day: number): number {
  const y = month <= 2 ? year - 1 : year
  const era = Math.floor(y / 400)
  const yearOfEra = y - era * 400
  const dayOfYear = (((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) | 0) + day - 1
  return era * 146_097 + yearOfEra * 365 + ((yearOfEra / 4) | 0) - ((yearOfEra / 100) | 0) + dayOfYear - 719_468
}

/** Whether the calendar has that date: no 30 February, no month 13, no day 0. */
export function isCivilDate(year: number, month: number, day: number): boolean {
  return month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month)
}

function daysInMonth(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31
}
