import { type AuditEntry, auditRoutes as routes } from '@zhengfeng/contract'
import type { Access } from '../http/access.ts'
import { type Implementation, implement } from '../http/implement.ts'
import { textsIn } from '../http/language.ts'
import { readCursor, writeCursor } from '../jobs/cursor.ts'
import type { Platform } from '../platform.ts'
import { cachedTree } from '../settings/cached-tree.ts'
import { sendTable } from '../tables/send-table.ts'
import type { Cell, ColumnKind } from '../tables/table.ts'
import type { AuditRow } from './audit-record.ts'
import { type AuditFilter, type AuditPlace, readAudit } from './read-audit.ts'
import { verifyChains } from './verify-chain.ts'

/** The routes of the audit trail. It is read by auditors only, each within the divisions of their grants. */
export function auditRoutes(platform: Platform): readonly Implementation[] {
  return [
    implement(routes.list, async ({ access, query }) => {
      const { cursor, limit, ...filter } = query
      const after = readCursor(cursor, ['number', 'string', 'integer'])
      const rows = await read(platform, access, { filter, after, limit: limit + 1 })
      const last = rows.length > limit ? rows[limit - 1] : undefined
      return { items: rows.slice(0, limit).map(entryOf), ...(last && { next: writeCursor(placeOf(last)) }) }
    }),
    implement(routes.export, async (call) => {
      const { format, language, ...filter } = call.query
      const { t } = textsIn(language)
      const titled = columns.map(([name, kind]) => ({ title: t(`server.audit.columns.${name}`), kind }))
      const rows = cells(platform, call.access, filter)
      const timeZone = platform.configuration.ZHENGFENG_TIME_ZONE
      return sendTable(call, { name: 'audit', columns: titled, rows, timeZone }, { format, language })
    }),
    implement(routes.verify, async ({ access }) => {
      const verification = await verifyChains(platform, access.scope('audit.read'))
      return { ...verification, chains: [...verification.chains], problems: [...verification.problems] }
    }),
  ]
}

const columns: readonly (readonly [name: string, kind: ColumnKind])[] = [
  ['at', 'instant'],
  ['division', 'text'],
  ['seq', 'number'],
  ['actor', 'text'],
  ['actorKind', 'text'],
  ['address', 'text'],
  ['action', 'text'],
  ['object', 'text'],
  ['outcome', 'text'],
  ['status', 'number'],
  ['fields', 'text'],
  ['reason', 'text'],
  ['digest', 'text'],
]

const exportedAtOnce = 2_000

async function* cells(platform: Platform, access: Access, filter: AuditFilter): AsyncGenerator<readonly Cell[]> {
  let after: AuditPlace | undefined
  for (;;) {
    const rows = await read(platform, access, { filter, after, limit: exportedAtOnce })
    for (const row of rows) yield cellsOf(row)
    if (rows.length < exportedAtOnce) return
    after = placeOf(rows[rows.length - 1])
  }
}

function cellsOf(row: AuditRow): readonly Cell[] {
  const fields = row.fields.join(', ')
  const actor = row.actor_name ?? row.actor_id
  return [
    row.at,
    row.division,
    row.seq,
    actor,
    row.actor_kind,
    row.address,
    row.action,
    row.object,
    row.outcome,
    row.status,
    fields,
    row.reason,
    row.digest,
  ]
}

async function read(
  platform: Platform,
  access: Access,
  asked: { readonly filter: AuditFilter; readonly after: AuditPlace | undefined; readonly limit: number },
): Promise<AuditRow[]> {
  const { division } = asked.filter
  const subtree = division === undefined ? undefined : (await cachedTree(platform)).subtree(division)
  return readAudit(platform, access.scope('audit.read'), { ...asked, ...(subtree && { divisions: subtree }) })
}

function placeOf(row: AuditRow): AuditPlace {
  return [row.at, row.division, row.seq]
}

function entryOf(row: AuditRow): AuditEntry {
  return {
    division: row.division,
    seq: row.seq,
    at: new Date(row.at).toISOString(),
    actorKind: row.actor_kind,
    ...(row.actor_id !== null && { actorId: row.actor_id }),
    ...(row.actor_name !== null && { actorName: row.actor_name }),
    ...(row.address !== null && { address: row.address }),
    action: row.action,
    object: row.object,
    outcome: row.outcome,
    ...(row.status !== null && { status: row.status }),
    ...(row.problem !== null && { problem: row.problem }),
    fields: [...row.fields],
    ...(row.reason !== null && { reason: row.reason }),
    ...(row.request_id !== null && { requestId: row.request_id }),
    digest: row.digest,
  }
}
