import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { FastifyBaseLogger } from 'fastify'
import pg from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import { type CopyTarget, type Engine, poolValues, surviveBreaks } from './connections.ts'
import { copyChunks } from './copy-chunks.ts'
import { createPooledDatabase, type OwnedDatabase } from './pooled-database.ts'
import { asStorageError, StorageError } from './storage-error.ts'

export interface PostgresqlOptions {
  readonly url: string
  /** How many connections at most. */
  readonly size: number
  readonly statementTimeoutMs: number
  readonly log: FastifyBaseLogger
}

/** How long to wait for a connection before saying that there is none. */
const connectTimeoutMs = 5000

/**
 * Connects to PostgreSQL or Citus.
 *
 * @throws StorageError `storageUnavailable` where it cannot be reached, `storageMismatch` where it is older than PostgreSQL 15
 */
export async function openPostgresql({
  url,
  size,
  statementTimeoutMs,
  log,
}: PostgresqlOptions): Promise<OwnedDatabase> {
  const pool = new pg.Pool({
    connectionString: url,
    application_name: 'zhengfeng',
    max: size,
    connectionTimeoutMillis: connectTimeoutMs,
    idleTimeoutMillis: 60_000,
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
    // The server ends long statements itself; this is for a server that answers nothing any more.
    query_timeout: statementTimeoutMs + 5000,
    types: poolValues,
  })
  surviveBreaks(pool, log)
  try {
    const kind = await whatIsThere(pool)
    return createPooledDatabase({ kind, pool, statementTimeoutMs, copy, end: async () => {} })
  } catch (error) {
    await pool.end()
    throw error
  }
}

async function whatIsThere(pool: pg.Pool): Promise<Engine['kind']> {
  const sql = `
    select current_setting('server_version_num')::int as version,
      exists (select from pg_extension where extname = 'citus') as citus`
  const answer = await pool.query<{ version: number; citus: boolean }>(sql).catch((error: unknown) => {
    throw asStorageError(error)
  })
  const { version, citus } = answer.rows[0]!
  if (version >= 150_000) return citus ? 'citus' : 'postgresql'
  const found = Math.floor(version / 10_000)
  throw new StorageError('storageMismatch', `the server is PostgreSQL ${found}; version 15 or later is needed`)
}

async function copy(client: pg.PoolClient, { into, rows }: CopyTarget): Promise<number> {
  let sourceFailure: { readonly error: unknown } | undefined
  async function* chunks(): AsyncGenerator<Buffer> {
    try {
      yield* copyChunks(rows, 65_536)
    } catch (error) {
      sourceFailure = { error }
      throw error
    }
  }
  const target = client.query(copyFrom(`copy ${into} from stdin`))
  try {
    await pipeline(Readable.from(chunks(), { objectMode: true, highWaterMark: 2 }), target)
    return target.rowCount
  } catch (error) {
    // What the source of the rows threw is passed on as it is.
    if (sourceFailure !== undefined) throw sourceFailure.error
    throw asStorageError(error)
  }
}
