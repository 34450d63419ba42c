import { randomUUID } from 'node:crypto'
import type { WebhookType } from '@zhengfeng/contract'
import type { Queryable } from '../storage/database.ts'

/** A change to be told to whoever subscribed to it. Personal data has no place in it. */
export interface OutboxMessage {
  readonly division: string
  readonly type: WebhookType
  /** Path of the thing in the API. */
  readonly subject: string
  /** UTC milliseconds. */
  readonly at: number
  readonly data: object
}

/**
 * Puts changes into the outbox. Called with the transaction that makes the changes: both are kept, or neither.
 * Where nobody subscribed, nothing is written.
 */
export async function putOutbox(tx: Queryable, messages: readonly OutboxMessage[]): Promise<void> {
  if (messages.length === 0 || !(await somebodyListens(tx))) return
  await tx.query(
    `insert into outbox_message (division, id, type, subject, at, data)
     select *
     from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::timestamptz[], $6::jsonb[])`,
    [
      messages.map(({ division }) => division),
      messages.map(() => randomUUID()),
      messages.map(({ type }) => type),
      messages.map(({ subject }) => subject),
      messages.map(({ at }) => new Date(at)),
      messages.map(({ data }) => JSON.stringify(data)),
    ],
  )
}

async function somebodyListens(tx: Queryable): Promise<boolean> {
  const [row] = await tx.query<{ some: boolean }>('select exists (select from webhook) as some')
  return row!.some
}
