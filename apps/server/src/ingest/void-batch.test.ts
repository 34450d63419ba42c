import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { OwnedDatabase } from '../storage/pooled-database.ts'
import { engines, openTestDatabase } from '../storage/testing.ts'
import { type TestPlatform, testPlatform } from '../testing-platform.ts'
import { bulkLoad } from './bulk-load.ts'
import { addDivisions, addSource, emptyLog, monday, projectionsOf, told } from './testing.ts'
import { voidBatch } from './void-batch.ts'

describe.each(engines)('voidBatch on $name', (engine) => {
  let db: OwnedDatabase
  let platform: TestPlatform
  let file: string
  let live: string

  beforeAll(async () => {
    db = await openTestDatabase(engine)
    platform = testPlatform(db)
    platform.time.now = monday
    await addDivisions(db, ['4401', '4402'])
    file = await addSource(db, { kind: 'file' })
    live = await addSource(db)
  })
  beforeEach(() => emptyLog(db))
  afterAll(() => db.close())

  const imported = [
    told('A', 'submit', 0, { attributes: { 'case:item': 'x' }, occurrence: 0 }),
    told('A', 'submit', 0, { attributes: { 'case:item': 'x' }, occurrence: 1 }),
    told('A', 'close', 5, { eventId: 'a-close' }),
    told('B', 'submit', 1, { division: '4402', attributes: { b: 1, a: [2] } }),
  ]
  const load = (events: typeof imported, batchId: string) => bulkLoad(platform, { sourceId: file, batchId }, [events])

  it('leaves what others brought as if the import had never been', async () => {
    const others = [told('A', 'accept', 2, { eventId: 'l1', department: 'd' }), told('C', 'submit', 3)]
    await bulkLoad(platform, { sourceId: live }, [others])
    const before = await projectionsOf(db)
    const batch = randomUUID()
    await load(imported, batch)
    expect(await projectionsOf(db)).not.toEqual(before)
    expect(await voidBatch(platform, batch)).toEqual({ cases: 2, events: 4, complete: true })
    expect(await projectionsOf(db)).toEqual(before)
    expect(
      await db.query(`select case_no, type, seq, attributes from event where type = 'void' order by division`),
    ).toEqual([
      { case_no: 'A', type: 'void', seq: 6, attributes: { batch } },
      { case_no: 'B', type: 'void', seq: 2, attributes: { batch } },
    ])
  })

  it('removes cases of which nothing is left, and every cell', async () => {
    const batch = randomUUID()
    await load(imported, batch)
    await voidBatch(platform, batch)
    expect(await projectionsOf(db)).toEqual({ cases: [], cells: [], days: [], buckets: [], dayBuckets: [] })
    expect(await db.query(`select count(*) as n from event`)).toEqual([{ n: 6 }])
  })

  it('takes nothing back twice', async () => {
    const batch = randomUUID()
    await load(imported, batch)
    await voidBatch(platform, batch)
    expect(await voidBatch(platform, batch)).toEqual({ cases: 0, events: 0, complete: true })
    expect(await voidBatch(platform, randomUUID())).toEqual({ cases: 0, events: 0, complete: true })
  })

  it('goes on where it ended', async () => {
    const batch = randomUUID()
    await load(imported, batch)
    const stop = new AbortController()
    stop.abort()
    expect(await voidBatch(platform, batch, { signal: stop.signal })).toEqual({ cases: 0, events: 0, complete: false })
    expect((await voidBatch(platform, batch)).complete).toBe(true)
    expect((await projectionsOf(db)).cases).toEqual([])
  })

  it('lets the same file be imported again', async () => {
    const [first, second] = [randomUUID(), randomUUID()]
    await load(imported, first)
    const before = await projectionsOf(db)
    expect(await load(imported, second)).toEqual({ accepted: 0, duplicates: 4, contradictions: 0 })
    await voidBatch(platform, first)
    expect(await load(imported, second)).toEqual({ accepted: 4, duplicates: 0, contradictions: 0 })
    expect(await projectionsOf(db)).toEqual(before)
    await voidBatch(platform, first)
    expect(await projectionsOf(db)).toEqual(before)
  })

  it('keeps equal events of another import', async () => {
    const [first, second] = [randomUUID(), randomUUID()]
    await load(imported.slice(0, 1), first)
    await load(imported, second)
    await voidBatch(platform, second)
    expect(await db.query(`select case_no, event_count from service_case`)).toEqual([{ case_no: 'A', event_count: 1 }])
    expect(await load(imported.slice(0, 1), first)).toEqual({ accepted: 0, duplicates: 1, contradictions: 0 })
  })
})
