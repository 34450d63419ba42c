import { zoneOffsetMs } from '@zhengfeng/worktime'
import { hourMs, minuteMs } from './civil.ts'

/**
 * Writes an instant as ISO 8601 with the offset of a zone, to the millisecond, or as much finer as the number is, so that reading it
 * gives the same number back.
 *
 * @param instant UTC milliseconds
 * @param timeZone IANA zone
 * @example
 * formatInstant(1_318_333_540_276, 'Europe/Amsterdam') // → '2011-10-11T13:45:40.276+02:00'
 */
export function formatInstant(instant: number, timeZone: string): string {
  const offsetMs = zoneOffsetMs(timeZone, instant)
  const whole = Math.floor(instant)
  // toISOString ends in `Z`; years beyond 9999 get a sign and six digits, as ISO 8601 asks.
  const local = new Date(whole + offsetMs).toISOString().slice(0, -1)
  const finer = instant === whole ? '' : digitsBelowMs(instant, whole)
  return `${local}${finer}${formatOffset(offsetMs)}`
}

/** The digits after the milliseconds: three, or as many more threes as it takes to tell the number. */
function digitsBelowMs(instant: number, whole: number): string {
  for (const digits of [3, 6, 9]) {
    const written = (instant - whole).toFixed(digits)
    if (whole + Number(written) === instant && written.startsWith('0')) return written.slice(2)
  }
  return (instant - whole).toFixed(12).slice(2)
}

function formatOffset(offsetMs: number): string {
  const sign = offsetMs < 0 ? '-' : '+'
  const size = Math.abs(offsetMs)
  const two = (value: number): string => String(Math.floor(value)).padStart(2, '0')
  const seconds = size % minuteMs === 0 ? '' : `:${two((size % minuteMs) / 1000)}`
  return `${sign}${two(size / hourMs)}:${two((size % hourMs) / minuteMs)}${seconds}`
}
