import { CalendarError } from './calendar-error.ts'

/** What became of a local time that was asked for: told once, skipped by a clock set forward, or told twice. */
export type LocalKind = 'exact' | 'skipped' | 'repeated'

/**
 * The UTC offset of a zone at an instant, to the second, whatever the zone of the process.
 * The first call for a zone lists its offset changes (about 15 ms), every further call is a few nanoseconds.
 *
 * @param timeZone IANA zone
 * @param utcMs instant, UTC milliseconds; before 1900 and after 2100 the offset at that end of the range is given
 * @returns milliseconds to add to UTC to get local time; `NaN` for `NaN`
 * @throws CalendarError `timeZoneUnknown`
 * @example
 * zoneOffsetMs('Asia/Shanghai', Date.UTC(2026, 0, 1)) // → 28_800_000
 * zoneOffsetMs('Europe/Amsterdam', Date.UTC(2026, 6, 1)) // → 7_200_000
 */
export function zoneOffsetMs(timeZone: string, utcMs: number): number {
  if (timeZone === recent.timeZone && utcMs >= recent.from && utcMs < recent.until) return recent.offsetMs
  if (Number.isNaN(utcMs)) return Number.NaN
  const { instants, offsetsMs } = changesOf(timeZone)
  const index = lastAtOrBefore(instants, utcMs)
  recent.timeZone = timeZone
  recent.from = instants[index]!
  recent.until = instants[index + 1] ?? Number.POSITIVE_INFINITY
  recent.offsetMs = offsetsMs[index]!
  return recent.offsetMs
}

/**
 * The wall clock at an instant, written as if it were UTC, so that `Date.UTC`, `getUTCDay` and divisions by a day apply.
 *
 * @param timeZone IANA zone
 * @param utcMs instant, UTC milliseconds
 * @returns milliseconds of the wall clock since 1970-01-01T00:00 of the wall clock; `NaN` for `NaN`
 * @throws CalendarError `timeZoneUnknown`
 * @example
 * new Date(localMs('Asia/Shanghai', Date.UTC(2026, 0, 1, 2))).toISOString() // → '2026-01-01T10:00:00.000Z'
 */
export function localMs(timeZone: string, utcMs: number): number {
  return utcMs + zoneOffsetMs(timeZone, utcMs)
}

/**
 * The instant at which the wall clock tells a local time. A skipped time is moved forward by the length of the gap and of a
 * repeated time the earlier instant is taken, as `Temporal` does under “compatible” (RFC 5545 asks for the same).
 *
 * @param timeZone IANA zone
 * @param localMsAsUtc wall-clock time as `localMs` gives it
 * @returns the instant in UTC milliseconds, and whether the wall clock told that time exactly once
 * @throws CalendarError `timeZoneUnknown`
 * @example
 * instantOfLocal('Europe/Amsterdam', Date.UTC(2026, 2, 29, 2, 30)) // → { instant: Date.UTC(2026, 2, 29, 1, 30), kind: 'skipped' }
 * instantOfLocal('Europe/Amsterdam', Date.UTC(2026, 9, 25, 2, 30)) // → { instant: Date.UTC(2026, 9, 25, 0, 30), kind: 'repeated' }
 */
export function instantOfLocal(timeZone: string, localMsAsUtc: number): { instant: number; kind: LocalKind } {
  const before = zoneOffsetMs(timeZone, localMsAsUtc - nearbyMs)
  // One stretch of equal offset holds both sides: nothing is skipped or repeated near here.
  if (localMsAsUtc + nearbyMs < recent.until || Number.isNaN(before))
    return { instant: localMsAsUtc - before, kind: 'exact' }
  return searchNearby(changesOf(timeZone), localMsAsUtc)
}

/** Tries each stretch of equal offset near a local time, in order. */
function searchNearby(changes: OffsetChanges, localMsAsUtc: number): { instant: number; kind: LocalKind } {
  const { instants, offsetsMs } = changes
  let found = Number.NaN
  let times = 0
  for (let i = lastAtOrBefore(instants, localMsAsUtc - nearbyMs); i < instants.length; i++) {
    if (instants[i]! > localMsAsUtc + nearbyMs) break
    const instant = localMsAsUtc - offsetsMs[i]!
    if (instant >= (instants[i + 1] ?? Number.POSITIVE_INFINITY)) continue
    if (instant >= instants[i]!) {
      if (times++ === 0) found = instant
    } else if (times === 0) {
      // Too late for the stretch before and too early for this one: the clock jumped over it.
      return { instant: localMsAsUtc - offsetsMs[i - 1]!, kind: 'skipped' }
    }
  }
  return { instant: found, kind: times > 1 ? 'repeated' : 'exact' }
}

/**
 * The first instant at which the wall clock has reached a local time: for a skipped time the moment of the jump. Unlike
 * `instantOfLocal` it never decreases when the local time increases, which is what opening and closing need.
 *
 * @param timeZone IANA zone
 * @param localMsAsUtc wall-clock time as `localMs` gives it
 * @returns the instant in UTC milliseconds
 * @throws CalendarError `timeZoneUnknown`
 * @example
 * instantWhenReached('Europe/Amsterdam', Date.UTC(2026, 2, 29, 2, 30)) // → Date.UTC(2026, 2, 29, 1, 0)
 */
export function instantWhenReached(timeZone: string, localMsAsUtc: number): number {
  const { instant, kind } = instantOfLocal(timeZone, localMsAsUtc)
  if (kind !== 'skipped') return instant
  const { instants } = changesOf(timeZone)
  return instants[lastAtOrBefore(instants, instant)]!
}

/**
 * Whether a text names a time zone that can be used here. Bare offsets such as `+08:00` do not: runtimes disagree on them.
 *
 * @param name any text
 * @example
 * isTimeZone('Asia/Shanghai') // → true
 * isTimeZone('Beijing time') // → false
 */
export function isTimeZone(name: string): boolean {
  return /^[A-Za-z]/.test(name) && offsetReader(name) !== undefined
}

/** The offset changes of a zone: from `instants[i]` to the next, local time is UTC + `offsetsMs[i]`. */
export interface OffsetChanges {
  /** UTC milliseconds, ascending; the first is `-Infinity`. */
  readonly instants: Float64Array
  readonly offsetsMs: Float64Array
}

/**
 * Lists every change of a zone's UTC offset from 1900 to 2100.
 *
 * @param timeZone IANA zone
 * @returns instants and the offsets that begin at them
 * @throws CalendarError `timeZoneUnknown`
 * @example
 * offsetChanges('UTC') // → { instants: Float64Array.of(-Infinity), offsetsMs: Float64Array.of(0) }
 */
export function offsetChanges(timeZone: string): OffsetChanges {
  return changesOf(timeZone)
}

const secondMs = 1000
const dayMs = 86_400_000
/** Offsets lie within ±14 h and no single jump exceeds 24 h, so two days around a local time hold all its instants. */
const nearbyMs = 2 * dayMs
const firstInstant = Date.UTC(1900, 0, 1)
const lastInstant = Date.UTC(2100, 0, 1)
/** Shorter than any offset has lasted since 1900: the shortest are 7 days, in Boa Vista in 2000 and to come in Gaza in 2040. */
const scanStepMs = 6 * dayMs

/** The stretch of equal offset that was asked for last; logs ask for neighbours millions of times. */
const recent = { timeZone: '', from: 0, until: 0, offsetMs: 0 }
const changesByZone = new Map<string, OffsetChanges>()

function changesOf(timeZone: string): OffsetChanges {
  const known = changesByZone.get(timeZone)
  if (known) return known
  const offsetAt = isTimeZone(timeZone) ? offsetReader(timeZone) : undefined
  if (!offsetAt) throw new CalendarError('timeZoneUnknown', { field: 'timeZone', value: timeZone })
  const changes = findChanges(offsetAt)
  changesByZone.set(timeZone, changes)
  return changes
}

/** Walks the range in steps and bisects, to the second, wherever the offset differs between two steps. */
function findChanges(offsetAt: (utcMs: number) => number): OffsetChanges {
  const instants = [Number.NEGATIVE_INFINITY]
  const offsetsMs = [offsetAt(firstInstant)]
  for (let from = firstInstant; from < lastInstant; from += scanStepMs) {
    const until = from + scanStepMs
    const untilOffset = offsetAt(until)
    // More than one change in a step is found one after the other, as long as the last offset differs from the first.
    for (let at = from; offsetsMs.at(-1) !== untilOffset; ) {
      at = firstChange(offsetAt, at, until)
      instants.push(at)
      offsetsMs.push(offsetAt(at))
    }
  }
  return { instants: Float64Array.from(instants), offsetsMs: Float64Array.from(offsetsMs) }
}

/** The first second after `from` and up to `until` whose offset differs from that at `from`. */
function firstChange(offsetAt: (utcMs: number) => number, from: number, until: number): number {
  const offset = offsetAt(from)
  let same = from / secondMs
  let different = until / secondMs
  while (different - same > 1) {
    const middle = Math.floor((same + different) / 2)
    if (offsetAt(middle * secondMs) === offset) same = middle
    else different = middle
  }
  return different * secondMs
}

/** Reads offsets from the runtime's own zone data, written as `GMT+08:05:43`. `undefined` where the zone is unknown. */
function offsetReader(timeZone: string): ((utcMs: number) => number) | undefined {
  try {
    const format = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset', year: 'numeric' })
    return (utcMs) => parseOffset(format.format(utcMs))
  } catch {
    return undefined
  }
}

function parseOffset(text: string): number {
  const match = /GMT(?:([+-])(\d\d):(\d\d)(?::(\d\d))?)?$/.exec(text)
  if (!match) throw new Error(`the runtime wrote a UTC offset in an unknown form: ${text}`)
  const [, sign, hours = '0', minutes = '0', seconds = '0'] = match
  return (sign === '-' ? -1 : 1) * (Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds)) * secondMs
}

/** Binary search: index of the last entry that is not after `value`; entries ascend and the first is `-Infinity`. */
function lastAtOrBefore(ascending: Float64Array, value: number): number {
  let low = 0
  let high = ascending.length
  while (high - low > 1) {
    const middle = (low + high) >>> 1
    if (ascending[middle]! <= value) low = middle
    else high = middle
  }
  return low
}
