import { connect, createServer, type Server, type Socket } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openDatabase } from './open-database.ts'
import type { OwnedDatabase } from './pooled-database.ts'
import { silentLog } from './testing.ts'
import { findPostgresBinaries, startTestServer } from './testing-server.ts'

describe.skipIf(findPostgresBinaries() === undefined)('a PostgreSQL server that comes and goes', () => {
  let door: Door
  let db: OwnedDatabase
  beforeEach(async () => {
    door = await openDoor()
    db = await openDatabase({ url: door.url, log: silentLog, size: 2, statementTimeoutMs: 3000 })
  })
  afterEach(async () => {
    await db.close()
    await door.shut()
  })

  it('is missed at once, and found again when it is back', async () => {
    expect(await db.query('select 1 as n')).toEqual([{ n: 1 }])
    await door.shut()
    const beganAt = performance.now()
    await expect(db.query('select 1')).rejects.toMatchObject({ name: 'StorageError', code: 'storageUnavailable' })
    await expect(db.transaction((tx) => tx.query('select 1'))).rejects.toMatchObject({ code: 'storageUnavailable' })
    expect(performance.now() - beganAt).toBeLessThan(5000)
    await door.open()
    expect(await db.query('select 2 as n')).toEqual([{ n: 2 }])
  })

  it('ends a transaction that it leaves in the middle', async () => {
    const work = db.transaction(async (tx) => {
      await tx.query('select 1')
      await door.shut()
      await tx.query('select 2')
    })
    await expect(work).rejects.toMatchObject({ code: 'storageUnavailable' })
    await door.open()
    expect(await db.query('select 3 as n')).toEqual([{ n: 3 }])
  })

  it('is given up when it answers nothing, without hanging', async () => {
    await db.query('select 1')
    door.freeze(true)
    const beganAt = performance.now()
    await expect(db.query('select 1')).rejects.toMatchObject({ code: 'storageTimeout' })
    expect(performance.now() - beganAt).toBeLessThan(10_000)
    door.freeze(false)
    expect(await db.query('select 4 as n')).toEqual([{ n: 4 }])
  })

  it('ends a statement that takes too long', async () => {
    await expect(db.query('select pg_sleep(20)')).rejects.toMatchObject({ code: 'storageTimeout', sqlState: '57014' })
  })

  it('says that all connections are in use, instead of waiting for ever', async () => {
    const held = [0, 1].map(() => db.transaction(() => new Promise((resolve) => setTimeout(resolve, 5800))))
    await expect(db.query('select 1')).rejects.toMatchObject({ code: 'storageBusy' })
    await Promise.all(held)
  })

  it('is not opened where there is none', async () => {
    await door.shut()
    await expect(openDatabase({ url: door.url, log: silentLog })).rejects.toMatchObject({ code: 'storageUnavailable' })
    await expect(openDatabase({ url: 'postgresql://x@host.invalid/x', log: silentLog })).rejects.toMatchObject({
      code: 'storageUnavailable',
    })
  })
})

interface Door {
  readonly url: string
  open(): Promise<void>
  shut(): Promise<void>
  freeze(frozen: boolean): void
}

/** Stands between the driver and the server, so that the server can go away without being stopped. */
async function openDoor(): Promise<Door> {
  const target = `${new URL(await startTestServer()).searchParams.get('host')}/.s.PGSQL.5432`
  const sockets = new Set<Socket>()
  let server: Server | undefined
  let port = 0
  let frozen = false
  await open()
  return { url: `postgresql://postgres@127.0.0.1:${port}/postgres`, open, shut, freeze }

  async function open(): Promise<void> {
    const next = createServer(pass)
    await new Promise<void>((resolve) => next.listen(port, '127.0.0.1', resolve))
    port = (next.address() as { port: number }).port
    server = next
  }

  function pass(socket: Socket): void {
    const inner = connect(target)
    for (const one of [socket, inner]) {
      sockets.add(one)
      one.on('error', () => {})
      one.on('close', () => [socket, inner].map((each) => each.destroy()))
    }
    socket.pipe(inner)
    inner.on('data', (chunk) => void (frozen || socket.write(chunk)))
  }

  function freeze(on: boolean): void {
    frozen = on
  }

  async function shut(): Promise<void> {
    const last = server
    server = undefined
    for (const socket of sockets) socket.destroy()
    sockets.clear()
    if (last !== undefined) await new Promise((resolve) => last.close(resolve))
  }
}
