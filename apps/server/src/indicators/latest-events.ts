import type { Overview } from '@zhengfeng/contract'
import { instant } from '../cases/case-row.ts'
import { inScope, type Scope } from '../http/access.ts'
import { conditionsOf } from '../storage/conditions.ts'
import type { Queryable } from '../storage/database.ts'

type FeedEvent = NonNullable<Overview['latest']>[number]

interface FeedRow {
  readonly division: string
  readonly case_no: string
  readonly seq: number
  readonly activity: string
  readonly occurred_at: number
  readonly recorded_at: number
  readonly item: string
  readonly department: string
}

const most = 20

/** The events that were recorded last, the latest first: of the divisions that were written to last, their last ones. */
export async function latestEvents(db: Queryable, scope: Scope): Promise<FeedEvent[]> {
  const conditions = conditionsOf(most)
  const divisions = { ...scope, divisions: [...scope.divisions, ...scope.departments.map(({ division }) => division)] }
  conditions.add(() => inScope(divisions, { division: 'division' }, conditions.parameters))
  const seen = inScope(scope, { division: 'c.division', department: 'c.department' }, conditions.parameters)
  const rows = await db.query<FeedRow>(
    `select e.*, c.item, c.department
     from (
       select division, last_seq
       from division_sequence
       where ${conditions.text()}
       order by last_recorded_at desc nulls last, division
       limit $1
     ) d
     cross join lateral (
       select division, case_no, seq, activity, occurred_at, recorded_at
       from event
       where division = d.division
         and seq > d.last_seq - $1
         and type = 'step'
       order by seq desc
       limit $1
     ) e
     cross join lateral (
       select division, item, department
       from service_case
       where division = e.division
         and case_no = e.case_no
       limit 1
     ) c
     where ${seen}
     order by e.recorded_at desc, e.division, e.seq desc
     limit $1`,
    conditions.parameters,
  )
  return rows.map((row) => ({
    division: row.division,
    caseNo: row.case_no,
    seq: row.seq,
    activity: row.activity,
    occurredAt: instant(row.occurred_at),
    recordedAt: instant(row.recorded_at),
    item: row.item,
    department: row.department,
  }))
}
