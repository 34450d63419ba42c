import { execFileSync } from 'node:child_process'
import { appendFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { readConfiguration } from '../configuration.ts'
import type { Platform } from '../platform.ts'
import { type RunningServer, startServer } from '../server.ts'
import { silentLog } from '../storage/testing.ts'
import { findPostgresBinaries } from '../storage/testing-server.ts'
import { prepareSource, type Senders, startSenders, stateOf } from './testing-crash.ts'
import { makeOwnPostgres, type OwnPostgres } from './testing-postgres.ts'

/** ZHENGFENG_OUTAGE_MS=60000 is the full run. */
const outageMs = Number(process.env.ZHENGFENG_OUTAGE_MS ?? 1500)

describe.skipIf(findPostgresBinaries() === undefined)('a server whose PostgreSQL fails', () => {
  let folder: string
  let postgres: OwnPostgres
  let server: RunningServer
  let platform: Platform
  let token: string
  let unmount: () => void = () => undefined

  async function begin(data?: string): Promise<void> {
    postgres = makeOwnPostgres(folder, data)
    await postgres.start()
    const configuration = readConfiguration({
      DATABASE_URL: postgres.url,
      ZHENGFENG_DATA: join(folder, 'own'),
      ZHENGFENG_PORT: '0',
    })
    server = await startServer(configuration, { log: silentLog })
    platform = await server.ready
    token = await prepareSource(platform.db)
  }

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'zhengfeng-fault-'))
  })
  afterEach(async () => {
    await server.close()
    await postgres.stop()
    unmount()
    unmount = () => undefined
    rmSync(folder, { recursive: true, force: true })
  })

  async function expectAllOnce({ sent: { events } }: Senders): Promise<void> {
    expect(await stateOf(platform.db)).toEqual({ stored: events, different: events, gaps: [], differences: 0 })
  }

  it(
    'asks senders to come back while it is gone, and goes on by itself with nothing lost or doubled',
    async () => {
      await begin()
      const senders = startSenders({ url: server.url, token }, 4)
      await senders.nextAcknowledged()
      await delay(300)
      await postgres.stop()
      await delay(outageMs)
      const ready = await fetch(`${server.url}/ready`)
      expect([ready.status, (await fetch(`${server.url}/health`)).status]).toEqual([503, 200])
      await postgres.start()
      await senders.nextAcknowledged()
      await senders.finish()
      const kinds = new Set(senders.refusals.map(({ status, code, retryAfter }) => `${status} ${code} ${retryAfter}`))
      expect([...kinds]).toEqual(['503 storageUnavailable 5'])
      await expectAllOnce(senders)
      expect((await fetch(`${server.url}/ready`)).status).toBe(200)
    },
    120_000 + outageMs,
  )

  it('says that its disk is full, keeps answering, and goes on once there is room', async ({ skip }) => {
    const data = join(folder, 'small')
    mkdirSync(data)
    try {
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=80m', 'tmpfs', data], { stdio: 'ignore' })
    } catch {
      skip('small file systems cannot be mounted here')
    }
    unmount = () => execFileSync('umount', [data])
    await begin(data)
    const filler = join(data, 'filler')
    fill(filler)
    const senders = startSenders({ url: server.url, token }, 4)
    for (let waitedMs = 0; senders.refusals.length < 5 && waitedMs < 30_000; waitedMs += 50) await delay(50)
    expect(new Set(senders.refusals.map(({ status, code }) => `${status} ${code}`))).toEqual(
      new Set(['507 storageFull']),
    )
    expect([(await fetch(`${server.url}/health`)).status, (await fetch(`${server.url}/ready`)).status]).toEqual([
      200, 200,
    ])
    rmSync(filler)
    await senders.nextAcknowledged()
    await senders.finish()
    await expectAllOnce(senders)
  }, 120_000)

  it('stores nothing of clients that go away in the middle of a request, and is not held up by them', async () => {
    await begin()
    const event = { caseNo: 'gone', division: '4401', activity: '申请', occurredAt: '2026-03-02T10:00:00+08:00' }
    const body = Buffer.from(JSON.stringify(Array.from({ length: 500 }, (_, i) => ({ ...event, eventId: `g${i}` }))))
    for (const share of [0, 0.3, 0.99]) await abandon(new URL(server.url), token, body, Math.floor(body.length * share))
    const senders = startSenders({ url: server.url, token }, 2)
    await senders.nextAcknowledged()
    await senders.finish()
    expect(senders.refusals).toEqual([])
    await expectAllOnce(senders)
  }, 60_000)
})

/** Writes until nothing more fits. */
function fill(path: string): void {
  for (const size of [1 << 20, 1 << 12]) {
    const piece = Buffer.alloc(size, 1)
    try {
      for (;;) appendFileSync(path, piece)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error
    }
  }
}

async function abandon({ hostname, port }: URL, token: string, body: Buffer, length: number): Promise<void> {
  const socket = connect(Number(port), hostname)
  socket.on('error', () => undefined)
  socket.write(
    `POST /api/v1/events HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${token}\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n`,
  )
  await new Promise<void>((resolve) => socket.write(body.subarray(0, length), () => resolve()))
  await delay(50)
  socket.resetAndDestroy()
}
