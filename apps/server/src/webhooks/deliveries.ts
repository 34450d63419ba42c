import type { DeliveryView, webhooksRoutes } from '@zhengfeng/contract'
import type { z } from 'zod'
import { readCursor, writeCursor } from '../jobs/cursor.ts'
import { instantOf } from '../jobs/instant.ts'
import { conditionsOf } from '../storage/conditions.ts'
import type { Queryable } from '../storage/database.ts'

type Query = z.output<typeof webhooksRoutes.deliveries.query>
type Which = z.output<typeof webhooksRoutes.replay.body>
type View = z.infer<typeof DeliveryView>

interface Row {
  readonly division: string
  readonly id: string
  readonly message_id: string
  readonly type: string
  readonly subject: string
  readonly state: View['state']
  readonly tries: number
  readonly created_at: number
  readonly next_at: number | null
  readonly last_tried_at: number | null
  readonly last_status: number | null
  readonly last_error: View['lastError'] | null
  readonly last_duration_ms: number | null
}

/** A page of the deliveries of one subscription, newest first. */
export async function listDeliveries(
  db: Queryable,
  webhook: string,
  { cursor, limit, state }: Query,
): Promise<{ items: View[]; next?: string }> {
  const where = conditionsOf()
  where.add((id) => `d.webhook_id = ${id}`, webhook)
  if (state) where.add((wanted) => `d.state = ${wanted}`, state)
  const from = readCursor(cursor, ['number', 'string', 'uuid'])
  if (from) {
    where.add(
      (at, division, id) =>
        `(d.created_at < ${at} or d.created_at = ${at} and (d.division, d.id) > (${division}, ${id}::uuid))`,
      ...[new Date(from[0]), from[1], from[2]],
    )
  }
  const rows = await db.query<Row>(
    `select d.division, d.id, d.message_id, m.type, m.subject, d.state, d.tries, d.created_at, d.next_at, d.last_tried_at,
       d.last_status, d.last_error, d.last_duration_ms
     from webhook_delivery d
     join outbox_message m on m.division = d.division and m.id = d.message_id
     where ${where.text()}
     order by d.created_at desc, d.division, d.id
     limit ${limit + 1}`,
    where.parameters,
  )
  const last = rows.length > limit ? rows[limit - 1]! : undefined
  return {
    items: rows.slice(0, limit).map(view),
    ...(last && { next: writeCursor([last.created_at, last.division, last.id]) }),
  }
}

/** Lets deliveries go out again, whatever became of them. @returns how many */
export async function replayDeliveries(
  db: Queryable,
  webhook: string,
  { which, at }: { which: Which; at: number },
): Promise<number> {
  const where = conditionsOf(webhook, new Date(at))
  if (which.kind === 'ids') where.add((ids) => `id = any(${ids}::uuid[])`, which.ids)
  if (which.kind === 'dead') where.add(() => `state = 'dead'`)
  if (which.kind === 'time') {
    where.add((from, to) => `created_at between ${from} and ${to}`, new Date(which.from), new Date(which.to))
  }
  const rows = await db.query(
    `update webhook_delivery
     set state = 'waiting',
       tries = 0,
       next_at = $2
     where webhook_id = $1
       and ${where.text()}
     returning id`,
    where.parameters,
  )
  return rows.length
}

function view(row: Row): View {
  return {
    id: row.id,
    messageId: row.message_id,
    type: row.type,
    subject: row.subject,
    state: row.state,
    tries: row.tries,
    createdAt: instantOf(row.created_at),
    ...(row.next_at !== null && { nextAt: instantOf(row.next_at) }),
    ...(row.last_tried_at !== null && { lastTriedAt: instantOf(row.last_tried_at) }),
    ...(row.last_status !== null && { lastStatus: row.last_status }),
    ...(row.last_error && { lastError: row.last_error }),
    ...(row.last_duration_ms !== null && { lastDurationMs: row.last_duration_ms }),
  }
}
