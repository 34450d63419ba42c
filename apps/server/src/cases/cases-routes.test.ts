import { type CaseDetail, type CaseRow, type ProcessMap, casesRoutes as routes } from '@zhengfeng/contract'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createEventWriter } from '../ingest/event-writer.ts'
import { addDivisions, addSource, hourMs, monday, told } from '../ingest/testing.ts'
import type { Database } from '../storage/database.ts'
import { engines, openTestDatabase } from '../storage/testing.ts'
import { callRoute, type TestPlatform, testAccess, testPlatform } from '../testing-platform.ts'
import { caseRoutes } from './cases-routes.ts'

const analyst = ['case.read', 'indicator.read', 'finding.read', 'warning.read', 'report.export']
const day = 24

describe.each(engines)('cases on $name', (engine) => {
  let db: Database
  let platform: TestPlatform
  let source: string
  const call = (route: Parameters<typeof callRoute>[1], given: Partial<Parameters<typeof callRoute>[2]> = {}) =>
    callRoute(caseRoutes(platform), route, { access: testAccess(analyst), ...given })
  const list = async (query: object, access = testAccess(analyst)): Promise<string[]> =>
    ((await call(routes.list, { query, access })) as { items: CaseRow[] }).items.map(({ caseNo }) => caseNo)

  beforeAll(async () => {
    db = await openTestDatabase(engine)
    platform = testPlatform(db)
    platform.time.now = monday + hourMs
    await addDivisions(db, ['4401', '4402'])
    source = await addSource(db)
    const writer = createEventWriter(platform)
    const item = { attributes: { 'case:item': '许可甲' } }
    await writer.submit(
      [
        told('A-1', 'submit', 0, { ...item, channel: 'web', actor: 'o1', department: 'd1' }),
        told('A-1', 'accept', 1, { actor: 'o2', department: 'd1' }),
        told('A-2', 'submit', 0, { attributes: { 'case:item': '许可乙' } }),
        told('A-2', 'accept', 2, { department: 'd2' }),
        told('A-2', 'suspend', 3, { attributes: { document: '文1' } }),
        told('A_3', 'accept', 0, { ...item, department: 'd1' }),
        told('A_3', 'close', 5, { department: 'd1' }),
        told('A_3', 'rate', 6, { attributes: { satisfaction: '5' } }),
        told('B-1', 'submit', 4, {
          ...item,
          division: '4402',
          people: { applicant: { name: '张三', phone: '13812343210' } },
        }),
      ],
      { sourceId: source },
    )
    await writer.stop()
    platform.time.now = monday + 3 * day * hourMs
  })
  afterAll(() => db.close())

  test('are listed as they stand now', async () => {
    const answer = (await call(routes.list, { query: { text: 'A-1' } })) as { items: CaseRow[] }
    expect(answer).toEqual({
      items: [
        {
          division: '4401',
          caseNo: 'A-1',
          item: '许可甲',
          department: 'd1',
          channel: 'web',
          applicantGroup: '',
          priority: false,
          status: 'accepted',
          step: 'accept',
          holderDepartment: 'd1',
          holderActor: 'o2',
          firstAt: '2026-03-02T02:00:00.000Z',
          lastAt: '2026-03-02T03:00:00.000Z',
          submittedAt: '2026-03-02T02:00:00.000Z',
          acceptedAt: '2026-03-02T03:00:00.000Z',
          statutoryDue: '2026-03-09T09:00:00.000Z',
          due: 'within',
          // As on the page of the case: until the end of business of the last day.
          remainingMs: Date.UTC(2026, 2, 9, 9) - platform.now(),
          livedMs: 3 * day * hourMs,
          eventCount: 2,
        },
      ],
    })
  })

  test('are filtered', async () => {
    expect(await list({})).toEqual(['A_3', 'B-1', 'A-2', 'A-1'])
    expect(await list({ order: 'asc' })).toEqual(['A-1', 'A-2', 'B-1', 'A_3'])
    expect(await list({ sort: 'caseNo', order: 'asc', text: 'A_' })).toEqual(['A_3'])
    expect(await list({ text: '%' })).toEqual([])
    expect(await list({ item: '许可甲', open: 'true' })).toEqual(['B-1', 'A-1'])
    expect(await list({ open: 'false', sort: 'closedAt' })).toEqual(['A_3'])
    expect(await list({ status: 'suspended' })).toEqual(['A-2'])
    expect(await list({ holderActor: 'o2' })).toEqual(['A-1'])
    expect(await list({ department: 'd2' })).toEqual(['A-2'])
    expect(await list({ channel: 'web', source })).toEqual(['A-1'])
    expect(await list({ source: '00000000-0000-4000-8000-000000000000' })).toEqual([])
    expect(await list({ sort: 'openSince', order: 'asc' })).toEqual(['A-1', 'A-2', 'B-1'])
    expect(await list({ sort: 'openDue' })).toEqual(['A-1'])
    expect(await list({ from: '2026-03-03' })).toEqual([])
    expect(await list({ from: '2026-03-02', to: '2026-03-02' })).toEqual(['A_3', 'B-1', 'A-2', 'A-1'])
  })

  test('are overdue from the first working moment after they fall due', async () => {
    const before = platform.time.now
    platform.time.now = Date.UTC(2026, 2, 10, 1)
    await db.query(`update service_case set near_due = $1 where case_no = 'A-1'`, [new Date(platform.time.now)])
    expect(await list({ overdue: 'true' })).toEqual([])
    expect(await list({ nearDue: 'true' })).toEqual(['A-1'])
    platform.time.now += 1
    expect(await list({ overdue: 'true' })).toEqual(['A-1'])
    expect(await list({ overdue: 'true', sort: 'openDue' })).toEqual(['A-1'])
    expect(await list({ overdue: 'false' })).toEqual(['A_3', 'B-1', 'A-2'])
    expect(await list({ nearDue: 'true' })).toEqual([])
    platform.time.now = before
  })

  test('of a finished export are judged at its end', async () => {
    const before = platform.time.now
    platform.time.now = Date.UTC(2026, 3, 1)
    await db.query(`insert into source_division values ($1, '4401', $2)`, [source, new Date(monday + 4 * day * hourMs)])
    expect(await list({ overdue: 'true' })).toEqual([])
    const detail = (await call(routes.get, { params: { division: '4401', caseNo: 'A-1' } })) as CaseDetail
    expect([detail.asOf, detail.exportEnded, detail.case.livedMs]).toEqual([
      '2026-03-06T02:00:00.000Z',
      true,
      4 * day * hourMs,
    ])
    await db.query(`delete from source_division`)
    platform.time.now = before
  })

  test('are narrowed to the scope, and a slice outside of it is refused', async () => {
    const office = (divisions: string[], departments: { division: string; department: string }[] = []) =>
      testAccess(analyst, { everything: false, divisions, departments })
    expect(await list({}, office(['4402']))).toEqual(['B-1'])
    expect(await list({}, office([], [{ division: '4401', department: 'd2' }]))).toEqual(['A-2'])
    expect(await list({ division: '44' }, office(['44', '4401', '4402']))).toEqual(['A_3', 'B-1', 'A-2', 'A-1'])
    for (const [query, access] of [
      [{ division: '4401' }, office(['4402'])],
      [{ division: '44' }, office(['4401', '4402'])],
      [{ department: 'd1' }, office([], [{ division: '4401', department: 'd2' }])],
    ] as const)
      await expect(list(query, access)).rejects.toMatchObject({ code: 'outOfScope' })
    await expect(list({ division: '99' })).rejects.toMatchObject({ code: 'invalid', fields: [{ field: 'division' }] })
    const params = { division: '4401', caseNo: 'A-1' }
    await expect(call(routes.get, { params, access: office(['4402']) })).rejects.toMatchObject({ code: 'notFound' })
    await expect(call(routes.get, { params: { ...params, caseNo: 'none' } })).rejects.toMatchObject({
      code: 'notFound',
    })
  })

  test('are told whole', async () => {
    const detail = (await call(routes.get, { params: { division: '4401', caseNo: 'A-2' } })) as CaseDetail
    expect(detail).toMatchObject({
      asOf: '2026-03-05T02:00:00.000Z',
      exportEnded: false,
      source: { id: source, kind: 'push' },
      clock: {
        state: 'stopped',
        from: '2026-03-02T04:00:00.000Z',
        // Accepted at noon and stopped at one: nothing was worked in between.
        officialMs: 0,
        livedMs: 3 * day * hourMs,
        // 13 to 17 o'clock, two whole days, and one hour of the fourth.
        stoppedMs: (4 + 7 + 7 + 1) * hourMs,
        workingDayMs: 7 * hourMs,
      },
      stops: [{ from: '2026-03-02T05:00:00.000Z', kind: 'suspend', documented: true, stopsClock: true }],
      waiting: {
        step: 'suspend',
        activity: 'suspend',
        since: '2026-03-02T05:00:00.000Z',
        sinceMs: (3 * day - 3) * hourMs,
        department: 'd2',
        clock: 'stopped',
        stopKind: 'suspend',
        waitsFor: 'office',
        remedies: [],
      },
      findings: [],
      warnings: [],
      ratings: [],
      personal: { sealed: 0, erased: 0, mayReveal: false },
      timelineCut: false,
    })
    expect(detail.statutory).toBeUndefined()
    expect(detail.timeline.map(({ seq, step, lagMs, voided }) => [seq, step, lagMs, voided])).toEqual([
      [3, 'submit', hourMs, false],
      [4, 'accept', -hourMs, false],
      [5, 'suspend', -2 * hourMs, false],
    ])
  })

  test('tell what the law gives to those who wait too long', async () => {
    const accepted = (await call(routes.get, { params: { division: '4401', caseNo: 'A-1' } })) as CaseDetail
    expect(accepted.statutory).toEqual({
      due: '2026-03-09T09:00:00.000Z',
      state: 'running',
      remainingMs: Date.UTC(2026, 2, 9, 9) - platform.now(),
    })
    expect(accepted.waiting?.remedies).toEqual([
      { key: 'correction', values: {}, from: '2026-03-09T16:00:00.000Z' },
      { key: 'reconsideration', values: {}, from: '2026-03-09T16:00:00.000Z' },
      { key: 'litigation', values: {}, from: '2026-03-09T16:00:00.000Z' },
    ])
    const submitted = (await call(routes.get, { params: { division: '4402', caseNo: 'B-1' } })) as CaseDetail
    expect(submitted.waiting?.remedies).toEqual([
      { key: 'deemedAccepted', values: {}, from: '2026-03-09T16:00:00.000Z' },
      { key: 'reconsiderationWithoutLimit', values: {}, from: '2026-05-01T16:00:00.000Z' },
      { key: 'litigationWithoutLimit', values: {}, from: '2026-05-04T16:00:00.000Z' },
    ])
  })

  test('that are closed wait for nothing', async () => {
    const detail = (await call(routes.get, { params: { division: '4401', caseNo: 'A_3' } })) as CaseDetail
    expect(detail.waiting).toBeUndefined()
    expect(detail.ratings).toEqual([{ at: '2026-03-02T08:00:00.000Z', level: 5, byDefault: false }])
    expect(detail.case).toMatchObject({ status: 'closed', due: 'ended', livedMs: 5 * hourMs, officialMs: 4 * hourMs })
    expect(detail.statutory).toMatchObject({ state: 'kept' })
  })

  test('show the sealed person only to those who may see it, with a reason, written down first', async () => {
    const params = { division: '4402', caseNo: 'B-1' }
    const detail = (await call(routes.get, { params })) as CaseDetail
    expect(detail.personal).toEqual({ sealed: 1, erased: 0, mayReveal: false })
    expect(JSON.stringify(detail)).not.toMatch(/张三|13812343210/)
    const reveal = (permissions: string[]) =>
      call(routes.personal, {
        params,
        access: testAccess(permissions),
        body: { reason: 'complaint 7' },
        request: { ip: '10.0.0.1', id: 'r1' },
      })
    await expect(reveal(analyst)).rejects.toMatchObject({ code: 'notFound' })
    expect(await reveal(['case.readPersonal'])).toEqual({
      items: [{ digest: detail.applicant, fields: { name: '张三', phone: '13812343210' } }],
    })
    expect(await db.query(`select action, object, fields from audit_entry`)).toEqual([
      { action: 'readPersonal', object: 'cases/4402/B-1', fields: ['name', 'phone'] },
    ])
  })

  test('page by key without a gap or a repetition, whatever they are sorted by', async () => {
    const writer = createEventWriter(platform)
    const events = Array.from({ length: 40 }, (_, i) =>
      told(`P-${i % 20}`, 'submit', 200 + (i % 3), {
        division: i < 20 ? '4401' : '4402',
        attributes: { 'case:item': 'paged' },
      }),
    )
    await writer.submit(events, { sourceId: source })
    const closed = events
      .slice(0, 25)
      .map(({ division, caseNo }, i) => told(caseNo, 'close', 210 + (i % 4), { division }))
    await writer.submit(closed, { sourceId: source })
    await writer.stop()
    for (const sort of ['lastAt', 'closedAt', 'openSince', 'caseNo'])
      for (const order of ['asc', 'desc']) {
        const query = { item: 'paged', sort, order }
        const pageOf = async (more: object): Promise<{ items: CaseRow[]; next?: string }> =>
          (await call(routes.list, { query: { ...query, ...more } })) as { items: CaseRow[]; next?: string }
        const whole = (await pageOf({ limit: '200' })).items.map(({ division, caseNo }) => `${division}/${caseNo}`)
        expect(whole.length).toBe(sort === 'closedAt' ? 25 : sort === 'openSince' ? 15 : 40)
        const paged: string[] = []
        for (let cursor: string | undefined, more = true; more; ) {
          const page = await pageOf({ limit: '3', ...(cursor !== undefined && { cursor }) })
          paged.push(...page.items.map(({ division, caseNo }) => `${division}/${caseNo}`))
          cursor = page.next
          more = cursor !== undefined
        }
        expect(paged).toEqual(whole)
      }
    await expect(call(routes.list, { query: { cursor: 'x' } })).rejects.toMatchObject({
      code: 'invalid',
      fields: [{ field: 'cursor' }],
    })
    const wrong = Buffer.from('["a","b","c"]').toString('base64url')
    await expect(call(routes.list, { query: { cursor: wrong } })).rejects.toMatchObject({ code: 'invalid' })
  })

  test('tell how long others stay at the step, from twenty cases on', async () => {
    const writer = createEventWriter(platform)
    const usual = async (): Promise<unknown> => {
      const detail = (await call(routes.get, { params: { division: '4402', caseNo: 'U-0' } })) as CaseDetail
      return detail.waiting?.usual
    }
    const more = { division: '4402', attributes: { 'case:item': 'usual' } }
    await writer.submit([told('U-0', 'submit', 300, more)], { sourceId: source })
    const closed = (from: number, to: number) =>
      Array.from({ length: to - from }, (_, i) => from + i).flatMap((n) => [
        told(`U-${n}`, 'submit', 300, more),
        told(`U-${n}`, 'accept', 300 + n, { division: '4402' }),
        told(`U-${n}`, 'close', 340, { division: '4402' }),
      ])
    await writer.submit(closed(1, 20), { sourceId: source })
    expect(await usual()).toBeUndefined()
    await writer.submit(closed(20, 22), { sourceId: source })
    await writer.stop()
    expect(await usual()).toEqual({ medianMs: 11 * hourMs, p90Ms: 19 * hourMs, cases: 21, basis: 'division' })
  })

  test('make a process map', async () => {
    const map = (await call(routes.processMap, {
      query: { from: '2026-03-01', to: '2026-03-05', edgeShare: '1' },
    })) as ProcessMap
    expect(map).toMatchObject({ cases: 4, casesInSlice: 4, sampled: false })
    expect(map.activities.map(({ activity, count, starts, ends }) => [activity, count, starts, ends])).toEqual([
      ['accept', 3, 1, 1],
      ['submit', 3, 3, 1],
      ['close', 1, 0, 0],
      ['rate', 1, 0, 1],
      ['suspend', 1, 0, 1],
    ])
    expect(map.edges).toEqual([
      { from: 'submit', to: 'accept', count: 2, medianMs: 1.5 * hourMs, p90Ms: 1.9 * hourMs },
      { from: 'accept', to: 'suspend', count: 1, medianMs: hourMs, p90Ms: hourMs },
      { from: 'accept', to: 'close', count: 1, medianMs: 5 * hourMs, p90Ms: 5 * hourMs },
      { from: 'close', to: 'rate', count: 1, medianMs: hourMs, p90Ms: hourMs },
    ])
    expect(
      map
        .layout!.shapes.filter(({ kind }) => kind === 'task')
        .map(({ activity }) => activity)
        .sort(),
    ).toEqual(['accept', 'close', 'rate', 'submit', 'suspend'])
    const empty = (await call(routes.processMap, { query: { from: '2020-01-01', to: '2020-01-31' } })) as ProcessMap
    expect(empty).toEqual({ cases: 0, casesInSlice: 0, sampled: false, activities: [], edges: [] })
  })
})
