import { createHash } from 'node:crypto'
import { createWriteStream, existsSync, rmSync } from 'node:fs'
import { open, rename } from 'node:fs/promises'
import { dirname } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import pg from 'pg'
import { copyLine } from '../storage/copy-text.ts'
import { migrationsFolder, readMigrations } from '../storage/migration-files.ts'
import type { OwnedDatabase, OwnerTransaction } from '../storage/pooled-database.ts'
import { StorageError } from '../storage/storage-error.ts'
import { version } from '../version.ts'
import { ArchiveError } from './archive-error.ts'
import { type ArchivedTable, type ArchiveHeader, endOfRows } from './archive-format.ts'
import { archivedTables } from './archived-tables.ts'
import { appliedMigrations } from './migration-state.ts'

export interface BackupOptions {
  readonly path: string
  /** UTC milliseconds. */
  readonly now: number
  readonly signal?: AbortSignal
  readonly onProgress?: (done: { readonly table: string; readonly rows: number }) => void
}

export interface Archived {
  readonly header: ArchiveHeader
  readonly tables: readonly ArchivedTable[]
}

/**
 * Writes everything that the database holds, as it is at one moment, into one file that can be restored on any engine. Events may go on
 * coming in meanwhile. Memory does not grow with the database; the file gets its name when it is whole and on disk.
 *
 * @throws ArchiveError `archiveExists`; StorageError; the system's error where the file cannot be written
 */
export async function writeBackup(db: OwnedDatabase, options: BackupOptions): Promise<Archived> {
  const { path, signal } = options
  if (existsSync(path)) throw new ArchiveError('archiveExists', { path })
  const draft = `${path}.${process.pid}.part`
  try {
    const archived = await db.administer(async (tx) => {
      await tx.query('set transaction isolation level repeatable read, read only')
      const header = await headerOf(tx, db.engine, options.now)
      const tables: ArchivedTable[] = []
      const text = Readable.from(archiveText(tx, { header, tables, options }), { objectMode: true, highWaterMark: 2 })
      const file = createWriteStream(draft, { flags: 'w', mode: 0o600 })
      await pipeline(text, createGzip({ level: 4 }), file, { ...(signal && { signal }) })
      return { header, tables }
    })
    await keep(draft, path)
    return archived
  } catch (error) {
    rmSync(draft, { force: true })
    throw error
  }
}

async function headerOf(tx: OwnerTransaction, engine: OwnedDatabase['engine'], now: number): Promise<ArchiveHeader> {
  const migrations = await appliedMigrations(tx)
  if (migrations.length === 0)
    throw new StorageError('storageMismatch', 'the database was never set up; there is nothing to back up')
  const [state] = await tx.query<{ key: string | null; from: number | null }>(
    `select (select value #>> '{}' from setting where name = 'masterKey') as key,
            (select min(recorded_at) from event) as "from"`,
  )
  return {
    format: 'zhengfeng-backup',
    version: 1,
    createdAt: new Date(now).toISOString(),
    program: version,
    engine,
    migrations: [...migrations],
    ...(state!.key !== null && { keyId: state!.key }),
    ...(state!.from !== null && { eventsFrom: new Date(state!.from).toISOString() }),
  }
}

interface Writing {
  readonly header: ArchiveHeader
  readonly tables: ArchivedTable[]
  readonly options: BackupOptions
}

async function* archiveText(tx: OwnerTransaction, { header, tables, options }: Writing): AsyncGenerator<string> {
  yield `${JSON.stringify(header)}\n`
  const numbers = new Set(header.migrations.map(({ number }) => number))
  const migrations = readMigrations(migrationsFolder).filter(({ number }) => numbers.has(number))
  for (const [index, name] of (await archivedTables(tx, migrations)).entries()) {
    const columns = await columnsOf(tx, name)
    yield `${JSON.stringify({ table: name, columns })}\n`
    const digest = createHash('sha256')
    let rows = 0
    for await (const lines of rowsOf(tx, { name, columns, cursor: `archived_${index}` })) {
      const text = lines.join('')
      digest.update(text)
      rows += lines.length
      options.onProgress?.({ table: name, rows })
      yield text
    }
    yield `${endOfRows}\n`
    tables.push({ name, rows, sha256: digest.digest('hex') })
  }
  yield `${JSON.stringify({ tables })}\n`
}

async function columnsOf(tx: OwnerTransaction, table: string): Promise<string[]> {
  const rows = await tx.query<{ name: string }>(
    `select attname as name
     from pg_attribute
     where attrelid = $1::regclass
       and attnum > 0
       and not attisdropped
     order by attnum`,
    [table],
  )
  return rows.map(({ name }) => name)
}

interface TableToRead {
  readonly name: string
  readonly columns: readonly string[]
  /** Its own for each table, since prepared statements remember the shape of rows. */
  readonly cursor: string
}

const rowsAtOnce = 1000

async function* rowsOf(tx: OwnerTransaction, { name, columns, cursor }: TableToRead): AsyncGenerator<string[]> {
  const texts = columns.map((column) => `${pg.escapeIdentifier(column)}::text`).join(', ')
  // A division refers to the one above it, whose path is shorter.
  const order = name === 'division' ? ' order by path' : ''
  await tx.script(`declare ${cursor} no scroll cursor for select ${texts} from ${pg.escapeIdentifier(name)}${order}`)
  for (;;) {
    const rows = await tx.query<Record<string, string | null>>(`fetch ${rowsAtOnce} from ${cursor}`)
    if (rows.length > 0) yield rows.map((row) => copyLine(columns.map((column) => row[column]!)))
    if (rows.length < rowsAtOnce) break
  }
  await tx.script(`close ${cursor}`)
}

/** On disk before it has its name, and its name on disk before it is called done. */
async function keep(draft: string, path: string): Promise<void> {
  await sync(draft)
  await rename(draft, path)
  if (process.platform !== 'win32') await sync(dirname(path))
}

async function sync(path: string): Promise<void> {
  const handle = await open(path, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
