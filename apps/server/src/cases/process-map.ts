import type { ProcessMap } from '@zhengfeng/contract'
import { canonicalActivities, type EventLog, emptyMeta } from '@zhengfeng/eventlog'
import { activityCounts, discoverTree, layoutTree, stepDurations, traceSetOfLog } from '@zhengfeng/mining'
import { decodeTrace, type TraceEvent } from '@zhengfeng/monitor'

export interface MapInput {
  readonly traces: readonly {
    readonly trace: string
    /** The canonical step that an activity of the source is. */
    readonly stepOf: ReadonlyMap<string, string> | undefined
  }[]
  readonly activityShare: number
  readonly edgeShare: number
}

/** More boxes than this are no drawing any more. */
const mostShown = 60
/** Behaviour rarer than a fifth of the usual is left out of the drawn model; all of it is in the edges. */
const noise = 0.2

/** What follows what in these cases. An activity that is a canonical step bears its name, so that sources can be put together. */
export function processMap({
  traces,
  activityShare,
  edgeShare,
}: MapInput): Omit<ProcessMap, 'casesInSlice' | 'sampled'> {
  const log = logOf(
    traces.map(({ trace, stepOf }) => namedSteps(decodeTrace(trace), stepOf)).filter((steps) => steps.length > 0),
  )
  const counts = activityCounts(log)
  const shown = shownActivities(counts.events, activityShare)
  const drawn = onlyActivities(log, shown)
  const names = log.activity.values
  const activities = Array.from(counts.events.keys())
    .sort((a, b) => counts.events[b]! - counts.events[a]! || (names[a]! < names[b]! ? -1 : 1))
    .map((code) => ({
      activity: names[code]!,
      ...(isStep(names[code]!) && { step: names[code]! }),
      count: counts.events[code]!,
      cases: counts.cases[code]!,
      starts: counts.starts[code]!,
      ends: counts.ends[code]!,
      shown: shown.has(code),
    }))
  return {
    cases: log.caseIds.length,
    activities,
    edges: edgesOf(drawn, edgeShare),
    ...(drawn.caseIds.length > 0 && { layout: layoutTree(discoverTree(traceSetOfLog(drawn), { noise })) as Layout }),
  }
}

type Layout = NonNullable<ProcessMap['layout']>

interface NamedStep {
  readonly name: string
  readonly at: number
}

/** In order of time; where a source tells beginnings and ends of steps, the ends. */
function namedSteps(events: readonly TraceEvent[], stepOf: ReadonlyMap<string, string> | undefined): NamedStep[] {
  const tellsEnds = events.some(({ transition }) => transition?.toLowerCase() === 'complete')
  return events
    .filter(({ transition }) => !tellsEnds || transition === undefined || transition.toLowerCase() === 'complete')
    .slice()
    .sort((a, b) => a.occurredAt - b.occurredAt || a.seq - b.seq)
    .map(({ activity, occurredAt }) => ({ name: stepOf?.get(activity) ?? activity, at: occurredAt }))
}

function logOf(cases: readonly (readonly NamedStep[])[]): EventLog {
  const codeOf = new Map<string, number>()
  const events = cases.flat()
  const codes = Int32Array.from(events, ({ name }) => {
    if (!codeOf.has(name)) codeOf.set(name, codeOf.size)
    return codeOf.get(name)!
  })
  const caseOffsets = new Int32Array(cases.length + 1)
  cases.forEach((steps, c) => {
    caseOffsets[c + 1] = caseOffsets[c]! + steps.length
  })
  return {
    timeZone: 'UTC',
    caseIds: cases.map((_, c) => String(c)),
    caseOffsets,
    activity: { kind: 'string', codes, values: [...codeOf.keys()] },
    time: Float64Array.from(events, ({ at }) => at),
    sourceRow: Int32Array.from(events.keys()),
    eventAttributes: new Map(),
    caseAttributes: new Map(),
    meta: emptyMeta,
  }
}

/** The most frequent activities that together make up the share. */
function shownActivities(events: Int32Array, share: number): ReadonlySet<number> {
  const total = events.reduce((sum, count) => sum + count, 0)
  const shown = new Set<number>()
  let covered = 0
  for (const code of Array.from(events.keys()).sort((a, b) => events[b]! - events[a]! || a - b)) {
    if (shown.size >= mostShown || covered >= share * total) break
    shown.add(code)
    covered += events[code]!
  }
  return shown
}

/** The log without the other activities, and without cases that then have no events. */
function onlyActivities(log: EventLog, shown: ReadonlySet<number>): EventLog {
  if (shown.size === log.activity.values.length) return log
  const cases: NamedStep[][] = []
  for (let c = 0; c < log.caseIds.length; c++) {
    const steps: NamedStep[] = []
    for (let e = log.caseOffsets[c]!; e < log.caseOffsets[c + 1]!; e++)
      if (shown.has(log.activity.codes[e]!))
        steps.push({ name: log.activity.values[log.activity.codes[e]!]!, at: log.time[e]! })
    if (steps.length > 0) cases.push(steps)
  }
  return logOf(cases)
}

/** The most frequent pairs that together make up the share. */
function edgesOf(log: EventLog, share: number): ProcessMap['edges'] {
  const { from, to, count, wall } = stepDurations(log)
  const total = count.reduce((sum, each) => sum + each, 0)
  const edges: ProcessMap['edges'] = []
  let covered = 0
  for (let pair = 0; pair < count.length && covered < share * total; pair++) {
    covered += count[pair]!
    edges.push({
      from: log.activity.values[from[pair]!]!,
      to: log.activity.values[to[pair]!]!,
      count: count[pair]!,
      medianMs: wall[pair]!.median,
      p90Ms: wall[pair]!.p90,
    })
  }
  return edges
}

const steps: ReadonlySet<string> = new Set(canonicalActivities)

function isStep(name: string): boolean {
  return steps.has(name)
}
