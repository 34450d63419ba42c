import type { FastifyBaseLogger } from 'fastify'
import pg from 'pg'
import type { OwnedDatabase } from './pooled-database.ts'
import { StorageError } from './storage-error.ts'

const everyMs = 60_000
const walBytes = 64 * 1024 * 1024

/**
 * Does for the embedded database what background processes do for a server: checkpoints, so that the write-ahead log stays short, and
 * `vacuum` and `analyze` of tables that changed much (with the thresholds of PostgreSQL's autovacuum).
 *
 * @returns the function that stops it; it resolves when nothing runs any more
 */
export function keepHouse(db: OwnedDatabase, log: FastifyBaseLogger): () => Promise<void> {
  let stopped = false
  let running: Promise<void> = Promise.resolve()
  let checkpointed = '0/0'
  const timer = setInterval(() => {
    running = running.then(round)
  }, everyMs)
  timer.unref()
  return async () => {
    stopped = true
    clearInterval(timer)
    await running
  }

  async function round(): Promise<void> {
    try {
      for (const statement of await dueStatements()) if (!stopped) await db.maintain(statement)
    } catch (error) {
      // Somebody works for long; there will be time later.
      const isBusy = error instanceof StorageError && error.code === 'storageBusy'
      if (!stopped && !isBusy) log.warn({ error }, 'the embedded database could not be tidied; it is tried again')
    }
  }

  async function dueStatements(): Promise<string[]> {
    if (stopped) return []
    const tables = await db.query<{ name: string; dead: boolean }>(changedTables)
    const [wal] = await db.query<{ now: string; far: boolean }>(walSince, [checkpointed, walBytes])
    const statements = tables.map(
      ({ name, dead }) => `${dead ? 'vacuum (analyze)' : 'analyze'} ${pg.escapeIdentifier(name)}`,
    )
    if (!wal!.far) return statements
    checkpointed = wal!.now
    return [...statements, 'checkpoint']
  }
}

const changedTables = `
  select relname as name, n_dead_tup > 50 + 0.2 * n_live_tup as dead
  from pg_stat_user_tables
  where schemaname = 'public'
    and (n_dead_tup > 50 + 0.2 * n_live_tup or n_mod_since_analyze > 50 + 0.1 * n_live_tup)
  order by relname`

const walSince = `
  select pg_current_wal_insert_lsn()::text as now,
    pg_wal_lsn_diff(pg_current_wal_insert_lsn(), $1::pg_lsn) > $2::numeric as far`
