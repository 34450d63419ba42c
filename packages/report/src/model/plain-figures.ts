import type { StringColumn } from '@zhengfeng/eventlog'
import {
  activityCounts,
  caseDurations,
  handOvers,
  meanTimeBetweenArrivals,
  pingPong,
  type ServiceLog,
  type Summary,
  summarise,
  temporalProfile,
  variants,
} from '@zhengfeng/mining'
import { z } from 'zod'
import { Count, Ms } from './measures.ts'

const DurationSummary = z.strictObject({
  count: Count,
  meanMs: Ms.nullable(),
  sdMs: Ms.nullable().describe('sample standard deviation'),
  minMs: Ms.nullable(),
  medianMs: Ms.nullable(),
  p90Ms: Ms.nullable(),
  p95Ms: Ms.nullable(),
  maxMs: Ms.nullable(),
})

const HandFigures = z.strictObject({
  hands: Count,
  pairs: Count.describe('neighbouring events of one case'),
  selfPairs: Count,
  handOvers: Count,
  pairsMissing: Count,
  distinctPairs: Count,
  reciprocalPairs: Count,
  bounces: Count.describe('A → B → A after equal neighbours are put together'),
  casesWithBounce: Count,
  returns: Count.describe('runs − distinct hands, over all cases'),
  casesWithReturn: Count,
})

const LimitCounts = z.strictObject({
  withDue: Count,
  withEnd: Count.describe('cases whose clock ended'),
  lastEventAfterDue: Count,
  endAfterDue: Count,
})

/**
 * Figures of the log as it stands: every name counted, nothing left out, instants compared as they are written. Any
 * other tool can recompute them; the sections of the report apply the rules of service and may differ, for example where a
 * limit without a time of day allows the whole day.
 */
export const PlainFigures = z.strictObject({
  activities: z
    .array(
      z.strictObject({
        activity: z.string(),
        events: Count,
        starts: Count,
        ends: Count,
        reworkCases: Count,
        selfLoops: Count,
      }),
    )
    .describe('most frequent first, at most 1,000'),
  variants: z.strictObject({ total: Count, singletons: Count }),
  eventuallyFollowsPairs: Count.nullable().describe('null where there are more than 300 activities'),
  caseLength: DurationSummary.describe('first to last event'),
  timeBetweenArrivalsMs: Ms.nullable().describe('mean time between the first events of cases'),
  departments: HandFigures.nullable(),
  resources: HandFigures.nullable(),
  statutory: LimitCounts.nullable(),
  promised: LimitCounts.nullable(),
})
export type PlainFigures = z.infer<typeof PlainFigures>

const activitiesListed = 1000
/** Above this the number of pairs costs more than it tells. */
const activitiesPaired = 300

export function buildPlainFigures(service: ServiceLog): PlainFigures {
  const { log, profile, clock } = service
  const { cases } = variants(log)
  const activities = activityFigures(service)
  return {
    activities,
    variants: { total: cases.length, singletons: cases.filter((count) => count === 1).length },
    eventuallyFollowsPairs: activities.length <= activitiesPaired ? temporalProfile(log).count.length : null,
    caseLength: durationSummary(summarise(caseDurations(log))),
    timeBetweenArrivalsMs: finite(meanTimeBetweenArrivals(log)),
    departments: log.department ? handFigures(service, log.department) : null,
    resources: log.resource ? handFigures(service, log.resource) : null,
    statutory: profile.clock.statutory ? limitCounts(service, clock.statutoryDue) : null,
    promised: profile.clock.promised ? limitCounts(service, clock.promisedDue) : null,
  }
}

function activityFigures({ log }: ServiceLog): PlainFigures['activities'] {
  const { events, starts, ends, reworkCases, selfLoops } = activityCounts(log)
  return Array.from(events.keys())
    .filter((code) => events[code]! > 0)
    .sort((a, b) => events[b]! - events[a]! || a - b)
    .slice(0, activitiesListed)
    .map((code) => ({
      activity: log.activity.values[code]!,
      events: events[code]!,
      starts: starts[code]!,
      ends: ends[code]!,
      reworkCases: reworkCases[code]!,
      selfLoops: selfLoops[code]!,
    }))
}

function handFigures({ log }: ServiceLog, by: StringColumn): z.infer<typeof HandFigures> {
  const passing = handOvers(log, by)
  const back = pingPong(log, by)
  return {
    hands: passing.hands,
    pairs: passing.pairs,
    selfPairs: passing.selfPairs,
    handOvers: passing.handOvers,
    pairsMissing: passing.pairsMissing,
    distinctPairs: passing.count.length,
    reciprocalPairs: passing.reciprocal,
    bounces: back.bouncesTotal,
    casesWithBounce: back.casesWithBounce,
    returns: back.returnsTotal,
    casesWithReturn: back.casesWithReturn,
  }
}

function limitCounts({ log, clock }: ServiceLog, due: Float64Array): z.infer<typeof LimitCounts> {
  const counts = { withDue: 0, withEnd: 0, lastEventAfterDue: 0, endAfterDue: 0 }
  for (let c = 0; c < due.length; c++) {
    if (!Number.isNaN(due[c]!)) counts.withDue++
    if (!Number.isNaN(clock.to[c]!)) counts.withEnd++
    if (log.time[log.caseOffsets[c + 1]! - 1]! > due[c]!) counts.lastEventAfterDue++
    if (clock.to[c]! > due[c]!) counts.endAfterDue++
  }
  return counts
}

function durationSummary({ count, mean, sd, min, median, p90, p95, max }: Summary): z.infer<typeof DurationSummary> {
  return {
    count,
    meanMs: finite(mean),
    sdMs: finite(sd),
    minMs: finite(min),
    medianMs: finite(median),
    p90Ms: finite(p90),
    p95Ms: finite(p95),
    maxMs: finite(max),
  }
}

/** JSON has no `NaN`. */
function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null
}
