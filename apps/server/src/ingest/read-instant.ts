import { z } from 'zod'

const form = z.regexes.datetime({ offset: true })
const minute = 60_000

/**
 * Reads an instant of an event: ISO 8601 with offset, years 1900 to 2199.
 *
 * @returns UTC milliseconds, what is finer cut off; `NaN` where the text is none
 */
export function readInstant(text: string): number {
  const instant = readCommonForm(text)
  if (!Number.isNaN(instant)) return instant
  return inRange(text) && form.test(text) ? Math.floor(Date.parse(text)) : Number.NaN
}

function inRange(text: string): boolean {
  const century = text.slice(0, 2)
  return century === '19' || century === '20' || century === '21'
}

/** `2025-01-01T08:00:00(.000)(Z|+08:00)` on one of the days 1 to 28, without a regular expression; others are left to the slow way. */
function readCommonForm(text: string): number {
  const whole = text.charCodeAt(19) !== 46
  if (!whole && !(digits(text, 20, 23) >= 0)) return Number.NaN
  const zoneAt = whole ? 19 : 23
  const offsetMs = offsetAt(text, zoneAt)
  if (Number.isNaN(offsetMs) || !separated(text)) return Number.NaN
  const year = digits(text, 0, 4)
  const month = digits(text, 5, 7)
  const day = digits(text, 8, 10)
  const hours = digits(text, 11, 13)
  const minutes = digits(text, 14, 16)
  const seconds = digits(text, 17, 19)
  if (!(year >= 1900 && year < 2200 && month >= 1 && month <= 12 && day >= 1 && day <= 28)) return Number.NaN
  if (!(hours >= 0 && hours < 24 && minutes >= 0 && minutes < 60 && seconds >= 0 && seconds < 60)) return Number.NaN
  return Date.UTC(year, month - 1, day, hours, minutes, seconds, whole ? 0 : digits(text, 20, 23)) - offsetMs
}

function separated(text: string): boolean {
  return (
    text.charCodeAt(4) === 45 &&
    text.charCodeAt(7) === 45 &&
    text.charCodeAt(10) === 84 &&
    text.charCodeAt(13) === 58 &&
    text.charCodeAt(16) === 58
  )
}

function offsetAt(text: string, at: number): number {
  const sign = text.charCodeAt(at)
  if (sign === 90 && text.length === at + 1) return 0
  if ((sign !== 43 && sign !== 45) || text.length !== at + 6 || text.charCodeAt(at + 3) !== 58) return Number.NaN
  const hours = digits(text, at + 1, at + 3)
  const minutes = digits(text, at + 4, at + 6)
  if (!(hours >= 0 && hours < 24 && minutes >= 0 && minutes < 60)) return Number.NaN
  return (sign === 45 ? -1 : 1) * (hours * 60 + minutes) * minute
}

/** The number that the digits make, or `NaN`. */
function digits(text: string, from: number, to: number): number {
  let value = 0
  for (let at = from; at < to; at++) {
    const digit = text.charCodeAt(at) - 48
    if (!(digit >= 0 && digit <= 9)) return Number.NaN
    value = value * 10 + digit
  }
  return value
}
