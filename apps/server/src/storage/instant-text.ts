const dayMs = 86_400_000

/**
 * Reads an instant as PostgreSQL writes it (`2026-01-02 03:04:05.678901+00`), faster than `Date.parse`.
 *
 * @returns UTC milliseconds, cut to the millisecond; ±Infinity for `infinity`
 */
export function parseInstant(text: string): number {
  if (!isCommonForm(text)) return parseRare(text)
  const day = daysFromCivil(number4(text, 0), number2(text, 5), number2(text, 8))
  const seconds = number2(text, 11) * 3600 + number2(text, 14) * 60 + number2(text, 17)
  return day * dayMs + seconds * 1000 + milliseconds(text)
}

const zero = 48
const plus = 43
const dash = 45
const dot = 46

/** Four digits of a year, and no zone or +00. */
function isCommonForm(text: string): boolean {
  if (text.charCodeAt(4) !== dash || text.charCodeAt(7) !== dash) return false
  const { length } = text
  if (length === 19) return true
  if (text.endsWith('+00')) return length === 22 || text.charCodeAt(19) === dot
  return (
    text.charCodeAt(19) === dot && text.indexOf('+', 20) === -1 && text.indexOf('-', 20) === -1 && !text.endsWith('C')
  )
}

function milliseconds(text: string): number {
  if (text.charCodeAt(19) !== dot) return 0
  let value = 0
  let unit = 100
  for (let at = 20; at < 23; at += 1) {
    const code = text.charCodeAt(at)
    if (code === plus || Number.isNaN(code)) break
    value += (code - zero) * unit
    unit /= 10
  }
  return value
}

function number2(text: string, at: number): number {
  return (text.charCodeAt(at) - zero) * 10 + text.charCodeAt(at + 1) - zero
}

function number4(text: string, at: number): number {
  return number2(text, at) * 100 + number2(text, at + 2)
}

/** Days since 1970-01-01 in the proleptic Gregorian calendar (H. Hinnant, “chrono-compatible low-level date algorithms”). */
function daysFromCivil(year: number, month: number, day: number): number {
  const shifted = month <= 2 ? year - 1 : year
  const era = Math.floor(shifted / 400)
  const yearOfEra = shifted - era * 400
  const dayOfYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1
  return era * 146_097 + yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear - 719_468
}

/** Other zones, years beyond 9999 or before our era, infinity. */
function parseRare(text: string): number {
  if (text === 'infinity') return Number.POSITIVE_INFINITY
  if (text === '-infinity') return Number.NEGATIVE_INFINITY
  const parts =
    /^(\d{4,})-(\d\d)-(\d\d) (\d\d):(\d\d):(\d\d)(?:\.(\d+))?(?:([+-])(\d\d)(?::(\d\d))?(?::(\d\d))?)?( BC)?$/.exec(
      text,
    )
  if (parts === null) throw new RangeError(`“${text}” is not an instant as PostgreSQL writes it`)
  const part = (index: number): number => Number(parts[index] ?? 0)
  const year = parts[12] === undefined ? part(1) : 1 - part(1)
  const local = daysFromCivil(year, part(2), part(3)) * 86_400 + part(4) * 3600 + part(5) * 60 + part(6)
  const offset = (part(9) * 3600 + part(10) * 60 + part(11)) * (parts[8] === '-' ? -1 : 1)
  return (local - offset) * 1000 + Number((parts[7] ?? '').padEnd(3, '0').slice(0, 3))
}
