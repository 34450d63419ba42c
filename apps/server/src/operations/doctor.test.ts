import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readConfiguration } from '../configuration.ts'
import { bulkLoad } from '../ingest/bulk-load.ts'
import { addDivisions, addSource, told } from '../ingest/testing.ts'
import { loadKeys } from '../master-key.ts'
import type { OwnedDatabase } from '../storage/pooled-database.ts'
import { engines, openEmptyDatabase, openTestDatabase, silentLog } from '../storage/testing.ts'
import { testPlatform } from '../testing-platform.ts'
import { examine } from './doctor.ts'
import * as database from './examine-database.ts'
import { examineConfiguration, examineFolder, examineKey } from './examine-place.ts'
import type { Remark } from './remark.ts'

const folder = mkdtempSync(join(tmpdir(), 'zhengfeng-doctor-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const configurationOf = (more: Record<string, string> = {}) => readConfiguration({ ZHENGFENG_DATA: folder, ...more })
const short = ({ check, level, finding }: Remark): string => `${level} ${check}.${finding}`

async function all(remarks: AsyncIterable<Remark> | Iterable<Remark>): Promise<string[]> {
  const lines: string[] = []
  for await (const one of remarks) lines.push(short(one))
  return lines
}

describe('the doctor looks at the place', () => {
  it('warns of pages that are sent in the clear, and of the sandbox', async () => {
    expect(await all(examineConfiguration(configurationOf()))).toEqual(['ok configuration.fine'])
    expect(await all(examineConfiguration(configurationOf({ ZHENGFENG_HOST: '0.0.0.0' })))).toEqual([
      'warn configuration.noPublicUrl',
    ])
    const clear = configurationOf({ ZHENGFENG_PUBLIC_URL: 'http://a.example' })
    expect(await all(examineConfiguration(clear))).toEqual(['warn configuration.notEncrypted'])
    expect(await all(examineConfiguration(configurationOf({ ZHENGFENG_SANDBOX: '1' })))).toEqual([
      'warn configuration.sandbox',
    ])
  })

  it('tells a folder that is missing from one that is there', async () => {
    expect(await all(examineFolder(configurationOf({ ZHENGFENG_DATA: join(folder, 'none') })))).toEqual([
      'warn folder.missing',
    ])
    const lines = await all(examineFolder(configurationOf()))
    expect(lines).toEqual([expect.stringMatching(/folder\.(fine|scarce|full)$/)])
  })

  it('looks at the key without making one', async () => {
    expect(await all(examineKey(configurationOf()))).toEqual(['warn key.none'])
    expect(await all(examineKey(configurationOf()))).toEqual(['warn key.none'])
    await loadKeys(configurationOf())
    expect(await all(examineKey(configurationOf()))).toEqual(['ok key.fine'])
    chmodSync(join(folder, 'master.key'), 0o644)
    expect(await all(examineKey(configurationOf()))).toEqual(['fail key.unusable'])
    chmodSync(join(folder, 'master.key'), 0o600)
  })

  it('says that a database is not there or not to be reached, and ends', async () => {
    const gone = configurationOf({ DATABASE_URL: 'postgresql://x@127.0.0.1:1/x' })
    for (const configuration of [configurationOf(), gone])
      expect((await all(examine(configuration, { log: silentLog, now: Date.now() }))).at(-1)).toBe(
        'fail database.notReached',
      )
  })
})

describe.each(engines)('the doctor looks at a database on $name', (engine) => {
  let db: OwnedDatabase
  const now = Date.now()
  beforeAll(async () => {
    db = await openTestDatabase(engine)
    await addDivisions(db, ['4401'])
    await bulkLoad({ ...testPlatform(db), now: () => now }, { sourceId: await addSource(db) }, [[told('A', '申请', 1)]])
  })
  afterAll(() => db.close())

  it('and finds nothing wrong in a sound one', async () => {
    expect([
      short(await database.examineMigrations(db)),
      short(await database.examineClock(db, Date.now())),
      ...(await all(database.examinePartitions(db, now))),
      ...(await all(database.examineJobs(db))),
      ...(await all(database.examineWebhooks(db))),
      short(await database.examineIndicators(db)),
    ]).toEqual([
      'ok migrations.fine',
      'ok clock.fine',
      'ok partitions.fine',
      'ok jobs.fine',
      'ok webhooks.fine',
      'ok indicators.fine',
    ])
  })

  it('and tells what is missing, late, failing or wrong', async () => {
    await db.query(`insert into setting (name, value) values ('masterKey', '"other"')`)
    expect(await all(database.examineKeyFit(db, configurationOf()))).toEqual(['fail key.fitsNot'])
    expect(short(await database.examineClock(db, Date.now() - 60_000))).toBe('warn clock.differs')
    expect(await all(database.examinePartitions(db, now + 200 * 86_400_000))).toEqual(['warn partitions.missing'])
    await db.query(
      `insert into job_lease (name, expires_at, every_ms, failures_in_a_row, last_error)
       values ('some.job', now(), 1000, 3, 'storageFull')`,
    )
    await db.query(
      `insert into job (id, kind, state, created_at, by_id, by_name, alive_until)
       values (gen_random_uuid(), 'x', 'running', now(), 'x', 'x', now() - interval '1 hour')`,
    )
    expect(await all(database.examineJobs(db))).toEqual(['warn jobs.failing', 'warn jobs.stuck'])
    await db.query('update indicator_cell set submitted = submitted + 1')
    expect(short(await database.examineIndicators(db))).toBe('fail indicators.differ')
  })

  it('and knows until when holidays were announced', async () => {
    const calendarAt = (day: string) => all(database.examineCalendar(db, Date.parse(day)))
    expect(await calendarAt('2026-06-01')).toEqual(['ok calendar.fine'])
    expect(await calendarAt('2026-12-01')).toEqual(['warn calendar.ends'])
    expect(await calendarAt('2027-01-02')).toEqual(['fail calendar.over'])
  })

  it('and sees that it was never set up', async () => {
    const empty = await openEmptyDatabase(engine)
    expect(short(await database.examineMigrations(empty))).toBe('fail migrations.neverSetUp')
    await empty.close()
  })
})
