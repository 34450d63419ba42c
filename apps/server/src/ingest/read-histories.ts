import type { Queryable } from '../storage/database.ts'
import type { CaseChange } from './fold-cases.ts'
import { readStoredCases } from './read-cases.ts'
import { type StoredEventRow, storedEventColumns } from './stored-event.ts'

export interface CaseName {
  readonly division: string
  readonly caseNo: string
}

/** All events of cases, by division, a blank and the number of the case; each case's in order of `seq`. */
async function readEventsOfCases(db: Queryable, cases: readonly CaseName[]): Promise<Map<string, StoredEventRow[]>> {
  const rows = await db.query<StoredEventRow>(
    `select ${storedEventColumns}
     from event
     where (division, case_no) in (select * from unnest($1::text[], $2::text[]))
     order by division, seq`,
    [cases.map(({ division }) => division), cases.map(({ caseNo }) => caseNo)],
  )
  const byCase = new Map<string, StoredEventRow[]>()
  for (const row of rows) {
    const place = `${row.division} ${row.case_no}`
    const known = byCase.get(place)
    if (known) known.push(row)
    else byCase.set(place, [row])
  }
  return byCase
}

/** Cases with everything that ever happened to them, to be folded anew. */
export async function readHistories(db: Queryable, cases: readonly CaseName[]): Promise<CaseChange[]> {
  const events = await readEventsOfCases(db, cases)
  const stored = await readStoredCases(db, cases)
  return cases.map(({ division, caseNo }) => ({
    division,
    caseNo,
    before: stored.get(`${division} ${caseNo}`),
    events: events.get(`${division} ${caseNo}`) ?? [],
    whole: true,
  }))
}
