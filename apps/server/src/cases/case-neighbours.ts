import type { CaseDetail } from '@zhengfeng/contract'
import { inScope, type Scope } from '../http/access.ts'
import type { Parameter, Queryable } from '../storage/database.ts'
import { instant } from './case-row.ts'
import type { CaseKey } from './read-stored-case.ts'

type Finding = CaseDetail['findings'][number]
type Warning = CaseDetail['warnings'][number]

/** Findings that the case proves, the newest first; those that a later run no longer supports are left out. */
export async function findingsOf(db: Queryable, { division, caseNo }: CaseKey, scope: Scope): Promise<Finding[]> {
  const parameters: Parameter[] = [division, caseNo]
  const seen = inScope(scope, { division: 'f.division', department: 'f.department' }, parameters)
  const rows = await db.query<Omit<Finding, 'foundAt'> & { found_at: number }>(
    `select f.id, f.detector, f.state, f.found_at
     from finding_case c
     join finding f on f.division = c.division and f.id = c.finding_id
     where c.division = $1
       and c.case_no = $2
       and f.state <> 'lapsed'
       and ${seen}
     order by f.found_at desc, f.id
     limit 100`,
    parameters,
  )
  return rows.map(({ found_at, ...finding }) => ({ ...finding, foundAt: instant(found_at) }))
}

/** The cards of the case, the newest first. */
export async function warningsOf(db: Queryable, { division, caseNo }: CaseKey, scope: Scope): Promise<Warning[]> {
  const parameters: Parameter[] = [division, caseNo]
  const seen = inScope(scope, { division: 'division', department: 'department' }, parameters)
  const rows = await db.query<Omit<Warning, 'raisedAt' | 'replyDue'> & { raised_at: number; reply_due: number | null }>(
    `select id, rule, level, state, raised_at, reply_due
     from warning
     where division = $1
       and case_no = $2
       and ${seen}
     order by raised_at desc, id
     limit 100`,
    parameters,
  )
  return rows.map(({ raised_at, reply_due, ...warning }) => ({
    ...warning,
    raisedAt: instant(raised_at),
    ...(reply_due !== null && { replyDue: instant(reply_due) }),
  }))
}

/** How many people of a case can be revealed, and how many were erased. */
export interface PeopleCount {
  readonly sealed: number
  readonly erased: number
}

/** Counts the people that digests stand for. */
export async function peopleOf(db: Queryable, division: string, digests: readonly string[]): Promise<PeopleCount> {
  if (digests.length === 0) return { sealed: 0, erased: 0 }
  const [count] = await db.query<PeopleCount>(
    `select count(*) filter (where sealed is not null) as sealed, count(*) filter (where sealed is null) as erased
     from person_data
     where division = $1
       and digest = any($2::text[])`,
    [division, digests],
  )
  return count!
}
