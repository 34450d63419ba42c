import { instantOf } from '../jobs/instant.ts'
import type { Queryable } from '../storage/database.ts'

interface EventRow {
  readonly seq: number
  readonly case_no: string
  readonly type: string
  readonly activity: string
  readonly occurred_at: number
  readonly recorded_at: number
  readonly department: string | null
  readonly channel: string | null
}

/** The events that a message names, without people: no officers, no applicants, no attributes. */
export async function readEvents(
  db: Queryable,
  { division, data }: { readonly division: string; readonly data: object },
): Promise<object> {
  const { fromSeq, toSeq } = data as { readonly fromSeq: number; readonly toSeq: number }
  const rows = await db.query<EventRow>(
    `select seq, case_no, type, activity, occurred_at, recorded_at, department, channel
     from event
     where division = $1
       and seq between $2 and $3
     order by seq`,
    [division, fromSeq, toSeq],
  )
  return { fromSeq, toSeq, events: rows.map(describe) }
}

function describe(row: EventRow): object {
  return {
    seq: row.seq,
    caseNo: row.case_no,
    type: row.type,
    activity: row.activity,
    occurredAt: instantOf(row.occurred_at),
    recordedAt: instantOf(row.recorded_at),
    ...(row.department && { department: row.department }),
    ...(row.channel && { channel: row.channel }),
  }
}
