import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { migrate } from '../storage/migrate.ts'
import { openDatabase } from '../storage/open-database.ts'
import { engines, openTestDatabase, silentLog } from '../storage/testing.ts'
import { startTestServer } from '../storage/testing-server.ts'
import { freePort, prepareSource, startSenders, startServerProcess, stateOf } from './testing-crash.ts'

/** ZHENGFENG_KILLS=100 is the full run; an embedded database takes seconds to start again. */
const killsOf = (engine: string): number => Number(process.env.ZHENGFENG_KILLS ?? (engine === 'PGlite' ? 1 : 3))

const cases = engines.filter(({ name }) => name !== 'Citus').map(({ name }) => ({ name, kills: killsOf(name) }))

test.each(cases)(
  'a server on $name that is killed $kills times while events come in loses none and has none twice',
  async ({ name, kills }) => {
    const folder = mkdtempSync(join(tmpdir(), 'zhengfeng-kill-'))
    const place = name === 'PGlite' ? await preparePglite(folder) : await preparePostgresql()
    const port = await freePort()
    const environment = {
      ...place.environment,
      ZHENGFENG_DATA: folder,
      ZHENGFENG_PORT: String(port),
      ZHENGFENG_LOG: 'silent',
    }
    let server = startServerProcess(environment)
    try {
      const senders = startSenders({ url: `http://127.0.0.1:${port}`, token: place.token }, 4)
      for (let kill = 0; kill < kills; kill += 1) {
        // Most while events are written, some while the server starts.
        if (kill % 6 !== 5) await senders.nextAcknowledged()
        await delay(Math.random() * 300)
        await server.kill()
        server = startServerProcess(environment)
      }
      await senders.nextAcknowledged()
      await senders.finish()
      await server.stop()
      const db = await place.open()
      try {
        const { events, batches, tries } = senders.sent
        expect(tries).toBeGreaterThan(batches)
        expect(await stateOf(db)).toEqual({ stored: events, different: events, gaps: [], differences: 0 })
        if (kills > 10)
          process.stdout.write(`${name}: ${kills} kills, ${events} events in ${batches} batches, ${tries} tries
`)
      } finally {
        await db.close()
      }
    } finally {
      await server.kill()
      rmSync(folder, { recursive: true, force: true })
    }
  },
  60_000 + Number(process.env.ZHENGFENG_KILLS ?? 3) * 40_000,
)

async function preparePglite(folder: string) {
  const open = () => openDatabase({ folder: join(folder, 'database'), log: silentLog })
  const db = await open()
  await migrate(db)
  const token = await prepareSource(db)
  await db.close()
  return { token, open, environment: { DATABASE_URL: '' } }
}

async function preparePostgresql() {
  const db = await openTestDatabase({ name: 'PostgreSQL' })
  const [database] = await db.query<{ name: string }>('select current_database() as name')
  const url = new URL(await startTestServer())
  url.pathname = `/${database!.name}`
  return { token: await prepareSource(db), open: async () => db, environment: { DATABASE_URL: url.href } }
}
