import { inScope, type Scope } from '../http/access.ts'
import type { Platform } from '../platform.ts'
import type { Parameter } from '../storage/database.ts'
import { type AuditRow, auditColumns } from './audit-record.ts'
import { personalAction } from './read-personal.ts'

export interface AuditFilter {
  /** Days in the platform's time zone, both included. */
  readonly from?: string | undefined
  readonly to?: string | undefined
  readonly actor?: string | undefined
  readonly action?: string | undefined
  readonly object?: string | undefined
  readonly outcome?: string | undefined
  readonly personal?: boolean | undefined
  /** Resolved by the caller to `divisions`. */
  readonly division?: string | undefined
}

/** Where a page ended: at, division, seq. */
export type AuditPlace = readonly [at: number, division: string, seq: number]

/** Entries of a scope, newest first. */
export function readAudit(
  { db, configuration }: Platform,
  scope: Scope,
  asked: {
    readonly filter: AuditFilter
    readonly divisions?: readonly string[]
    readonly after: AuditPlace | undefined
    readonly limit: number
  },
): Promise<AuditRow[]> {
  const { filter, divisions, after, limit } = asked
  const parameters: Parameter[] = []
  const add = (value: Parameter): string => `$${parameters.push(value)}`
  const zone = configuration.ZHENGFENG_TIME_ZONE
  const conditions = [inScope(scope, { division: 'division' }, parameters)]
  if (divisions) conditions.push(`division = any(${add(divisions)}::text[])`)
  if (filter.from) conditions.push(`at >= ${add(filter.from)}::date::timestamp at time zone ${add(zone)}`)
  if (filter.to) conditions.push(`at < (${add(filter.to)}::date + 1)::timestamp at time zone ${add(zone)}`)
  if (filter.actor) {
    conditions.push(`(actor_name ilike ${add(part(filter.actor))} or actor_id = ${add(filter.actor)})`)
  }
  if (filter.action) conditions.push(`action ilike ${add(part(filter.action))}`)
  if (filter.object) conditions.push(`object ilike ${add(part(filter.object))}`)
  if (filter.outcome) conditions.push(`outcome = ${add(filter.outcome)}`)
  if (filter.personal !== undefined) {
    conditions.push(`action ${filter.personal ? '=' : '<>'} ${add(personalAction)}`)
  }
  if (after) {
    const [at, division, seq] = after
    conditions.push(
      `(at, division, seq) < (${add(new Date(at))}::timestamptz, ${add(division)}::text, ${add(seq)}::bigint)`,
    )
  }
  return db.query<AuditRow>(
    `select ${auditColumns}
       from audit_entry
      where ${conditions.join('\n        and ')}
      order by at desc, division desc, seq desc
      limit ${add(limit)}`,
    parameters,
  )
}

/** A pattern for a part of a text; what has a meaning in patterns stands for itself. */
function part(text: string): string {
  return `%${text.replace(/[\\%_]/g, '\\$&')}%`
}
