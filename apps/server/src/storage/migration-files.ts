import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

export interface MigrationFile {
  readonly number: number
  readonly name: string
  readonly sql: string
  /** SHA-256 of the file, in hexadecimal. */
  readonly digest: string
  readonly directives: Directives
}

/** What the header of a migration says of its tables. */
export interface Directives {
  readonly reference: readonly string[]
  readonly distributed: readonly string[]
  readonly appendOnly: readonly string[]
}

/** Where the migrations of this program lie. */
export const migrationsFolder = fileURLToPath(new URL('../../../../db/migrations/', import.meta.url))

/**
 * Reads the migrations of a folder, ascending by number.
 *
 * @throws Error where two files have one number, or a file is not called `NNNN-name.sql`
 */
export function readMigrations(folder: string): readonly MigrationFile[] {
  const files = readdirSync(folder)
    .filter((name) => name.endsWith('.sql'))
    .sort()
    .map((name) => readMigration(folder, name))
  for (let index = 1; index < files.length; index += 1) {
    if (files[index]!.number !== files[index - 1]!.number) continue
    throw new Error(`${folder}: ${files[index - 1]!.name} and ${files[index]!.name} have the same number`)
  }
  return files
}

function readMigration(folder: string, name: string): MigrationFile {
  const number = /^(\d{4})-[a-z0-9-]+\.sql$/.exec(name)?.[1]
  if (number === undefined) throw new Error(`${join(folder, name)}: a migration is called NNNN-name.sql`)
  const sql = readFileSync(join(folder, name), 'utf8').replaceAll('\r\n', '\n')
  return {
    number: Number(number),
    name,
    sql,
    digest: createHash('sha256').update(sql).digest('hex'),
    directives: readDirectives(sql),
  }
}

/** Reads `-- @reference a, b`, `-- @distributed c` and `-- @append-only d` from the comments of a migration. */
export function readDirectives(sql: string): Directives {
  return {
    reference: namesOf(sql, 'reference'),
    distributed: namesOf(sql, 'distributed'),
    appendOnly: namesOf(sql, 'append-only'),
  }
}

function namesOf(sql: string, directive: string): string[] {
  const lines = sql.matchAll(new RegExp(`^-- @${directive} (.+)$`, 'gm'))
  return [...lines].flatMap((line) => line[1]!.split(',').map((name) => name.trim()))
}
