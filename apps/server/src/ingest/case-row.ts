import { type CaseProjection, type CaseRecord, decodeTrace, encodeTrace } from '@zhengfeng/monitor'
import type { Parameter } from '../storage/database.ts'
import { instantText } from './instant-text.ts'

/** What of `service_case` is read to go on with a case. */
export interface StoredCase {
  readonly division: string
  readonly case_no: string
  readonly source_id: string
  readonly trace: string
  readonly attributes: CaseRecord['attributes']
  readonly contribution: string
}

export const storedCaseColumns = 'division, case_no, source_id, trace, attributes, contribution'

/** @throws MonitorError `traceUnreadable` */
export function recordOf(row: StoredCase): CaseRecord {
  return { division: row.division, caseNo: row.case_no, attributes: row.attributes, events: decodeTrace(row.trace) }
}

/** The columns of `service_case`, in the order of `caseRow`. */
export const caseColumns = [
  'division',
  'case_no',
  'source_id',
  'last_seq',
  'event_count',
  'trace',
  'attributes',
  'item',
  'department',
  'channel',
  'applicant_group',
  'applicant',
  'agent',
  'priority',
  'status',
  'step',
  'holder_department',
  'holder_actor',
  'first_at',
  'last_at',
  'submitted_at',
  'accepted_at',
  'decided_at',
  'closed_at',
  'clock_from',
  'clock_to',
  'statutory_due',
  'promised_due',
  'open_due',
  'near_due',
  'official_ms',
  'lived_ms',
  'contribution',
] as const

/**
 * A row of `service_case`: a pure function of the case's events, profile and rules. Durations of an open case grow with time, so they
 * are not in its row: `official_ms` is null and `lived_ms` 0.
 */
export function caseRow(record: CaseRecord, projection: CaseProjection, more: CaseRowExtras): Parameter[] {
  const ended = projection.clockTo !== undefined
  return [
    record.division,
    record.caseNo,
    more.sourceId,
    record.events.at(-1)!.seq,
    record.events.length,
    encodeTrace(record.events),
    JSON.stringify(record.attributes),
    projection.item,
    projection.department,
    projection.channel,
    projection.applicantGroup,
    projection.applicant ?? null,
    projection.agent ?? null,
    projection.priority,
    projection.status,
    projection.step,
    projection.holderDepartment,
    projection.holderActor,
    instant(projection.firstAt),
    instant(projection.lastAt),
    instant(projection.submittedAt),
    instant(projection.acceptedAt),
    instant(projection.decidedAt),
    instant(projection.closedAt),
    instant(projection.clockFrom),
    instant(projection.clockTo),
    instant(projection.statutoryDue),
    instant(projection.promisedDue),
    instant(projection.openDue),
    instant(more.nearDue),
    ended && projection.officialMs !== undefined ? projection.officialMs : null,
    ended ? projection.livedMs : 0,
    more.contribution,
  ]
}

export interface CaseRowExtras {
  readonly sourceId: string
  readonly nearDue: number | undefined
  /** As `encodeContribution` writes it. */
  readonly contribution: string
}

function instant(at: number | undefined): string | null {
  return at === undefined ? null : instantText(at)
}
