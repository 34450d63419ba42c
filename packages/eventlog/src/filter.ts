import { caseCount, type EventLog, eventCount } from './log.ts'
import { gather, selectCases } from './select.ts'

/**
 * Keeps the cases for which `keep` says so, in their order.
 *
 * @param keep is given the index of a case
 * @example
 * const log = assembleLog({
 *   timeZone: 'UTC', caseIds: ['a', 'b'], eventCase: Int32Array.of(0, 1), sourceRow: Int32Array.of(2, 3),
 *   activity: { kind: 'string', codes: Int32Array.of(0, 0), values: ['accept'] }, time: Float64Array.of(0, 0),
 * }).log
 * filterCases(log, (index) => log.caseIds[index] === 'b').caseIds // → ['b']
 */
export function filterCases(log: EventLog, keep: (caseIndex: number) => boolean): EventLog {
  const kept: number[] = []
  for (let c = 0; c < caseCount(log); c++) if (keep(c)) kept.push(c)
  return selectCases(log, kept)
}

/**
 * Keeps the events for which `keep` says so, in their order. Cases that lose all their events go with them.
 *
 * @param keep is given the index of an event
 * @example
 * const log = assembleLog({
 *   timeZone: 'UTC', caseIds: ['a', 'b'], eventCase: Int32Array.of(0, 1), sourceRow: Int32Array.of(2, 3),
 *   activity: { kind: 'string', codes: Int32Array.of(0, 0), values: ['accept'] }, time: Float64Array.of(0, 60_000),
 * }).log
 * filterEvents(log, (event) => log.time[event] > 0).caseIds // → ['b']
 */
export function filterEvents(log: EventLog, keep: (event: number) => boolean): EventLog {
  const events = new Int32Array(eventCount(log))
  const cases: number[] = []
  const offsets = [0]
  let kept = 0
  for (let c = 0; c < caseCount(log); c++) {
    for (let event = log.caseOffsets[c]!; event < log.caseOffsets[c + 1]!; event++)
      if (keep(event)) events[kept++] = event
    if (kept === offsets.at(-1)) continue
    cases.push(c)
    offsets.push(kept)
  }
  if (kept === eventCount(log)) return log
  return gather(log, {
    cases: Int32Array.from(cases),
    events: events.slice(0, kept),
    caseOffsets: Int32Array.from(offsets),
  })
}
