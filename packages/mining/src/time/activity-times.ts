import type { EventLog } from '@zhengfeng/eventlog'
import { groupValues, type Summary, summariseInPlace } from '../statistics/index.ts'
import type { ActivityInstances } from './activity-instances.ts'
import type { WorkingClock } from './working-clock.ts'

/** How long one activity waits and is worked on, in milliseconds; each summary counts the instances where it is known. */
export interface ActivityTimes {
  /** From the last completion before it to its start. */
  readonly waiting: Summary
  /** From its start to its completion. */
  readonly service: Summary
  /** From the last completion before it to its completion: waiting and service, also where no start is known. */
  readonly sojourn: Summary
}

/**
 * Waiting, service and sojourn time per activity.
 *
 * @param log the log that the instances come from
 * @param instances as `activityInstances(log)` gives them
 * @param clock counts working time, if wanted: `workingClock(calendar)`; the wall clock unless told
 * @returns one entry per code of `log.activity.values`
 * @example
 * const log = sketchLog([['a', 'accept', 0], ['a', 'review', 60_000, { startTime: 50_000 }]])
 * activityTimes(log, activityInstances(log))[1].waiting.mean // → 50_000
 */
export function activityTimes(
  log: EventLog,
  instances: ActivityInstances,
  clock: WorkingClock = (from, to) => to - from,
): ActivityTimes[] {
  const { event, enabledAt, startAt, completeAt } = instances
  const activityOf = event.map((index) => log.activity.codes[index]!)
  const groups = log.activity.values.length
  const between = (from: Float64Array, to: Float64Array) =>
    groupValues(activityOf, groups, (k) =>
      Number.isNaN(from[k]! - to[k]!) ? Number.NaN : clock(from[k]!, to[k]!),
    ).map(summariseInPlace)
  const waiting = between(enabledAt, startAt)
  const service = between(startAt, completeAt)
  const sojourn = between(enabledAt, completeAt)
  return waiting.map((summary, code) => ({ waiting: summary, service: service[code]!, sojourn: sojourn[code]! }))
}
