import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { OwnedDatabase } from '../storage/pooled-database.ts'
import { engines, openTestDatabase } from '../storage/testing.ts'
import { type TestPlatform, testPlatform } from '../testing-platform.ts'
import { bulkLoad } from './bulk-load.ts'
import { closeDays } from './close-days.ts'
import { createEventWriter } from './event-writer.ts'
import type { IncomingEvent } from './incoming-event.ts'
import { rebuildProjections } from './rebuild-projections.ts'
import { refreshProjectionsJob } from './refresh-projections.ts'
import { addDivisions, addSource, emptyLog, hourMs, monday, projectionsOf, testProfile, told } from './testing.ts'
import { type Difference, verifyIndicators } from './verify-indicators.ts'
import { voidBatch } from './void-batch.ts'

describe.each(engines)('verify and rebuild on $name', (engine) => {
  let db: OwnedDatabase
  let platform: TestPlatform
  let source: string
  let other: string

  beforeAll(async () => {
    db = await openTestDatabase(engine)
    platform = testPlatform(db)
    await addDivisions(db, ['4401', '4402'])
    source = await addSource(db)
    other = await addSource(db, {
      kind: 'file',
      profile: { ...testProfile, activities: { submit: ['提交'], accept: ['受理'], close: ['办结'] } },
    })
  })
  beforeEach(async () => {
    platform.time.now = monday + 30 * 24 * hourMs
    await emptyLog(db)
  })
  afterAll(() => db.close())

  const some = [
    told('A', 'submit', 0, { attributes: { 'case:item': 'x' }, department: 'd1', channel: 'web' }),
    told('A', 'accept', 3, { department: 'd2' }),
    told('A', 'close', 30, { department: 'd2' }),
    told('B', 'submit', 1, { division: '4402', attributes: { 'case:applicant': '张三' } }),
    told('B', 'rate', 5, { division: '4402', attributes: { satisfaction: '1' } }),
  ]
  const load = (events: readonly IncomingEvent[] = some) => bulkLoad(platform, { sourceId: source }, [events])

  async function differences(): Promise<Difference[]> {
    const found: Difference[] = []
    await verifyIndicators(db, { onDifference: (difference) => found.push(difference) })
    return found
  }

  /** Changes a table behind the back of the application. */
  const tamper = (sql: string) => db.administer((tx) => tx.script(sql))

  it('finds nothing where nothing was touched, and says what it looked at', async () => {
    await load()
    expect(await verifyIndicators(db)).toEqual({ divisions: 2, events: 5, cases: 2, differences: 0 })
  })

  it.each([
    [
      `update indicator_cell set lived_ms = lived_ms + 1 where closed = 1`,
      {
        table: 'indicator_cell',
        division: '4401',
        measure: 'livedMs',
        stored: 30 * hourMs + 1,
        recomputed: 30 * hourMs,
      },
    ],
    [
      `update indicator_day set submitted = 7 where division = '4402' and submitted = 1`,
      { table: 'indicator_day', division: '4402', measure: 'submitted', stored: 7, recomputed: 1 },
    ],
    [
      `delete from indicator_bucket where clock = 2`,
      { table: 'indicator_bucket', measure: expect.stringMatching(/^2 \d+$/), stored: 0, recomputed: 1 },
    ],
    [
      `insert into indicator_day_bucket values ('4401', '2026-03-02', 1, 9, 5)`,
      { table: 'indicator_day_bucket', measure: '1 9', stored: 5, recomputed: 0 },
    ],
    [
      `insert into indicator_cell (division, day, item, department, channel, applicant_group, visits) values ('4402', '2020-01-01', 'a"b', '', '', '', 3)`,
      { table: 'indicator_cell', day: '2020-01-01', measure: 'visits', stored: 3, recomputed: 0 },
    ],
    [
      `update service_case set status = 'submitted' where case_no = 'A'`,
      { table: 'service_case', caseNo: 'A', field: 'status', stored: 'submitted', recomputed: 'closed' },
    ],
    [`delete from service_case where case_no = 'B'`, { table: 'service_case', caseNo: 'B', field: '', stored: 'none' }],
    [
      `insert into service_case select division, 'Z', source_id, last_seq, event_count, trace, attributes, item, department, channel, applicant_group, applicant, agent, priority, status, step, holder_department, holder_actor, first_at, last_at, submitted_at, accepted_at, decided_at, closed_at, clock_from, clock_to, statutory_due, promised_due, open_due, near_due, official_ms, lived_ms, '[1,"","","","",[]]' from service_case where case_no = 'A'`,
      { table: 'service_case', caseNo: 'Z', field: '', recomputed: 'none' },
    ],
  ])('finds what was tampered with, and a rebuild puts it right: %s', async (sql, difference) => {
    await load()
    const before = await projectionsOf(db)
    await tamper(sql)
    expect(await differences()).toContainEqual(expect.objectContaining(difference))
    await rebuildProjections(platform)
    expect(await differences()).toEqual([])
    expect(await projectionsOf(db)).toEqual(before)
  })

  it('finds gaps, a wrong end and a clock that went back', async () => {
    await load()
    await tamper(`delete from event where case_no = 'A' and seq = 2; update division_sequence set last_seq = 9 where division = '4402';
      update event set recorded_at = recorded_at + interval '1 hour' where division = '4402' and seq = 1`)
    const found = (await differences()).filter(({ table }) => table === 'event')
    expect(found).toEqual([
      { table: 'event', division: '4401', fault: 'gap', stored: 2, expected: 3 },
      { table: 'event', division: '4402', fault: 'endDiffers', stored: 9, expected: 2 },
      { table: 'event', division: '4402', fault: 'clockWentBack', stored: 1, expected: 0 },
    ])
  })

  it('builds everything again from the log alone', async () => {
    await load()
    const before = await projectionsOf(db)
    await tamper(`truncate service_case, indicator_cell, indicator_day, indicator_bucket, indicator_day_bucket`)
    const { complete } = await rebuildProjections(platform)
    expect([complete, await differences(), await projectionsOf(db)]).toEqual([true, [], before])
  })

  it('does not stop ingestion, and both end in the same figures', async () => {
    const writer = createEventWriter(platform)
    const events = Array.from({ length: 400 }, (_, i) =>
      told(`C${i % 37}`, i % 3 === 0 ? 'submit' : 'accept', i, { eventId: `e${i}` }),
    )
    const sending = (async () => {
      for (let i = 0; i < events.length; i += 20) await writer.submit(events.slice(i, i + 20), { sourceId: source })
    })()
    for (let i = 0; i < 3; i++) await rebuildProjections(platform)
    await sending
    await writer.stop()
    expect(await differences()).toEqual([])
  })

  it('projects anew when a profile changes', async () => {
    await load()
    const job = refreshProjectionsJob({ ...platform, db })
    const signal = new AbortController().signal
    const before = await projectionsOf(db)
    await job.run(signal)
    expect(await projectionsOf(db)).toEqual(before)
    const profile = { ...testProfile, activities: { ...testProfile.activities, close: ['accept'], accept: ['close'] } }
    await db.query(`update source set profile = $2 where id = $1`, [source, profile])
    expect(await differences()).not.toEqual([])
    await job.run(signal)
    expect(await differences()).toEqual([])
    expect(await projectionsOf(db)).not.toEqual(before)
    await db.query(`update source set profile = $2 where id = $1`, [source, testProfile])
    await job.run(signal)
    expect(await projectionsOf(db)).toEqual(before)
  })

  it('closes days as they were told, and lists what changes them later', async () => {
    await load(some.slice(0, 3))
    platform.time.now = monday + 3.5 * 24 * hourMs
    await closeDays(platform)
    expect(await db.query(`select count(*) as n from day_snapshot`)).toEqual([{ n: 0 }])
    platform.time.now = monday + 6 * 24 * hourMs
    await closeDays(platform)
    await closeDays(platform)
    const snapshots = `select day, seq, figures->'submitted' as submitted, figures->'closed' as closed from day_snapshot order by day`
    const closed = [
      { day: '2026-03-02', seq: 3, submitted: 1, closed: 0 },
      { day: '2026-03-03', seq: 3, submitted: 0, closed: 1 },
      { day: '2026-03-04', seq: 3, submitted: 0, closed: 0 },
    ]
    expect(await db.query(snapshots)).toEqual(closed)
    expect(await db.query(`select * from restatement`)).toEqual([])
    await load([told('L', 'submit', 2), told('M', 'submit', 48), told('N', 'submit', 120)])
    expect(await db.query(`select day, seq, restated_at, difference from restatement order by day`)).toEqual([
      { day: '2026-03-02', seq: 6, restated_at: platform.time.now, difference: { submitted: 1 } },
      { day: '2026-03-04', seq: 6, restated_at: platform.time.now, difference: { submitted: 1 } },
    ])
    expect(await db.query(snapshots)).toEqual(closed)
  })

  const steps = [
    'submit',
    'accept',
    'supplementRequest',
    'supplementAnswer',
    'suspend',
    'resume',
    'decide',
    'close',
    'rate',
    'other',
  ]
  /** Unlike moments within a case: of equal ones, the order of arrival decides. */
  const history = fc
    .array(
      fc.record({
        caseNo: fc.constantFrom('A', 'B', 'C'),
        division: fc.constantFrom('4401', '4402'),
        activity: fc.constantFrom(...steps),
        department: fc.constantFrom('d1', 'd2'),
      }),
      { minLength: 1, maxLength: 14 },
    )
    .map((drafts) =>
      drafts.map((draft, i) =>
        told(draft.caseNo, draft.activity, i * 5, {
          ...draft,
          eventId: `e${i}`,
          attributes: { 'case:item': draft.caseNo },
        }),
      ),
    )

  it('gives the same projections in any order, in any batches, with repeats and retries', async () => {
    await fc.assert(
      fc.asyncProperty(history, fc.array(fc.nat(), { minLength: 3, maxLength: 20 }), async (events, dice) => {
        await emptyLog(db)
        await bulkLoad(platform, { sourceId: source }, [events])
        const once = await projectionsOf(db)
        await emptyLog(db)
        const roll = (i: number) => dice[i % dice.length]!
        const again = [...events, ...events.filter((_, i) => roll(i) % 3 === 0)]
        const shuffled = again
          .map((event, i) => ({ event, at: (roll(i) * 7919 + i * 104_729) % 1009 }))
          .sort((a, b) => a.at - b.at)
        const writer = createEventWriter(platform, { groupSize: 1 + (roll(0) % 5) })
        const sent: Promise<unknown>[] = []
        for (let i = 0; i < shuffled.length; ) {
          const size = 1 + (roll(i) % 4)
          const batch = shuffled.slice(i, i + size).map(({ event }) => event)
          const sending = writer.submit(batch, { sourceId: source })
          if (roll(i + 1) % 2 === 0) await sending
          sent.push(sending)
          i += size
        }
        await Promise.all(sent)
        await writer.stop()
        expect(await projectionsOf(db)).toEqual(once)
        expect(await differences()).toEqual([])
        expect(await db.query(`select count(*) as n from event`)).toEqual([{ n: events.length }])
      }),
      { numRuns: engine.name === 'PGlite' ? 15 : 25 },
    )
  })

  it('verifies after imports of several sources were taken back in part', async () => {
    await fc.assert(
      fc.asyncProperty(history, fc.nat(3), async (events, kept) => {
        await emptyLog(db)
        const batches = ['1', '2', '3'].map((n) => `00000000-0000-4000-8000-00000000000${n}`)
        const translate: Record<string, string> = { submit: '提交', accept: '受理', close: '办结' }
        for (const [i, batchId] of batches.entries()) {
          const share = events.filter((_, n) => n % 3 === i)
          const own =
            i === 1
              ? share.map((event) => ({ ...event, activity: translate[event.activity] ?? event.activity }))
              : share
          await bulkLoad(platform, { sourceId: i === 1 ? other : source, batchId }, [own])
        }
        for (const [i, batchId] of batches.entries()) if (i !== kept) await voidBatch(platform, batchId)
        expect(await differences()).toEqual([])
        const before = await projectionsOf(db)
        await rebuildProjections(platform)
        expect(await projectionsOf(db)).toEqual(before)
      }),
      { numRuns: engine.name === 'PGlite' ? 8 : 15 },
    )
  })
})
