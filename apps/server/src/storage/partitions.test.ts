import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ensurePartitions } from './partitions.ts'
import type { OwnedDatabase } from './pooled-database.ts'
import { engines, openTestDatabase } from './testing.ts'

describe.each(engines)('partitions of events on $name', (engine) => {
  let db: OwnedDatabase
  beforeAll(async () => {
    db = await openTestDatabase(engine)
  })
  afterAll(() => db.close())

  async function addEvent(seq: number, recordedAt: string): Promise<void> {
    await db.query(
      `insert into event (division, seq, recorded_at, source_id, case_no, activity, occurred_at)
      values ('990101', $1, $2, '0b4ab2c4-6a6d-4d6c-9c05-0a56d8f0b2a1', 'A', 'submit', $2)`,
      [seq, recordedAt],
    )
  }
  const places = (): Promise<object[]> =>
    db.query('select seq, tableoid::regclass::text as place from event order by seq')

  it('are made for this and the next two months, once', async () => {
    const now = Date.UTC(2031, 10, 23)
    expect(await ensurePartitions(db, now)).toEqual(['event_2031_11', 'event_2031_12', 'event_2032_01'])
    expect(await ensurePartitions(db, now)).toEqual([])
    await addEvent(1, '2031-12-31T23:59:59.999Z')
    await addEvent(2, '2032-01-01T00:00:00Z')
    expect(await places()).toEqual([
      { seq: 1, place: 'event_2031_12' },
      { seq: 2, place: 'event_2032_01' },
    ])
  })

  it('are made for earlier months where events of these are loaded', async () => {
    expect(await ensurePartitions(db, Date.UTC(2031, 10, 23), { from: Date.UTC(2031, 7, 31) })).toEqual([
      'event_2031_08',
      'event_2031_09',
      'event_2031_10',
    ])
  })

  it('take over the rows that had to go to the default partition', async () => {
    await addEvent(3, '2033-05-05T00:00:00Z')
    expect((await places())[2]).toEqual({ seq: 3, place: 'event_default' })
    expect(await ensurePartitions(db, Date.UTC(2033, 4, 1))).toEqual([
      'event_2033_05',
      'event_2033_06',
      'event_2033_07',
    ])
    expect((await places())[2]).toEqual({ seq: 3, place: 'event_2033_05' })
  })
})
