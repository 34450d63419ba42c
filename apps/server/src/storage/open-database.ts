import type { FastifyBaseLogger } from 'fastify'
import { openEmbedded } from './open-pglite.ts'
import { openPostgresql } from './open-postgresql.ts'
import type { OwnedDatabase } from './pooled-database.ts'

export interface OpenOptions {
  /** A PostgreSQL or Citus server. */
  readonly url?: string | undefined
  /** Where the embedded database lives; without `url` and `folder` it lives in memory and is gone when closed. */
  readonly folder?: string | undefined
  readonly log: FastifyBaseLogger
  /** Connections to a server, at most; 8 unless told. */
  readonly size?: number
  /** How long one statement may take; 60 s unless told. */
  readonly statementTimeoutMs?: number
}

/**
 * Opens the database: a server where a `url` is given, else the embedded one.
 *
 * @throws StorageError `storageUnavailable`, `storageLocked` or `storageMismatch`
 */
export async function openDatabase(options: OpenOptions): Promise<OwnedDatabase> {
  const { url, folder, log, size = 8, statementTimeoutMs = 60_000 } = options
  if (url !== undefined) return openPostgresql({ url, size, statementTimeoutMs, log })
  return openEmbedded({ ...(folder === undefined ? {} : { folder }), statementTimeoutMs, log })
}
