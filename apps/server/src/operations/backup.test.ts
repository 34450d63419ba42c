import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bulkLoad } from '../ingest/bulk-load.ts'
import { addDivisions, addSource, projectionsOf, told } from '../ingest/testing.ts'
import { verifyIndicators } from '../ingest/verify-indicators.ts'
import { checkKeyFits } from '../master-key.ts'
import type { OwnedDatabase } from '../storage/pooled-database.ts'
import { engines, openEmptyDatabase, openTestDatabase, type TestEngine } from '../storage/testing.ts'
import { testPlatform } from '../testing-platform.ts'
import { restoreBackup } from './restore-backup.ts'
import { writeBackup } from './write-backup.ts'

const now = Date.UTC(2026, 5, 1)
const awkward = 'tab\t line\n back\\slash \\N \\. "quote" 政风 𠮷'

describe.each(engines)('a backup made on $name', (engine) => {
  const folder = mkdtempSync(join(tmpdir(), 'zhengfeng-backup-'))
  const path = join(folder, 'backup.gz')
  let db: OwnedDatabase
  /** Without any table, and to stay so. */
  let untouched: OwnedDatabase

  beforeAll(async () => {
    untouched = await openEmptyDatabase(engine)
    db = await openTestDatabase(engine)
    await fill(db)
    await writeBackup(db, { path, now })
  })
  afterAll(async () => {
    await untouched.close()
    await db.close()
    rmSync(folder, { recursive: true, force: true })
  })

  it.each(targetsOf(engine))('comes back on $name row by row, and its indicators verify', async (target) => {
    const other = await openEmptyDatabase(target)
    try {
      const restored = await restoreBackup(other, { path, now })
      expect(restored.tables.find(({ name }) => name === 'event')?.rows).toBe(2600)
      expect(await everything(other)).toEqual(await everything(db))
      expect(await verifyIndicators(other)).toMatchObject({ events: 2600, cases: 1300, differences: 0 })
    } finally {
      await other.close()
    }
  })

  it('can be read by its owner only, and never holds the key', () => {
    expect(statSync(path).mode & 0o077).toBe(0)
    const [header] = gunzipSync(readFileSync(path)).toString().split('\n', 1)
    expect(JSON.parse(header!)).toMatchObject({ keyId: testPlatform(db).keys.id, engine: db.engine })
  })

  it('is refused where rows are there already, which stay as they are', async () => {
    const before = await everything(db)
    await expect(restoreBackup(db, { path, now })).rejects.toMatchObject({ code: 'databaseNotEmpty' })
    expect(await everything(db)).toEqual(before)
  })

  it('never takes the place of a file', async () => {
    const before = readFileSync(path)
    await expect(writeBackup(db, { path, now })).rejects.toMatchObject({ code: 'archiveExists' })
    expect(readFileSync(path).equals(before)).toBe(true)
  })

  it('is refused under another key', async () => {
    await expect(restoreBackup(untouched, { path, now, keyId: 'other' })).rejects.toMatchObject({ code: 'keyDiffers' })
  })

  const text = (): string => gunzipSync(readFileSync(path)).toString()
  it.each([
    ['cut off in the file', () => readFileSync(path).subarray(0, 2000), 'archiveDamaged'],
    ['cut off between lines', () => gzipSync(text().slice(0, text().lastIndexOf('{"tables"'))), 'archiveDamaged'],
    ['with one figure altered', () => gzipSync(text().replace('\t申请\t', '\t受理\t')), 'archiveDamaged'],
    ['with one row missing', () => gzipSync(text().replace(/^4401\t1\t.*\n/m, '')), 'archiveDamaged'],
    ['of something else', () => Buffer.from('division,name\n'), 'archiveUnknown'],
    ['of a later version', () => gzipSync(text().replace('"number":1,', '"number":9999,')), 'archiveNewer'],
  ])('%s is refused before anything is written', async (_case, content, code) => {
    const damaged = join(folder, 'damaged.gz')
    writeFileSync(damaged, content())
    await expect(restoreBackup(untouched, { path: damaged, now })).rejects.toMatchObject({ code })
    expect(await untouched.query(`select relname from pg_class where relname = 'event'`)).toEqual([])
  })

  it('shows one moment, though events go on coming in', async () => {
    const [source] = await db.query<{ id: string }>('select id from source limit 1')
    let begin: () => void = () => {}
    const begun = new Promise<void>((resolve) => {
      begin = resolve
    })
    const backup = writeBackup(db, { path: join(folder, 'later.gz'), now, onProgress: () => begin() })
    await begun
    await bulkLoad(testPlatform(db), { sourceId: source!.id }, [[told('late', '申请', 900)]])
    const { tables } = await backup
    const rowsOf = (name: string): number | undefined => tables.find((table) => table.name === name)?.rows
    expect([rowsOf('event'), rowsOf('event_key'), rowsOf('service_case')]).toEqual([2600, 2600, 1300])
    expect(await db.query('select count(*) as count from event')).toEqual([{ count: 2601 }])
  })
})

/** Each engine, and from each to the other. */
function targetsOf(engine: TestEngine): readonly TestEngine[] {
  return engine.name === 'Citus' ? engines : engines.filter(({ name }) => name !== 'Citus')
}

async function fill(db: OwnedDatabase): Promise<void> {
  const platform = testPlatform(db)
  await addDivisions(db, ['4401', '4402'])
  const sourceId = await addSource(db)
  await checkKeyFits(db, platform.keys)
  const events = Array.from({ length: 1300 }, (_, i) => [
    told(`A${i}`, '申请', i % 700, { attributes: { item: awkward, count: i, list: [1, null, 'x'] }, eventId: `e${i}` }),
    told(`A${i}`, '受理', (i % 700) + 1, {
      people: { applicant: { name: '张三', idNumber: `${i}` } },
      ...(i % 2 === 1 && { actor: awkward }),
    }),
  ]).flat()
  await bulkLoad(platform, { sourceId }, [events])
}

async function everything(db: OwnedDatabase): Promise<object> {
  const rows = (sql: string): Promise<object[]> => db.query(sql)
  return {
    ...(await projectionsOf(db)),
    divisions: await rows('select * from division order by code'),
    settings: await rows('select * from setting order by name'),
    sources: await rows('select * from source order by id'),
    events: await rows('select * from event order by division, seq'),
    keys: await rows('select * from event_key order by division, key, seq'),
    people: await rows('select * from person_data order by division, digest'),
    traces: await rows('select division, case_no, trace, contribution from service_case order by 1, 2'),
  }
}
