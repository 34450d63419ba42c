import type { FastifyBaseLogger } from 'fastify'
import type { Configuration } from '../configuration.ts'
import type { OwnedDatabase } from '../storage/pooled-database.ts'
import { StorageError } from '../storage/storage-error.ts'
import {
  examineCalendar,
  examineClock,
  examineIndicators,
  examineJobs,
  examineKeyFit,
  examineMigrations,
  examinePartitions,
  examineWebhooks,
} from './examine-database.ts'
import { examineConfiguration, examineFolder, examineKey } from './examine-place.ts'
import { openOwned } from './open-owned.ts'
import { type Remark, remark } from './remark.ts'

export interface DoctorOptions {
  readonly log: FastifyBaseLogger
  /** UTC milliseconds. */
  readonly now: number
}

/**
 * Looks at everything that an operator would, one remark after the other, and changes nothing. What cannot be looked at is said to be so.
 */
export async function* examine(
  configuration: Configuration,
  options: DoctorOptions,
): AsyncGenerator<Remark, void, undefined> {
  yield* examineConfiguration(configuration)
  yield* examineFolder(configuration)
  yield* examineKey(configuration)
  let db: OwnedDatabase
  try {
    db = await openOwned(configuration, { log: options.log, isNew: 'refuse' })
  } catch (error) {
    yield notReached(error)
    return
  }
  try {
    yield* examineOpen(db, configuration, options)
  } finally {
    await db.close()
  }
}

function notReached(error: unknown): Remark {
  if (!(error instanceof StorageError)) throw error
  if (error.code === 'storageLocked') return remark('database', 'warn', 'locked', { detail: error.message })
  return remark('database', 'fail', 'notReached', { detail: error.message })
}

async function* examineOpen(
  db: OwnedDatabase,
  configuration: Configuration,
  { now }: DoctorOptions,
): AsyncGenerator<Remark, void, undefined> {
  const [server] = await db.query<{ version: string }>(`select current_setting('server_version') as version`)
  yield remark('database', 'ok', 'reached', { engine: db.engine, version: server!.version })
  const migrations = await examineMigrations(db)
  yield migrations
  // Without its tables there is nothing more to see.
  if (migrations.level !== 'ok') return
  yield* examineKeyFit(db, configuration)
  yield await examineClock(db, now)
  yield* examinePartitions(db, now)
  yield* examineJobs(db)
  yield* examineWebhooks(db)
  yield* examineCalendar(db, now)
  yield await examineIndicators(db)
}
