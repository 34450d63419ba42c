import type { CaseRow } from '@zhengfeng/contract'

/** A row of `service_case` with the moment at which it is judged. Instants are UTC milliseconds. */
export interface StoredCase {
  readonly division: string
  readonly case_no: string
  readonly item: string
  readonly department: string
  readonly channel: string
  readonly applicant_group: string
  readonly priority: boolean
  readonly status: string
  readonly step: string
  readonly holder_department: string
  readonly holder_actor: string
  readonly first_at: number
  readonly last_at: number
  readonly submitted_at: number | null
  readonly accepted_at: number | null
  readonly decided_at: number | null
  readonly closed_at: number | null
  readonly clock_from: number | null
  readonly clock_to: number | null
  readonly statutory_due: number | null
  readonly promised_due: number | null
  readonly open_due: number | null
  readonly near_due: number | null
  readonly official_ms: number | null
  readonly lived_ms: number
  readonly event_count: number
  /** Until when a finished export shows its office; null where it is judged as of now. */
  readonly observed_until: number | null
}

/** The columns of `StoredCase`, of `service_case` as `c` and `source_division` as `s`. */
export const caseColumns = `c.division, c.case_no, c.item, c.department, c.channel, c.applicant_group, c.priority, c.status, c.step,
  c.holder_department, c.holder_actor, c.first_at, c.last_at, c.submitted_at, c.accepted_at, c.decided_at, c.closed_at,
  c.clock_from, c.clock_to, c.statutory_due, c.promised_due, c.open_due, c.near_due, c.official_ms, c.lived_ms, c.event_count,
  s.observed_until`

/** The moment at which an open case is judged. */
export function judgedAt(row: Pick<StoredCase, 'observed_until'>, now: number): number {
  return row.observed_until ?? now
}

/** A case as lists tell it. Open cases are judged now, or at the end of the export that shows them. */
export function caseRow(row: StoredCase, now: number): CaseRow {
  const at = judgedAt(row, now)
  return {
    division: row.division,
    caseNo: row.case_no,
    item: row.item,
    department: row.department,
    channel: row.channel,
    applicantGroup: row.applicant_group,
    priority: row.priority,
    status: row.status,
    step: row.step,
    holderDepartment: row.holder_department,
    holderActor: row.holder_actor,
    firstAt: instant(row.first_at),
    lastAt: instant(row.last_at),
    ...optional('submittedAt', row.submitted_at),
    ...optional('acceptedAt', row.accepted_at),
    ...optional('decidedAt', row.decided_at),
    ...optional('closedAt', row.closed_at),
    ...optional('statutoryDue', row.statutory_due),
    ...optional('promisedDue', row.promised_due),
    due: dueState(row, at),
    ...(row.open_due !== null && { remainingMs: earliestDue(row) - at }),
    ...(row.clock_to !== null && row.official_ms !== null && { officialMs: row.official_ms }),
    livedMs: row.clock_to === null ? Math.max(0, at - began(row)) : row.lived_ms,
    eventCount: row.event_count,
  }
}

function dueState(row: StoredCase, at: number): CaseRow['due'] {
  if (row.open_due === null) return row.clock_to !== null ? 'ended' : 'none'
  if (row.open_due < at) return 'overdue'
  return row.near_due !== null && row.near_due <= at ? 'near' : 'within'
}

/** The first due instant of a case that can be late: what people are told, while `open_due` is when they are told late. */
function earliestDue({ promised_due, statutory_due, open_due }: StoredCase): number {
  if (promised_due === null && statutory_due === null) return open_due!
  return Math.min(promised_due ?? Number.POSITIVE_INFINITY, statutory_due ?? Number.POSITIVE_INFINITY)
}

/** The first sign of the case. */
function began({ first_at, clock_from }: StoredCase): number {
  return clock_from === null ? first_at : Math.min(first_at, clock_from)
}

/** ISO 8601, UTC. */
export function instant(ms: number): string {
  return new Date(ms).toISOString()
}

function optional<Name extends string>(name: Name, ms: number | null): { [N in Name]?: string } {
  return (ms === null ? {} : { [name]: instant(ms) }) as { [N in Name]?: string }
}
