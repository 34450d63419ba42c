import type { MessageOf, WarningSummary } from '@zhengfeng/contract'
import { instantOf } from '../jobs/instant.ts'
import type { Addressee, State } from './fold-warning.ts'
import { isWaiting } from './fold-warning.ts'

/** A card as it is read for people. */
export interface WarningRow {
  readonly division: string
  readonly division_name: string
  /** The division above. */
  readonly parent: string | null
  readonly id: string
  readonly case_no: string
  readonly rule: string
  readonly level: WarningSummary['level']
  readonly item: string
  readonly department: string
  readonly holder: string
  readonly reason: MessageOf
  readonly case_due: number
  readonly raised_at: number
  readonly state: State
  readonly addressee: Addressee
  readonly reply_due: number | null
  readonly escalation: number
  readonly version: number
  readonly changed_at: number
  readonly case_ended: boolean
}

export const warningColumns = `w.division, d.name as division_name, d.parent, w.id, w.case_no, w.rule, w.level, w.item, w.department, w.holder, w.reason,
       w.case_due, w.raised_at, w.state, w.addressee, w.reply_due, w.escalation, w.version, w.changed_at,
       c.closed_at is not null or c.case_no is null as case_ended`

export const warningTables = `warning w
     join division d on d.code = w.division
     left join service_case c on c.division = w.division and c.case_no = w.case_no`

export function warningSummary(row: WarningRow, now: number): WarningSummary {
  return {
    division: row.division,
    divisionName: row.division_name,
    id: row.id,
    level: row.level,
    rule: row.rule,
    state: row.state,
    caseNo: row.case_no,
    ...(row.item && { item: row.item }),
    ...(row.department && { department: row.department }),
    ...(row.holder && { holder: row.holder }),
    addressee: row.addressee,
    reason: row.reason,
    caseDue: instantOf(row.case_due),
    raisedAt: instantOf(row.raised_at),
    replyNeeded: row.reply_due !== null,
    ...(row.reply_due !== null && { replyDue: instantOf(row.reply_due) }),
    replyLate: isReplyLate(row, now),
    escalation: row.escalation,
    caseEnded: row.case_ended,
    changedAt: instantOf(row.changed_at),
    version: row.version,
  }
}

/** Nobody replied although the deadline has passed. */
export function isReplyLate({ state, reply_due }: Pick<WarningRow, 'state' | 'reply_due'>, now: number): boolean {
  return isWaiting(state) && reply_due !== null && reply_due < now
}
