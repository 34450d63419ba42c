import { caseCount, type EventLog, eventCount } from '@zhengfeng/eventlog'
import { ascendingOrder } from '@zhengfeng/mining'
import { sampled, seconds, span } from './build-segments.ts'
import type { Dotted, MapNode } from './flow-model.ts'
import { isoInstant } from './measures.ts'

const casesShown = 240
const eventsShown = 60
const activitiesNamed = 7

/** Some cases, evenly spaced in the order in which they began, with their events. */
export function buildDotted(log: EventLog, nodes: readonly MapNode[]): Dotted | null {
  if (eventCount(log) === 0) return null
  const kindOf = kinds(log, nodes)
  const [start, end] = span(log.time)
  const starts = Float64Array.from({ length: caseCount(log) }, (_, c) => log.time[log.caseOffsets[c]!]!)
  const shown = sampled(ascendingOrder(starts), casesShown)
  return {
    casesShown: shown.length,
    cases: caseCount(log),
    start: isoInstant(start),
    end: isoInstant(end),
    activities: nodes.slice(0, activitiesNamed).map((node) => node.activity),
    rows: shown.map((c) => {
      const last = Math.min(log.caseOffsets[c + 1]!, log.caseOffsets[c]! + eventsShown)
      const row: Dotted['rows'][number] = []
      for (let i = log.caseOffsets[c]!; i < last; i++)
        row.push([seconds(log.time[i]! - start), kindOf[log.activity.codes[i]!]!])
      return row
    }),
  }
}

function kinds(log: EventLog, nodes: readonly MapNode[]): Uint8Array {
  const place = new Map(nodes.slice(0, activitiesNamed).map((node, kind) => [node.activity, kind]))
  return Uint8Array.from(log.activity.values, (name) => place.get(name) ?? Math.min(activitiesNamed, nodes.length))
}
