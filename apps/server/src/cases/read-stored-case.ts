import type { CaseRecord } from '@zhengfeng/monitor'
import { decodeTrace } from '@zhengfeng/monitor'
import { inScope, type Scope } from '../http/access.ts'
import { ProblemError } from '../http/problem-error.ts'
import type { Parameter, Queryable } from '../storage/database.ts'
import { caseColumns, type StoredCase } from './case-row.ts'

export interface CaseKey {
  readonly division: string
  readonly caseNo: string
}

/** A stored case with what its page needs beside the columns of lists. */
export interface WholeCase extends StoredCase {
  readonly source_id: string
  readonly source_name: string | null
  readonly source_kind: 'push' | 'file' | 'sandbox' | null
  readonly attributes: CaseRecord['attributes']
  readonly applicant: string | null
  readonly agent: string | null
  readonly trace: string
}

/**
 * Reads a case.
 *
 * @throws ProblemError `notFound`, also where it may not be seen: that it exists is not told
 */
export async function readStoredCase(db: Queryable, { division, caseNo }: CaseKey, scope: Scope): Promise<WholeCase> {
  const parameters: Parameter[] = [division, caseNo]
  const seen = inScope(scope, { division: 'c.division', department: 'c.department' }, parameters)
  const [row] = await db.query<WholeCase>(
    `select ${caseColumns}, c.source_id, o.name as source_name, o.kind as source_kind, c.attributes, c.applicant, c.agent, c.trace
     from service_case c
     left join source_division s on s.source_id = c.source_id and s.division = c.division
     left join source o on o.id = c.source_id
     where c.division = $1
       and c.case_no = $2
       and ${seen}`,
    parameters,
  )
  if (!row) throw new ProblemError('notFound', { reason: 'case', division, caseNo })
  return row
}

/** The case as it is folded. */
export function recordOf(row: Pick<WholeCase, 'division' | 'case_no' | 'attributes' | 'trace'>): CaseRecord {
  return { division: row.division, caseNo: row.case_no, attributes: row.attributes, events: decodeTrace(row.trace) }
}
