import { type EventLog, type Milestone, type StringColumn, takeFloat64 } from '@zhengfeng/eventlog'
import { type Stop, type WorkCalendar, workingMs } from '@zhengfeng/worktime'
import type { CaseAttributes } from './case-attributes.ts'
import type { CaseMilestones } from './service-log.ts'

interface MilestoneContext {
  readonly log: EventLog
  readonly milestones: CaseMilestones
  readonly attributes: CaseAttributes
}

/** The instant of every case that a profile binds a clock to. `field` is the binding's place in the profile. */
export function instantsOf(milestone: Milestone, context: MilestoneContext, field: string): Float64Array {
  const { log, milestones, attributes } = context
  if (typeof milestone === 'object') return attributes.instants(milestone.attribute, `${field}.attribute`)
  if (milestone === 'firstEvent') return takeFloat64(log.time, log.caseOffsets.subarray(0, -1))
  if (milestone === 'lastEvent')
    return takeFloat64(
      log.time,
      log.caseOffsets.subarray(1).map((offset) => offset - 1),
    )
  return milestones[milestone]
}

/** `first` with its gaps filled from `second`. */
export function withFallback(first: Float64Array, second: Float64Array): Float64Array {
  if (first === second) return first
  const filled = first.slice()
  for (let c = 0; c < filled.length; c++) if (Number.isNaN(filled[c]!)) filled[c] = second[c]!
  return filled
}

/** One per case: the last event of its office, at most `cutOff`. */
export function lastSeen(log: EventLog, office: StringColumn, cutOff: number): Float64Array {
  // One more for cases whose office is missing.
  const last = new Float64Array(office.values.length + 1).fill(Number.NEGATIVE_INFINITY)
  const slotOf = (c: number): number => (office.codes[c]! < 0 ? office.values.length : office.codes[c]!)
  for (let c = 0; c < log.caseIds.length; c++) {
    const slot = slotOf(c)
    const lastOfCase = log.time[log.caseOffsets[c + 1]! - 1]!
    if (lastOfCase > last[slot]!) last[slot] = lastOfCase
  }
  const seen = new Float64Array(log.caseIds.length)
  for (let c = 0; c < seen.length; c++) seen[c] = Math.min(last[slotOf(c)]!, cutOff)
  return seen
}

/** Working milliseconds from `from` to `until` outside the stops, overlapping ones counted once. */
export function workingMsOutside(
  calendar: WorkCalendar,
  { from, until }: { from: number; until: number },
  stops: readonly Stop[],
): number {
  if (Number.isNaN(from)) return Number.NaN
  if (until <= from) return 0
  let counted = 0
  let countedTo = from
  // Stops are in order of their beginning.
  for (const stop of stops) {
    if (stop.from >= until) break
    if (stop.from > countedTo) counted += workingMs(calendar, countedTo, stop.from)
    countedTo = Math.max(countedTo, Math.min(stop.to, until))
  }
  return counted + workingMs(calendar, countedTo, until)
}
