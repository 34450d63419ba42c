import type { Profile } from '@zhengfeng/eventlog'
import type { ServiceLog } from '@zhengfeng/mining'
import { addWorkingMs, instantWhenReached, localMs, type WorkCalendar } from '@zhengfeng/worktime'
import type { Reading } from './reading.ts'

/** When a case is due; UTC milliseconds. */
export interface CaseDue {
  /** The last instant in time; `undefined` where nothing is due, or nobody can say while a stop lasts. */
  readonly statutory: number | undefined
  readonly promised: number | undefined
  /** While the case is open: it is late at any instant after this one, and at none before. */
  readonly open: number | undefined
}

/** When a case is due by the law and by the promise. */
export function dueOf(reading: Reading, caseIndex: number): CaseDue {
  const { service } = reading
  const stopped = runningStop(service, caseIndex)
  const of = (limit: 'statutory' | 'promised'): number | undefined => {
    const due = reading.due[limit][caseIndex]!
    if (Number.isNaN(due)) return undefined
    // A limit that had not run out when the stop began moves as long as the stop lasts.
    return due >= stopped && movesWithStops(service.profile, limit) ? undefined : due
  }
  const due = { statutory: of('statutory'), promised: of('promised') }
  return { ...due, open: Number.isNaN(service.clock.to[caseIndex]!) ? earliestLate(service.calendar, due) : undefined }
}

/** When the first stop of an open case that still lasts began; `Infinity` where none lasts. */
function runningStop({ clock, stops }: ServiceLog, caseIndex: number): number {
  if (!Number.isNaN(clock.to[caseIndex]!)) return Number.POSITIVE_INFINITY
  for (let s = stops.offsets[caseIndex]!; s < stops.offsets[caseIndex + 1]!; s++)
    if (Number.isNaN(stops.to[s]!)) return stops.from[s]!
  return Number.POSITIVE_INFINITY
}

/** A due instant that the source itself gives is kept as it is. */
function movesWithStops({ clock }: Profile, limit: 'statutory' | 'promised'): boolean {
  const source = clock[limit]
  return source !== undefined && !('due' in source)
}

function earliestLate(
  calendar: WorkCalendar,
  { statutory, promised }: Pick<CaseDue, 'statutory' | 'promised'>,
): number | undefined {
  const instants = [statutory, promised].filter((due) => due !== undefined).map((due) => lastOpenNotLate(calendar, due))
  const first = Math.min(...instants)
  return Number.isFinite(first) ? first : undefined
}

/** Calendars begin with 1900, wherever the office is. */
const calendarBegins = Date.UTC(1900, 0, 2)

/**
 * The last instant at which an open case due at `due` is not late: until work could have gone on after it. In the night or on days off
 * after the last day no card is raised and nothing is called late. So the question whether an open case is late needs no calendar; the
 * answer is that of `overdueCases`.
 */
export function lastOpenNotLate(calendar: WorkCalendar, due: number): number {
  const firstWorked = addWorkingMs(calendar, Math.max(due, calendarBegins), 1) - 1
  // Calendars end with 2099: nothing is worked after.
  return Number.isNaN(firstWorked) ? Number.POSITIVE_INFINITY : Math.max(due, firstWorked)
}

/**
 * The last instant at which a case due at `due` may end without being late: until working time passes or the day ends, whichever is first.
 * Who ends it on the day off after the last day has missed the limit; so `overdueCases` judges too.
 */
export function lastEndInTime(calendar: WorkCalendar, due: number): number {
  const { timeZone } = calendar.rule
  const nextMidnight = (Math.floor(localMs(timeZone, due) / 86_400_000) + 1) * 86_400_000
  const endOfDay = instantWhenReached(timeZone, nextMidnight) - 1
  return Math.min(lastOpenNotLate(calendar, due), Math.max(due, endOfDay))
}
