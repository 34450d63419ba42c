import { copyLine } from '../storage/copy-text.ts'
import type { Database, Parameter, Transaction } from '../storage/database.ts'
import { caseColumns } from './case-row.ts'
import { additionsOf, sweepsOf } from './cell-rows.ts'
import type { Projected } from './fold-cases.ts'
import { insertOfRecords } from './insert-of-records.ts'
import { writeRestatements } from './restatements.ts'
import { type Change, runTogether } from './run-together.ts'

export interface WriteProjectionOptions {
  readonly engine: Database['engine']
  /** UTC milliseconds. */
  readonly at: number
  /** Number of the last event of a division. */
  readonly seqOf: (division: string) => number
  /** Changes of other tables that are to be made in the same round trip. */
  readonly also?: readonly Change[]
}

/** Beyond so many rows copying is faster than one statement, although it takes several round trips. */
export const fewRows = 200

/** Writes rows of cases and changes of cells. The divisions are locked. */
export async function writeProjections(
  tx: Transaction,
  { rows, outdated, changes }: Projected,
  { engine, at, seqOf, also = [] }: WriteProjectionOptions,
): Promise<void> {
  const isSmall = rows.length <= fewRows
  // Every update of a case moves it in an index, so a new row costs no more, and copying is the fastest way to write many.
  await removeCases(tx, isSmall ? withoutRow(outdated, rows) : outdated)
  if (!isSmall) await tx.copy('service_case', caseColumns, [rows.map(copyLine).join('')])
  const ofCases = isSmall && rows.length > 0 ? [upsertOfCases(rows)] : []
  await runTogether(tx, engine, [...also, ...ofCases, ...additionsOf(changes)])
  await runTogether(tx, engine, sweepsOf(changes))
  await writeRestatements(tx, changes, { at, seqOf })
}

function withoutRow(outdated: Projected['outdated'], rows: Projected['rows']): Projected['outdated'] {
  if (outdated.length === 0) return outdated
  const kept = new Set(rows.map(([division, caseNo]) => `${division} ${caseNo}`))
  return outdated.filter(({ division, caseNo }) => !kept.has(`${division} ${caseNo}`))
}

async function removeCases(tx: Transaction, cases: Projected['outdated']): Promise<void> {
  if (cases.length === 0) return
  await tx.query(
    `delete from service_case
     using unnest($1::text[], $2::text[]) as outdated (division, case_no)
     where service_case.division = outdated.division
       and service_case.case_no = outdated.case_no`,
    [cases.map(({ division }) => division), cases.map(({ caseNo }) => caseNo)],
  )
}

const insertOfCases = insertOfRecords('service_case', caseColumns)
const upsertSql = `${insertOfCases.sql}
     on conflict (division, case_no) do update
     set ${caseColumns
       .slice(2)
       .map((name) => `${name} = excluded.${name}`)
       .join(', ')}`
const attributesAt = caseColumns.indexOf('attributes')

function upsertOfCases(rows: readonly (readonly Parameter[])[]): Change {
  // Attributes are JSON text in a row, and have to be JSON itself within JSON.
  const plain = rows.map((row) =>
    row.map((value, i) => (i === attributesAt ? (JSON.parse(value as string) as object) : value)),
  )
  return { sql: upsertSql, parameter: insertOfCases.parameterOf(plain) }
}
