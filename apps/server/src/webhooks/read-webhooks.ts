import type { WebhookType, WebhookView } from '@zhengfeng/contract'
import { inScope, type Scope } from '../http/access.ts'
import { instantOf } from '../jobs/instant.ts'
import type { Parameter, Queryable } from '../storage/database.ts'

export interface WebhookRow {
  readonly id: string
  readonly name: string
  readonly url: string
  readonly types: readonly WebhookType[]
  readonly division: string
  readonly state: WebhookView['state']
  readonly created_at: number
  readonly created_by: string
  readonly paused_at: number | null
  readonly delivered_at: number | null
  readonly failed_at: number | null
  readonly failures_in_a_row: number
  readonly waiting: number
  readonly dead: number
}

/** The subscriptions of a scope, oldest first. */
export async function readWebhooks(db: Queryable, scope: Scope): Promise<readonly WebhookRow[]> {
  return select(db, scope, undefined)
}

export async function readWebhook(db: Queryable, id: string, scope: Scope): Promise<WebhookRow | undefined> {
  const [row] = await select(db, scope, id)
  return row
}

async function select(db: Queryable, scope: Scope, id: string | undefined): Promise<readonly WebhookRow[]> {
  const parameters: Parameter[] = [id ?? null]
  const rows = await db.query<Omit<WebhookRow, 'waiting' | 'dead'>>(
    `select id, name, url, types, division, state, created_at, created_by, paused_at, delivered_at, failed_at, failures_in_a_row
     from webhook
     where ($1::uuid is null or id = $1)
       and ${inScope(scope, { division: 'division' }, parameters)}
     order by created_at, id`,
    parameters,
  )
  const counts = await countDeliveries(
    db,
    rows.map((row) => row.id),
  )
  return rows.map((row) => ({ ...row, ...(counts.get(row.id) ?? { waiting: 0, dead: 0 }) }))
}

async function countDeliveries(
  db: Queryable,
  ids: readonly string[],
): Promise<ReadonlyMap<string, { waiting: number; dead: number }>> {
  const counts = await db.query<{ webhook_id: string; waiting: number; dead: number }>(
    `select webhook_id,
       count(*) filter (where state = 'waiting') as waiting,
       count(*) filter (where state = 'dead') as dead
     from webhook_delivery
     where webhook_id = any($1::uuid[])
       and state <> 'delivered'
     group by webhook_id`,
    [[...ids]],
  )
  return new Map(counts.map(({ webhook_id, waiting, dead }) => [webhook_id, { waiting, dead }]))
}

export function webhookView(row: WebhookRow): WebhookView {
  return {
    id: row.id,
    name: row.name,
    url: row.url,
    types: [...row.types],
    division: row.division,
    state: row.state,
    createdAt: instantOf(row.created_at),
    createdBy: row.created_by,
    ...(row.paused_at !== null && { pausedAt: instantOf(row.paused_at) }),
    waiting: row.waiting,
    dead: row.dead,
    ...(row.delivered_at !== null && { deliveredAt: instantOf(row.delivered_at) }),
    ...(row.failed_at !== null && { failedAt: instantOf(row.failed_at) }),
    failuresInARow: row.failures_in_a_row,
  }
}
