import type { Parameter, Queryable } from '../storage/database.ts'
import { caseColumns } from './case-row.ts'
import { isSame } from './stored-event.ts'

/** A field of a case that is stored otherwise than it follows from the log. */
export interface CaseDifference {
  readonly table: 'service_case'
  readonly division: string
  readonly caseNo: string
  /** A column; empty where the whole row is missing or too much. */
  readonly field: string
  readonly stored: unknown
  readonly recomputed: unknown
}

/**
 * Compares stored rows of cases to what they should be.
 *
 * @param cases numbers of cases of the division
 * @param rows as `foldCases` makes them; cases without one should have none
 */
export async function compareCases(
  db: Queryable,
  { division, cases, rows }: { division: string; cases: readonly string[]; rows: readonly (readonly Parameter[])[] },
): Promise<CaseDifference[]> {
  const stored = await db.query<Readonly<Record<string, unknown>> & { case_no: string }>(
    `select ${caseColumns.join(', ')}
     from service_case
     where division = $1
       and case_no = any($2::text[])`,
    [division, cases],
  )
  const storedByNo = new Map(stored.map((row) => [row.case_no, row]))
  const shouldByNo = new Map(rows.map((row) => [row[1] as string, row]))
  return cases.flatMap((caseNo) => {
    const [is, should] = [storedByNo.get(caseNo), shouldByNo.get(caseNo)]
    const named = { table: 'service_case', division, caseNo } as const
    if (is && should) return compareRow(named, is, should)
    if (is) return [{ ...named, field: '', stored: 'a row', recomputed: 'none' }]
    return should ? [{ ...named, field: '', stored: 'none', recomputed: 'a row' }] : []
  })
}

function compareRow(
  named: Pick<CaseDifference, 'table' | 'division' | 'caseNo'>,
  is: Readonly<Record<string, unknown>>,
  should: readonly Parameter[],
): CaseDifference[] {
  return caseColumns.flatMap((field, i) => {
    const recomputed = asStored(field, should[i]!)
    return isSame(is[field], recomputed) ? [] : [{ ...named, field, stored: is[field], recomputed }]
  })
}

const instants = /(_at|_due|^clock_from|^clock_to)$/

/** A parameter as it comes back from the database. */
function asStored(field: string, value: Parameter): unknown {
  if (typeof value !== 'string') return value
  if (instants.test(field)) return Date.parse(value)
  return field === 'attributes' ? (JSON.parse(value) as unknown) : value
}
