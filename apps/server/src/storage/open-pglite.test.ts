import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openDatabase } from './open-database.ts'
import type { OwnedDatabase } from './pooled-database.ts'
import { silentLog } from './testing.ts'

/** Threads and child processes run built files only. */
const built = new URL('../../dist/storage/open-database.js', import.meta.url)

describe.skipIf(!existsSync(built))('the embedded database in a folder', () => {
  let folder: string
  const opened: OwnedDatabase[] = []
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'zhengfeng-embedded-'))
  })
  afterEach(async () => {
    for (const db of opened.splice(0)) await db.close()
    rmSync(folder, { recursive: true })
  })

  async function open(statementTimeoutMs = 60_000): Promise<OwnedDatabase> {
    const db = await openDatabase({ folder, log: silentLog, statementTimeoutMs })
    opened.push(db)
    return db
  }

  it('keeps what was written, and lets one process in only', async () => {
    const db = await open()
    await db.query('create table kept as select 1 as n')
    await expect(open()).rejects.toMatchObject({
      code: 'storageLocked',
      message: expect.stringContaining(`process ${process.pid}`),
    })
    await db.close()
    expect(await (await open()).query('select n from kept')).toEqual([{ n: 1 }])
  })

  it('writes its log through to the disk', async () => {
    const db = await open()
    expect(
      await db.query("select current_setting('fsync') as fsync, current_setting('wal_sync_method') as method"),
    ).toEqual([{ fsync: 'on', method: 'open_datasync' }])
  })

  it('begins anew where it was only half made', async () => {
    mkdirSync(join(folder, 'database.draft'))
    writeFileSync(join(folder, 'database.draft', 'PG_VERSION'), '18')
    const db = await open()
    expect(await db.query('select 1 as n')).toEqual([{ n: 1 }])
    expect(readdirSync(folder).sort()).toEqual(['database', 'database.lock'])
  })

  it('gives up a statement that takes too long, takes its transaction back, and goes on', async () => {
    const db = await open(1000)
    await db.query('create table work (n int)')
    const endless = db.transaction(async (tx) => {
      await tx.query('insert into work values (1)')
      await tx.query('select count(*) from generate_series(1, 1000000000000)')
    })
    await expect(endless).rejects.toMatchObject({ code: 'storageTimeout' })
    expect(await db.query('select count(*) from work')).toEqual([{ count: 0 }])
  })

  it('answers the event loop while a statement runs', async () => {
    const db = await open()
    let ticks = 0
    const timer = setInterval(() => {
      ticks += 1
    }, 5)
    await db.query('select count(*) from generate_series(1, 2000000)')
    clearInterval(timer)
    expect(ticks).toBeGreaterThan(5)
  })

  it('loses nothing that was acknowledged when its process is killed', async () => {
    const db = await open()
    await db.query('create table told (n bigint primary key)')
    await db.close()
    let last = 0
    for (let kill = 0; kill < 4; kill += 1) {
      last = await writeUntilKilled(folder, last + 1, 100 + Math.random() * 300)
      const again = await open()
      const [row] = await again.query<{ count: number; last: number }>(
        'select count(*), coalesce(max(n), 0) as last from told',
      )
      // One more may have been written whose acknowledgement did not get out; none may be missing or half there.
      expect([row!.last - last === 0 || row!.last - last === 1, row!.count]).toEqual([true, row!.last])
      last = row!.last
      await again.close()
    }
    expect(last).toBeGreaterThan(10)
  })
})

const writer = `
  const { openDatabase } = await import(process.argv[1])
  const nothing = () => {}
  const db = await openDatabase({ folder: process.argv[2], log: { info: nothing, warn: nothing, error: nothing } })
  for (let n = Number(process.argv[3]); ; n += 1) {
    await db.transaction((tx) => tx.query('insert into told values ($1)', [n]))
    process.stdout.write(n + '\\n')
  }`

/** Returns the last number that was acknowledged. */
async function writeUntilKilled(folder: string, from: number, afterMs: number): Promise<number> {
  const args = ['--input-type=module', '-e', writer, built.href, folder, String(from)]
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  let last = from - 1
  createInterface(child.stdout).on('line', (line) => {
    if (last === from - 1) setTimeout(() => child.kill('SIGKILL'), afterMs)
    last = Number(line)
  })
  await new Promise((resolve) => child.on('close', resolve))
  return last
}
