import { describe, expect, it } from 'vitest'
import { createCalendar, deadline, dueWithStops, extendDeadline, isWorkingDay, workingDays } from './index.ts'

/**
 * The periods of the Administrative Licensing Law of the People’s Republic of China (2019), each on days around which holidays
 * and make-up working days fall. The due dates were counted by hand on the announced calendars of 2025 and 2026.
 */
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
const workingDaysLimit = (amount: number): { amount: number; unit: 'workingDay' } => ({ amount, unit: 'workingDay' })
const at = (text: string): number => Date.parse(`${text}+08:00`)
const shown = (instant: number): string => new Date(instant + 8 * 3_600_000).toISOString().slice(0, 16)

describe('the Administrative Licensing Law', () => {
  it('article 32: what is missing is told within 5 days of receipt, else the application counts as accepted', () => {
    // Received on Thursday before Spring Festival; Saturday 14 February is worked.
    const due = deadline(calendar, at('2026-02-12T11:00'), workingDaysLimit(5))
    expect(shown(due)).toBe('2026-02-26T17:00')
  })

  it('article 42: 20 days to decide from acceptance, and 10 more with the approval of the head', () => {
    const due = deadline(calendar, at('2026-09-01T10:00'), workingDaysLimit(20))
    expect(shown(due)).toBe('2026-09-29T17:00')
    expect(shown(extendDeadline(calendar, due, workingDaysLimit(10)))).toBe('2026-10-19T17:00')
  })

  it('article 42: 45 days where several departments handle it together, and 15 more', () => {
    const due = deadline(calendar, at('2026-09-01T10:00'), workingDaysLimit(45))
    expect(shown(due)).toBe('2026-11-09T17:00')
    expect(shown(extendDeadline(calendar, due, workingDaysLimit(15)))).toBe('2026-11-30T17:00')
  })

  it('article 43: 20 days for the review by the lower level', () => {
    expect(shown(deadline(calendar, at('2025-01-20T09:30'), workingDaysLimit(20)))).toBe('2025-02-21T17:00')
  })

  it('article 44: 10 days from the decision to issue and deliver the licence', () => {
    expect(shown(deadline(calendar, at('2025-04-30T16:00'), workingDaysLimit(10)))).toBe('2025-05-19T17:00')
  })

  it('article 45: the days of an inspection are not counted', () => {
    const accepted = at('2026-03-02T10:00')
    const inspection = { from: at('2026-03-10T14:00'), to: at('2026-03-17T11:00') }
    expect(shown(deadline(calendar, accepted, workingDaysLimit(20)))).toBe('2026-03-30T17:00')
    expect(shown(dueWithStops(calendar, accepted, workingDaysLimit(20), [inspection]))).toBe('2026-04-07T17:00')
  })

  it('article 47: 5 days to ask for a hearing once told of the right, 20 days to hold it', () => {
    const asked = deadline(calendar, at('2026-04-30T10:00'), workingDaysLimit(5))
    expect(shown(asked)).toBe('2026-05-11T17:00')
    expect(shown(deadline(calendar, asked, workingDaysLimit(20)))).toBe('2026-06-08T17:00')
  })

  it('article 48: the notice of a hearing goes out 7 days before it', () => {
    const hearing = at('2026-06-08T09:00')
    expect(workingDays(calendar, at('2026-05-28T16:00'), hearing)).toBe(7)
    expect(workingDays(calendar, at('2026-05-29T09:00'), hearing)).toBe(6)
  })

  it('article 50: a renewal is applied for 30 days before the licence expires', () => {
    const expiry = at('2026-06-30T17:00')
    expect(workingDays(calendar, at('2026-05-18T10:00'), expiry)).toBe(30)
    expect(workingDays(calendar, at('2026-05-19T10:00'), expiry)).toBe(29)
  })

  it('article 55: two inspectors are named within 5 days of acceptance', () => {
    expect(shown(deadline(calendar, at('2026-02-10T10:00'), workingDaysLimit(5)))).toBe('2026-02-24T17:00')
  })

  it('article 82: days are working days, without statutory holidays', () => {
    // Wednesday 30 September to Thursday 8 October 2026: the holidays between are not counted.
    expect(workingDays(calendar, at('2026-09-30T10:00'), at('2026-10-08T10:00'))).toBe(1)
    expect(isWorkingDay(calendar, '2026-10-10')).toBe(true)
  })
})
