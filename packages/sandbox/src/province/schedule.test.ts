import { describe, expect, test } from 'vitest'
import { dayShift, lunchDutyShift } from './office-hours.ts'
import type { Officer } from './officers.ts'
import { finishOf, nextDuty, nextOnShift, type Schedule, standsIn } from './schedule.ts'
import { createWorkDays, instantOf, lastWorkingDayOfMonth, weekdayOf, workingDayFrom } from './work-days.ts'

// 2025-01-27 is a Monday, the last working day before Spring Festival; work begins again on Wednesday, 5 February.
const days = createWorkDays('2025-01-27', 30)
const afternoons = Float64Array.from({ length: 20 }, (_, i) => (i % 4 < 2 ? 0 : i % 4 === 2 ? 840 : 960))

function officer(index: number, of: Partial<Officer> = {}): Officer {
  const plain = { office: 0, department: 1, role: 'review', desk: 3, skills: 3, speed: 1, shift: dayShift } as const
  return { index, code: `01-01-0${index + 1}`, ...plain, roster: afternoons, backsUp: -1, ...of }
}

function schedule(officers: readonly Officer[], away: readonly [officer: number, day: number][] = []): Schedule {
  const absent = new Uint8Array(officers.length * days.count)
  for (const [index, day] of away) absent[index * days.count + day] = 1
  return { days, officers, absent }
}

const at = (day: number, hour: number, minute = 0): number => instantOf(days, day, hour * 60 + minute)
const hours = (count: number): number => count * 3_600_000

describe('days', () => {
  test('know holidays, make-up days and weekdays', () => {
    expect(Array.from(days.working.subarray(0, 14))).toEqual([1, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 0])
    expect([0, 9, 12].map((day) => weekdayOf(days, day))).toEqual([1, 3, 6])
    expect(workingDayFrom(days, 1)).toBe(9)
    expect(lastWorkingDayOfMonth(days, 0)).toBe(0)
    expect(lastWorkingDayOfMonth(days, 12)).toBe(32)
  })
})

describe('an officer', () => {
  const one = schedule([officer(0)])

  test('takes up cases in the hours of their roster, on the next working day if need be', () => {
    expect(nextDuty(one, one.officers[0]!, at(0, 10))).toBe(at(0, 14))
    expect(nextDuty(one, one.officers[0]!, at(0, 15, 30))).toBe(at(0, 15, 30))
    expect(nextDuty(one, one.officers[0]!, at(0, 16))).toBe(at(9, 14))
    expect(nextDuty(one, one.officers[0]!, at(12, 8))).toBe(at(12, 14))
    expect(nextDuty(one, one.officers[0]!, at(29, 17))).toBe(Number.POSITIVE_INFINITY)
  })

  test('goes on with a case through the shift, but not over lunch, nights and holidays', () => {
    expect(finishOf(one, one.officers[0]!, at(0, 11), hours(1))).toBe(at(0, 12))
    expect(finishOf(one, one.officers[0]!, at(0, 11), hours(2))).toBe(at(0, 14))
    expect(finishOf(one, one.officers[0]!, at(0, 16), hours(2))).toBe(at(9, 10))
    const early = officer(0, { shift: lunchDutyShift })
    expect(finishOf(one, early, at(0, 10, 30), hours(1))).toBe(at(0, 12, 30))
  })

  test('is not there when away', () => {
    const away = schedule([officer(0)], [[0, 9]])
    expect(nextDuty(away, away.officers[0]!, at(0, 16))).toBe(at(10, 14))
    expect(nextOnShift(away, away.officers[0]!, at(0, 17))).toBe(at(10, 9))
    expect(finishOf(away, away.officers[0]!, at(0, 16), hours(2))).toBe(at(10, 10))
  })

  test('keeps the hours of the colleague they stand in for', () => {
    const mornings = Float64Array.from({ length: 20 }, (_, i) => (i % 4 === 0 ? 540 : i % 4 === 1 ? 600 : 0))
    const two = schedule([officer(0, { roster: mornings }), officer(1, { backsUp: 0 })], [[0, 9]])
    expect([9, 10].map((day) => standsIn(two, two.officers[1]!, day))).toEqual([true, false])
    expect(nextDuty(two, two.officers[1]!, at(9, 8))).toBe(at(9, 9))
    expect(nextDuty(two, two.officers[1]!, at(10, 8))).toBe(at(10, 14))
  })
})
