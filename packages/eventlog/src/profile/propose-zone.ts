import { zoneOffsetMs } from '@zhengfeng/worktime'

const fallbackZone = 'Asia/Shanghai'

/** One well-known zone for each rule of offsets, tried in this order. */
const candidates = [
  fallbackZone,
  'Europe/London',
  'Europe/Berlin',
  'Europe/Athens',
  'Europe/Moscow',
  'Asia/Dubai',
  'Asia/Kolkata',
  'Asia/Bangkok',
  'Asia/Tokyo',
  'Australia/Sydney',
  'America/New_York',
  'America/Chicago',
  'America/Denver',
  'America/Los_Angeles',
  'America/Sao_Paulo',
  'Pacific/Auckland',
]

const offsetPattern = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)\s*([+-])(\d{2}):?(\d{2})$/

/**
 * The zone whose offsets, over daylight saving, are those of the times; where times carry none (or only `Z`, which says
 * nothing of the office), the zone of China. It says how far from UTC the office is, not in which country.
 */
export function proposeTimeZone(times: readonly string[]): string {
  const offsets = times.flatMap(offsetOf)
  if (offsets.length === 0) return fallbackZone
  const fits = (zone: string): boolean => offsets.every(({ at, offsetMs }) => zoneOffsetMs(zone, at) === offsetMs)
  return candidates.find(fits) ?? fixedZone(offsets.map(({ offsetMs }) => offsetMs))
}

function offsetOf(text: string): { at: number; offsetMs: number }[] {
  const match = offsetPattern.exec(text)
  if (!match) return []
  const [, date, time, sign, hours, minutes] = match
  const offsetMs = (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000
  const at = Date.parse(`${date}T${time}Z`) - offsetMs
  return Number.isNaN(at) ? [] : [{ at, offsetMs }]
}

/** `Etc/GMT-8` is eight hours ahead of UTC: POSIX turns the sign round. */
function fixedZone(offsets: readonly number[]): string {
  const hours = offsets[0]! / 3_600_000
  const same = offsets.every((offset) => offset === offsets[0])
  if (!same || !Number.isInteger(hours) || hours === 0) return hours === 0 && same ? 'UTC' : fallbackZone
  return `Etc/GMT${hours > 0 ? '-' : '+'}${Math.abs(hours)}`
}
