import { instantOfLocal } from '@zhengfeng/worktime'
import type { AttributeValue } from './trace.ts'

const written = /^\d{4}-\d\d-(?:[01]\d|2[0-8])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,3})?(?:Z|[+-]\d\d:\d\d)$/
const layout = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?))?\s*(Z|[+-]\d{2}:?\d{2})?$/i

/**
 * The instant that an attribute tells: ISO 8601 with offset, or a date or date and time of the zone, or UTC milliseconds.
 *
 * @returns whole UTC milliseconds, `NaN` where it tells none
 */
export function instantOfText(value: AttributeValue | undefined, timeZone: string): number {
  if (typeof value === 'number') return Number.isFinite(value) ? Math.floor(value) : Number.NaN
  if (typeof value !== 'string') return Number.NaN
  // What JSON writes. Date.parse takes 30 February for 1 or 2 March, so later days go the long way.
  if (written.test(value)) return Date.parse(value)
  const match = layout.exec(value.trim())
  if (!match) return Number.NaN
  const [, day, time = '00:00', offset] = match
  const local = Date.parse(`${day}T${time}Z`)
  if (Number.isNaN(local) || new Date(local).toISOString().slice(0, 10) !== day) return Number.NaN
  if (offset === undefined) return instantOfLocal(timeZone, local).instant
  return local - offsetMs(offset)
}

function offsetMs(offset: string): number {
  if (offset.toUpperCase() === 'Z') return 0
  const digits = offset.replace(/\D/g, '')
  const minutes = Number(digits.slice(0, 2)) * 60 + Number(digits.slice(2))
  return (offset.startsWith('-') ? -minutes : minutes) * 60_000
}
