import { instantWhenReached, localMs, workingMs } from '@zhengfeng/worktime'
import type { ServiceLog } from './service-log.ts'

/** The limit of the law, or the shorter one that the office promised. */
export type LimitKind = 'statutory' | 'promised'

/**
 * The last instant of each case that is still in time. It is the due instant, except where the source gives one before the
 * office opens: nobody is asked to finish work before opening, so a date is meant, whether written as midnight, blurred by
 * milliseconds or moved by some hours on its way through other systems. Of a date the whole day counts (Civil Code of China,
 * article 203).
 *
 * @param service a log read as service
 * @param limit which limit
 * @returns `Float64Array`, one per case, UTC milliseconds, `NaN` where nothing is due
 */
export function lastInTime(service: ServiceLog, limit: LimitKind): Float64Array {
  const { clock, profile, calendar } = service
  const due = limit === 'statutory' ? clock.statutoryDue : clock.promisedDue
  const source = profile.clock[limit]
  if (!source || !('due' in source)) return due
  const opensMs = Math.max(millisecondsOfDay(calendar.rule.hours[0]![0]), secondMs)
  return due.map((at) => {
    const local = localMs(profile.timeZone, at)
    const midnight = Math.floor(local / dayMs) * dayMs
    return local - midnight < opensMs ? instantWhenReached(profile.timeZone, midnight + dayMs) - 1 : at
  })
}

/** `HH:MM` in milliseconds since midnight. */
function millisecondsOfDay(time: string): number {
  return (Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5))) * 60_000
}

/**
 * By how much working time each case missed its limit. An open case is judged as of `observedUntil`.
 *
 * @param service a log read as service
 * @param limit which limit
 * @returns `Float64Array`, one per case, working milliseconds: positive late, negative early (or still left), `NaN` where nothing
 * is due
 */
export function overdueBy(service: ServiceLog, limit: LimitKind): Float64Array {
  const ends = judgedAt(service)
  return lastInTime(service, limit).map((due, c) => workingMs(service.calendar, due, ends[c]!))
}

/**
 * Whether each case missed its limit: working time passed after the due instant, or the case ended on a later day. So work that
 * was finished after hours on the last day is in time, and work finished on the day off after it is not. A case that is still open
 * is late only once work could have gone on after the due instant: nobody is told late in a night or on a day off in which nobody
 * works.
 *
 * @param service a log read as service
 * @param limit which limit
 * @returns `Int8Array`, one per case: 1 late (or open and late already), 0 in time (or open and still in time), -1 where nothing
 * is due
 */
export function overdueCases(service: ServiceLog, limit: LimitKind): Int8Array {
  const due = lastInTime(service, limit)
  const ends = judgedAt(service)
  const dayOf = (instant: number): number => Math.floor(localMs(service.profile.timeZone, instant) / dayMs)
  const late = new Int8Array(due.length)
  for (let c = 0; c < due.length; c++) {
    if (Number.isNaN(due[c]!)) late[c] = -1
    else if (!(ends[c]! > due[c]!)) late[c] = 0
    else {
      const endedLaterDay = !Number.isNaN(service.clock.to[c]!) && dayOf(ends[c]!) > dayOf(due[c]!)
      late[c] = workingMs(service.calendar, due[c]!, ends[c]!) > 0 || endedLaterDay ? 1 : 0
    }
  }
  return late
}

const secondMs = 1000
const dayMs = 86_400_000

/** When each case ended, or until when it was seen open. */
function judgedAt({ clock, observedUntil }: ServiceLog): Float64Array {
  return clock.to.map((to, c) => (Number.isNaN(to) ? observedUntil[c]! : to))
}
