import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { FastifyBaseLogger } from 'fastify'
import type { Configuration } from '../configuration.ts'
import { openDatabase } from '../storage/open-database.ts'
import type { OwnedDatabase } from '../storage/pooled-database.ts'
import { StorageError } from '../storage/storage-error.ts'

/**
 * Opens the database with the owner's rights, for commands that change tables or read all of them.
 *
 * @param isNew `make`: an embedded database that is not there is made; `refuse`: it is not
 * @throws StorageError `storageMismatch` where there is none, `storageLocked` where a server has the embedded one open
 */
export async function openOwned(
  configuration: Configuration,
  { log, isNew }: { readonly log: FastifyBaseLogger; readonly isNew: 'make' | 'refuse' },
): Promise<OwnedDatabase> {
  const { DATABASE_URL: url } = configuration
  const folder = databaseFolderOf(configuration)
  if (url === undefined && isNew === 'refuse' && !existsSync(folder))
    throw new StorageError('storageMismatch', `there is no database in ${folder}; set DATABASE_URL or ZHENGFENG_DATA`)
  return openDatabase({ url, folder, log, size: 2 })
}

/** Where the embedded database is, or will be made. */
export function databaseFolderOf({ ZHENGFENG_DATA }: Configuration): string {
  return join(resolve(ZHENGFENG_DATA), 'database')
}
