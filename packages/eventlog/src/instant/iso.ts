import { dayMs, daysFromCivil, hourMs, isCivilDate, minuteMs } from './civil.ts'

/**
 * Reads an ISO 8601 date and time with offset straight from ASCII bytes: `2011-10-11T13:45:40.276+02:00`, with `T` or a space,
 * seconds and fraction optional, the offset as `Z`, `+01:00`, `+0100` or `+01`. A fraction finer than a millisecond stays as
 * a fraction of the number. `24:00` is the end of the day, as the standard says; 30 February and 25:00 are not read.
 *
 * @param bytes text in ASCII or UTF-8
 * @param from first byte of the text
 * @param to byte after the text
 * @returns UTC milliseconds, or `NaN` where the text has another layout, no offset, or an impossible date
 * @example
 * parseIsoInstant(new TextEncoder().encode('1970-01-01 01:00:00.5+01:00'), 0, 27) // → 500
 */
export function parseIsoInstant(bytes: Uint8Array, from: number, to: number): number {
  if (to - from < 17 || bytes[from + 4] !== 45 || bytes[from + 7] !== 45 || bytes[from + 13] !== 58) return Number.NaN
  const separator = bytes[from + 10]!
  if (separator !== 84 && separator !== 32 && separator !== 116) return Number.NaN
  const year = twoDigits(bytes, from) * 100 + twoDigits(bytes, from + 2)
  const month = twoDigits(bytes, from + 5)
  const day = twoDigits(bytes, from + 8)
  const hour = twoDigits(bytes, from + 11)
  const minute = twoDigits(bytes, from + 14)
  let at = from + 16
  let second = 0
  let fractionMs = 0
  if (bytes[at] === 58 && at + 3 < to) {
    second = twoDigits(bytes, at + 1)
    at += 3
    if (bytes[at] === 46 || bytes[at] === 44) {
      const end = endOfDigits(bytes, at + 1, to)
      if (end === at + 1) return Number.NaN
      fractionMs = fractionToMs(bytes, at + 1, end)
      at = end
    }
  }
  const wholeMs = hour * hourMs + minute * minuteMs + second * 1000
  // A two-digit group that is no number is NaN and fails every comparison here.
  if (!(minute <= 59 && second <= 59 && wholeMs + fractionMs <= dayMs && isCivilDate(year, month, day)))
    return Number.NaN
  // The fraction comes last: everything before it is whole, so that the sum is rounded once.
  return daysFromCivil(year, month, day) * dayMs + wholeMs - parseOffset(bytes, at, to) + fractionMs
}

/**
 * Reads a UTC offset, `Z`, `+01:00`, `+0100`, `+01` or with seconds `+00:19:32`, that fills `bytes[from … to − 1]`.
 *
 * @returns milliseconds east of UTC, or `NaN` where it is none
 */
export function parseOffset(bytes: Uint8Array, from: number, to: number): number {
  const first = bytes[from]!
  const length = to - from
  if ((first === 90 || first === 122) && length === 1) return 0
  if ((first !== 43 && first !== 45) || length < 3) return Number.NaN
  const colon = bytes[from + 3] === 58 ? 1 : 0
  const minuteAt = from + 3 + colon
  if (length !== 3 && to - minuteAt !== 2 && to - minuteAt !== 4 + colon) return Number.NaN
  const minutes = length === 3 ? 0 : twoDigits(bytes, minuteAt)
  const secondsAt = minuteAt + 2 + colon
  const seconds = to > minuteAt + 2 ? twoDigits(bytes, secondsAt) : 0
  if (to > minuteAt + 2 && colon === 1 && bytes[minuteAt + 2] !== 58) return Number.NaN
  const hours = twoDigits(bytes, from + 1)
  if (!(hours <= 23 && minutes <= 59 && seconds <= 59)) return Number.NaN
  const offsetMs = hours * hourMs + minutes * minuteMs + seconds * 1000
  return first === 45 ? -offsetMs : offsetMs
}

/** The first place from `from` on that holds no digit. */
export function endOfDigits(bytes: Uint8Array, from: number, to: number): number {
  let at = from
  while (at < to && bytes[at]! >= 48 && bytes[at]! <= 57) at++
  return at
}

/** The digits after a decimal point of seconds, as milliseconds; digits after the fifteenth are below any precision. */
export function fractionToMs(bytes: Uint8Array, from: number, to: number): number {
  let value = 0
  let scale = 1
  for (let i = from; i < to && i < from + 15; i++) {
    value = value * 10 + bytes[i]! - 48
    scale *= 10
  }
  return (value * 1000) / scale
}

/** Two ASCII digits as a number, `NaN` where they are none. */
export function twoDigits(bytes: Uint8Array, at: number): number {
  const tens = bytes[at]! - 48
  const ones = bytes[at + 1]! - 48
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : Number.NaN
}
