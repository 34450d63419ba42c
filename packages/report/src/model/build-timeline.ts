import type { StringColumn } from '@zhengfeng/eventlog'
import type { ServiceLog } from '@zhengfeng/mining'
import type { Timeline } from './finding-model.ts'
import { isoInstant } from './measures.ts'

/** One case as it went: its events, its clock stops and its limits. */
export function buildTimeline(service: ServiceLog, caseIndex: number, eventsListed: number): Timeline {
  const { log, clock, stops } = service
  const from = log.caseOffsets[caseIndex]!
  const to = log.caseOffsets[caseIndex + 1]!
  const events: Timeline['events'] = []
  for (let i = from; i < Math.min(to, from + eventsListed); i++) {
    events.push({
      time: isoInstant(log.time[i]!),
      activity: log.activity.values[log.activity.codes[i]!]!,
      resource: textAt(log.resource, i),
      department: textAt(log.department, i),
      row: log.sourceRow[i]!,
    })
  }
  const stopped: Timeline['stops'] = []
  for (let s = stops.offsets[caseIndex]!; s < stops.offsets[caseIndex + 1]!; s++)
    stopped.push({ from: isoInstant(stops.from[s]!), to: instantOrNull(stops.to[s]!), kind: stops.kind[s]! })
  return {
    caseId: log.caseIds[caseIndex]!,
    office: textAt(service.office, caseIndex) ?? '',
    item: textAt(service.item, caseIndex) ?? '',
    eventsTotal: to - from,
    events,
    stops: stopped,
    clock: {
      from: instantOrNull(clock.from[caseIndex]!),
      to: instantOrNull(clock.to[caseIndex]!),
      statutoryDue: instantOrNull(clock.statutoryDue[caseIndex]!),
      promisedDue: instantOrNull(clock.promisedDue[caseIndex]!),
    },
  }
}

function textAt(column: StringColumn | undefined, row: number): string | null {
  const code = column?.codes[row] ?? -1
  return code < 0 ? null : (column?.values[code] ?? null)
}

function instantOrNull(ms: number): string | null {
  return Number.isNaN(ms) ? null : isoInstant(ms)
}
