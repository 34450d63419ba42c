import { copyLine } from '../storage/copy-text.ts'
import type { Transaction } from '../storage/database.ts'
import { caseColumns } from './case-row.ts'
import { addToCells } from './cell-rows.ts'
import type { Projected } from './fold-cases.ts'
import { writeRestatements } from './restatements.ts'

/**
 * Writes rows of cases and changes of cells. The divisions are locked.
 *
 * @param at UTC milliseconds
 * @param seqOf the last event of a division
 */
export async function writeProjections(
  tx: Transaction,
  { rows, outdated, changes }: Projected,
  { at, seqOf }: { readonly at: number; readonly seqOf: (division: string) => number },
): Promise<void> {
  if (outdated.length > 0) {
    // Every update of a case moves it in an index, so a new row costs no more, and copying is the fastest way to write one.
    await tx.query(
      `delete from service_case
       using unnest($1::text[], $2::text[]) as outdated (division, case_no)
       where service_case.division = outdated.division
         and service_case.case_no = outdated.case_no`,
      [outdated.map(({ division }) => division), outdated.map(({ caseNo }) => caseNo)],
    )
  }
  if (rows.length > 0) await tx.copy('service_case', caseColumns, [rows.map(copyLine).join('')])
  await addToCells(tx, changes)
  await writeRestatements(tx, changes, { at, seqOf })
}
