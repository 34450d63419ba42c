import {
  type CaseRow,
  type IndexAnswer,
  type Overview,
  type Ranking,
  indicatorsRoutes as routes,
  type Values,
} from '@zhengfeng/contract'
import { type FlowIndicator, findIndicator } from '@zhengfeng/monitor'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createEventWriter, type EventWriter } from '../ingest/event-writer.ts'
import type { IncomingEvent } from '../ingest/incoming-event.ts'
import { addDivisions, addSource, hourMs, monday, told } from '../ingest/testing.ts'
import type { Database } from '../storage/database.ts'
import { engines, openTestDatabase } from '../storage/testing.ts'
import { callRoute, type TestPlatform, testAccess, testPlatform } from '../testing-platform.ts'
import { indicatorRoutes } from './indicators-routes.ts'
import { readPeriods } from './read-periods.ts'

const day = 24
const analyst = testAccess(['case.read', 'indicator.read', 'finding.read', 'report.export'])

/** A case that is accepted at some hour and closed so many hours later, or stays open. */
function course(
  caseNo: string,
  from: number,
  hours: number | undefined,
  more: Partial<IncomingEvent> = {},
): IncomingEvent[] {
  const item = { attributes: { 'case:item': '许可甲', ...more.attributes } }
  const begun = [told(caseNo, 'submit', from, { channel: 'web', ...more, ...item }), told(caseNo, 'accept', from, more)]
  return hours === undefined ? begun : [...begun, told(caseNo, 'close', from + hours, more)]
}

describe.each(engines)('indicators on $name', (engine) => {
  let db: Database
  let platform: TestPlatform
  let writer: EventWriter
  let implementations: ReturnType<typeof indicatorRoutes>
  let source: string
  const call = (route: Parameters<typeof callRoute>[1], given: Partial<Parameters<typeof callRoute>[2]> = {}) =>
    callRoute(implementations, route, { access: analyst, ...given })
  const values = async (query: object, access = analyst): Promise<Values> =>
    (await call(routes.values, { query, access })) as Values
  const table = async (query: object): Promise<unknown[]> =>
    (await values(query)).rows.map(({ keys, figures }) => [
      ...keys,
      ...figures.map((figure) => figure.value ?? figure.state),
    ])

  beforeAll(async () => {
    db = await openTestDatabase(engine)
    platform = testPlatform(db)
    platform.time.now = monday + 20 * day * hourMs
    await addDivisions(db, ['4401', '4402', '4403'])
    source = await addSource(db)
    writer = createEventWriter(platform)
    await writer.submit(
      [
        // Ten cases of 4401: nine take 3 hours of one day, one takes three weeks.
        ...Array.from({ length: 9 }, (_, i) => course(`A${i}`, 0, 3, { department: i < 4 ? 'd1' : 'd2' })).flat(),
        ...course('A9', 0, 14 * day, { department: 'd2' }),
        // Of 4402: six take two days, one is open and late, one open and new, and one is refused.
        ...Array.from({ length: 6 }, (_, i) =>
          course(`B${i}`, day, 2 * day, { division: '4402', channel: 'window' }),
        ).flat(),
        ...course('B6', day, undefined, { division: '4402' }),
        ...course('B7', 18 * day, undefined, { division: '4402' }),
        told('B8', 'submit', day, { division: '4402' }),
        told('B8', 'refuse', day + 1, { division: '4402' }),
      ],
      { sourceId: source },
    )
    implementations = indicatorRoutes(platform)
  })
  afterAll(async () => {
    await writer.stop()
    await db.close()
  })
  const march = { from: '2026-03-01', to: '2026-03-31' }

  test('are told with what they are made of', async () => {
    const answer = await values({
      indicators: 'closed,overdueRate,livedMedian,oneVisitShare,satisfactionShare,open',
      ...march,
    })
    expect(answer).toMatchObject({ slice: { ...march, to: '2026-03-22' }, by: [], cut: false })
    expect(answer.rows).toEqual([
      {
        keys: [],
        figures: [
          { indicator: 'closed', state: 'told', value: 17, numerator: 17, sample: 17 },
          {
            indicator: 'overdueRate',
            state: 'told',
            // A9 was closed late; B6 is open and late. Sixteen that ended had a limit.
            value: 2 / 17,
            numerator: 2,
            denominator: 17,
            sample: 17,
            interval: [expect.closeTo(0.0329, 3), expect.closeTo(0.3434, 3)],
          },
          {
            indicator: 'livedMedian',
            state: 'told',
            value: expect.closeTo(3 * hourMs, -6),
            numerator: 17,
            sample: 17,
            errorShare: 0.01,
          },
          { indicator: 'oneVisitShare', state: 'notMeasured' },
          { indicator: 'satisfactionShare', state: 'notMeasured' },
          { indicator: 'open', state: 'told', value: 2, numerator: 2, sample: 2 },
        ],
      },
    ])
  })

  test('are grouped by one dimension or two', async () => {
    expect(await table({ indicators: 'closed,open', by: 'division', ...march })).toEqual([
      ['4401', 10, 0],
      ['4402', 7, 2],
      ['4403', 0, 0],
    ])
    expect(await table({ indicators: 'submitted', by: 'division,channel', ...march })).toEqual([
      ['4401', 'web', 10],
      ['4402', '', 1],
      ['4402', 'web', 2],
      ['4402', 'window', 6],
    ])
    expect(await table({ indicators: 'closed,onTimeShare', by: 'department', division: '4401', ...march })).toEqual([
      ['d1', 4, 'tooFew'],
      ['d2', 6, 5 / 6],
    ])
    expect(await table({ indicators: 'closed', by: 'week', from: '2026-03-01', to: '2026-03-20' })).toEqual([
      ['2026-02-23', 0],
      ['2026-03-02', 16],
      ['2026-03-09', 0],
      ['2026-03-16', 1],
    ])
    expect(await table({ indicators: 'closed', by: 'day', from: '2026-03-01', to: '2026-03-03' })).toEqual([
      ['2026-03-01', 0],
      ['2026-03-02', 9],
      ['2026-03-03', 1],
    ])
    expect(
      await table({ indicators: 'closed,openOverdue', by: 'month', from: '2026-02-20', to: '2026-03-31' }),
    ).toEqual([
      ['2026-02-01', 0, 'notMeasured'],
      ['2026-03-01', 17, 'notMeasured'],
    ])
    await expect(values({ indicators: 'closed', by: 'day,day' })).rejects.toMatchObject({
      code: 'invalid',
      fields: [{ field: 'by' }],
    })
    await expect(values({ indicators: 'nothing' })).rejects.toMatchObject({
      code: 'invalid',
      fields: [{ value: 'nothing' }],
    })
  })

  test('are compared with the days before', async () => {
    const answer = await values({
      indicators: 'closed',
      by: 'day',
      compare: 'previous',
      from: '2026-03-04',
      to: '2026-03-05',
    })
    expect(answer.rows.map(({ keys, figures: [figure] }) => [...keys, figure!.value, figure!.previous])).toEqual([
      ['2026-03-04', 0, 9],
      ['2026-03-05', 6, 1],
    ])
    const lastYear = await values({ indicators: 'closed', compare: 'lastYear', from: '2027-03-01', to: '2027-03-31' })
    expect(lastYear.rows[0]!.figures[0]).toMatchObject({ value: 0, previous: 17 })
  })

  test('are narrowed to the scope', async () => {
    const within = (divisions: string[], departments: { division: string; department: string }[] = []) =>
      testAccess(['indicator.read'], { everything: false, divisions, departments })
    const closed = async (query: object, access: ReturnType<typeof within>) =>
      (await values({ indicators: 'closed', ...march, ...query }, access)).rows[0]!.figures[0]!.value
    expect(await closed({}, within(['4402']))).toBe(7)
    expect(await closed({}, within([], [{ division: '4401', department: 'd1' }]))).toBe(4)
    expect(await closed({}, within(['4402'], [{ division: '4401', department: 'd2' }]))).toBe(13)
    await expect(closed({ division: '4401' }, within(['4402']))).rejects.toMatchObject({ code: 'outOfScope' })
    await expect(closed({ division: '44' }, within(['4401', '4402']))).rejects.toMatchObject({ code: 'outOfScope' })
  })

  test('lead to exactly the cases behind them', async () => {
    const behind = async (id: string, part: string, more: object = {}): Promise<string[]> => {
      const found: string[] = []
      let cursor: string | undefined
      do {
        const page = (await call(routes.cases, {
          params: { id },
          query: { part, limit: '2', ...march, ...more, ...(cursor !== undefined && { cursor }) },
        })) as { items: CaseRow[]; next?: string }
        found.push(...page.items.map(({ caseNo }) => caseNo))
        cursor = page.next
      } while (cursor !== undefined)
      return found.sort()
    }
    expect(await behind('overdueRate', 'numerator')).toEqual(['A9', 'B6'])
    expect((await behind('overdueRate', 'denominator')).length).toBe(17)
    expect(await behind('refusedShare', 'numerator')).toEqual(['B8'])
    expect(await behind('open', 'numerator')).toEqual(['B6', 'B7'])
    expect(await behind('closed', 'numerator', { from: '2026-03-03', to: '2026-03-03' })).toEqual(['B8'])
    expect(await behind('onTimeShare', 'numerator', { division: '4401', department: 'd1' })).toEqual([
      'A0',
      'A1',
      'A2',
      'A3',
    ])
    expect((await behind('livedMedian', 'numerator')).length).toBe(17)
    expect((await behind('submitted', 'numerator', { to: '2026-03-03' })).length).toBe(18)
    await expect(behind('threeDimensionIndex', 'numerator')).rejects.toMatchObject({ code: 'invalid' })
    const { rows } = await values({
      indicators: 'statutoryOverdueShare,onlineShare,instantShare,acceptedLateShare',
      ...march,
    })
    for (const { indicator, numerator, denominator } of rows[0]!.figures) {
      expect((await behind(indicator, 'numerator')).length).toBe(numerator)
      expect((await behind(indicator, 'denominator')).length).toBe(denominator)
    }
  })

  test('rank units with enough cases, and name nobody for chance', async () => {
    const ranking = (await call(routes.ranking, { query: { indicator: 'onTimeShare', ...march } })) as Ranking
    expect(ranking).toMatchObject({ minimumSample: 30, adjustedFor: ['item'], level: 'division' })
    expect(ranking.units.map(({ division, state, sample }) => [division, state, sample])).toEqual([
      ['4401', 'tooFew', 10],
      ['4402', 'tooFew', 6],
      ['4403', 'tooFew', 0],
    ])
    expect(ranking.units.map(({ designEffect }) => designEffect)).toEqual([1, 1, 1])
    const departments = (await call(routes.ranking, {
      query: { indicator: 'livedMean', level: 'department', division: '4401', ...march },
    })) as Ranking
    expect(departments.units.map(({ division, department, sample }) => [division, department, sample])).toEqual([
      ['4401', 'd1', 4],
      ['4401', 'd2', 6],
    ])
    await expect(call(routes.ranking, { query: { indicator: 'closed' } })).rejects.toMatchObject({
      fields: [{ message: 'notRankable' }],
    })
  })

  test('are told by week or day, from which the ranking sees how uneven they are', async () => {
    const scope = { everything: true, divisions: [], departments: [] }
    const query = { slice: march, scope, by: ['department', 'item'] } as const
    const periods = async (id: string, slice = march): Promise<object[]> =>
      readPeriods(db, findIndicator(id) as FlowIndicator, { query: { ...query, slice }, adjusted: true, most: 100 })
    // Open cases, which are known as of now only, are in neither sum.
    expect(await periods('overdueRate')).toEqual(
      [
        { key: '[""]', period: '2026-03-02', n: 6, sum: 0 },
        { key: '["d1"]', period: '2026-03-02', n: 4, sum: 0 },
        { key: '["d2"]', period: '2026-03-02', n: 5, sum: 0 },
        { key: '["d2"]', period: '2026-03-16', n: 1, sum: 1 },
      ].map((row) => ({ ...row, stratum: '许可甲' })),
    )
    const days = { from: '2026-03-02', to: '2026-03-05' }
    expect(await periods('livedMean', days)).toContainEqual({
      ...{ key: '["d1"]', stratum: '许可甲', period: '2026-03-02', n: 4, sum: 12 * hourMs },
    })
  })

  test('make an index where enough of each dimension can be told, and none where not', async () => {
    const answer = (await call(routes.index, { query: march })) as IndexAnswer
    expect(answer.missing).toEqual(['thirdParty'])
    expect(answer.units.map(({ division, value }) => [division, value])).toEqual([
      ['4401', undefined],
      ['4402', undefined],
      ['4403', undefined],
    ])
    const [first] = answer.units
    expect(first!.dimensions.map(({ dimension, weight, toldWeight }) => [dimension, weight, toldWeight])).toEqual([
      ['satisfaction', 40, 0],
      ['efficiency', 35, 55],
      ['integrity', 25, 25],
    ])
    const [onTime] = first!.dimensions[1]!.parts
    // Nine of ten in time: four fifths of the way from 0.7 to 0.95, where the score is 60.
    expect(onTime).toEqual({
      indicator: 'onTimeShare',
      weight: 40,
      state: 'told',
      value: 0.9,
      score: expect.closeTo(48, 9),
      sample: 10,
    })
    const self = (await call(routes.index, { query: { ...march, level: 'self' } })) as IndexAnswer
    expect(self.units.map(({ division, dimensions }) => [division, dimensions[1]!.parts[0]!.sample])).toEqual([
      ['44', 16],
    ])
  })

  test('make an overview, which follows what is written', async () => {
    const overview = async (query: object = {}, access = analyst): Promise<Overview> =>
      (await call(routes.overview, { query, access })) as Overview
    const told = await overview({ from: '2026-03-01', to: '2026-03-22' })
    expect(told.slice).toEqual({ from: '2026-03-01', to: '2026-03-22' })
    expect(told.previous).toEqual({ from: '2026-02-07', to: '2026-02-28' })
    // The Spring Festival is among the days before.
    expect(told.workingDays).toEqual({ now: 15, before: 11 })
    expect(told.counts).toEqual({
      open: 2,
      overdueOpen: 1,
      nearDueOpen: 0,
      warningsYellow: 0,
      warningsRed: 0,
      findingsAwaiting: 0,
    })
    const closed = told.headline.find(({ indicator }) => indicator === 'closed')!
    expect(closed).toMatchObject({ value: 17, previous: 0 })
    expect(closed.days.filter(({ value }) => value)).toEqual([
      { day: '2026-03-02', value: 9 },
      { day: '2026-03-03', value: 1 },
      { day: '2026-03-05', value: 6 },
      { day: '2026-03-16', value: 1 },
    ])
    expect(told.headline.find(({ indicator }) => indicator === 'overdueRate')).toMatchObject({
      numerator: 2,
      denominator: 17,
    })
    expect(told.children.map(({ division, open, overdueOpen }) => [division, open, overdueOpen])).toEqual([
      ['4401', 0, 0],
      ['4402', 2, 1],
      ['4403', 0, 0],
    ])
    expect(told.latest).toHaveLength(20)
    // The same from the database as from memory.
    const office = { from: '2026-03-01', to: '2026-03-22', division: '4402' }
    const [small] = [await overview(office)]
    expect(small.counts).toEqual(told.counts)
    expect(small.children).toMatchObject([{ division: '4402', department: '', open: 2, overdueOpen: 1 }])
    expect(small.headline.find(({ indicator }) => indicator === 'closed')).toMatchObject({ value: 7 })

    platform.time.now += 1
    await writer.submit(course('C0', 19 * day, 4, { division: '4403' }), { sourceId: source })
    const closedOf = ({ headline }: Overview): number | undefined =>
      headline.find(({ indicator }) => indicator === 'closed')!.value
    let later = told
    for (const began = performance.now(); closedOf(later) === 17 && performance.now() - began < 10_000; ) {
      await new Promise((resolve) => setTimeout(resolve, 200))
      later = await overview({ from: '2026-03-01', to: '2026-03-22' })
    }
    expect(closedOf(later)).toBe(18)
    expect(later.latest![0]).toMatchObject({ division: '4403', caseNo: 'C0', activity: 'close' })
    const reader = testAccess(['indicator.read'], { everything: false, divisions: ['4401'], departments: [] })
    expect((await overview({}, reader)).latest).toBeUndefined()
  })

  test('say nothing of findings where detectors never ran over the office', async () => {
    const asked = { from: '2026-03-02', to: '2026-03-20' }
    const perThousand = (query: object): Promise<unknown[]> =>
      table({ indicators: 'findingsPerThousand', ...asked, ...query })
    const integrity = async (): Promise<unknown[]> => {
      const { units } = (await call(routes.index, { query: { ...asked, level: 'leaf' } })) as IndexAnswer
      return units.map(({ division, dimensions }) => [division, dimensions[2]!.parts[0]!.state]).sort()
    }
    const shown = async (query: object = {}): Promise<unknown> => {
      const { headline } = (await call(routes.overview, { query: { ...asked, ...query } })) as Overview
      return headline.find(({ indicator }) => indicator === 'findingsPerThousand')!.state
    }
    expect(await perThousand({})).toEqual([['notMeasured']])
    expect([await shown(), await shown({ division: '4401' })]).toEqual(['notMeasured', 'notMeasured'])
    expect((await integrity()).slice(0, 2)).toEqual([
      ['4401', 'notMeasured'],
      ['4402', 'notMeasured'],
    ])

    await db.query(`insert into detector_position (division, ran_at) values ('4401', now()), ('4402', null)`)
    // Without what answers were remembered.
    implementations = indicatorRoutes(platform)
    expect(await perThousand({})).toEqual([['tooFew']])
    expect((await perThousand({ by: 'division' })).slice(0, 2)).toEqual([
      ['4401', 'tooFew'],
      ['4402', 'notMeasured'],
    ])
    expect((await integrity()).slice(0, 2)).toEqual([
      ['4401', 'tooFew'],
      ['4402', 'notMeasured'],
    ])
    expect(await shown()).toBe('tooFew')
    expect([await shown({ division: '4402' }), await shown({ division: '4401' })]).toEqual(['notMeasured', 'tooFew'])
  })
})
