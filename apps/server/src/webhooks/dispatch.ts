import { randomUUID } from 'node:crypto'
import type { WebhookType } from '@zhengfeng/contract'
import type { DivisionTree } from '../settings/division-tree.ts'
import type { Database, Queryable } from '../storage/database.ts'

export interface Subscription {
  readonly id: string
  readonly types: readonly WebhookType[]
  readonly division: string
  readonly state: 'active' | 'paused' | 'failing'
}

const batchSize = 500
/** Of one delivery of events. */
const eventsTogether = 500
/** A subscription that has so many deliveries waiting gets no further ones of events; those are there to be read later. */
const waitingAtMost = 50

/** Makes deliveries of what waits in the outbox. @returns how many messages were looked at */
export async function dispatchOutbox(
  db: Database,
  { subscriptions, tree, at }: { subscriptions: readonly Subscription[]; tree: DivisionTree; at: number },
): Promise<number> {
  const messages = await db.query<{ division: string; id: string; type: WebhookType }>(
    `select division, id, type
     from outbox_message
     where not dispatched
     order by created_at, division, id
     limit ${batchSize}`,
  )
  if (messages.length === 0) return 0
  const reaches = subscriptions.map((one) => ({ one, divisions: new Set(tree.subtree(one.division)) }))
  const deliveries = messages.flatMap((message) =>
    reaches
      .filter(({ one, divisions }) => one.types.includes(message.type) && divisions.has(message.division))
      .map(({ one }) => ({ division: message.division, webhook: one.id, message: message.id })),
  )
  await db.transaction(async (tx) => {
    await insertDeliveries(tx, deliveries, at)
    await tx.query(
      `update outbox_message
       set dispatched = true
       where (division, id) in (select * from unnest($1::text[], $2::text[]))`,
      [messages.map(({ division }) => division), messages.map(({ id }) => id)],
    )
  })
  return messages.length
}

/** Makes deliveries of the events that a subscription was not told yet. */
export async function dispatchEvents(
  db: Database,
  { subscription, tree, at }: { subscription: Subscription; tree: DivisionTree; at: number },
): Promise<void> {
  const room = waitingAtMost - (await waitingOf(db, subscription.id))
  if (room <= 0) return
  const behind = await db.query<{ division: string; last_seq: number; seq: number | null }>(
    `select s.division, s.last_seq, p.seq
     from division_sequence s
     left join webhook_position p on p.division = s.division and p.webhook_id = $1
     where s.division = any($2::text[])
       and s.last_seq > coalesce(p.seq, 0)
     order by s.division
     limit ${waitingAtMost}`,
    [subscription.id, tree.subtree(subscription.division)],
  )
  for (const { division, last_seq, seq } of behind.slice(0, room)) {
    // Divisions without a position had no events when the subscription was made.
    const told = seq ?? 0
    const last = Math.min(last_seq, told + eventsTogether)
    await tellEvents(db, { subscription, division, told, last, at })
  }
}

interface EventRange {
  readonly subscription: Subscription
  readonly division: string
  readonly told: number
  readonly last: number
  readonly at: number
}

/** The message names the events; they are read when it is sent. */
async function tellEvents(db: Database, { subscription, division, told, last, at }: EventRange): Promise<void> {
  const id = `${subscription.id}.${division}.${told + 1}-${last}`
  await db.transaction(async (tx) => {
    if (last > told) {
      await tx.query(
        `insert into outbox_message (division, id, type, subject, at, data, dispatched)
         values ($1, $2, 'zhengfeng.events.recorded', $3, $4, $5, true)
         on conflict (division, id) do nothing`,
        [division, id, `/api/v1/events?division=${division}`, new Date(at), { fromSeq: told + 1, toSeq: last }],
      )
      await insertDeliveries(tx, [{ division, webhook: subscription.id, message: id }], at)
    }
    await tx.query(
      `insert into webhook_position (webhook_id, division, seq)
       values ($1, $2, $3)
       on conflict (webhook_id, division) do update
       set seq = excluded.seq`,
      [subscription.id, division, last],
    )
  })
}

async function insertDeliveries(
  tx: Queryable,
  deliveries: readonly { division: string; webhook: string; message: string }[],
  at: number,
): Promise<void> {
  if (deliveries.length === 0) return
  await tx.query(
    `insert into webhook_delivery (division, id, webhook_id, message_id, state, created_at, next_at)
     select division, id, webhook_id, message_id, 'waiting', $5, $5
     from unnest($1::text[], $2::uuid[], $3::uuid[], $4::text[]) as given (division, id, webhook_id, message_id)
     on conflict (division, webhook_id, message_id) do nothing`,
    [
      deliveries.map(({ division }) => division),
      deliveries.map(() => randomUUID()),
      deliveries.map(({ webhook }) => webhook),
      deliveries.map(({ message }) => message),
      new Date(at),
    ],
  )
}

async function waitingOf(db: Queryable, webhook: string): Promise<number> {
  const [row] = await db.query<{ n: number }>(
    `select count(*) as n from webhook_delivery where webhook_id = $1 and state = 'waiting'`,
    [webhook],
  )
  return row!.n
}
