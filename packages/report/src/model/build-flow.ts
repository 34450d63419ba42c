import type { EventLog } from '@zhengfeng/eventlog'
import {
  activitiesOf,
  activityCounts,
  caseDurations,
  median,
  type ServiceLog,
  type StepDurations,
  stepDurations,
  variants,
} from '@zhengfeng/mining'
import { workingMs } from '@zhengfeng/worktime'
import { buildDotted } from './build-dotted.ts'
import { buildSegments } from './build-segments.ts'
import type { Flow, MapEdge, MapNode, Variant } from './flow-model.ts'
import { rateOf } from './measures.ts'

const nodesListed = 400
const edgesListed = 1500
const variantsListed = 10
const variantSteps = 30

/** Where the time goes: what follows what, how often and how long, and the same seen over the calendar. */
export function buildFlow(service: ServiceLog): Flow {
  const { log, calendar } = service
  const steps = stepDurations(log, (from, to) => workingMs(calendar, from, to))
  const { nodes, placeOf, nodesTotal } = listNodes(log)
  const edges = listEdges(steps, placeOf)
  const transitions = steps.count.reduce((sum, count) => sum + count, 0)
  const listed = edges.reduce((sum, edge) => sum + edge.count, 0)
  return {
    nodes,
    edges,
    nodesTotal,
    edgesTotal: steps.count.length,
    transitions,
    totalMs: steps.wall.reduce((sum, each) => sum + each.sum, 0),
    coverage: coverageOf(service),
    listedShare: transitions === 0 ? 1 : listed / transitions,
    ...listVariants(log),
    segments: buildSegments(log, steps),
    dotted: buildDotted(log, nodes),
  }
}

function coverageOf({ log, clock }: ServiceLog): number | null {
  let seenMs = 0
  let livedMs = 0
  for (let c = 0; c < log.caseIds.length; c++) {
    const to = clock.to[c]!
    if (Number.isNaN(to)) continue
    livedMs += clock.livedMs[c]!
    const first = log.time[log.caseOffsets[c]!]!
    seenMs += Math.max(0, Math.min(to, log.time[log.caseOffsets[c + 1]! - 1]!) - first)
  }
  return livedMs > 0 ? Math.min(1, seenMs / livedMs) : null
}

function listNodes(log: EventLog): { nodes: MapNode[]; placeOf: Int32Array; nodesTotal: number } {
  const counts = activityCounts(log)
  const occurring = Array.from(counts.events.keys()).filter((code) => counts.events[code]! > 0)
  const ranked = occurring.sort((a, b) => counts.events[b]! - counts.events[a]! || a - b).slice(0, nodesListed)
  const placeOf = new Int32Array(counts.events.length).fill(-1)
  for (const [place, code] of ranked.entries()) placeOf[code] = place
  const nodes = ranked.map((code) => ({
    activity: log.activity.values[code]!,
    events: counts.events[code]!,
    cases: counts.cases[code]!,
    starts: counts.starts[code]!,
    ends: counts.ends[code]!,
  }))
  return { nodes, placeOf, nodesTotal: occurring.length }
}

function listEdges(steps: StepDurations, placeOf: Int32Array): MapEdge[] {
  const edges: MapEdge[] = []
  for (let id = 0; id < steps.count.length && edges.length < edgesListed; id++) {
    const [from, to] = [placeOf[steps.from[id]!]!, placeOf[steps.to[id]!]!]
    if (from < 0 || to < 0) continue
    const wall = steps.wall[id]!
    const working = steps.working?.[id]
    edges.push({
      from,
      to,
      count: wall.count,
      medianMs: wall.median,
      p90Ms: wall.p90,
      totalMs: wall.sum,
      workingMedianMs: working?.median ?? null,
      workingP90Ms: working?.p90 ?? null,
    })
  }
  return edges
}

function listVariants(log: EventLog): { variants: Variant[]; variantsTotal: number } {
  const found = variants(log)
  const durations = caseDurations(log)
  const listed = Array.from(found.cases.subarray(0, variantsListed), (cases, v): Variant => {
    const codes = activitiesOf(log, found.firstCase[v]!)
    return {
      activities: Array.from(codes.subarray(0, variantSteps), (code) => log.activity.values[code]!),
      length: codes.length,
      cases: rateOf(cases, durations.length),
      medianMs: median(durations.filter((_, c) => found.ofCase[c] === v)),
    }
  })
  return { variants: listed, variantsTotal: found.cases.length }
}
