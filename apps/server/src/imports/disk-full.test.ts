import { existsSync, readdirSync } from 'node:fs'
import type * as Files from 'node:fs/promises'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import type { OwnedDatabase } from '../storage/pooled-database.ts'
import { openTestDatabase } from '../storage/testing.ts'
import { type ImportWorld, openImportWorld } from './testing.ts'

/** Uploads may grow to so many bytes before the disk is full. */
const disk = vi.hoisted(() => ({ free: Number.POSITIVE_INFINITY }))

vi.mock('node:fs/promises', async (original) => {
  const files = await original<typeof Files>()
  return {
    ...files,
    open: async (...given: Parameters<typeof files.open>) => {
      const handle = await files.open(...given)
      if (!String(given[0]).endsWith('.upload')) return handle
      const write = handle.write.bind(handle) as (bytes: Uint8Array) => Promise<unknown>
      handle.write = (async (bytes: Uint8Array) => {
        disk.free -= bytes.length
        if (disk.free < 0) throw Object.assign(new Error('no space left on device'), { code: 'ENOSPC' })
        return write(bytes)
      }) as typeof handle.write
      return handle
    },
  }
})

let db: OwnedDatabase
let world: ImportWorld

beforeAll(async () => {
  db = await openTestDatabase({ name: 'PGlite' })
  world = await openImportWorld(db)
}, 120_000)
afterAll(async () => {
  await world.close()
  await db.close()
})

test('a disk that fills up while a file arrives is told, and nothing of the file stays', async () => {
  const content = `case,activity,time\n${'a,accept,2026-01-05T09:00:00+08:00\n'.repeat(100_000)}`
  disk.free = 1_000_000
  const { status, body } = await world.upload([{ name: 'a.csv', content }])
  expect([status, body.code]).toEqual([507, 'storageFull'])
  expect(existsSync(world.uploads) ? readdirSync(world.uploads) : []).toEqual([])
  expect(await db.query('select id from import_batch')).toEqual([])
  disk.free = Number.POSITIVE_INFINITY
  expect((await world.upload([{ name: 'a.csv', content }])).status).toBe(200)
})
