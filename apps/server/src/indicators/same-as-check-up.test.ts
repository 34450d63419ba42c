import { indicatorsRoutes as routes, type Values } from '@zhengfeng/contract'
import { overdueCases, quantile } from '@zhengfeng/mining'
import { foldHistory, serviceOf } from '@zhengfeng/monitor'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createEventWriter } from '../ingest/event-writer.ts'
import type { IncomingEvent } from '../ingest/incoming-event.ts'
import { addDivisions, addSource, hourMs, monday, told } from '../ingest/testing.ts'
import type { Database } from '../storage/database.ts'
import { engines, openTestDatabase } from '../storage/testing.ts'
import { callRoute, type TestPlatform, testAccess, testPlatform } from '../testing-platform.ts'
import { indicatorRoutes } from './indicators-routes.ts'

/** Numbers that look random and are the same each time. */
function numbers(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}

/** 300 cases: some with supplements, some stopped, some still open. */
function manyCases(): IncomingEvent[][] {
  const next = numbers(7)
  return Array.from({ length: 300 }, (_, n) => {
    const division = n % 3 === 0 ? '4402' : '4401'
    let at = Math.floor(next() * 400)
    const step = (activity: string, hours: number): IncomingEvent => {
      at += hours
      return told(`R-${n}`, activity, 0, {
        division,
        department: `d${n % 4}`,
        occurredAt: Math.round(monday + at * hourMs),
      })
    }
    const events = [step('submit', 0)]
    if (next() < 0.3) events.push(step('supplementRequest', 5 * next()), step('supplementAnswer', 60 * next()))
    events.push(step('accept', 20 * next()))
    if (next() < 0.3) events.push(step('suspend', 10 * next()), step('resume', 80 * next()))
    if (next() < 0.8) events.push(step('decide', 200 * next()), step('close', 10 * next()))
    return events
  })
}

describe.each(engines)('figures on $name', (engine) => {
  let db: Database
  let platform: TestPlatform
  beforeAll(async () => {
    db = await openTestDatabase(engine)
    platform = testPlatform(db)
    platform.time.now = monday + 900 * hourMs
    await addDivisions(db, ['4401', '4402'])
  })
  afterAll(() => db.close())

  test('are those of the check-up on the same events', async () => {
    const sourceId = await addSource(db)
    const writer = createEventWriter(platform)
    const cases = manyCases()
    // In the order in which they happen, cases mixed.
    const events = cases.flat().sort((a, b) => a.occurredAt - b.occurredAt)
    for (let from = 0; from < events.length; from += 150)
      await writer.submit(events.slice(from, from + 150), { sourceId })
    const { profile } = (await writer.sources.read(db, [sourceId])).sources.get(sourceId)!
    await writer.stop()
    const records = cases.map(([first, ...rest]) =>
      foldHistory(
        [first!, ...rest].map((event, seq) => ({ ...event, seq: seq + 1, occurredAt: event.occurredAt })),
        { division: first!.division, caseNo: first!.caseNo, profile },
      ),
    )
    const service = serviceOf(records, profile, { until: platform.now() })
    const { to, livedMs, officialMs } = service.clock
    const closed = Array.from(to.keys()).filter((c) => !Number.isNaN(to[c]!))
    const late = overdueCases(service, 'statutory')
    const openLate = Array.from(to.keys()).filter((c) => Number.isNaN(to[c]!) && late[c] === 1)
    const answer = (await callRoute(indicatorRoutes(platform), routes.values, {
      access: testAccess(['indicator.read']),
      query: {
        indicators: 'closed,statutoryOverdueShare,openOverdue,livedMean,livedMedian,officialP90,supplementShare,open',
        from: '2026-03-01',
        to: '2026-12-31',
      },
    })) as Values
    const [closedFigure, overdue, openOverdue, livedMean, livedMedian, officialP90, supplements, open] =
      answer.rows[0]!.figures
    expect(closedFigure!.value).toBe(closed.length)
    expect([overdue!.numerator, overdue!.denominator]).toEqual([
      closed.filter((c) => late[c] === 1).length,
      closed.filter((c) => late[c] !== -1).length,
    ])
    expect(overdue!.numerator).toBeGreaterThan(10)
    expect(openOverdue!.value).toBe(openLate.length)
    expect(open!.value).toBe(300 - closed.length)
    const sum = closed.reduce((total, c) => total + livedMs[c]!, 0)
    expect(livedMean!.numerator).toBe(sum)
    const median = quantile(
      Float64Array.from(closed, (c) => livedMs[c]!),
      0.5,
    )
    expect(Math.abs(livedMedian!.value! / median - 1)).toBeLessThanOrEqual(0.01)
    const p90 = quantile(
      Float64Array.from(closed, (c) => officialMs[c]!),
      0.9,
    )
    expect(Math.abs(officialP90!.value! / p90 - 1)).toBeLessThanOrEqual(0.01)
    const supplemented = closed.filter((c) => cases[c]!.some(({ activity }) => activity === 'supplementRequest'))
    expect(supplements!.numerator).toBe(supplemented.length)
  })
})
