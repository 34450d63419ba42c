/** Something that was done or tried, as it is told to the audit trail. */
export interface AuditRecord {
  /** The division concerned; undefined: none in particular. */
  readonly division: string | undefined
  readonly at: number
  readonly actorKind: 'account' | 'token' | 'nobody' | 'system'
  readonly actorId?: string | undefined
  readonly actorName?: string | undefined
  readonly address?: string | undefined
  readonly action: string
  readonly object: string
  readonly outcome: 'done' | 'refused' | 'failed'
  readonly status?: number | undefined
  readonly problem?: string | undefined
  /** Names only. */
  readonly fields: readonly string[]
  readonly reason?: string | undefined
  readonly requestId?: string | undefined
}

/** The chain of what concerns no division. */
export const noDivision = '-'

/** An entry as it is kept. */
export interface AuditRow {
  readonly division: string
  readonly seq: number
  readonly at: number
  readonly actor_kind: AuditRecord['actorKind']
  readonly actor_id: string | null
  readonly actor_name: string | null
  readonly address: string | null
  readonly action: string
  readonly object: string
  readonly outcome: AuditRecord['outcome']
  readonly status: number | null
  readonly problem: string | null
  readonly fields: readonly string[]
  readonly reason: string | null
  readonly request_id: string | null
  readonly digest: string
}

export const auditColumns = `division, seq, at, actor_kind, actor_id, actor_name, address, action, object, outcome, status, problem,
       fields, reason, request_id, digest`

/** What the digest of an entry is computed of: every column in a fixed order, and the digest before it. */
export function digestedText(row: Omit<AuditRow, 'digest'>, before: string): string {
  return JSON.stringify([
    before,
    row.division,
    row.seq,
    row.at,
    row.actor_kind,
    row.actor_id,
    row.actor_name,
    row.address,
    row.action,
    row.object,
    row.outcome,
    row.status,
    row.problem,
    row.fields,
    row.reason,
    row.request_id,
  ])
}
