import { zoneOffsetMs } from '@zhengfeng/worktime'
import { minuteMs } from './civil.ts'

/**
 * Writes an instant as ISO 8601 with the offset that a zone had then, so that midnight there stays recognisable.
 * Fractions of a millisecond are written with as many digits as it takes to read the same number back.
 *
 * @param instant UTC milliseconds, years 0000 to 9999
 * @param timeZone IANA zone
 * @example
 * isoWithOffset(Date.UTC(2025, 0, 1), 'Asia/Shanghai') // → '2025-01-01T08:00:00.000+08:00'
 */
export function isoWithOffset(instant: number, timeZone: string): string {
  const wholeMs = Math.floor(instant)
  const offsetMs = zoneOffsetMs(timeZone, wholeMs)
  // XML Schema knows no seconds in an offset, as local mean times had them.
  if (offsetMs % minuteMs !== 0) return isoWithOffset(instant, 'UTC')
  const local = new Date(wholeMs + offsetMs).toISOString()
  const seconds = local.slice(0, -5)
  return `${seconds}.${fraction(instant, wholeMs)}${offsetText(offsetMs / minuteMs)}`
}

function fraction(instant: number, wholeMs: number): string {
  const milliseconds = String(((wholeMs % 1000) + 1000) % 1000).padStart(3, '0')
  const rest = instant - wholeMs
  if (rest === 0) return milliseconds
  for (const digits of [3, 6, 9]) {
    const decimals = rest.toFixed(digits).slice(2)
    if (wholeMs + Number(`0.${decimals}`) === instant) return milliseconds + decimals
  }
  return milliseconds + rest.toFixed(12).slice(2)
}

function offsetText(offsetMinutes: number): string {
  if (offsetMinutes === 0) return 'Z'
  const minutes = Math.abs(offsetMinutes)
  const two = (value: number): string => String(value).padStart(2, '0')
  return `${offsetMinutes < 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`
}
