import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  CalendarError,
  instantOfLocal,
  instantWhenReached,
  isTimeZone,
  localMs,
  offsetChanges,
  zoneOffsetMs,
} from './index.ts'

const zones = [
  'America/Boa_Vista',
  'Asia/Shanghai',
  'Europe/Amsterdam',
  'America/St_Johns',
  'America/Havana',
  'Pacific/Apia',
  'Africa/Casablanca',
  'Australia/Lord_Howe',
  'Asia/Kathmandu',
  'Africa/Monrovia',
  'UTC',
]
const minute = 60_000
const hour = 60 * minute
const anyInstant = fc
  .integer({ min: Date.UTC(1900, 0, 1) / 1000, max: Date.UTC(2100, 0, 1) / 1000 - 1 })
  .map((s) => s * 1000)
/** Instants of which half lie within a day and a half of an offset change. */
const zoneAndInstant = fc.constantFrom(...zones).chain((zone) => {
  const changes = Array.from(offsetChanges(zone).instants).slice(1)
  if (changes.length === 0) return fc.tuple(fc.constant(zone), anyInstant)
  const near = fc
    .tuple(fc.constantFrom(...changes), fc.integer({ min: -36 * 60, max: 36 * 60 }))
    .map(([change, minutes]) => change + minutes * minute)
  return fc.tuple(fc.constant(zone), fc.oneof(anyInstant, near))
})

describe('the offset of a zone', () => {
  it('is what the runtime prints for that instant, in every zone and year', () => {
    fc.assert(
      fc.property(zoneAndInstant, ([zone, instant]) => {
        expect(localMs(zone, instant)).toBe(wallClock(zone, instant))
      }),
      { numRuns: 2000 },
    )
  })

  it('keeps the seconds of local mean time', () => {
    expect(zoneOffsetMs('Asia/Shanghai', Date.UTC(1900, 5, 1))).toBe(((8 * 60 + 5) * 60 + 43) * 1000)
    expect(zoneOffsetMs('Africa/Monrovia', Date.UTC(1950, 0, 1))).toBe(-(44 * 60 + 30) * 1000)
  })

  it('knows the summer times that China kept from 1986 to 1991', () => {
    expect(zoneOffsetMs('Asia/Shanghai', Date.UTC(1988, 6, 1))).toBe(9 * hour)
    expect(zoneOffsetMs('Asia/Shanghai', Date.UTC(1992, 6, 1))).toBe(8 * hour)
  })

  it('changes at the very millisecond of the change', () => {
    const change = Date.UTC(2026, 2, 29, 1)
    expect(zoneOffsetMs('Europe/Amsterdam', change - 1)).toBe(hour)
    expect(zoneOffsetMs('Europe/Amsterdam', change)).toBe(2 * hour)
    expect(zoneOffsetMs('Europe/Amsterdam', change - 1)).toBe(hour)
  })

  it('stays at the nearer end outside 1900–2100, and is NaN for no instant', () => {
    expect(zoneOffsetMs('Asia/Shanghai', Date.UTC(9999, 0, 1))).toBe(8 * hour)
    expect(zoneOffsetMs('Asia/Shanghai', Date.parse('0001-01-01T00:00:00Z'))).toBe(
      zoneOffsetMs('Asia/Shanghai', Date.UTC(1900, 0, 1)),
    )
    expect(zoneOffsetMs('Asia/Shanghai', Number.NaN)).toBeNaN()
  })

  it('refuses a zone that does not exist, with its name', () => {
    expect(() => zoneOffsetMs('Mars/Olympus', 0)).toThrow(CalendarError)
    expect(() => zoneOffsetMs('Mars/Olympus', 0)).toThrow('timeZoneUnknown {"field":"timeZone","value":"Mars/Olympus"}')
  })

  it('misses no change that a look at every six hours would show', () => {
    for (const zone of zones) {
      const format = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset', year: 'numeric' })
      let seen = 0
      let last = ''
      for (let at = Date.UTC(2000, 0, 1); at <= Date.UTC(2028, 0, 1); at += 6 * hour) {
        const offset = format.format(at).slice(6)
        if (last !== '' && offset !== last) seen++
        last = offset
      }
      const listed = offsetChanges(zone).instants.filter(
        (at) => at > Date.UTC(2000, 0, 1) && at <= Date.UTC(2028, 0, 1),
      )
      expect([zone, listed.length]).toEqual([zone, seen])
    }
  })
})

describe('the instant of a local time', () => {
  it('tells that local time again unless it was skipped', () => {
    fc.assert(
      fc.property(zoneAndInstant, ([zone, local]) => {
        const { instant, kind } = instantOfLocal(zone, local)
        if (kind === 'skipped') expect(localMs(zone, instant)).toBeGreaterThan(local)
        else expect(localMs(zone, instant)).toBe(local)
      }),
      { numRuns: 2000 },
    )
  })

  it('is the earliest of all instants that tell it, and repeated only where there are two', () => {
    fc.assert(
      fc.property(zoneAndInstant, ([zone, at]) => {
        const local = localMs(zone, at)
        const { instant, kind } = instantOfLocal(zone, local)
        expect(instant).toBeLessThanOrEqual(at)
        expect(kind).toBe(tellings(zone, local) > 1 ? 'repeated' : 'exact')
      }),
      { numRuns: 2000 },
    )
  })

  it('moves a skipped time forward by the gap, be it an hour or a whole day', () => {
    expect(instantOfLocal('America/New_York', Date.UTC(2026, 2, 8, 2, 30))).toEqual({
      instant: Date.UTC(2026, 2, 8, 7, 30),
      kind: 'skipped',
    })
    // Samoa had no 30 December 2011.
    const skipped = instantOfLocal('Pacific/Apia', Date.UTC(2011, 11, 30, 12))
    expect(skipped).toEqual({ instant: Date.UTC(2011, 11, 30, 22), kind: 'skipped' })
    expect(localMs('Pacific/Apia', skipped.instant)).toBe(Date.UTC(2011, 11, 31, 12))
  })

  it('is NaN for no time', () => {
    expect(instantOfLocal('Europe/Amsterdam', Number.NaN)).toEqual({ instant: Number.NaN, kind: 'exact' })
  })
})

describe('the first instant when the wall clock has reached a time', () => {
  it('never decreases when the time increases', () => {
    fc.assert(
      fc.property(zoneAndInstant, fc.integer({ min: 0, max: 3 * 24 * 60 }), ([zone, local], minutes) => {
        const earlier = instantWhenReached(zone, local)
        expect(instantWhenReached(zone, local + minutes * minute)).toBeGreaterThanOrEqual(earlier)
      }),
      { numRuns: 2000 },
    )
  })

  it('has reached it, and a second earlier had not', () => {
    fc.assert(
      fc.property(zoneAndInstant, ([zone, local]) => {
        const reached = instantWhenReached(zone, local)
        expect(localMs(zone, reached)).toBeGreaterThanOrEqual(local)
        expect(localMs(zone, reached - 1000)).toBeLessThan(local)
      }),
      { numRuns: 2000 },
    )
  })
})

describe('a zone name', () => {
  it('is an IANA name; offsets, blanks and phrases are not', () => {
    const names = ['Asia/Shanghai', 'UTC', 'Etc/GMT+8', '+08:00', 'GMT+8', '', 'Beijing time']
    expect(names.filter(isTimeZone)).toEqual(['Asia/Shanghai', 'UTC', 'Etc/GMT+8'])
  })
})

/** The wall clock as the runtime formats it, read back field by field. */
function wallClock(timeZone: string, instant: number): number {
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' })
  return Date.parse(`${format.format(instant).replace(' ', 'T')}Z`)
}

/** How many instants within 26 hours of it, in steps of an offset's quarter hours and odd seconds, tell a local time. */
function tellings(zone: string, local: number): number {
  const offsets = new Set<number>()
  for (let h = -48; h <= 48; h++) offsets.add(zoneOffsetMs(zone, local + h * hour))
  return [...offsets].filter((offset) => zoneOffsetMs(zone, local - offset) === offset).length
}
