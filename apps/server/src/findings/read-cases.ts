import type { CasePlace } from '../jobs/follow-log.ts'
import type { Queryable } from '../storage/database.ts'
import type { CaseText } from './detect.ts'

export interface SourceCase extends CaseText {
  readonly sourceId: string
}

interface Row {
  readonly division: string
  readonly case_no: string
  readonly source_id: string
  readonly attributes: CaseText['attributes']
  readonly trace: string
  readonly last_at: number
}

/** Single cases of any divisions. Those that are not there are left out. */
export async function readCases(db: Queryable, places: readonly CasePlace[]): Promise<readonly SourceCase[]> {
  if (places.length === 0) return []
  return db.query<SourceCase>(
    `select c.division, c.case_no as "caseNo", c.source_id as "sourceId", c.attributes, c.trace
     from unnest($1::text[], $2::text[]) as wanted (division, case_no)
     join service_case c on c.division = wanted.division and c.case_no = wanted.case_no
     order by c.division, c.case_no`,
    [places.map(({ division }) => division), places.map(({ caseNo }) => caseNo)],
  )
}

const pageSize = 1000

/** The cases of a source in a division that are open or moved since a moment, those that moved last first. */
export async function* casePages(
  db: Queryable,
  { division, sourceId, from, atMost }: { division: string; sourceId: string; from: number; atMost: number },
): AsyncGenerator<readonly CaseText[]> {
  let after: Row | undefined
  for (let left = atMost; left > 0; left -= pageSize) {
    const rows: Row[] = await db.query<Row>(
      `select division, case_no, source_id, attributes, trace, last_at
       from service_case
       where division = $1
         and source_id = $2
         and (last_at >= $3 or closed_at is null)
         and ($4::timestamptz is null or (last_at, case_no) < ($4, $5))
       order by last_at desc, case_no desc
       limit $6`,
      [
        division,
        sourceId,
        new Date(from),
        after ? new Date(after.last_at) : null,
        after?.case_no ?? '',
        Math.min(left, pageSize),
      ],
    )
    if (rows.length > 0)
      yield rows.map((row) => ({
        division: row.division,
        caseNo: row.case_no,
        attributes: row.attributes,
        trace: row.trace,
      }))
    after = rows.at(-1)
    if (rows.length < pageSize) return
  }
}

/** The sources whose cases a division has in a window, with how many. */
export async function sourcesOf(
  db: Queryable,
  division: string,
  from: number,
): Promise<readonly { readonly sourceId: string; readonly cases: number }[]> {
  return db.query(
    `select source_id as "sourceId", count(*) as cases
     from service_case
     where division = $1
       and (last_at >= $2 or closed_at is null)
     group by source_id
     order by source_id`,
    [division, new Date(from)],
  )
}

/** Until when finished exports show a division, by source; live sources have no entry. */
export async function observedUntil(db: Queryable, division: string): Promise<ReadonlyMap<string, number>> {
  const rows = await db.query<{ source_id: string; observed_until: number }>(
    'select source_id, observed_until from source_division where division = $1',
    [division],
  )
  return new Map(rows.map(({ source_id, observed_until }) => [source_id, observed_until]))
}
