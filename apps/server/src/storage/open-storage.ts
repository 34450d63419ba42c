import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { FastifyBaseLogger } from 'fastify'
import type { Configuration } from '../configuration.ts'
import type { Database } from './database.ts'
import { applicationRole } from './migrate.ts'
import { openDatabase } from './open-database.ts'
import { StorageError } from './storage-error.ts'

/**
 * Opens the database of an installation that is there, with the application's rights, for a command beside the server.
 *
 * @throws StorageError `storageMismatch` where there is none or it was never set up, `storageLocked` where a server has the embedded one open
 */
export async function openStorage(configuration: Configuration, log: FastifyBaseLogger): Promise<Database> {
  const folder = join(resolve(configuration.ZHENGFENG_DATA), 'database')
  if (configuration.DATABASE_URL === undefined && !existsSync(folder))
    throw new StorageError('storageMismatch', `there is no database in ${folder}; set DATABASE_URL or ZHENGFENG_DATA`)
  const db = await openDatabase({ url: configuration.DATABASE_URL, folder, log })
  const [state] = await db.query<{ ready: boolean }>(`select to_regclass('event') is not null as ready`)
  if (state!.ready) {
    db.restrict(applicationRole)
    return db
  }
  await db.close()
  throw new StorageError('storageMismatch', 'the database was never set up; start the server on it first')
}
