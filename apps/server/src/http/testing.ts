import { inspect } from 'node:util'
import type { FastifyBaseLogger } from 'fastify'
import { createChangeBus } from '../change-bus.ts'
import { type Configuration, readConfiguration } from '../configuration.ts'
import { deriveKeys } from '../keys.ts'
import type { Platform } from '../platform.ts'
import type { Database } from '../storage/database.ts'
import { silentLog } from '../storage/testing.ts'

/** A platform for tests on a database, with a clock that stands still until it is moved. */
export function testPlatform(
  db: Database,
  {
    environment = {},
    clock = { now: Date.UTC(2026, 2, 2, 1) },
  }: { environment?: Record<string, string>; clock?: { now: number } } = {},
): Platform & { readonly clock: { now: number } } {
  const configuration: Configuration = readConfiguration({ ZHENGFENG_CONSOLE: '/nowhere', ...environment })
  return {
    db,
    configuration,
    clock,
    now: () => clock.now,
    wallClock: () => clock.now,
    keys: deriveKeys(Buffer.alloc(32, 7)),
    bus: createChangeBus((error) => {
      throw error
    }),
    log: faultLog,
  }
}

/** Puts divisions in, each with its parent: a province with a city with a county, and a second city. */
export async function insertDivisions(
  db: Database,
  divisions: readonly (readonly [code: string, parent?: string])[] = [
    ['46'],
    ['4601', '46'],
    ['460105', '4601'],
    ['4602', '46'],
  ],
): Promise<void> {
  const paths = new Map<string, string>()
  for (const [code, parent] of divisions) {
    const path = `${parent === undefined ? '' : paths.get(parent)}${code}/`
    paths.set(code, path)
    await db.query('insert into division (code, parent, path, name, level) values ($1, $2, $3, $4, $5)', [
      code,
      parent ?? null,
      path,
      `区划${code}`,
      path.split('/').length - 1,
    ])
  }
}

/** Silent but for faults, which a test wants to see. */
const faultLog: FastifyBaseLogger = {
  ...silentLog,
  error: (told: unknown, message?: string) => {
    process.stderr.write(`${message ?? ''} ${inspect(told, { depth: 4 })}\n`)
  },
  child: () => faultLog,
}
