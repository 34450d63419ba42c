import pg from 'pg'
import { migrate } from '../storage/migrate.ts'
import { migrationsFolder, readMigrations } from '../storage/migration-files.ts'
import { ensurePartitions } from '../storage/partitions.ts'
import type { OwnedDatabase, OwnerTransaction } from '../storage/pooled-database.ts'
import { ArchiveError } from './archive-error.ts'
import type { ArchivedTable, ArchiveHeader, ArchiveHeading } from './archive-format.ts'
import { archivedTables } from './archived-tables.ts'
import { appliedMigrations } from './migration-state.ts'
import { readArchive } from './read-archive.ts'
import type { Archived } from './write-backup.ts'

export interface RestoreOptions {
  readonly path: string
  /** What `checkArchive` found in it, where that was asked already. */
  readonly archive?: Archived
  /** UTC milliseconds. */
  readonly now: number
  /** Names the key of this installation, where it has one already. */
  readonly keyId?: string
  readonly onProgress?: (done: {
    readonly step: 'checking' | 'loading'
    readonly table: string
    readonly rows: number
  }) => void
}

export interface Restored extends Archived {
  /** Migrations that ran after loading, because the archive is older than this program. */
  readonly migrated: readonly string[]
}

/**
 * Puts an archive into an empty database, of whichever engine. The archive is checked whole before anything is written; rows are written in
 * one transaction, so that after a fault the database is empty still and the same can be done again.
 *
 * @throws ArchiveError, StorageError
 */
export async function restoreBackup(db: OwnedDatabase, options: RestoreOptions): Promise<Restored> {
  const { header, tables } = options.archive ?? (await checkArchive(options))
  const upTo = checkFits(header, options)
  await checkMigrations(db, header)
  await migrate(db, { upTo })
  const from = header.eventsFrom === undefined ? options.now : Date.parse(header.eventsFrom)
  await ensurePartitions(db, options.now, { from })
  await db.administer(async (tx) => {
    await tx.script('set local statement_timeout = 0')
    await checkEmpty(tx, upTo)
    await load(tx, options)
    for (const table of tables) await checkCount(tx, table)
  })
  await db.maintain('analyze')
  return { header, tables, migrated: await migrate(db) }
}

/**
 * Reads an archive to its end and checks every row of it; nothing is kept.
 *
 * @throws ArchiveError `archiveUnknown` or `archiveDamaged`
 */
export async function checkArchive({
  path,
  onProgress,
}: Pick<RestoreOptions, 'path' | 'onProgress'>): Promise<Archived> {
  let header: ArchiveHeader | undefined
  let tables: readonly ArchivedTable[] = []
  for await (const piece of readArchive(path)) {
    if (piece.kind === 'header') header = piece.header
    if (piece.kind === 'end') onProgress?.({ step: 'checking', table: piece.table.name, rows: piece.table.rows })
    if (piece.kind === 'totals') tables = piece.tables
  }
  return { header: header!, tables }
}

/** @returns the number of the last migration of the archive */
function checkFits({ migrations, keyId }: ArchiveHeader, options: RestoreOptions): number {
  const known = readMigrations(migrationsFolder)
  for (const { number, name, digest } of migrations) {
    if (known.some((file) => file.number === number && file.digest === digest)) continue
    throw new ArchiveError('archiveNewer', { value: name, expected: known.at(-1)?.name ?? '' })
  }
  if (keyId !== undefined && options.keyId !== undefined && keyId !== options.keyId)
    throw new ArchiveError('keyDiffers', { value: options.keyId, expected: keyId })
  return migrations.at(-1)?.number ?? 0
}

/** A database that was set up already must have the very tables of the archive. */
async function checkMigrations(db: OwnedDatabase, { migrations }: ArchiveHeader): Promise<void> {
  const applied = await appliedMigrations(db)
  if (applied.length <= migrations.length) return
  throw new ArchiveError('databaseDiffers', { value: applied.at(-1)!.name, expected: migrations.at(-1)?.name ?? '' })
}

async function checkEmpty(tx: OwnerTransaction, upTo: number): Promise<void> {
  const migrations = readMigrations(migrationsFolder).filter(({ number }) => number <= upTo)
  for (const table of await archivedTables(tx, migrations)) {
    const [state] = await tx.query<{ filled: boolean }>(
      `select exists (select from ${pg.escapeIdentifier(table)}) as filled`,
    )
    if (state!.filled) throw new ArchiveError('databaseNotEmpty', { table })
  }
}

/** Statements of this length are few and still need little memory. */
const charactersAtOnce = 4_000_000

async function load(tx: OwnerTransaction, { path, onProgress }: RestoreOptions): Promise<void> {
  let heading: ArchiveHeading | undefined
  let waiting: string[] = []
  let characters = 0
  let rows = 0
  const flush = async (): Promise<void> => {
    if (waiting.length === 0) return
    rows += await tx.copy(heading!.table, heading!.columns, waiting)
    onProgress?.({ step: 'loading', table: heading!.table, rows })
    waiting = []
    characters = 0
  }
  for await (const piece of readArchive(path)) {
    if (piece.kind === 'end') await flush()
    if (piece.kind === 'table') {
      heading = piece.heading
      rows = 0
    }
    if (piece.kind !== 'rows') continue
    for (const line of piece.lines) {
      waiting.push(line)
      characters += line.length
      if (characters >= charactersAtOnce) await flush()
    }
  }
}

async function checkCount(tx: OwnerTransaction, { name, rows }: ArchivedTable): Promise<void> {
  const [state] = await tx.query<{ count: number }>(`select count(*) as count from ${pg.escapeIdentifier(name)}`)
  if (state!.count !== rows) throw new ArchiveError('rowsMissing', { table: name, value: state!.count, expected: rows })
}
