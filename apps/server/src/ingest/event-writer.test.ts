import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { OwnedDatabase } from '../storage/pooled-database.ts'
import { engines, openTestDatabase } from '../storage/testing.ts'
import { type TestPlatform, testPlatform } from '../testing-platform.ts'
import { createEventWriter, type EventWriter } from './event-writer.ts'
import { addDivisions, addSource, monday, told } from './testing.ts'

describe.each(engines)('createEventWriter on $name', (engine) => {
  let db: OwnedDatabase
  let platform: TestPlatform
  let writer: EventWriter
  let source: string

  beforeAll(async () => {
    db = await openTestDatabase(engine)
    platform = testPlatform(db)
    platform.time.now = monday
    await addDivisions(db, ['4401', '4402'])
    source = await addSource(db)
    writer = createEventWriter(platform)
  })
  afterAll(async () => {
    await writer.stop()
    await db.close()
  })

  const kinds = (submitted: { outcomes: readonly { kind: string }[] }) => submitted.outcomes.map(({ kind }) => kind)

  it('numbers events, keeps every field, and folds the case', async () => {
    const events = [
      told('A1', 'submit', 0, {
        eventId: 'a1-1',
        recordedAt: monday + 5,
        actor: 'o1',
        department: 'd1',
        window: 'w1',
        channel: 'web',
        attributes: { 'case:item': '许可"甲"', n: 1.5, list: [null, true] },
      }),
      told('A1', 'accept', 1, { eventId: 'a1-2', department: 'd1' }),
    ]
    const submitted = await writer.submit(events, { sourceId: source })
    expect(kinds(submitted)).toEqual(['stored', 'stored'])
    expect([...submitted.position]).toEqual([['4401', 2]])
    expect(await db.query(`select * from event where case_no = 'A1' order by seq`)).toEqual([
      {
        division: '4401',
        seq: 1,
        recorded_at: monday,
        source_id: source,
        batch_id: null,
        event_id: 'a1-1',
        case_no: 'A1',
        type: 'step',
        activity: 'submit',
        occurred_at: monday,
        source_recorded_at: monday + 5,
        actor: 'o1',
        department: 'd1',
        window: 'w1',
        channel: 'web',
        attributes: { 'case:item': '许可"甲"', n: 1.5, list: [null, true] },
        flags: 0,
      },
      expect.objectContaining({ seq: 2, event_id: 'a1-2', activity: 'accept' }),
    ])
    expect(await db.query(`select item, department, status, step, event_count, last_seq from service_case`)).toEqual([
      { item: '许可"甲"', department: 'd1', status: 'accepted', step: 'accept', event_count: 2, last_seq: 2 },
    ])
    expect(
      await db.query(`select division, day, item, department, channel, submitted, accepted from indicator_cell`),
    ).toEqual([
      {
        division: '4401',
        day: '2026-03-02',
        item: '许可"甲"',
        department: 'd1',
        channel: 'web',
        submitted: 1,
        accepted: 1,
      },
    ])
  })
})
