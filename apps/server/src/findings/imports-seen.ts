import type { Queryable } from '../storage/database.ts'

/** Sources of which an import is being written or taken back at this moment. */
export async function sourcesBeingImported(db: Queryable): Promise<ReadonlySet<string>> {
  const rows = await db.query<{ source_id: string }>(
    `select distinct source_id
     from import_batch
     where state in ('running', 'cancelling', 'failing', 'undoing')
       and source_id is not null`,
  )
  return new Set(rows.map(({ source_id }) => source_id))
}

/** Digests which imports into a division have been done or undone; by division. Those without imports have no entry. */
export async function importsSeen(db: Queryable): Promise<ReadonlyMap<string, string>> {
  const rows = await db.query<{ division: string; imports: string }>(
    `select o.division, md5(string_agg(b.id::text || b.state, ',' order by b.id)) as imports
     from source_division o
     join import_batch b on b.source_id = o.source_id
     where b.state in ('done', 'undone')
     group by o.division`,
  )
  return new Map(rows.map(({ division, imports }) => [division, imports]))
}
