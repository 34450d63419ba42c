import { dayMs, type EpochDay } from './plain-day.ts'
import { instantWhenReached, offsetChanges, zoneOffsetMs } from './zone.ts'

/** Office hours of a working day as milliseconds after local midnight, ascending, not overlapping. */
export interface OfficeHours {
  readonly opensMs: Float64Array
  readonly closesMs: Float64Array
}

/**
 * Every day of a calendar with what was worked before it, so that counting between two days is one subtraction.
 * A day begins at the first instant when the wall clock has reached its midnight; hours open and close likewise. So a day
 * of 23 or 25 hours counts what was really open, and nothing is counted twice when the clock is set back.
 */
export interface DayTable {
  readonly timeZone: string
  readonly hours: OfficeHours
  /** The day at index 0. */
  readonly firstDay: EpochDay
  /** One per day: 1 where it is worked. */
  readonly worked: Uint8Array
  /** One per day: 1 where the offset changes on it or on a day next to it, so that plain arithmetic would not do. */
  readonly uneven: Uint8Array
  /** Working days before the day; one entry more than there are days. */
  readonly daysBefore: Int32Array
  /** Working milliseconds before the day; one entry more than there are days. */
  readonly msBefore: Float64Array
}

/** Builds the table of 1900 to 2099, the years for which offsets are known. */
export function tabulateDays(timeZone: string, hours: OfficeHours, isWorked: (day: EpochDay) => boolean): DayTable {
  const firstDay = Date.UTC(1900, 0, 1) / dayMs
  const dayCount = Date.UTC(2100, 0, 1) / dayMs - firstDay
  const table: DayTable = {
    timeZone,
    hours,
    firstDay,
    worked: new Uint8Array(dayCount),
    uneven: new Uint8Array(dayCount),
    daysBefore: new Int32Array(dayCount + 1),
    msBefore: new Float64Array(dayCount + 1),
  }
  markUneven(table)
  const fullDayMs = hours.closesMs.reduce((sum, closes, i) => sum + closes - hours.opensMs[i]!, 0)
  for (let index = 0; index < dayCount; index++) {
    const uneven = table.uneven[index] === 1
    // A zone that crossed the date line left a day out; nobody can have worked on it.
    const exists = !uneven || startOfDay(table, index) < startOfDay(table, index + 1)
    if (exists && isWorked(firstDay + index)) table.worked[index] = 1
    table.daysBefore[index + 1] = table.daysBefore[index]! + table.worked[index]!
    const openMs = table.worked[index] === 0 ? 0 : uneven ? openMsOfUnevenDay(table, index) : fullDayMs
    table.msBefore[index + 1] = table.msBefore[index]! + openMs
  }
  return table
}

/** Index of the day that an instant falls on; may lie outside the table. `NaN` for `NaN`. */
export function dayIndexAt(table: DayTable, instant: number): number {
  let index = Math.floor((instant + zoneOffsetMs(table.timeZone, instant)) / dayMs) - table.firstDay
  // A clock set back over midnight shows the old date again, but the new day has begun.
  if (table.uneven[index] === 1) while (instant >= startOfDay(table, index + 1)) index++
  return index
}

/** Working milliseconds from the beginning of the table to an instant. */
export function workedMsUntil(table: DayTable, instant: number): number {
  const index = dayIndexAt(table, instant)
  if (!(index >= 0)) return Number.isNaN(instant) ? Number.NaN : 0
  if (index >= table.worked.length) return table.msBefore.at(-1)!
  const before = table.msBefore[index]!
  if (table.worked[index] === 0) return before
  const { opensMs, closesMs } = table.hours
  const even = table.uneven[index] === 0
  const localMidnight = (table.firstDay + index) * dayMs
  const midnight = even ? localMidnight - zoneOffsetMs(table.timeZone, instant) : 0
  let openMs = 0
  for (let i = 0; i < opensMs.length; i++) {
    const opens = even ? midnight + opensMs[i]! : instantWhenReached(table.timeZone, localMidnight + opensMs[i]!)
    if (instant <= opens) break
    const closes = even ? midnight + closesMs[i]! : instantWhenReached(table.timeZone, localMidnight + closesMs[i]!)
    openMs += Math.min(instant, closes) - opens
  }
  return before + openMs
}

/** The instant at which a day begins. */
function startOfDay(table: DayTable, index: number): number {
  return instantOnDay(table, index, 0)
}

/** The instant at which the office opens for the `i`-th time on a day. */
export function opensAt(table: DayTable, index: number, i: number): number {
  return instantOnDay(table, index, table.hours.opensMs[i]!)
}

/** The instant at which the office closes for the `i`-th time on a day; `-1` is the last time. */
export function closesAt(table: DayTable, index: number, i: number): number {
  return instantOnDay(table, index, table.hours.closesMs.at(i)!)
}

function instantOnDay(table: DayTable, index: number, msOfDay: number): number {
  const local = (table.firstDay + index) * dayMs + msOfDay
  // The offset is the same on the days around, so it does not matter that this takes local time for UTC.
  if (table.uneven[index] === 0) return local - zoneOffsetMs(table.timeZone, local)
  return instantWhenReached(table.timeZone, local)
}

function openMsOfUnevenDay(table: DayTable, index: number): number {
  let openMs = 0
  for (let i = 0; i < table.hours.opensMs.length; i++) openMs += closesAt(table, index, i) - opensAt(table, index, i)
  return openMs
}

function markUneven(table: DayTable): void {
  const { instants, offsetsMs } = offsetChanges(table.timeZone)
  for (let i = 1; i < instants.length; i++) {
    const locals = [instants[i]! + offsetsMs[i - 1]!, instants[i]! + offsetsMs[i]!]
    const from = Math.floor(Math.min(...locals) / dayMs) - table.firstDay - 1
    const until = Math.floor(Math.max(...locals) / dayMs) - table.firstDay + 1
    table.uneven.fill(1, Math.max(from, 0), Math.max(until + 1, 0))
  }
}
