import { caseCount, type EventLog, type StringColumn } from '@zhengfeng/eventlog'
import { countUpTo, groupValues } from '../statistics/index.ts'
import type { ActivityInstances } from './activity-instances.ts'
import { caseStarts } from './case-durations.ts'

/** How many there are at a time: a step function, 0 before its first instant. */
export interface Level {
  /** Instants at which the level changes, ascending, distinct. */
  readonly at: Float64Array
  /** The level from that instant on. */
  readonly level: Int32Array
  /** Averaged over time, from the first change to the last; 0 where there is no such stretch. */
  readonly mean: number
  readonly max: number
}

/**
 * The level that arrivals raise and departures lower.
 *
 * @param enter instants of arrival, in any order, without `NaN`
 * @param leave instants of departure, in any order, without `NaN`; fewer than arrivals where some never leave
 * @returns a step function; arrival and departure at one instant cancel out
 * @example
 * levelOf(Float64Array.of(0, 10), Float64Array.of(20)).level // → Int32Array.of(1, 2, 1)
 */
export function levelOf(enter: Float64Array, leave: Float64Array): Level {
  const arrivals = enter.slice().sort()
  const departures = leave.slice().sort()
  const at = new Float64Array(arrivals.length + departures.length)
  const level = new Int32Array(at.length)
  let changes = 0
  let current = 0
  for (let i = 0, j = 0; i < arrivals.length || j < departures.length; ) {
    const departs = j < departures.length && (i >= arrivals.length || departures[j]! < arrivals[i]!)
    const now = departs ? departures[j]! : arrivals[i]!
    const before = current
    for (; i < arrivals.length && arrivals[i] === now; i++) current++
    for (; j < departures.length && departures[j] === now; j++) current--
    if (current === before) continue
    at[changes] = now
    level[changes++] = current
  }
  return withExtent(at.slice(0, changes), level.slice(0, changes))
}

function withExtent(at: Float64Array, level: Int32Array): Level {
  let area = 0
  let max = 0
  for (let i = 0; i < at.length; i++) {
    if (level[i]! > max) max = level[i]!
    if (i + 1 < at.length) area += level[i]! * (at[i + 1]! - at[i]!)
  }
  const span = at.length < 2 ? 0 : at.at(-1)! - at[0]!
  return { at, level, mean: span > 0 ? area / span : 0, max }
}

/**
 * The level at one instant, by halving.
 *
 * @param instant UTC milliseconds
 * @example
 * levelAt(levelOf(Float64Array.of(0, 10), Float64Array.of(20)), 15) // → 2
 */
export function levelAt({ at, level }: Level, instant: number): number {
  const changes = countUpTo(at, instant)
  return changes === 0 ? 0 : level[changes - 1]!
}

/**
 * The level at evenly spaced instants, for drawing.
 *
 * @param from first instant, UTC milliseconds
 * @param to last instant
 * @param points at least 2
 */
export function sampleLevel(level: Level, from: number, to: number, points: number): Int32Array {
  return Int32Array.from({ length: points }, (_, i) => levelAt(level, from + ((to - from) * i) / (points - 1)))
}

/**
 * Cases between their first sign and their last event.
 * @example
 * casesInProgress(sketchLog([['a', 'accept', 0], ['a', 'close', 9]])).level // → Int32Array.of(1, 0)
 */
export function casesInProgress(log: EventLog): Level {
  const ends = new Float64Array(caseCount(log))
  for (let c = 0; c < ends.length; c++) ends[c] = log.time[log.caseOffsets[c + 1]! - 1]!
  return levelOf(caseStarts(log), ends)
}

/**
 * Length of the queue before each activity, resource or department over time. A piece of work queues from the moment it
 * could begin until it is started; where starts are not known, until it is completed, so that the length then includes what
 * is in work. The first piece of a case is left out where nobody knows since when it waits. It queues before whoever
 * takes it in the end.
 *
 * @param instances as `activityInstances(log)` gives them
 * @param by one code per event of the log, for example `log.department`
 * @returns one step function per code of `by.values`
 * @example
 * const step = (id, at, department) => [id, 'step', at, { department }]
 * const log = sketchLog([step('a', 0, 'front'), step('a', 9, 'back'), step('b', 1, 'front'), step('b', 8, 'back')])
 * queueLengths(activityInstances(log), log.department)[1].max // → 2
 */
export function queueLengths(instances: ActivityInstances, by: StringColumn): Level[] {
  const { event, enabledAt, startAt, completeAt } = instances
  const groupOf = new Int32Array(event.length)
  for (let k = 0; k < groupOf.length; k++) groupOf[k] = Number.isNaN(enabledAt[k]!) ? -1 : by.codes[event[k]!]!
  const enter = groupValues(groupOf, by.values.length, (k) => enabledAt[k]!)
  const leave = groupValues(groupOf, by.values.length, (k) =>
    Number.isNaN(startAt[k]!) ? completeAt[k]! : startAt[k]!,
  )
  return enter.map((arrivals, code) => levelOf(arrivals, leave[code]!))
}
