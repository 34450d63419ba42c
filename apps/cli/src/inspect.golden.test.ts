import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { CheckUp } from '@zhengfeng/report'
import { describe, expect, test } from 'vitest'
import { runCommand, temporaryFolder } from './testing.ts'

/** `inspect` on real public logs agrees with reference values computed by an independent tool. */
const shared = fileURLToPath(new URL('../../../../shared/', import.meta.url))
const goldenPath = join(shared, 'golden/receipt.json')
const present = existsSync(goldenPath)
const golden = present ? JSON.parse(readFileSync(goldenPath, 'utf8')) : undefined
const out = temporaryFolder()

test.skipIf(present)('real logs (skipped: ../shared is absent)', () => {})

async function inspect(...words: readonly string[]): Promise<CheckUp> {
  const outcome = await runCommand('inspect', ...words, '--json', '--out', out.path)
  expect(outcome.exitCode, outcome.noted).toBe(0)
  return JSON.parse(outcome.printed) as CheckUp
}

describe.runIf(present).each([
  ['receipt.csv', ['--profile', 'wabo']],
  ['receipt.xes.gz', ['--profile', 'wabo']],
  ['receipt.csv', []],
] as const)('inspect %s %j agrees with the reference values', async (file, words) => {
  const checkUp = present ? await inspect(join(shared, 'data/permits-wabo', file), ...words) : ({} as CheckUp)
  const { plain, flow, counts } = checkUp

  test('events, cases, activities, variants', () => {
    const { basics } = golden
    expect([counts.events, counts.cases, counts.activities]).toEqual([basics.events, basics.cases, basics.activities])
    expect(plain.variants).toEqual({ total: basics.variants, singletons: basics.singleton_variants })
    expect(byActivity(plain, 'events')).toEqual(basics.activity_counts)
    expect(byActivity(plain, 'starts')).toEqual(basics.start_activities)
    expect(byActivity(plain, 'ends')).toEqual(basics.end_activities)
    expect(byActivity(plain, 'selfLoops')).toEqual(basics.self_loops)
    expect(byActivity(plain, 'reworkCases')).toEqual(golden.rework_cases_per_activity)
    expect(`eventually-follows pairs in the log: ${plain.eventuallyFollowsPairs}`).toBe(golden.temporal_profile)
  })

  test('what follows what, how often and how long', () => {
    const edges = new Map(
      flow.edges.map((edge) => [`${flow.nodes[edge.from]!.activity}→${flow.nodes[edge.to]!.activity}`, edge]),
    )
    expect(edges.size).toBe(golden.basics.dfg_edges)
    for (const [from, to, count] of golden.basics.dfg) expect(edges.get(`${from}→${to}`)!.count).toBe(count)
    for (const [from, to, , median] of golden.time.perf_dfg_all_mean_median) {
      expectClose(edges.get(`${from}→${to}`)!.medianMs / 1000, median)
    }
  })

  test('case lengths and arrivals', () => {
    const { n, mean, median, p90_linear, p95_linear, min, max } = golden.time.case_duration_s
    const { count, meanMs, medianMs, p90Ms, p95Ms, minMs, maxMs } = plain.caseLength
    expect(count).toBe(n)
    const pairs = [
      [meanMs, mean],
      [medianMs, median],
      [p90Ms, p90_linear],
      [p95Ms, p95_linear],
      [minMs, min],
      [maxMs, max],
    ]
    for (const [ms, seconds] of pairs) expectClose(ms / 1000, seconds)
    expectClose(plain.timeBetweenArrivalsMs! / 1000, golden.time.case_arrival_avg_s)
  })

  test.each(['departments', 'resources'] as const)('hand-overs and bounces between %s', (kind) => {
    const passing = golden[`handover_org_${kind === 'departments' ? 'group' : 'resource'}`]
    const back = golden[`pingpong_org_${kind === 'departments' ? 'group' : 'resource'}`]
    expect(plain[kind]).toEqual({
      hands: passing.distinct_values,
      pairs: passing.pairs_total,
      selfPairs: passing.self_pairs,
      handOvers: passing.handovers,
      pairsMissing: passing.pairs_with_missing,
      distinctPairs: passing.distinct_handover_pairs,
      reciprocalPairs: passing.reciprocal_pairs,
      bounces: back.aba_total,
      casesWithBounce: back.cases_with_aba,
      returns: back.returns_total,
      casesWithReturn: back.cases_with_return,
    })
  })

  test('limits', () => {
    const { with_deadline, last_event_after_deadline, enddate_after_deadline, enddate_after_planned, with_enddate } =
      golden.deadlines
    expect([plain.statutory!.withDue, plain.statutory!.lastEventAfterDue]).toEqual([
      with_deadline,
      last_event_after_deadline,
    ])
    expect([plain.statutory!.endAfterDue, plain.promised!.endAfterDue]).toEqual([
      enddate_after_deadline,
      enddate_after_planned,
    ])
    expect(plain.statutory!.withEnd).toBe(with_enddate)
  })
})

describe.runIf(present).each([[['--profile', 'bpic15']], [[]]] as const)('two municipalities, with %j', (words) => {
  test('half of their cases last 61 and 108 days or longer, from first to last event', async () => {
    const files = ['BPIC15_1.xes.gz', 'BPIC15_2.xes.gz'].map((file) => join(shared, 'data/permits-bpic15', file))
    const { comparison } = await inspect(...files, ...words)
    const days = comparison!.offices.map(({ office, observedMedianMs }) => [
      office,
      Math.floor(observedMedianMs! / 86_400_000),
    ])
    expect(Object.fromEntries(days)).toEqual({ BPIC15_1: 61, BPIC15_2: 108 })
  })
})

function byActivity(
  plain: CheckUp['plain'],
  figure: 'events' | 'starts' | 'ends' | 'reworkCases' | 'selfLoops',
): Record<string, number> {
  return Object.fromEntries(
    plain.activities.filter((each) => each[figure] > 0).map((each) => [each.activity, each[figure]]),
  )
}

function expectClose(actual: number, expected: number): void {
  expect(Math.abs(actual - expected)).toBeLessThanOrEqual(1e-6 * Math.max(1, Math.abs(expected)))
}
