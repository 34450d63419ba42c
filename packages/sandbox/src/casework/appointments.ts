import { dayMs, dayOf, instantOf, minuteOf, type WorkDays, weekdayOf, workingDayFrom } from '../province/work-days.ts'
import type { Step } from './step.ts'

/** Waits a drawn number of days, and on to the next opening where the office is closed then. */
export function waitDays(drawnDays: number, days: WorkDays): Step {
  return { kind: 'wait', until: (_run, now) => nextVisit(days, now + drawnDays * dayMs) }
}

/** The same time of day where the office is open then, else some time on the next working day. */
export function nextVisit(days: WorkDays, at: number): number {
  const day = workingDayFrom(days, dayOf(days, at))
  const minute = 545 + ((Math.floor(at / 1000) * 7) % 430)
  const visit = instantOf(days, day, minute)
  return visit >= at ? visit : instantOf(days, workingDayFrom(days, day + 1), minute)
}

/** The same instant, or a morning hour where it is night. */
export function whenAwake(days: WorkDays, at: number): number {
  return minuteOf(days, at) < 7 * 60 ? at + 8 * 3_600_000 : at
}

/** The weekly meeting is on Tuesday and Thursday afternoons. */
export function nextMeeting(days: WorkDays, at: number): number {
  for (let day = dayOf(days, at); ; day++) {
    const weekday = weekdayOf(days, day)
    const begins = instantOf(days, day, 14 * 60)
    if ((weekday === 2 || weekday === 4) && begins >= at && (day >= days.count || days.working[day] === 1))
      return begins
  }
}

/** Cards are printed on Wednesdays. */
export function nextPrinting(days: WorkDays, at: number): number {
  for (let day = dayOf(days, at); ; day++) {
    const begins = instantOf(days, day, 14 * 60 + 30)
    if (weekdayOf(days, day) === 3 && begins >= at && (day >= days.count || days.working[day] === 1)) return begins
  }
}
