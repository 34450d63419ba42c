import type { Dice } from '../random/dice.ts'
import type { Officer } from './officers.ts'
import { dayOf, instantOf, minuteMs, minuteOf, type WorkDays, weekdayOf, workingDayFrom } from './work-days.ts'

/** Who is at work when: the roster of every officer, less leave and illness. */
export interface Schedule {
  readonly days: WorkDays
  readonly officers: readonly Officer[]
  /** `officer × days.count`: 1 where the officer is away all day. */
  readonly absent: Uint8Array
}

/** Draws leave (once or twice a year, a week) and illness (now and then, some days). */
export function drawAbsences(officers: readonly Officer[], days: WorkDays, dice: Dice): Uint8Array {
  const absent = new Uint8Array(officers.length * days.count)
  const years = days.count / 365
  for (const officer of officers) {
    const spells = Math.round(years * 3 + dice.next())
    for (let i = 0; i < spells; i++) {
      const length = dice.chance(0.45) ? dice.integer(5, 9) : dice.integer(1, 5)
      const from = dice.integer(0, days.count - 1)
      absent.fill(
        1,
        officer.index * days.count + from,
        officer.index * days.count + Math.min(days.count, from + length),
      )
    }
  }
  return absent
}

/** Whether an officer is away on a day. */
export function isAbsent(schedule: Schedule, officer: number, day: number): boolean {
  return day < schedule.days.count && schedule.absent[officer * schedule.days.count + day] === 1
}

/** Whether `officer` serves a colleague's desk on a day because that one is away. */
export function standsIn(schedule: Schedule, officer: Officer, day: number): boolean {
  return officer.backsUp >= 0 && isAbsent(schedule, officer.backsUp, day)
}

/** The first instant from `at` on at which an officer takes up cases; `at` itself where they do so now. */
export function nextDuty(schedule: Schedule, officer: Officer, at: number): number {
  const { days } = schedule
  for (let day = dayOf(days, at); day < days.count; day++) {
    if (days.working[day] === 0 || isAbsent(schedule, officer.index, day)) continue
    const after = day === dayOf(days, at) ? minuteOf(days, at) : 0
    let minute = dutyMinute(officer, weekdayOf(days, day), after)
    if (standsIn(schedule, officer, day))
      minute = Math.min(minute, dutyMinute(schedule.officers[officer.backsUp]!, weekdayOf(days, day), after))
    if (minute < Number.POSITIVE_INFINITY) return Math.max(at, instantOf(days, day, minute))
  }
  return Number.POSITIVE_INFINITY
}

/** The first minute from `after` on that is in the roster of the day, or infinity. Make-up days follow Monday and Tuesday. */
function dutyMinute(officer: Officer, weekday: number, after: number): number {
  const first = ((weekday - 1) % 5) * 4
  for (let half = 0; half < 2; half++) {
    const from = officer.roster[first + half * 2]!
    const to = officer.roster[first + half * 2 + 1]!
    if (from < to && after < to) return Math.max(after, from)
  }
  return Number.POSITIVE_INFINITY
}

/** When work of some length that begins at `from` is done: it goes on through the shift, over lunch, nights and days away. */
export function finishOf(schedule: Schedule, officer: Officer, from: number, workMs: number): number {
  const { days } = schedule
  let rest = workMs
  let at = from
  for (let day = dayOf(days, from); ; day = workingDayFrom(days, day + 1)) {
    if (isAbsent(schedule, officer.index, day) && at !== from) continue
    for (let half = 0; half < 2; half++) {
      const opens = Math.max(at, instantOf(days, day, officer.shift[half * 2]!))
      const closes = instantOf(days, day, officer.shift[half * 2 + 1]!)
      if (opens >= closes) continue
      if (opens + rest <= closes) return Math.ceil((opens + rest) / 1000) * 1000
      rest -= closes - opens
    }
    at = instantOf(days, day + 1, 0)
  }
}

/** The first instant from `at` on within an officer's shift. */
export function nextOnShift(schedule: Schedule, officer: Officer, at: number): number {
  const { days } = schedule
  for (let day = dayOf(days, at); day < days.count; day++) {
    if (days.working[day] === 0 || isAbsent(schedule, officer.index, day)) continue
    for (let half = 0; half < 2; half++) {
      const closes = instantOf(days, day, officer.shift[half * 2 + 1]!)
      if (at < closes - minuteMs) return Math.max(at, instantOf(days, day, officer.shift[half * 2]!))
    }
  }
  return Number.POSITIVE_INFINITY
}
