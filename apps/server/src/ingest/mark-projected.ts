import type { Queryable } from '../storage/database.ts'
import type { InForce } from './sources-in-force.ts'

/** Writes down under what sources are projected of which nothing was told before. */
export async function markProjected(db: Queryable, { sources }: InForce): Promise<void> {
  const fresh = [...sources.values()].filter(({ projectedWith }) => projectedWith === null)
  if (fresh.length === 0) return
  await db.query(
    `update source
     set projected_with = fresh.projection
     from unnest($1::uuid[], $2::text[]) as fresh (id, projection)
     where source.id = fresh.id
       and projected_with is null`,
    [fresh.map(({ id }) => id), fresh.map(({ projection }) => projection)],
  )
}
