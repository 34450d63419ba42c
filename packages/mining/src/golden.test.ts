import { createReadStream, existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { createGunzip } from 'node:zlib'
import {
  caseCount,
  eventCount,
  type InstantColumn,
  type Reading,
  readCsv,
  readXes,
  shippedProfile,
} from '@zhengfeng/eventlog'
import { describe, expect, test } from 'vitest'
import {
  activitiesOf,
  activityCounts,
  caseDurations,
  directlyFollows,
  handOvers,
  meanTimeBetweenArrivals,
  pingPong,
  type Summary,
  stepDurations,
  summarise,
  temporalProfile,
  variants,
} from './index.ts'

/**
 * Reference values for a real log, computed with an independent tool: counts must agree exactly, durations within 1e-6.
 */
const logs = fileURLToPath(new URL('../../../../shared/data/permits-wabo/', import.meta.url))
const goldenPath = fileURLToPath(new URL('../../../../shared/golden/receipt.json', import.meta.url))
const present = existsSync(logs) && existsSync(goldenPath)
const golden = present ? JSON.parse(readFileSync(goldenPath, 'utf8')) : undefined
const sources = present ? ['receipt.csv', 'receipt.xes.gz'] : []

test.skipIf(present)('reference values of a real log (skipped: ../shared is absent)', () => {})

describe.each(sources)('reference values of the WABO log, read from %s', async (file) => {
  const { log } = await read(file)
  const name = (code: number) => log.activity.values[code]!
  const days = (ms: number) => ms / 86_400_000
  const seconds = (ms: number) => ms / 1000
  const byActivity = (counts: Int32Array) =>
    Object.fromEntries(
      Array.from(counts, (count, code) => [name(code), count] as const).filter(([, count]) => count > 0),
    )

  test('events, cases and activities', () => {
    const counts = activityCounts(log)
    expect(eventCount(log)).toBe(golden.basics.events)
    expect(caseCount(log)).toBe(golden.basics.cases)
    expect(log.activity.values.length).toBe(golden.basics.activities)
    expect(byActivity(counts.events)).toEqual(golden.basics.activity_counts)
    expect(byActivity(counts.starts)).toEqual(golden.basics.start_activities)
    expect(byActivity(counts.ends)).toEqual(golden.basics.end_activities)
    expect(byActivity(counts.reworkCases)).toEqual(golden.rework_cases_per_activity)
  })

  test('variants', () => {
    const found = variants(log)
    const top = Array.from(found.cases.subarray(0, 10), (count, v) => [
      Array.from(activitiesOf(log, found.firstCase[v]!), name),
      count,
    ])
    expect(found.cases.length).toBe(golden.basics.variants)
    expect(found.cases.filter((count) => count === 1).length).toBe(golden.basics.singleton_variants)
    expect(top.map(([, count]) => count)).toEqual(
      golden.basics.top10_variants.map(([, count]: [string[], number]) => count),
    )
    expect(new Set(top.map((entry) => JSON.stringify(entry)))).toEqual(
      new Set(golden.basics.top10_variants.map((entry: unknown) => JSON.stringify(entry))),
    )
  })

  test('directly-follows', () => {
    const { from, to, count } = directlyFollows(log)
    const edges = Array.from(from, (code, i) => [name(code), name(to[i]!), count[i]!] as const)
    expect(edges.length).toBe(golden.basics.dfg_edges)
    expect(count.reduce((a, b) => a + b)).toBe(golden.basics.dfg_total)
    expect(new Set(edges.map(String))).toEqual(new Set(golden.basics.dfg.map(String)))
  })

  test('case durations and arrivals', () => {
    expectSummary(summarise(caseDurations(log).map(seconds)), golden.time.case_duration_s)
    expect(seconds(meanTimeBetweenArrivals(log))).toBeCloseTo(golden.time.case_arrival_avg_s, 6)
    expect(new Date(log.time.reduce((a, b) => Math.min(a, b))).toISOString()).toBe(utc(golden.time.first_event))
    expect(new Date(log.time.reduce((a, b) => Math.max(a, b))).toISOString()).toBe(utc(golden.time.last_event))
  })

  test('durations of directly-follows steps', () => {
    const { from, to, wall } = stepDurations(log)
    const byEdge = new Map(wall.map((summary, i) => [`${name(from[i]!)}→${name(to[i]!)}`, summary]))
    expect(byEdge.size).toBe(golden.time.perf_dfg_all_mean_median.length)
    for (const [a, b, mean, median] of golden.time.perf_dfg_all_mean_median) {
      expectClose(seconds(byEdge.get(`${a}→${b}`)!.mean), mean)
      expectClose(seconds(byEdge.get(`${a}→${b}`)!.median), median)
    }
    for (const [a, b, expected] of golden.time.perf_dfg_top10_mean) {
      const { mean, median, max, min, sum, sd, count } = byEdge.get(`${a}→${b}`)!
      const actual = { mean, median, max, min, sum, stdev: count === 1 ? 0 : sd }
      for (const [key, ms] of Object.entries(actual)) expectClose(seconds(ms), expected[key])
    }
  })

  test.each(['group', 'resource'] as const)('hand-overs and bounces by %s', (by) => {
    const column = by === 'group' ? log.department! : log.resource!
    const hand = (code: number) => column.values[code]!
    const found = handOvers(log, column)
    expect({
      pairs_total: found.pairs,
      self_pairs: found.selfPairs,
      handovers: found.handOvers,
      pairs_with_missing: found.pairsMissing,
      distinct_handover_pairs: found.count.length,
      distinct_values: found.hands,
      events_missing: found.eventsMissing,
      reciprocal_pairs: found.reciprocal,
    }).toEqual(without(golden[`handover_org_${by}`], 'top30'))
    expectTop(named(found, hand), golden[`handover_org_${by}`].top30)

    const bounced = pingPong(log, column)
    expect({
      cases: bounced.bounces.length,
      handovers: found.handOvers,
      aba_total: bounced.bouncesTotal,
      cases_with_aba: bounced.casesWithBounce,
      returns_total: bounced.returnsTotal,
      cases_with_return: bounced.casesWithReturn,
    }).toEqual(without(golden[`pingpong_org_${by}`], 'top_pairs'))
    expectTop(unordered(named(bounced.pairs, hand)), golden[`pingpong_org_${by}`].top_pairs)
  })

  test('deadlines', () => {
    const instants = (key: string) => (log.caseAttributes.get(key) as InstantColumn).values
    const [start, end, planned, deadline] = ['startdate', 'enddate', 'enddate_planned', 'deadline'].map(instants)
    const known = (values: Float64Array) => values.filter((value) => !Number.isNaN(value)).length
    const firstOf = (c: number) => log.time[log.caseOffsets[c]!]!
    const lastOf = (c: number) => log.time[log.caseOffsets[c + 1]! - 1]!
    const cases = Array.from(log.caseIds.keys())
    const { deadline_minus_startdate_days: allowed, first_event_minus_startdate_s: delay, ...counts } = golden.deadlines
    expect({
      cases: caseCount(log),
      with_deadline: known(deadline!),
      with_enddate: known(end!),
      with_planned: known(planned!),
      last_event_after_deadline: cases.filter((c) => lastOf(c) > deadline![c]!).length,
      enddate_after_deadline: cases.filter((c) => end![c]! > deadline![c]!).length,
      enddate_after_planned: cases.filter((c) => end![c]! > planned![c]!).length,
      startdate_after_first_event: cases.filter((c) => start![c]! > firstOf(c)).length,
    }).toEqual(counts)
    expectSummary(summarise(Float64Array.from(cases, (c) => days(deadline![c]! - start![c]!))), allowed)
    expectSummary(summarise(Float64Array.from(cases, (c) => seconds(firstOf(c) - start![c]!))), delay)
  })

  test('temporal profile', () => {
    expect(`eventually-follows pairs in the log: ${temporalProfile(log).count.length}`).toBe(golden.temporal_profile)
  })

  function expectClose(actual: number, expected: number): void {
    expect(Math.abs(actual - expected)).toBeLessThanOrEqual(1e-6 * Math.max(1, Math.abs(expected)))
  }

  function expectSummary(actual: Summary, expected: Record<string, number>): void {
    const { count, mean, median, p90, p95, min, max, sd } = actual
    expect(count).toBe(expected.n)
    const std_pop = sd * Math.sqrt((count - 1) / count)
    const figures = { mean, median, p90_linear: p90, p95_linear: p95, min, max, std_pop }
    for (const [key, value] of Object.entries(figures)) expectClose(value, expected[key]!)
  }
})

type Triple = readonly [from: string, to: string, count: number]

function named(
  pairs: { from: Int32Array; to: Int32Array; count: Int32Array },
  name: (code: number) => string,
): Triple[] {
  return Array.from(pairs.from, (from, i) => [name(from), name(pairs.to[i]!), pairs.count[i]!])
}

function unordered(pairs: readonly Triple[]): Triple[] {
  const counts = new Map<string, number>()
  for (const [a, b, count] of pairs) {
    const key = JSON.stringify([a, b].sort())
    counts.set(key, (counts.get(key) ?? 0) + count)
  }
  return Array.from(counts, ([key, count]): Triple => [...(JSON.parse(key) as [string, string]), count])
}

/** The reference lists the most frequent pairs; which of several equally frequent ones come last is left to it. */
function expectTop(actual: readonly Triple[], expected: readonly Triple[]): void {
  const counts = actual.map(([, , count]) => count).sort((a, b) => b - a)
  expect(counts.slice(0, expected.length)).toEqual(expected.map(([, , count]) => count))
  expect(actual.map(String)).toEqual(expect.arrayContaining(expected.map(String)))
}

function without<R extends Record<string, unknown>>(record: R, key: string): Record<string, unknown> {
  return Object.fromEntries(Object.entries(record).filter(([name]) => name !== key))
}

function utc(text: string): string {
  return text.replace(/000\+00:00$/, 'Z')
}

function read(file: string): Promise<Reading> {
  const bytes = createReadStream(`${logs}${file}`)
  const profile = shippedProfile('wabo')
  return file.endsWith('.csv')
    ? readCsv(bytes, profile, { source: file })
    : readXes(bytes.pipe(createGunzip()), profile, { source: file })
}
