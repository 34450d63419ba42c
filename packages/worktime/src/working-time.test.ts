import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  addWorkingMs,
  type CalendarRule,
  createCalendar,
  isOpenAt,
  isWorkingDay,
  localMs,
  offsetChanges,
  type WorkCalendar,
  workingDays,
  workingMs,
} from './index.ts'

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour
const officeHours = [
  ['09:00', '12:00'],
  ['13:00', '17:30'],
] as const
const roundTheClock = [['00:00', '24:00']] as const
const night = [
  ['00:15', '01:45'],
  ['02:15', '02:50'],
  ['03:00', '05:00'],
  ['22:30', '23:45'],
] as const

function rule(timeZone: string, hours: CalendarRule['hours'], changes: Partial<CalendarRule> = {}): CalendarRule {
  return { timeZone, hours, holidays: 'none', weekend: [6, 7], closed: [], open: [], ...changes }
}

const calendars: readonly WorkCalendar[] = [
  rule('Asia/Shanghai', officeHours, { holidays: 'CN' }),
  rule('Europe/Amsterdam', officeHours),
  rule('Europe/Amsterdam', roundTheClock, { weekend: [] }),
  rule('Europe/Amsterdam', night, { weekend: [] }),
  rule('America/St_Johns', night, { weekend: [] }),
  rule('America/St_Johns', roundTheClock, { weekend: [2] }),
  rule('America/Havana', roundTheClock, { weekend: [3] }),
  rule('Pacific/Apia', roundTheClock, { weekend: [] }),
].map(createCalendar)

const calendarAndInstants = fc.constantFrom(...calendars.keys()).chain((index) => {
  // Away from the ends of the table, where adding has no answer.
  const changes = Array.from(offsetChanges(calendars[index]!.rule.timeZone).instants).filter(
    (at) => at > Date.UTC(1905, 0, 1) && at < Date.UTC(2095, 0, 1),
  )
  const near = fc
    .tuple(fc.constantFrom(...changes), fc.integer({ min: -3 * day, max: 3 * day }))
    .map(([change, ms]) => change + ms)
  const recent = fc.integer({ min: Date.UTC(2004, 0, 1), max: Date.UTC(2027, 0, 1) })
  const instant = fc.oneof(near, recent)
  return fc.tuple(fc.constant(index), instant, instant, instant)
})

describe('elapsed working time', () => {
  const amsterdam = calendars[1]!
  it('leaves out nights, lunch and weekends', () => {
    // Friday 16:00 to Monday 14:00 local time, UTC+1
    expect(workingMs(amsterdam, Date.UTC(2026, 0, 9, 15), Date.UTC(2026, 0, 12, 13))).toBe((1.5 + 3 + 1) * hour)
  })

  it('reads office hours in local time on both sides of a change of offset', () => {
    // Friday 27 March 09:00 (+1) to Monday 30 March 09:30 (+2): one whole day and half an hour.
    const friday = Date.parse('2026-03-27T09:00+01:00')
    expect(workingMs(amsterdam, friday, Date.parse('2026-03-30T09:30+02:00'))).toBe(8 * hour)
  })

  it('of a day that is worked round the clock is 23, 24 or 25 hours', () => {
    const lengths = ['2026-03-28', '2026-03-29', '2026-03-30', '2026-10-25'].map((date) => {
      const offset = date < '2026-03-29' || date > '2026-10-25' ? '+01:00' : date === '2026-03-29' ? '+01:00' : '+02:00'
      const from = Date.parse(`${date}T00:00${offset}`)
      const nextLocalMidnight = localMs('Europe/Amsterdam', from) + day
      const to = [from + 23 * hour, from + 24 * hour, from + 25 * hour].find(
        (at) => localMs('Europe/Amsterdam', at) === nextLocalMidnight,
      )!
      return workingMs(calendars[2]!, from, to) / hour
    })
    expect(lengths).toEqual([24, 23, 24, 25])
  })

  it('is what a look at every minute adds up to', () => {
    fc.assert(
      fc.property(calendarAndInstants, fc.integer({ min: 0, max: 4 * 24 * 60 }), ([index, at], minutes) => {
        const calendar = calendars[index]!
        // Offsets were not always whole minutes before.
        fc.pre(at > Date.UTC(1951, 0, 1))
        const from = Math.floor(at / minute) * minute
        expect(workingMs(calendar, from, from + minutes * minute)).toBe(openMinutes(calendar, from, minutes) * minute)
      }),
      { numRuns: 200 },
    )
  })

  it('adds up exactly over any instant between, and turns its sign when reversed', () => {
    fc.assert(
      fc.property(calendarAndInstants, ([index, a, b, c]) => {
        const calendar = calendars[index]!
        expect(workingMs(calendar, a, b) + workingMs(calendar, b, c)).toBe(workingMs(calendar, a, c))
        expect(workingMs(calendar, a, b) + workingMs(calendar, b, a)).toBe(0)
      }),
      { numRuns: 2000 },
    )
  })

  it('never shrinks as time goes on, and never grows faster than the clock', () => {
    fc.assert(
      fc.property(calendarAndInstants, ([index, a, b]) => {
        const calendar = calendars[index]!
        const elapsed = workingMs(calendar, Math.min(a, b), Math.max(a, b))
        expect(elapsed).toBeGreaterThanOrEqual(0)
        expect(elapsed).toBeLessThanOrEqual(Math.abs(a - b))
      }),
      { numRuns: 2000 },
    )
  })

  it('goes on exactly while the office is open', () => {
    fc.assert(
      fc.property(calendarAndInstants, ([index, at]) => {
        const calendar = calendars[index]!
        expect(workingMs(calendar, at, at + 1)).toBe(isOpenAt(calendar, at) ? 1 : 0)
      }),
      { numRuns: 2000 },
    )
  })

  it('is nothing beyond 1900–2099, and NaN for no instant', () => {
    const shanghai = calendars[0]!
    expect(workingMs(shanghai, Date.UTC(2500, 0, 1), Date.UTC(9999, 11, 31))).toBe(0)
    expect(workingMs(shanghai, Date.parse('0001-01-01T00:00Z'), Date.UTC(1899, 0, 1))).toBe(0)
    expect(workingMs(shanghai, Number.NaN, 0)).toBeNaN()
    expect(workingMs(shanghai, 0, Number.NaN)).toBeNaN()
  })
})

describe('adding working time', () => {
  it('is undone by counting it', () => {
    fc.assert(
      fc.property(calendarAndInstants, fc.integer({ min: -90 * day, max: 90 * day }), ([index, from], ms) => {
        const calendar = calendars[index]!
        const to = addWorkingMs(calendar, from, ms)
        expect(workingMs(calendar, from, to)).toBe(ms)
      }),
      { numRuns: 2000 },
    )
  })

  it('ends at the nearest such instant', () => {
    fc.assert(
      fc.property(calendarAndInstants, fc.integer({ min: 1, max: 30 * day }), ([index, from], ms) => {
        const calendar = calendars[index]!
        expect(workingMs(calendar, from, addWorkingMs(calendar, from, ms) - 1)).toBe(ms - 1)
        expect(workingMs(calendar, from, addWorkingMs(calendar, from, -ms) + 1)).toBe(1 - ms)
      }),
      { numRuns: 2000 },
    )
  })

  it('forward ends when the office closes, backward when it opens', () => {
    const at = (text: string): number => Date.parse(`2026-03-${text}+08:00`)
    const add = (from: string, hours: number): number => addWorkingMs(calendars[0]!, at(from), hours * hour)
    expect(add('02T11:00', 1)).toBe(at('02T12:00'))
    expect(add('02T14:00', -1)).toBe(at('02T13:00'))
    expect(add('06T16:30', 1)).toBe(at('06T17:30'))
    expect(add('09T10:00', -1)).toBe(at('09T09:00'))
    expect(add('08T12:00', -1)).toBe(at('06T16:30'))
  })

  it('of none stays where it is, and has no answer outside 1900–2099', () => {
    const shanghai = calendars[0]!
    const midnight = Date.parse('2026-03-01T00:00+08:00')
    expect(addWorkingMs(shanghai, midnight, 0)).toBe(midnight)
    expect(addWorkingMs(shanghai, midnight, 1e15)).toBeNaN()
    expect(addWorkingMs(shanghai, midnight, -1e15)).toBeNaN()
    expect(addWorkingMs(shanghai, Number.NaN, 1)).toBeNaN()
    expect(addWorkingMs(shanghai, Date.UTC(2500, 0, 1), -1)).toBeNaN()
  })
})

describe('elapsed working days', () => {
  const shanghai = calendars[0]!
  const at = (text: string): number => Date.parse(`${text}+08:00`)

  it('leave out the first day and count the last, whatever the hour', () => {
    expect(workingDays(shanghai, at('2026-03-02T00:01'), at('2026-03-02T23:59'))).toBe(0)
    expect(workingDays(shanghai, at('2026-03-02T23:59'), at('2026-03-03T00:01'))).toBe(1)
    expect(workingDays(shanghai, at('2026-03-03T00:01'), at('2026-03-02T23:59'))).toBe(-1)
  })

  it('are the working days among the dates that follow', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: Date.UTC(2004, 0, 1), max: Date.UTC(2026, 10, 1) }),
        fc.integer({ min: 0, max: 40 * day }),
        (from, ms) => {
          let counted = 0
          const last = new Date(from + ms + 8 * hour).toISOString().slice(0, 10)
          for (let next = from + day; dateInShanghai(next) <= last; next += day)
            if (isWorkingDay(shanghai, dateInShanghai(next))) counted++
          expect(workingDays(shanghai, from, from + ms)).toBe(counted)
        },
      ),
      { numRuns: 500 },
    )
  })

  it('add up exactly over any instant between', () => {
    fc.assert(
      fc.property(calendarAndInstants, ([index, a, b, c]) => {
        const calendar = calendars[index]!
        expect(workingDays(calendar, a, b) + workingDays(calendar, b, c)).toBe(workingDays(calendar, a, c))
      }),
      { numRuns: 2000 },
    )
  })

  it('are NaN for no instant', () => {
    expect(workingDays(shanghai, Number.NaN, 0)).toBeNaN()
    expect(workingDays(shanghai, 0, Number.NaN)).toBeNaN()
  })
})

function dateInShanghai(instant: number): string {
  return new Date(instant + 8 * hour).toISOString().slice(0, 10)
}

/**
 * Looks at the wall clock minute by minute: what it shows decides, except that nothing opens or closes a second time when
 * the clock is set back, so the latest time shown so far on either side of midnight is what counts.
 */
function openMinutes(calendar: WorkCalendar, from: number, minutes: number): number {
  const { timeZone, hours } = calendar.rule
  const shown = (at: number): number => localMs(timeZone, at)
  let reached = Number.NEGATIVE_INFINITY
  for (let at = from - 2 * day; at < from; at += minute) reached = Math.max(reached, shown(at))
  let open = 0
  for (let at = from; at < from + minutes * minute; at += minute) {
    // While a past hour is shown again, whatever was reached last goes on.
    reached = Math.max(reached, shown(at))
    const time = new Date(reached).toISOString()
    const inHours = hours.some(([opens, closes]) => opens <= time.slice(11, 16) && time.slice(11, 16) < closes)
    if (inHours && isWorkingDay(calendar, time.slice(0, 10))) open++
  }
  return open
}
