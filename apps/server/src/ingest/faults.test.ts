import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Database, Transaction } from '../storage/database.ts'
import type { OwnedDatabase } from '../storage/pooled-database.ts'
import { engines, openTestDatabase } from '../storage/testing.ts'
import { type TestPlatform, testPlatform } from '../testing-platform.ts'
import { bulkLoad } from './bulk-load.ts'
import { closeDays } from './close-days.ts'
import { createEventWriter } from './event-writer.ts'
import { rebuildProjections } from './rebuild-projections.ts'
import { addDivisions, addSource, emptyLog, hourMs, monday, projectionsOf, told } from './testing.ts'
import { verifyIndicators } from './verify-indicators.ts'
import { voidBatch } from './void-batch.ts'

describe.each(engines)('faults of ingestion on $name', (engine) => {
  let db: OwnedDatabase
  let platform: TestPlatform
  let source: string

  beforeAll(async () => {
    db = await openTestDatabase(engine)
    platform = testPlatform(db)
    await addDivisions(db, ['4401', '4402'])
    source = await addSource(db)
  })
  beforeEach(async () => {
    platform.time.now = monday
    await emptyLog(db)
  })
  afterAll(() => db.close())

  /** A database whose transactions die at the statement of this number, counted over all transactions. */
  function dyingAt(statement: number): Database {
    let count = 0
    const step = (): void => {
      count += 1
      if (count === statement) throw new Error('killed')
    }
    return {
      ...db,
      transaction: (work) =>
        db.transaction((tx) => {
          const dying: Transaction = {
            query: async (sql, parameters) => {
              step()
              return tx.query(sql, parameters)
            },
            copy: async (table, columns, rows) => {
              step()
              return tx.copy(table, columns, rows)
            },
          }
          return work(dying)
        }),
    }
  }

  /** Everything that ingestion writes. */
  async function everything() {
    const rows = (sql: string): Promise<object[]> => db.query(sql)
    return {
      ...(await projectionsOf(db)),
      events: await rows('select division, seq, case_no, type, activity from event order by division, seq'),
      keys: await rows('select division, key, seq from event_key order by division, key'),
      ends: await rows('select division, last_seq from division_sequence where last_seq > 0 order by division'),
      people: await rows('select division, digest from person_data order by division, digest'),
      restatements: await rows('select division, day, difference from restatement order by division, day, seq'),
    }
  }

  /** Lets work die at its first statement, then at its second, … until it does not die any more. */
  async function dieEverywhere(work: (db: Database) => Promise<unknown>): Promise<number> {
    const before = await everything()
    for (let statement = 1; ; statement++) {
      const result = await work(dyingAt(statement)).then(
        () => 'done',
        (error: unknown) => error,
      )
      if (result === 'done') return statement - 1
      expect(result).toEqual(new Error('killed'))
      expect(await everything()).toEqual(before)
    }
  }

  const first = [
    told('A', 'submit', 0, {
      eventId: '1',
      attributes: { 'case:item': 'x' },
      people: { applicant: { phone: '13800138000' } },
    }),
    told('B', 'submit', 1, { division: '4402', eventId: '2' }),
  ]
  const second = [
    told('A', 'accept', 2, { eventId: '3', department: 'd' }),
    told('A', 'close', 3, { department: 'd', people: { applicant: { phone: '13800138000', name: '张三' } } }),
    told('C', 'submit', -1, { division: '4402' }),
    told('A', 'submit', 0, {
      eventId: '1',
      attributes: { 'case:item': 'x' },
      people: { applicant: { phone: '13800138000' } },
    }),
  ]

  it.each([
    ['few events', 1],
    ['many events', 60],
  ])('leaves nothing half done wherever it dies while it writes %s', async (_, times) => {
    await bulkLoad(platform, { sourceId: source }, [first])
    platform.time.now = monday + 10 * 24 * hourMs
    await closeDays(platform)
    const events = Array.from({ length: times }, (_, i) =>
      second.map((event) => ({
        ...event,
        caseNo: i === 0 ? event.caseNo : `${event.caseNo}${i}`,
        ...(event.eventId && { eventId: `${event.eventId}-${i}` }),
      })),
    ).flat()
    const statements = await dieEverywhere((dying) =>
      bulkLoad({ ...platform, db: dying }, { sourceId: source }, [events]),
    )
    expect(statements).toBeGreaterThan(7)
    expect((await verifyIndicators(db)).differences).toBe(0)
    const after = await everything()
    expect(after.restatements.length).toBeGreaterThan(0)
    await bulkLoad(platform, { sourceId: source }, [events])
    expect(await everything()).toEqual(after)
  })

  it('leaves nothing half done wherever it dies while it takes an import back or rebuilds', async () => {
    await bulkLoad(platform, { sourceId: source }, [first])
    const batch = randomUUID()
    await bulkLoad(platform, { sourceId: source, batchId: batch }, [second])
    await dieEverywhere((dying) => voidBatch({ ...platform, db: dying }, batch))
    expect((await verifyIndicators(db)).differences).toBe(0)
    await dieEverywhere((dying) => rebuildProjections({ ...platform, db: dying }))
    expect((await verifyIndicators(db)).differences).toBe(0)
  })

  it('numbers without gaps and stores nothing twice when several processes write the same', async () => {
    // Each writer has its own lanes, as a process of its own would.
    const writers = Array.from({ length: 3 }, () => createEventWriter(platform, { groupSize: 7 }))
    const events = Array.from({ length: 240 }, (_, i) =>
      told(`C${i % 17}`, i % 2 === 0 ? 'submit' : 'accept', i, {
        eventId: `e${i}`,
        division: i % 3 === 0 ? '4402' : '4401',
      }),
    )
    const sending: Promise<unknown>[] = []
    writers.forEach((writer, w) => {
      for (let i = 0; i < events.length; i += 12) {
        const from = (i + w * 48) % events.length
        sending.push(writer.submit(events.slice(from, from + 12), { sourceId: source }))
      }
    })
    await Promise.all(sending)
    await Promise.all(writers.map((writer) => writer.stop()))
    expect(
      await db.query(
        'select division, count(*) as n, min(seq) as low, max(seq) as high, count(distinct event_id) as ids from event group by division order by division',
      ),
    ).toEqual([
      { division: '4401', n: 160, low: 1, high: 160, ids: 160 },
      { division: '4402', n: 80, low: 1, high: 80, ids: 80 },
    ])
    expect((await verifyIndicators(db)).differences).toBe(0)
  })

  it('refuses more than it can keep waiting, and says when to come again', async () => {
    const writer = createEventWriter(platform, { mostWaiting: 10 })
    const many = Array.from({ length: 9 }, (_, i) => told('A', 'submit', i, { eventId: `e${i}` }))
    const sending = writer.submit(many, { sourceId: source })
    await expect(writer.submit(many, { sourceId: source })).rejects.toMatchObject({
      code: 'tooManyRequests',
      headers: { 'retry-after': expect.stringMatching(/^\d+$/) },
    })
    expect((await sending).outcomes.every(({ kind }) => kind === 'stored')).toBe(true)
    expect((await writer.submit(many, { sourceId: source })).outcomes.every(({ kind }) => kind === 'duplicate')).toBe(
      true,
    )
    await writer.stop()
    await expect(writer.submit(many, { sourceId: source })).rejects.toMatchObject({ code: 'starting' })
  })

  it('does not let the data of one source spoil the others', async () => {
    const writer = createEventWriter(platform)
    const bad = told('A', 'submit', 0, { division: '4401', occurredAt: 9e15 })
    const results = await Promise.allSettled([
      writer.submit([told('B', 'submit', 1)], { sourceId: source }),
      writer.submit([bad], { sourceId: source }),
      writer.submit([told('C', 'submit', 2)], { sourceId: source }),
    ])
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
    await writer.stop()
  })

  it('never lets the clock of a division go back', async () => {
    await bulkLoad(platform, { sourceId: source }, [[told('A', 'submit', 0)]])
    platform.time.now = monday - hourMs
    await bulkLoad(platform, { sourceId: source }, [
      [told('A', 'accept', 1), told('B', 'submit', 1, { division: '4402' })],
    ])
    expect(await db.query('select division, seq, recorded_at from event order by division, seq')).toEqual([
      { division: '4401', seq: 1, recorded_at: monday },
      { division: '4401', seq: 2, recorded_at: monday },
      { division: '4402', seq: 1, recorded_at: monday - hourMs },
    ])
  })
})
