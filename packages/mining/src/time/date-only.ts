import type { EventLog } from '@zhengfeng/eventlog'
import { localMs } from '@zhengfeng/worktime'

const dayMs = 86_400_000

/**
 * Marks times at exactly midnight on the wall clock, which mostly mean that only the date was recorded. Nothing that asks
 * for the hour, or for events at the same moment, can be learnt from them.
 *
 * @returns `Uint8Array`, one per event: 1 where only a date is known
 * @example
 * dateOnlyEvents(sketchLog([['a', 'accept', 0], ['a', 'close', 1000]])) // → Uint8Array.of(1, 0)
 */
export function dateOnlyEvents(log: EventLog): Uint8Array {
  const marks = new Uint8Array(log.time.length)
  for (let i = 0; i < marks.length; i++) marks[i] = localMs(log.timeZone, log.time[i]!) % dayMs === 0 ? 1 : 0
  return marks
}
