import type { EvidenceCase, EvidenceEvent } from '@zhengfeng/contract'
import type { z } from 'zod'
import { instantOf } from '../jobs/instant.ts'
import type { Queryable } from '../storage/database.ts'
import type { FindingContent } from './detect.ts'

/** Of one case; those that prove it are told in any case. */
const eventsAtMost = 200

interface EventRow {
  readonly case_no: string
  readonly seq: number
  readonly activity: string
  readonly occurred_at: number
  readonly recorded_at: number
  readonly source_recorded_at: number | null
  readonly actor: string | null
  readonly department: string | null
  readonly window: string | null
}

interface CaseRow {
  readonly case_no: string
  readonly item: string
  readonly department: string
  readonly status: string
}

/** The cases that prove a finding, each with its events in order of time and those marked that show it. */
export async function evidenceOf(
  db: Queryable,
  division: string,
  { evidence }: FindingContent,
): Promise<z.infer<typeof EvidenceCase>[]> {
  const caseNos = evidence.map(({ caseNo }) => caseNo)
  const events = await db.query<EventRow>(
    `select case_no, seq, activity, occurred_at, recorded_at, source_recorded_at, actor, department, "window"
     from event
     where division = $1
       and case_no = any($2::text[])
       and type = 'step'
     order by case_no, occurred_at, seq`,
    [division, caseNos],
  )
  const cases = await db.query<CaseRow>(
    `select case_no, item, department, status
     from service_case
     where division = $1
       and case_no = any($2::text[])`,
    [division, caseNos],
  )
  const caseOf = new Map(cases.map((row) => [row.case_no, row]))
  return evidence.map(({ caseNo, seqs }) => {
    const own = events.filter((event) => event.case_no === caseNo)
    const shown = chosen(own, new Set(seqs))
    const row = caseOf.get(caseNo)
    return {
      division,
      caseNo,
      ...(row?.item && { item: row.item }),
      ...(row?.department && { department: row.department }),
      // Everything about it was taken back since.
      status: row?.status ?? 'void',
      events: shown.map((event) => eventView(event, seqs.includes(event.seq))),
      eventsLeftOut: own.length - shown.length,
    }
  })
}

/** The events that prove it, and as many others as fit, from the beginning. */
function chosen(events: readonly EventRow[], proving: ReadonlySet<number>): readonly EventRow[] {
  if (events.length <= eventsAtMost) return events
  let room = eventsAtMost - events.filter(({ seq }) => proving.has(seq)).length
  return events.filter(({ seq }) => proving.has(seq) || room-- > 0)
}

function eventView(event: EventRow, proves: boolean): z.infer<typeof EvidenceEvent> {
  return {
    seq: event.seq,
    activity: event.activity,
    occurredAt: instantOf(event.occurred_at),
    recordedAt: instantOf(event.recorded_at),
    ...(event.source_recorded_at !== null && { sourceRecordedAt: instantOf(event.source_recorded_at) }),
    ...(event.actor && { actor: event.actor }),
    ...(event.department && { department: event.department }),
    ...(event.window && { window: event.window }),
    proves,
  }
}
