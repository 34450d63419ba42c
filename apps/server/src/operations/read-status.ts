import type { OperationStatus } from '@zhengfeng/contract'
import type { Platform } from '../platform.ts'
import type { Queryable } from '../storage/database.ts'

/** How much there is. Events are counted by the numbers given out, which have no gaps, so that the table is not read. */
export async function readCounts(db: Queryable): Promise<OperationStatus['counts']> {
  const [row] = await db.query<OperationStatus['counts']>(
    `select (select coalesce(sum(last_seq), 0)::bigint from division_sequence) as events,
            (select count(*) from service_case) as cases,
            (select count(*) from division) as divisions,
            (select count(*) from source) as sources,
            (select count(*) from account) as accounts,
            (select count(*) from account_session where state = 'active') as sessions`,
  )
  return row
}

/** When the last event was written, and how long ago that is. */
export async function readLastEvent({ db, now }: Platform): Promise<OperationStatus['lastEvent']> {
  const [row] = await db.query<{ at: number | null }>('select max(last_recorded_at) as at from division_sequence')
  if (row.at === null) return undefined
  return { recordedAt: new Date(row.at).toISOString(), lagMs: Math.max(0, Math.round(now() - row.at)) }
}

/** What the database says of itself, and how long it took to say it. */
export async function readStorage(db: Queryable): Promise<{
  readonly engineVersion: string
  readonly schemaVersion: string
  readonly sizeBytes: number
  readonly waitMs: number
}> {
  const began = performance.now()
  const [row] = await db.query<{ version: string; size: number; schema: string | null }>(
    `select current_setting('server_version') as version,
            pg_database_size(current_database()) as size,
            (select name from schema_migration order by number desc limit 1) as schema`,
  )
  const waitMs = Math.round((performance.now() - began) * 10) / 10
  return { engineVersion: row.version, schemaVersion: row.schema ?? '', sizeBytes: row.size, waitMs }
}
