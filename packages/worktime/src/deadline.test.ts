import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  createCalendar,
  deadline,
  dueWithStops,
  extendDeadline,
  isWorkingDay,
  type Stop,
  shiftForStops,
  type TimeLimit,
  workingDays,
} from './index.ts'

const day = 86_400_000
const calendar = createCalendar({
  timeZone: 'Asia/Shanghai',
  holidays: 'CN',
  weekend: [6, 7],
  hours: [
    ['09:00', '12:00'],
    ['13:00', '17:00'],
  ],
  closed: [],
  open: [],
})

/** Instants are written as the office's wall clock shows them. */
function at(text: string): number {
  return Date.parse(`${text.length === 10 ? `${text}T10:00` : text}+08:00`)
}
function shown(instant: number): string {
  return Number.isNaN(instant) ? 'never' : new Date(instant + 8 * 3_600_000).toISOString().slice(0, 16)
}
function due(from: string, amount: number, unit: TimeLimit['unit'], ...stops: readonly [string, string][]): string {
  const periods = stops.map(([stopFrom, to]) => ({ from: at(stopFrom), to: to === '' ? Number.NaN : at(to) }))
  return shown(dueWithStops(calendar, at(from), { amount, unit }, periods))
}

describe('a deadline', () => {
  it('in working days does not count the day it starts on and ends at office close', () => {
    expect(due('2026-03-02T00:00', 1, 'workingDay')).toBe('2026-03-03T17:00')
    expect(due('2026-03-02T23:59', 1, 'workingDay')).toBe('2026-03-03T17:00')
    expect(due('2026-03-06', 1, 'workingDay')).toBe('2026-03-09T17:00')
  })

  it('in working days leaves out holidays and counts days worked in exchange', () => {
    expect(due('2026-02-13', 2, 'workingDay')).toBe('2026-02-24T17:00')
  })

  it('in calendar days counts every day, and moves off a day that is not worked', () => {
    expect(due('2026-03-02', 3, 'calendarDay')).toBe('2026-03-05T17:00')
    expect(due('2026-09-22', 5, 'calendarDay')).toBe('2026-09-28T17:00')
    // Sunday 20 September 2026 is worked.
    expect(due('2026-09-15', 5, 'calendarDay')).toBe('2026-09-20T17:00')
  })

  it('in months ends on the same number, or on the last day of a shorter month', () => {
    expect(due('2026-03-02', 1, 'month')).toBe('2026-04-02T17:00')
    expect(due('2025-01-31', 1, 'month')).toBe('2025-02-28T17:00')
    expect(due('2024-01-31', 1, 'month')).toBe('2024-02-29T17:00')
    expect(due('2025-11-30', 14, 'month')).toBe('2027-02-01T17:00')
    expect(due('2026-04-30', 6, 'month')).toBe('2026-10-30T17:00')
  })

  it('in hours and minutes runs by the clock, day and night', () => {
    expect(due('2026-03-06T16:00', 24, 'hour')).toBe('2026-03-07T16:00')
    expect(due('2026-03-06T16:59', 90, 'minute')).toBe('2026-03-06T18:29')
  })

  it('of no days is the close of the same day, or of the next one where the office does not open again', () => {
    expect(due('2026-03-06T08:00', 0, 'workingDay')).toBe('2026-03-06T17:00')
    expect(due('2026-03-06T17:00', 0, 'calendarDay')).toBe('2026-03-06T17:00')
    expect(due('2026-03-06T17:01', 0, 'workingDay')).toBe('2026-03-09T17:00')
    expect(due('2026-03-07T10:00', 0, 'workingDay')).toBe('2026-03-09T17:00')
  })

  it('counts part of a day as a day', () => {
    expect(due('2026-03-02', 1.5, 'workingDay')).toBe('2026-03-04T17:00')
    expect(due('2026-03-02', 0.5, 'calendarDay')).toBe('2026-03-03T17:00')
  })

  it('is NaN for no start, for an amount that is none, and outside 1900–2099', () => {
    expect(due('2026-03-02', -1, 'workingDay')).toBe('never')
    expect(due('2026-03-02', Number.NaN, 'hour')).toBe('never')
    expect(due('2026-03-02', 1e6, 'workingDay')).toBe('never')
    expect(due('2026-03-02', 1e6, 'calendarDay')).toBe('never')
    expect(due('2026-03-02', 1e6, 'month')).toBe('never')
    for (const unit of ['workingDay', 'calendarDay', 'month', 'hour'] as const)
      expect(deadline(calendar, Number.NaN, { amount: 1, unit })).toBeNaN()
  })

  it('is as many working days away as the limit says', () => {
    fc.assert(
      fc.property(someInstant, fc.integer({ min: 1, max: 400 }), (from, amount) => {
        const end = deadline(calendar, from, { amount, unit: 'workingDay' })
        expect(workingDays(calendar, from, end)).toBe(amount)
        expect(workingDays(calendar, from, end - day)).toBeLessThan(amount)
      }),
    )
  })

  it('never comes earlier for a later start or a longer limit', () => {
    fc.assert(
      fc.property(
        someInstant,
        someLimit,
        fc.integer({ min: 0, max: 30 * day }),
        fc.nat(50),
        (from, limit, later, more) => {
          const end = deadline(calendar, from, limit)
          expect(deadline(calendar, from + later, limit)).toBeGreaterThanOrEqual(end)
          const longer = { ...limit, amount: limit.amount + more }
          expect(deadline(calendar, from, longer)).toBeGreaterThanOrEqual(end)
        },
      ),
    )
  })

  it('in days or months ends at five o’clock on a working day', () => {
    fc.assert(
      fc.property(someInstant, someLimit, (from, limit) => {
        fc.pre(limit.unit !== 'hour' && limit.unit !== 'minute')
        const end = shown(deadline(calendar, from, limit))
        expect([isWorkingDay(calendar, end.slice(0, 10)), end.slice(11)]).toEqual([true, '17:00'])
      }),
    )
  })
})

describe('a deadline with stops', () => {
  it('in working days leaves out the working days of a stop', () => {
    expect(due('2026-03-02', 5, 'workingDay')).toBe('2026-03-09T17:00')
    // Tuesday to Thursday: two days
    expect(due('2026-03-02', 5, 'workingDay', ['2026-03-03', '2026-03-05'])).toBe('2026-03-11T17:00')
    // Friday to Monday: one day
    expect(due('2026-03-02', 5, 'workingDay', ['2026-03-06', '2026-03-09'])).toBe('2026-03-10T17:00')
  })

  it('is not moved by a stop within one day, a stop over days off, or one that began after it', () => {
    expect(due('2026-03-02', 5, 'workingDay', ['2026-03-04T09:00', '2026-03-04T17:00'])).toBe('2026-03-09T17:00')
    expect(due('2026-03-02', 5, 'workingDay', ['2026-03-07T09:00', '2026-03-08T17:00'])).toBe('2026-03-09T17:00')
    expect(due('2026-03-02', 5, 'workingDay', ['2026-03-09T17:01', '2026-03-20'])).toBe('2026-03-09T17:00')
    expect(due('2026-03-02', 5, 'calendarDay', ['2026-03-09', '2026-03-20'])).toBe(
      '2026-03-09T17:00'.replace('09', '20'),
    )
  })

  it('is not moved by what lies before its start', () => {
    expect(due('2026-03-02', 5, 'workingDay', ['2026-02-02', '2026-03-02T09:00'])).toBe('2026-03-09T17:00')
    // From before the start to Wednesday: two days of the limit’s own time.
    expect(due('2026-03-02', 5, 'workingDay', ['2026-02-02', '2026-03-04'])).toBe('2026-03-11T17:00')
  })

  it('counts overlapping stops once', () => {
    const stops = [
      ['2026-03-04', '2026-03-06'],
      ['2026-03-03', '2026-03-05'],
      ['2026-03-03', '2026-03-04'],
    ] as const
    expect(due('2026-03-02', 5, 'workingDay', ...stops.map(([a, b]): [string, string] => [a, b]))).toBe(
      '2026-03-12T17:00',
    )
  })

  it('leaves the day on which a stop ends when it began on the last day', () => {
    expect(due('2026-03-02', 5, 'workingDay', ['2026-03-09T16:59', '2026-03-12'])).toBe('2026-03-12T17:00')
    expect(due('2026-03-02', 5, 'workingDay', ['2026-03-09T16:59', '2026-03-12T18:00'])).toBe('2026-03-13T17:00')
    expect(due('2026-03-02', 5, 'workingDay', ['2026-03-09T16:59', '2026-03-14'])).toBe('2026-03-16T17:00')
  })

  it('reaches a second stop only because of the first', () => {
    const stops: [string, string][] = [
      ['2026-03-09T09:30', '2026-03-11'],
      ['2026-03-11T12:00', '2026-03-13T12:00'],
    ]
    expect(due('2026-03-02', 5, 'workingDay', ...stops)).toBe('2026-03-13T17:00')
  })

  it('in calendar days and months leaves out calendar days, then moves off a day that is not worked', () => {
    expect(due('2026-03-02', 10, 'calendarDay', ['2026-03-03', '2026-03-05'])).toBe('2026-03-16T17:00')
    expect(due('2026-03-02', 1, 'month', ['2026-03-10', '2026-03-17'])).toBe('2026-04-09T17:00')
    // Ran out on Saturday, stopped on the Sunday before the Monday it waits for.
    expect(due('2026-03-02', 5, 'calendarDay', ['2026-03-08', '2026-03-10'])).toBe('2026-03-10T17:00')
  })

  it('in hours leaves out exact time', () => {
    expect(due('2026-03-02T10:00', 24, 'hour', ['2026-03-02T12:00', '2026-03-03T13:30'])).toBe('2026-03-04T11:30')
    expect(due('2026-03-02T10:00', 24, 'hour', ['2026-03-03T10:01', '2026-03-04T13:30'])).toBe('2026-03-03T10:00')
  })

  it('has no end while a stop within it has none', () => {
    for (const unit of ['workingDay', 'calendarDay', 'month', 'hour'] as const) {
      expect(due('2026-03-02', 5, unit, ['2026-03-02T12:00', ''])).toBe('never')
      expect(due('2026-03-02', 1, unit, ['2026-05-04', ''])).toBe(due('2026-03-02', 1, unit))
    }
  })

  it('is what a walk from day to day comes to', () => {
    fc.assert(
      fc.property(someInstant, fc.integer({ min: 1, max: 40 }), someStops, (from, amount, offsets) => {
        const stops = offsets.map(([start, length]) => ({ from: from + start, to: from + start + length }))
        const end = dueWithStops(calendar, from, { amount, unit: 'workingDay' }, stops)
        expect(shown(end)).toBe(walkedDue(from, amount, stops))
      }),
      { numRuns: 1000 },
    )
  })

  it('comes no earlier for a further or longer stop, and in any order of stops', () => {
    fc.assert(
      fc.property(someInstant, someLimit, someStops, (from, limit, offsets) => {
        const stops = offsets.map(([start, length]) => ({ from: from + start, to: from + start + length }))
        const end = dueWithStops(calendar, from, limit, stops)
        expect(dueWithStops(calendar, from, limit, [...stops].reverse())).toBe(end)
        expect(dueWithStops(calendar, from, limit, stops.slice(1))).toBeLessThanOrEqual(end)
        const longer = stops.map((stop) => ({ ...stop, to: stop.to + day }))
        expect(dueWithStops(calendar, from, limit, longer)).toBeGreaterThanOrEqual(end)
      }),
      { numRuns: 1000 },
    )
  })
})

describe('shifting a due instant that is already known', () => {
  it('keeps its time of day where no working day is left out, and ends at office close otherwise', () => {
    const known = at('2026-03-09T15:00')
    const inOneDay = { from: at('2026-03-04T09:00'), to: at('2026-03-04T11:00') }
    const overNight = { from: at('2026-03-04T09:00'), to: at('2026-03-05T09:00') }
    expect(shown(shiftForStops(calendar, at('2026-03-02'), known, []))).toBe('2026-03-09T15:00')
    expect(shown(shiftForStops(calendar, at('2026-03-02'), known, [inOneDay]))).toBe('2026-03-09T15:00')
    expect(shown(shiftForStops(calendar, at('2026-03-02'), known, [overNight]))).toBe('2026-03-10T17:00')
  })
})

describe('an extension', () => {
  it('makes one limit of the two', () => {
    fc.assert(
      fc.property(
        someInstant,
        fc.integer({ min: 1, max: 60 }),
        fc.integer({ min: 1, max: 60 }),
        (from, first, more) => {
          const end = deadline(calendar, from, { amount: first, unit: 'workingDay' })
          expect(extendDeadline(calendar, end, { amount: more, unit: 'workingDay' })).toBe(
            deadline(calendar, from, { amount: first + more, unit: 'workingDay' }),
          )
        },
      ),
    )
  })
})

const someInstant = fc
  .integer({ min: Date.UTC(2004, 0, 1) / 60_000, max: Date.UTC(2026, 6, 1) / 60_000 })
  .map((m) => m * 60_000)
const someLimit: fc.Arbitrary<TimeLimit> = fc.record({
  amount: fc.integer({ min: 1, max: 60 }),
  unit: fc.constantFrom('workingDay', 'calendarDay', 'hour', 'minute', 'month'),
})
/** Start and length of up to four stops in milliseconds, in whole minutes from the start of the limit. */
const someStops = fc.array(
  fc.tuple(
    fc.integer({ min: -5 * 1440, max: 60 * 1440 }).map((m) => m * 60_000),
    fc.integer({ min: 0, max: 12 * 1440 }).map((m) => m * 60_000),
  ),
  { maxLength: 4 },
)

/**
 * Takes one day after the other, as a clerk with a calendar on the wall would. A working day is used up unless the clock stood
 * still when it began; and the last day is not over while the clock stands still at its close.
 */
function walkedDue(from: number, amount: number, stops: readonly Stop[]): string {
  const dateOf = (instant: number): string => shown(instant).slice(0, 10)
  const closeOf = (date: string): number => at(`${date}T17:00`)
  let left = amount
  let today = at(`${dateOf(from)}T00:00`)
  while (left > 0) {
    today += day
    const stoodStill = stops.some((stop) => Math.max(stop.from, from) < today && today <= stop.to)
    if (isWorkingDay(calendar, dateOf(today)) && !stoodStill) left--
  }
  const standsStillAt = (instant: number): boolean => stops.some((stop) => stop.from <= instant && instant < stop.to)
  while (!isWorkingDay(calendar, dateOf(today)) || standsStillAt(closeOf(dateOf(today)))) today += day
  return shown(closeOf(dateOf(today)))
}
