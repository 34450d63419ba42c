import type { Queryable } from '../storage/database.ts'

/** Walks through the cases of a division in the order of their numbers, those with events and those with a row alike. */
export async function nextCases(
  db: Queryable,
  division: string,
  { after, limit }: { readonly after: string; readonly limit: number },
): Promise<string[]> {
  const rows = await db.query<{ case_no: string }>(
    `(select case_no
      from event
      where division = $1
        and case_no > $2
      group by case_no
      order by case_no
      limit $3)
     union
     (select case_no
      from service_case
      where division = $1
        and case_no > $2
      order by case_no
      limit $3)
     order by case_no
     limit $3`,
    [division, after, limit],
  )
  return rows.map(({ case_no }) => case_no)
}
