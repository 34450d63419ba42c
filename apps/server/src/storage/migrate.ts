import pg from 'pg'
import { type Directives, type MigrationFile, migrationsFolder, readMigrations } from './migration-files.ts'
import type { OwnedDatabase, OwnerTransaction } from './pooled-database.ts'
import { StorageError } from './storage-error.ts'

/** Whose rights the application has: it may read and write, but neither change tables nor what was appended. */
export const applicationRole = 'zhengfeng_app'

export interface MigrateOptions {
  readonly folder?: string
  /** The number of the last migration that is wanted; all unless told. */
  readonly upTo?: number
}

/**
 * Brings a database to the state that this program needs, and from then on gives ordinary statements the application's rights only.
 *
 * Each migration runs once, in a transaction of its own; several processes may start at the same time.
 *
 * @returns the names of the migrations that ran now
 * @throws StorageError `storageMismatch` where an applied migration was changed or is missing, or the database is newer than the program
 */
export async function migrate(
  db: OwnedDatabase,
  { folder = migrationsFolder, upTo = Number.POSITIVE_INFINITY }: MigrateOptions = {},
): Promise<readonly string[]> {
  const files = readMigrations(folder)
  await db.administer(prepare)
  const ran: string[] = []
  for (const file of files.filter(({ number }) => number <= upTo)) {
    if (await db.administer((tx) => apply(tx, file, { files, engine: db.engine }))) ran.push(file.name)
  }
  db.restrict(applicationRole)
  return ran
}

const lock = 'select pg_advisory_xact_lock(7263470001)'

async function prepare(tx: OwnerTransaction): Promise<void> {
  await tx.query(lock)
  await createRole(tx)
  await tx.script(`
    create table if not exists schema_migration (
      number integer primary key,
      name text not null,
      digest text not null,
      applied_at timestamptz not null default now()
    );
    grant usage on schema public to ${applicationRole};
    grant select on schema_migration to ${applicationRole};`)
}

async function createRole(tx: OwnerTransaction): Promise<void> {
  const [state] = await tx.query<{ there: boolean; user: string }>(
    'select exists (select from pg_roles where rolname = $1) as there, current_user as "user"',
    [applicationRole],
  )
  try {
    // Databases of one server share their roles, so another one may create it at this moment.
    if (!state!.there) {
      await tx.script(`
        do $$ begin create role ${applicationRole} nologin;
        exception when duplicate_object or unique_violation then null; end $$`)
    }
    const [member] = await tx.query<{ is: boolean }>(`select pg_has_role(current_user, $1, 'member') as is`, [
      applicationRole,
    ])
    if (!member!.is) await tx.script(`grant ${applicationRole} to current_user`)
  } catch (error) {
    if (!(error instanceof StorageError) || error.sqlState !== '42501') throw error
    const user = pg.escapeIdentifier(state!.user)
    throw new StorageError(
      'storageMismatch',
      `the database user ${user} may not create roles; have an administrator run: create role ${applicationRole}; grant ${applicationRole} to ${user};`,
      { cause: error },
    )
  }
}

interface Plan {
  readonly files: readonly MigrationFile[]
  readonly engine: OwnedDatabase['engine']
}

async function apply(tx: OwnerTransaction, file: MigrationFile, { files, engine }: Plan): Promise<boolean> {
  await tx.query(lock)
  const applied = await tx.query<Applied>('select number, name, digest from schema_migration order by number')
  checkHistory(applied, files)
  if (applied.some(({ number }) => number === file.number)) return false
  await tx.script('set local statement_timeout = 0')
  await tx.script(file.sql).catch((error: unknown) => {
    if (error instanceof StorageError)
      throw new StorageError(error.code, `${file.name}: ${error.message}`, { cause: error })
    throw error
  })
  if (engine === 'citus') await distribute(tx, file.directives)
  await grant(tx, file.directives)
  await tx.query('insert into schema_migration (number, name, digest) values ($1, $2, $3)', [
    file.number,
    file.name,
    file.digest,
  ])
  return true
}

interface Applied {
  readonly number: number
  readonly name: string
  readonly digest: string
}

function checkHistory(applied: readonly Applied[], files: readonly MigrationFile[]): void {
  const newest = files.at(-1)?.number ?? 0
  for (const { number, name, digest } of applied) {
    const file = files.find((one) => one.number === number)
    if (number > newest) {
      throw mismatch(
        `the database is newer than this program (it has ${name}); start the version of the program that made it, or a later one`,
      )
    }
    if (file === undefined)
      throw mismatch(`${name} ran on this database, but is missing here; install the program again`)
    if (file.digest !== digest)
      throw mismatch(`${name} was changed after it ran on this database; a change needs a new migration`)
  }
}

function mismatch(message: string): StorageError {
  return new StorageError('storageMismatch', message)
}

async function distribute(tx: OwnerTransaction, { reference, distributed }: Directives): Promise<void> {
  for (const table of reference) await tx.query('select create_reference_table($1::regclass)', [table])
  for (const table of distributed) {
    const beside = table === 'division_sequence' ? 'none' : 'division_sequence'
    await tx.query(`select create_distributed_table($1::regclass, 'division', colocate_with => $2)`, [table, beside])
  }
}

async function grant(tx: OwnerTransaction, { reference, distributed, appendOnly }: Directives): Promise<void> {
  for (const table of [...reference, ...distributed]) {
    const rights = appendOnly.includes(table) ? 'select, insert' : 'select, insert, update, delete'
    await tx.script(`grant ${rights} on ${pg.escapeIdentifier(table)} to ${applicationRole}`)
  }
}
