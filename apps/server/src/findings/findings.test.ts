import { findingsRoutes, jobsRoutes, type Route } from '@zhengfeng/contract'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createEventWriter, type EventWriter } from '../ingest/event-writer.ts'
import type { IncomingEvent } from '../ingest/incoming-event.ts'
import { addDivisions, addSource, hourMs, monday, told } from '../ingest/testing.ts'
import { jobsRoutesOf } from '../jobs/routes.ts'
import type { OwnedDatabase } from '../storage/pooled-database.ts'
import { engines, openTestDatabase } from '../storage/testing.ts'
import { callRoute, type TestPlatform, testAccess, testPlatform } from '../testing-platform.ts'
import { detectIn } from './detect.ts'
import { createDetectionThread, type Detect } from './detection-thread.ts'
import { detectorContext, unitsOf } from './detector-context.ts'
import { detectorTable } from './export-detectors.ts'
import { findingsJobs } from './findings-jobs.ts'
import { casePages, sourcesOf } from './read-cases.ts'
import { findingsRoutesOf } from './routes.ts'

/** In this thread: what is tested here is what comes of it. */
const detectHere: Detect = async (unit, pages) => {
  const cases = []
  for await (const page of pages) cases.push(...page)
  return detectIn(unit, cases)
}

const everything = { everything: true, divisions: [], departments: [] }
const judgeRights = ['finding.read', 'finding.judge', 'finding.comment', 'report.export']
const supervisor = testAccess(judgeRights, everything, 'Wang')
const other = testAccess(judgeRights, everything, 'Zhao')
const analyst = testAccess(['finding.read', 'finding.comment', 'report.export'], everything, 'Sun')

describe.each(engines)('findings on $name', (engine) => {
  let db: OwnedDatabase
  let platform: TestPlatform
  let writer: EventWriter
  let source: string

  beforeAll(async () => {
    db = await openTestDatabase(engine)
    await addDivisions(db, ['4401', '4402'])
    source = await addSource(db)
  })
  afterAll(() => db.close())

  beforeEach(async () => {
    await db.administer((tx) =>
      tx.script(`truncate finding, finding_case, finding_act, detector_position, outbox_message, webhook_delivery,
        event, event_key, service_case, division_sequence, indicator_cell, indicator_day, indicator_bucket,
        indicator_day_bucket, setting`),
    )
    platform = testPlatform(db)
    platform.time.now = monday + 24 * hourMs
    writer = createEventWriter(platform)
  })

  const send = async (...events: IncomingEvent[]): Promise<void> => {
    const { outcomes } = await writer.submit(events, { sourceId: source })
    expect(outcomes.map(({ kind }) => kind)).toEqual(events.map(() => 'stored'))
  }
  const run = (name: string): Promise<void> =>
    findingsJobs(platform, detectHere)
      .find((job) => job.name === `findings.${name}`)!
      .run(new AbortController().signal)
  const call = (route: Route, given: object = {}, access = supervisor) =>
    // biome-ignore lint/suspicious/noExplicitAny: tests read answers of many shapes
    callRoute(findingsRoutesOf(platform, detectHere), route, { access, ...given }) as Promise<any>
  const list = async (query: object = {}, access = supervisor) =>
    (await call(findingsRoutes.list, { query }, access)).items
  const kindsOf = async (params: object) =>
    (await call(findingsRoutes.read, { params })).acts.map(({ kind }: { kind: string }) => kind)

  /** Accepted on a Monday with a limit of five working days, and late by the Wednesday after next. */
  const accepted = (caseNo: string, more: Partial<IncomingEvent> = {}): IncomingEvent[] => [
    told(caseNo, 'submit', 0, { actor: 'o1', department: 'd1', ...more }),
    told(caseNo, 'accept', 1, { actor: 'o1', department: 'd1', ...more }),
  ]
  const late = 9 * 24
  const atHour = (hours: number): void => {
    platform.time.now = monday + hours * hourMs
  }

  it('finds what one case proves as its events arrive, and keeps the finding when the case is closed', async () => {
    await send(...accepted('A1'))
    await run('follow')
    expect(await list()).toEqual([])
    atHour(late)
    await send(told('A1', 'review', late - 1, { actor: 'o1', department: 'd1' }))
    await run('follow')
    const [open] = await list()
    expect(open).toMatchObject({
      division: '4401',
      divisionName: '4401',
      detector: 'overdue',
      subject: { kind: 'case', name: 'A1' },
      state: 'suspected',
      department: 'd1',
      cases: 1,
      version: 1,
      strength: { measure: 'overStatutory', unit: 'workingMs' },
      explanation: { key: 'explanations.overdue.statutoryOpen' },
    })
    expect(open.explanation.text).toMatch(/^The statutory limit ended on 2026-03-0\d/)
    atHour(late + 2)
    await send(
      told('A1', 'decide', late + 1, { actor: 'o2', department: 'd1' }),
      told('A1', 'close', late + 1, { actor: 'o2' }),
    )
    await run('follow')
    const [closed] = await list()
    expect(closed).toMatchObject({
      id: open.id,
      version: 2,
      explanation: { key: 'explanations.overdue.statutoryClosed' },
    })
    expect(await kindsOf(closed)).toEqual(['found', 'foundAgain'])
    // Looking again at the same changes nothing.
    await db.query('update detector_position set seq = 0')
    await run('follow')
    expect(await list()).toEqual([closed])
  })

  it('misses nothing of what was written while the process was down', async () => {
    atHour(late)
    const cases = Array.from({ length: 60 }, (_, i) => accepted(`C${i}`)).flat()
    await send(...cases, ...accepted('W1', { division: '4402' }))
    await run('follow')
    expect(await list({ limit: 200 })).toHaveLength(61)
    expect(await db.query('select division, seq from detector_position order by division')).toEqual([
      { division: '4401', seq: 120 },
      { division: '4402', seq: 2 },
    ])
  })

  it('finds open cases that become late without any event', async () => {
    await send(...accepted('A1'))
    await run('follow')
    await run('time')
    expect(await list()).toEqual([])
    atHour(late)
    await run('time')
    expect(await list()).toMatchObject([{ detector: 'overdue', subject: { name: 'A1' } }])
  })

  it('a suspicion that later events refute lapses; a judgement stays', async () => {
    atHour(late)
    await send(...accepted('A1'), ...accepted('A2'))
    await run('follow')
    const [first, second] = await list({ order: 'oldest' })
    await call(findingsRoutes.confirm, { params: second, body: { version: 1 } })
    // Both were closed in time, as is told late.
    await send(
      told('A1', 'close', 5, { actor: 'o2', department: 'd1' }),
      told('A2', 'close', 5, { actor: 'o2', department: 'd1' }),
    )
    await run('follow')
    expect((await call(findingsRoutes.read, { params: first })).state).toBe('lapsed')
    expect((await call(findingsRoutes.read, { params: second })).state).toBe('confirmed')
    expect(await kindsOf(first)).toEqual(['found', 'lapsed'])
    expect(platform.told.filter(({ kind }) => kind === 'finding')).toMatchObject([
      { state: 'suspected' },
      { state: 'suspected' },
      { state: 'confirmed' },
      { id: first.id, state: 'lapsed' },
    ])
  })

  it('looks at the cases of all divisions together, and keeps equal numbers apart', async () => {
    atHour(late)
    await send(...accepted('A1'), ...accepted('A1', { division: '4402' }), ...accepted('A2', { division: '4402' }))
    await run('follow')
    const found = await list()
    const placeOf = (one: { division: string; subject: { name: string } }) => `${one.division} ${one.subject.name}`
    expect(found.map(placeOf).sort()).toEqual(['4401 A1', '4402 A1', '4402 A2'])
    await send(
      told('A1', 'close', 5, { division: '4402' }),
      told('A2', 'review', late - 1, { division: '4402', actor: 'o1', department: 'd1' }),
    )
    await run('follow')
    expect(
      (await list())
        .filter(({ state }: { state: string }) => state === 'suspected')
        .map(placeOf)
        .sort(),
    ).toEqual(['4401 A1', '4402 A2'])
    const positions = 'select division, seq from detector_position order by division'
    expect(await db.query(positions)).toEqual([
      { division: '4401', seq: 2 },
      { division: '4402', seq: 6 },
    ])
  })

  it('runs over the whole office when it is due, finds what needs comparison, and takes it back when it no longer holds', async () => {
    await send(...accepted('A1'))
    atHour(40 * 24)
    await run('offices')
    const found = await list()
    expect(found.map(({ detector }: { detector: string }) => detector).sort()).toEqual(['orphaned-cases', 'overdue'])
    const orphan = found.find(({ detector }: { detector: string }) => detector === 'orphaned-cases')
    await run('offices')
    expect(await list()).toHaveLength(2)
    expect((await db.query<{ ran_cases: number }>('select ran_cases from detector_position'))[0]).toEqual({
      ran_cases: 1,
    })
    atHour(40 * 24 + 7)
    await send(told('A1', 'review', 40 * 24 + 6, { actor: 'o1', department: 'd1' }))
    await run('offices')
    expect((await call(findingsRoutes.read, { params: orphan })).state).toBe('lapsed')
    const { items } = await call(findingsRoutes.detectors)
    expect(detectorTable(items, { language: 'en', timeZone: 'UTC' }).columns.map(({ title }) => title)).toEqual(
      expect.arrayContaining(['Detector', 'Measured precision', 'Confirmed']),
    )
    const [row] = detectorTable(items, { language: 'en', timeZone: 'UTC' }).rows as (readonly unknown[])[]
    const { measured, live } = items[0].quality
    expect(row!.slice(0, 7)).toEqual([
      'Overdue',
      expect.any(String),
      ...[measured.precisionShare, measured.recallShare, live.precisionShare, live.suspected, live.confirmed],
    ])
    expect(items[0]).toMatchObject({ name: 'overdue', alone: true, level: 'case', quality: { live: { suspected: 1 } } })
    expect(items.find(({ name }: { name: string }) => name === 'hidden-steps').notApplicableIn).toBe(1)
  })

  it('a finding about a case that is no more lapses', async () => {
    atHour(40 * 24)
    await send(...accepted('A1'), ...accepted('A2'))
    await run('offices')
    await db.query(`delete from service_case where case_no = 'A1'`)
    atHour(41 * 24)
    await run('offices')
    const states = (await list()).map(
      (one: { subject: { name: string }; state: string }) => `${one.subject.name} ${one.state}`,
    )
    expect(states.sort()).toEqual(['A1 lapsed', 'A1 lapsed', 'A2 suspected', 'A2 suspected'])
  })

  it('a file is looked at when it is there as a whole, as of its end, and again when it is undone', async () => {
    const file = await addSource(db, { kind: 'file' })
    const batchId = '00000000-0000-4000-8000-00000000000b'
    const setState = (state: string) =>
      db.query(
        `insert into import_batch (id, state, created_at, created_by, created_by_id, source_id, files, choice, plan)
         values ($1, $2, $3, 'x', 'x', $4, '[]', '{}', '{}')
         on conflict (id) do update set state = excluded.state`,
        [batchId, state, new Date(monday), file],
      )
    await db.query(`insert into source_division (source_id, division, observed_until) values ($1, '4401', $2)`, [
      file,
      new Date(monday + late * hourMs),
    ])
    await setState('running')
    atHour(5000)
    await writer.submit(accepted('F1'), { sourceId: file, batchId })
    await run('follow')
    await run('offices')
    expect(await list()).toEqual([])
    await setState('done')
    await run('follow')
    await run('offices')
    const found = await list({ detector: 'overdue' })
    expect(found).toMatchObject([
      { subject: { name: 'F1' }, explanation: { values: { untilAt: monday + late * hourMs } } },
    ])
    await db.query(`delete from service_case where case_no = 'F1'`)
    await setState('undone')
    await run('offices')
    expect((await list({ detector: 'overdue' })).map(({ state }: { state: string }) => state)).toEqual(['lapsed'])
    await db.query('delete from import_batch')
  })

  it('the thread says the same as this one', async () => {
    atHour(40 * 24)
    await send(...Array.from({ length: 30 }, (_, i) => accepted(`C${i}`)).flat())
    const thread = createDetectionThread()
    const context = detectorContext(platform, detectHere)
    const [one] = await sourcesOf(db, '4401', 0)
    const unit = (await unitsOf(context, [one!.sourceId], '4401')).unit(one!.sourceId)!
    const pages = () => casePages(db, { division: '4401', sourceId: one!.sourceId, from: 0, atMost: 100 })
    const here = await detectHere(unit, pages())
    expect(here.findings.length).toBe(30)
    expect(await thread.detect(unit, pages())).toEqual(here)
    const bad = [{ division: '4401', caseNo: 'x', attributes: {}, trace: 'not a trace' }]
    await expect(thread.detect(unit, [bad])).rejects.toMatchObject({ code: 'MonitorError' })
    expect((await thread.detect(unit, pages())).findings).toHaveLength(here.findings.length)
    await thread.close()
  })

  describe('judging', () => {
    let key: { division: string; id: string }
    beforeEach(async () => {
      atHour(late)
      await send(
        ...accepted('A1', { attributes: { 'case:item': '施工许可' } }),
        ...accepted('A2', { department: 'd2' }),
      )
      await run('follow')
      const [one] = await list({ text: 'a1' })
      key = { division: one.division, id: one.id }
    })
    const read = (access = supervisor, language = 'en') => call(findingsRoutes.read, { params: key, language }, access)

    it('shows the evidence as a timeline, what could make it wrong, and how often the detector was right', async () => {
      const view = await read(supervisor, 'zh-CN')
      expect(view.evidence).toMatchObject([
        {
          caseNo: 'A1',
          item: '施工许可',
          status: 'accepted',
          eventsLeftOut: 0,
          events: [
            { seq: 1, activity: 'submit', occurredAt: '2026-03-02T02:00:00.000Z', actor: 'o1', proves: false },
            { seq: 2, activity: 'accept', proves: true },
          ],
        },
      ])
      expect(view.explanation.text).toContain('法定期限至')
      expect(view.caveats[0]).toEqual({ key: 'limitOfItem', text: '事项的期限可能录入有误，或该情形适用不同期限。' })
      expect(view.quality.measured).toMatchObject({ true: 9206, found: 9206, precisionShare: 1 })
      expect(view.quality.live).toEqual({ confirmed: 0, falseAlarms: 0, otherwiseDismissed: 0, suspected: 2 })
      expect(view.may).toEqual({ judge: true, comment: true, undo: false })
    })

    it('is refused where somebody judged meanwhile', async () => {
      await call(findingsRoutes.confirm, { params: key, body: { version: 1, text: 'seen the file' } })
      const body = { version: 1, reason: 'falseAlarm' }
      await expect(call(findingsRoutes.dismiss, { params: key, body }, other)).rejects.toMatchObject({
        code: 'conflict',
        values: { reason: 'findingChanged' },
      })
      const view = await read()
      expect(view).toMatchObject({ state: 'confirmed', version: 2 })
      expect(view.acts[1]).toMatchObject({
        number: 2,
        kind: 'confirmed',
        by: 'Wang',
        text: 'seen the file',
        undone: false,
      })
    })

    it('two at the same moment: one wins', async () => {
      const outcomes = await Promise.allSettled([
        call(findingsRoutes.confirm, { params: key, body: { version: 1 } }),
        call(findingsRoutes.dismiss, { params: key, body: { version: 1, reason: 'duplicate' } }, other),
      ])
      expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
      expect((await read()).version).toBe(2)
    })

    it('a dismissal needs a reason, and counts in the precision of the detector only as a false alarm', async () => {
      await expect(
        call(findingsRoutes.dismiss, { params: key, body: { version: 1, reason: 'other' } }),
      ).rejects.toMatchObject({ code: 'invalid' })
      await call(findingsRoutes.dismiss, { params: key, body: { version: 1, reason: 'lawfulException' } })
      expect((await read()).quality.live).toEqual({ confirmed: 0, falseAlarms: 0, otherwiseDismissed: 1, suspected: 1 })
      await call(findingsRoutes.reopen, { params: key, body: { version: 2, text: 'look again' } })
      await call(findingsRoutes.dismiss, { params: key, body: { version: 3, reason: 'falseAlarm' } })
      const [b] = await list({ text: 'A2' })
      await call(findingsRoutes.confirm, { params: b, body: { version: 1 } })
      const { live } = (await read()).quality
      expect(live).toMatchObject({ confirmed: 1, falseAlarms: 1, precisionShare: 0.5 })
      expect(live.precisionInterval[0]).toBeCloseTo(0.0945, 3)
      expect(live.precisionInterval[1]).toBeCloseTo(0.9055, 3)
    })

    it('one’s own last act can be taken back for ten minutes, by an act that says so', async () => {
      await call(findingsRoutes.confirm, { params: key, body: { version: 1 } })
      await expect(call(findingsRoutes.undo, { params: key, body: { version: 2 } }, other)).rejects.toMatchObject({
        code: 'conflict',
      })
      expect((await read()).may.undo).toBe(true)
      platform.time.now += 9 * 60_000
      const view = await call(findingsRoutes.undo, { params: key, body: { version: 2 } })
      expect(view).toMatchObject({ state: 'suspected', version: 3 })
      expect(view.acts.map(({ kind, undone }: { kind: string; undone: boolean }) => [kind, undone])).toEqual([
        ['found', false],
        ['confirmed', true],
        ['undone', false],
      ])
      await call(findingsRoutes.confirm, { params: key, body: { version: 3 } })
      platform.time.now += 11 * 60_000
      await expect(call(findingsRoutes.undo, { params: key, body: { version: 4 } })).rejects.toMatchObject({
        code: 'conflict',
        values: { reason: 'undoTooLate' },
      })
    })

    it('acts cannot be changed or removed by the application', async () => {
      await expect(db.query(`update finding_act set kind = 'confirmed'`)).rejects.toThrow(/permission/)
      await expect(db.query('delete from finding_act')).rejects.toThrow(/permission/)
    })

    it('is assigned, commented on, and found by who it is assigned to', async () => {
      await call(findingsRoutes.assign, { params: key, body: { version: 1, assignee: 'me' } })
      await call(findingsRoutes.comment, { params: key, body: { text: 'asked the office' } }, analyst)
      const mine = await list({ assignee: 'me' })
      expect(mine).toMatchObject([{ assignee: { id: 'id-Wang', name: 'Wang' }, comments: 1, version: 3 }])
      expect(await list({ assignee: 'nobody' })).toHaveLength(1)
      await expect(
        call(findingsRoutes.assign, { params: key, body: { version: 3, assignee: 'nobody-known' } }),
      ).rejects.toMatchObject({ code: 'invalid' })
      await call(findingsRoutes.assign, { params: key, body: { version: 3 } })
      expect((await read()).assignee).toBeUndefined()
    })

    it('several are judged at once, each by itself', async () => {
      const [a, b] = await list({ order: 'oldest' })
      await call(findingsRoutes.confirm, { params: a, body: { version: 1 } })
      const findings = [a, b, { division: '4401', id: 'none' }].map(({ division, id }) => ({
        division,
        id,
        version: 1,
      }))
      const { results } = await call(findingsRoutes.bulk, {
        body: { act: { kind: 'dismiss', reason: 'dataError' }, findings },
      })
      expect(results).toEqual([
        { division: '4401', id: a.id, problem: 'conflict' },
        { division: '4401', id: b.id, version: 2 },
        { division: '4401', id: 'none', problem: 'notFound' },
      ])
    })

    it('is read and judged only within the scope', async () => {
      const within = (scope: object) => testAccess(judgeRights, { ...everything, everything: false, ...scope })
      const west = within({ divisions: ['4402'] })
      expect(await list({}, west)).toEqual([])
      for (const route of [findingsRoutes.read, findingsRoutes.confirm]) {
        await expect(call(route, { params: key, body: { version: 1 } }, west)).rejects.toMatchObject({
          code: 'notFound',
        })
      }
      const d2 = within({ departments: [{ division: '4401', department: 'd2' }] })
      expect((await list({}, d2)).map((one: { subject: { name: string } }) => one.subject.name)).toEqual(['A2'])
      expect((await call(findingsRoutes.facets, {}, d2)).total).toBe(1)
      await expect(call(findingsRoutes.confirm, { params: key, body: { version: 1 } }, d2)).rejects.toMatchObject({
        code: 'notFound',
      })
      const [own] = await list({}, d2)
      await expect(call(findingsRoutes.confirm, { params: own, body: { version: 1 } }, d2)).rejects.toMatchObject({
        code: 'outOfScope',
      })
    })

    it('findings about officers are for those who see the whole division, and leave only with those who judge', async () => {
      await db.query(`update finding set subject_kind = 'officer', subject_name = 'o1' where id = $1`, [key.id])
      const department = testAccess(judgeRights, {
        ...everything,
        everything: false,
        departments: [{ division: '4401', department: 'd1' }],
      })
      expect(await list({ subject: 'officer' })).toHaveLength(1)
      expect(await list({ subject: 'officer' }, analyst)).toHaveLength(1)
      expect(await list({}, department)).toEqual([])
      await expect(read(department)).rejects.toMatchObject({ code: 'notFound' })
      expect(await exported(supervisor)).toContain('officer')
      const file = await exported(analyst)
      expect(file).not.toContain('officer')
      expect(file).toContain('A2')
    })

    it('counts by what can be filtered, each leaving its own setting aside', async () => {
      await call(findingsRoutes.confirm, { params: key, body: { version: 1 } })
      expect(await call(findingsRoutes.facets, { query: { state: 'confirmed' } })).toEqual({
        total: 1,
        state: [
          { value: 'confirmed', count: 1 },
          { value: 'suspected', count: 1 },
        ],
        detector: [{ value: 'overdue', count: 1 }],
        subject: [{ value: 'case', count: 1 }],
        division: [{ value: '4401', count: 1 }],
        department: [{ value: 'd1', count: 1 }],
        item: [{ value: '施工许可', count: 1 }],
      })
    })

    it.each([
      [{ detector: 'overdue' }, 2],
      [{ detector: 'hidden-time' }, 0],
      [{ state: 'confirmed' }, 0],
      [{ item: '施工许可' }, 1],
      [{ department: 'd2' }, 1],
      [{ division: '44' }, 2],
      [{ division: '4402' }, 0],
      [{ caseNo: 'A2' }, 1],
      [{ from: '2026-03-02', to: '2026-03-02' }, 2],
      [{ from: '2026-03-03' }, 0],
      [{ text: '施工' }, 1],
      [{ text: '%' }, 0],
    ])('filters by %j', async (query, count) => {
      expect(await list(query)).toHaveLength(count)
    })

    it('pages by key, each once', async () => {
      const seen: string[] = []
      let cursor: string | undefined
      do {
        const page = await call(findingsRoutes.list, { query: { limit: 1, ...(cursor && { cursor }) } })
        seen.push(...page.items.map(({ id }: { id: string }) => id))
        cursor = page.next
      } while (cursor)
      expect(new Set(seen).size).toBe(2)
      await expect(list({ cursor: 'x' })).rejects.toMatchObject({ code: 'invalid' })
    })

    it('thresholds are checked, versioned, and used by the next run', async () => {
      const put = (version: number, thresholds: object) =>
        call(findingsRoutes.setThresholds, { body: { version, thresholds } })
      await expect(put(0, { overdue: { graceWorkingDays: 99 } })).rejects.toMatchObject({
        code: 'invalid',
        fields: [{ field: 'detectors.overdue.graceWorkingDays', value: 99, message: 'thresholds.parameterOutOfRange' }],
      })
      expect(await put(0, { overdue: { graceWorkingDays: 10 } })).toEqual({ version: 1 })
      await expect(put(0, {})).rejects.toMatchObject({ code: 'conflict' })
      expect((await call(findingsRoutes.detectors)).items[0].parameters).toMatchObject([{ default: 0, value: 10 }])
      await run('offices')
      expect((await list({ detector: 'overdue' })).map(({ state }: { state: string }) => state)).toEqual([
        'lapsed',
        'lapsed',
      ])
    })

    it('a run that somebody starts goes on as a job', async () => {
      const { jobId } = await call(findingsRoutes.runDetectors, { body: { division: '4401' } })
      const jobs = jobsRoutesOf(platform)
      const job = async () =>
        // biome-ignore lint/suspicious/noExplicitAny: tests read answers of many shapes
        (await callRoute(jobs, jobsRoutes.read, { access: supervisor, params: { id: jobId } })) as any
      while (['waiting', 'running'].includes((await job()).state)) await new Promise((done) => setTimeout(done, 20))
      expect(await job()).toMatchObject({ kind: 'detectorRun', state: 'done', progress: 1, total: 1, by: 'Wang' })
      await expect(callRoute(jobs, jobsRoutes.read, { access: other, params: { id: jobId } })).rejects.toMatchObject({
        code: 'notFound',
      })
    })

    async function exported(access: typeof supervisor): Promise<string> {
      let sent: AsyncIterable<Buffer> | undefined
      const reply = {
        type: () => reply,
        header: () => reply,
        send: (body: AsyncIterable<Buffer>) => {
          sent = body
          return reply
        },
      }
      await call(findingsRoutes.export, { query: { format: 'csv', language: 'en' }, reply }, access)
      let text = ''
      for await (const chunk of sent!) text += chunk
      return text
    }
  })
})
