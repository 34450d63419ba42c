import { MonitorError } from '../errors.ts'
import { measures } from '../indicators/measures.ts'
import type { Contribution, DayContribution } from './contribution.ts'

/** Changes when `measures` or the layout do, so that an older text is refused instead of misread. */
const layout = 1

/**
 * Writes a contribution as short text.
 *
 * @example
 * const contribution = { item: 'licence', department: '', channel: '', applicantGroup: '', days: [] }
 * encodeContribution(contribution) // → '[1,"licence","","","",[]]'
 */
export function encodeContribution(contribution: Contribution): string {
  const { item, department, channel, applicantGroup, days } = contribution
  return JSON.stringify([layout, item, department, channel, applicantGroup, days.map(encodeDay)])
}

/**
 * Reads what `encodeContribution` wrote.
 *
 * @returns the very same contribution
 * @throws MonitorError `contributionUnreadable`
 * @example
 * decodeContribution('[1,"licence","","","",[]]').item // → 'licence'
 */
export function decodeContribution(text: string): Contribution {
  const parsed = parse(text)
  if (!Array.isArray(parsed) || parsed.length !== 6 || parsed[0] !== layout || !Array.isArray(parsed[5]))
    throw unreadable(text)
  const [, item, department, channel, applicantGroup, days] = parsed as [
    number,
    string,
    string,
    string,
    string,
    unknown[],
  ]
  if ([item, department, channel, applicantGroup].some((name) => typeof name !== 'string')) throw unreadable(text)
  return { item, department, channel, applicantGroup, days: days.map((day) => decodeDay(day, text)) }
}

/** `[day, [measure, value, …], [clock, bucket, n, …]]`, zero values left out. */
function encodeDay({ day, values, buckets }: DayContribution): unknown {
  const told: number[] = []
  for (let i = 0; i < values.length; i++) if (values[i] !== 0) told.push(i, values[i]!)
  const flat: number[] = []
  for (const { clock, bucket, n } of buckets) flat.push(clock, bucket, n)
  return [day, told, flat]
}

function decodeDay(encoded: unknown, text: string): DayContribution {
  if (!Array.isArray(encoded) || encoded.length !== 3) throw unreadable(text)
  const [day, told, flat] = encoded as [number, number[], number[]]
  if (!Number.isSafeInteger(day) || !areWhole(told, 2) || !areWhole(flat, 3)) throw unreadable(text)
  const values = new Array<number>(measures.length).fill(0)
  for (let i = 0; i < told.length; i += 2) {
    if (!(told[i]! >= 0 && told[i]! < values.length)) throw unreadable(text)
    values[told[i]!] = told[i + 1]!
  }
  const buckets: { clock: number; bucket: number; n: number }[] = []
  for (let i = 0; i < flat.length; i += 3) buckets.push({ clock: flat[i]!, bucket: flat[i + 1]!, n: flat[i + 2]! })
  return { day, values, buckets }
}

/** Whether it is a list of whole numbers that come in groups. */
function areWhole(list: unknown, groupSize: number): boolean {
  if (!Array.isArray(list) || list.length % groupSize !== 0) return false
  for (let i = 0; i < list.length; i++) if (!Number.isSafeInteger(list[i])) return false
  return true
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw unreadable(text, cause)
  }
}

function unreadable(text: string, cause?: unknown): MonitorError {
  return new MonitorError('contributionUnreadable', { found: text.slice(0, 80) }, { cause })
}
