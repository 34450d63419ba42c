import type { Queryable } from '../storage/database.ts'
import type { MigrationFile } from '../storage/migration-files.ts'

/** Whoever was signed in signs in again, and the processes that held leases are gone. */
const leftOut: ReadonlySet<string> = new Set(['account_session', 'job_lease'])

/** The tables that an archive holds, such that each stands after those that it refers to. */
export async function archivedTables(db: Queryable, migrations: readonly MigrationFile[]): Promise<readonly string[]> {
  const declared = migrations.flatMap(({ directives: { reference, distributed } }) => [...reference, ...distributed])
  const rows = await db.query<{ name: string; refers_to: string }>(
    `select source.relname as name, target.relname as refers_to
     from pg_constraint
     join pg_class source on source.oid = conrelid
     join pg_class target on target.oid = confrelid
     where contype = 'f'
       and conrelid <> confrelid
     order by 1, 2`,
  )
  return inOrder(declared, (name) => rows.filter((row) => row.name === name).map((row) => row.refers_to)).filter(
    (name) => !leftOut.has(name),
  )
}

function inOrder(names: readonly string[], refersTo: (name: string) => readonly string[]): string[] {
  const placed = new Set<string>()
  const place = (name: string): void => {
    if (placed.has(name) || !names.includes(name)) return
    for (const other of refersTo(name)) place(other)
    placed.add(name)
  }
  for (const name of names) place(name)
  return [...placed]
}
