import type { Queryable } from '../storage/database.ts'
import { migrationsFolder, readMigrations } from '../storage/migration-files.ts'

export interface AppliedMigration {
  readonly number: number
  readonly name: string
  readonly digest: string
}

/** The migrations that ran on a database, in order; none where it is new. */
export async function appliedMigrations(db: Queryable): Promise<readonly AppliedMigration[]> {
  const [state] = await db.query<{ there: boolean }>(`select to_regclass('schema_migration') is not null as there`)
  if (!state!.there) return []
  return db.query<AppliedMigration>('select number, name, digest from schema_migration order by number')
}

/** The names of the migrations that this program has and the database has not. */
export async function pendingMigrations(db: Queryable): Promise<readonly string[]> {
  const applied = new Set((await appliedMigrations(db)).map(({ number }) => number))
  return readMigrations(migrationsFolder)
    .filter(({ number }) => !applied.has(number))
    .map(({ name }) => name)
}
