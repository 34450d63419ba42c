import type { Queryable } from '../storage/database.ts'
import { type StoredCase, storedCaseColumns } from './case-row.ts'
import type { CaseChange } from './fold-cases.ts'
import type { StoredEventRow } from './stored-event.ts'

/**
 * Gathers new events by case, with what is stored of each case.
 *
 * @param events in order of `seq` within each division
 */
export async function readCases(db: Queryable, events: readonly StoredEventRow[]): Promise<CaseChange[]> {
  const byCase = new Map<string, StoredEventRow[]>()
  for (const event of events) {
    const place = `${event.division} ${event.case_no}`
    const known = byCase.get(place)
    if (known) known.push(event)
    else byCase.set(place, [event])
  }
  const stored = await readStoredCases(
    db,
    Array.from(byCase.values(), ([first]) => ({ division: first!.division, caseNo: first!.case_no })),
  )
  return Array.from(byCase, ([place, own]) => ({
    division: own[0]!.division,
    caseNo: own[0]!.case_no,
    before: stored.get(place),
    events: own,
    whole: false,
  }))
}

/** Rows of `service_case`, by division, a blank and the number of the case. */
export async function readStoredCases(
  db: Queryable,
  cases: readonly { readonly division: string; readonly caseNo: string }[],
): Promise<Map<string, StoredCase>> {
  const rows = await db.query<StoredCase>(
    `select ${storedCaseColumns
      .split(', ')
      .map((name) => `service_case.${name}`)
      .join(', ')}
     from unnest($1::text[], $2::text[]) as wanted (division, case_no)
     join service_case
       on service_case.division = wanted.division
      and service_case.case_no = wanted.case_no`,
    [cases.map(({ division }) => division), cases.map(({ caseNo }) => caseNo)],
  )
  return new Map(rows.map((row) => [`${row.division} ${row.case_no}`, row]))
}
