import { performance } from 'node:perf_hooks'
import type { CloudEvent, WebhookType } from '@zhengfeng/contract'
import { instantOf } from '../jobs/instant.ts'
import type { Platform } from '../platform.ts'
import type { Reach } from './addresses.ts'
import { readEvents } from './read-events.ts'
import { givesUpAfterMs, nextTryInMs, receiverPauseMs } from './schedule.ts'
import { openSecrets, type SealedSecrets } from './secrets.ts'
import { type Post, post, type Sent } from './send.ts'
import { signatureHeaders } from './sign.ts'

/** A subscription as deliveries need it. */
export interface Receiver extends SealedSecrets {
  readonly id: string
  readonly url: string
  readonly failures_in_a_row: number
  readonly failing_since: number | null
}

export interface Delivering {
  readonly platform: Pick<Platform, 'db' | 'keys' | 'log' | 'configuration'>
  readonly reach: Reach
  /** True time, UTC milliseconds: retries are about networks, which know no sandbox. */
  readonly clock: () => number
  readonly random: () => number
  readonly signal: AbortSignal
}

interface Due {
  readonly division: string
  readonly id: string
  readonly tries: number
  readonly message_id: string
  readonly type: WebhookType
  readonly subject: string
  readonly at: number
  readonly data: object
}

const together = 4
const atOnce = 50
const budgetMs = 5000
export const timeoutMs = 10_000

/** What is known of the receiver while its deliveries go out. */
interface Health {
  failuresInARow: number
  failingSince: number | null
  deliveredAt: number | null
  failedAt: number | null
  gone: boolean
}

/**
 * Sends what is due to one receiver, some at a time; while it seems down, a single probe. Everything that came of it is written
 * down, so that after a crash the same is sent again under the same id, and nothing is left out.
 */
export async function deliverTo(context: Delivering, receiver: Receiver): Promise<void> {
  const due = await dueDeliveries(context, receiver)
  if (due.length === 0) return
  const health: Health = {
    failuresInARow: receiver.failures_in_a_row,
    failingSince: receiver.failing_since,
    deliveredAt: null,
    failedAt: null,
    gone: false,
  }
  const began = performance.now()
  const queue = [...due]
  const lane = async (): Promise<void> => {
    while (queue.length > 0 && mayGoOn(context, health, began))
      await deliverOne(context, { receiver, health, due: queue.shift()! })
  }
  // Of a receiver that seems down only one is due: the probe.
  if (receiverPauseMs(health.failuresInARow) > 0) await deliverOne(context, { receiver, health, due: due[0]! })
  else await Promise.all(Array.from({ length: together }, lane))
  await tellHealth(context, receiver.id, health)
}

function mayGoOn({ signal }: Delivering, health: Health, began: number): boolean {
  return (
    !signal.aborted &&
    !health.gone &&
    receiverPauseMs(health.failuresInARow) === 0 &&
    performance.now() - began < budgetMs
  )
}

async function dueDeliveries({ platform, clock }: Delivering, { id, failures_in_a_row }: Receiver): Promise<Due[]> {
  return platform.db.query<Due>(
    `select d.division, d.id, d.tries, d.message_id, m.type, m.subject, m.at, m.data
     from webhook_delivery d
     join outbox_message m on m.division = d.division and m.id = d.message_id
     where d.webhook_id = $1
       and d.state = 'waiting'
       and d.next_at <= $2
     order by d.next_at, d.division, d.id
     limit $3`,
    [id, new Date(clock()), receiverPauseMs(failures_in_a_row) > 0 ? 1 : atOnce],
  )
}

async function deliverOne(
  context: Delivering,
  { receiver, health, due }: { receiver: Receiver; health: Health; due: Due },
): Promise<void> {
  const event = await cloudEventOf(context.platform, due)
  const sent = await sendEvent(context, receiver, event)
  await tellDelivery(context, due, sent)
  const at = context.clock()
  if (sent.error === undefined) {
    Object.assign(health, { failuresInARow: 0, failingSince: null, deliveredAt: at })
  } else {
    health.failuresInARow++
    health.failingSince ??= at
    health.failedAt = at
    // The receiver says that it is no more and wants no more (Standard Webhooks).
    if (sent.status === 410) health.gone = true
  }
}

/** Signs and sends one event; never throws. */
export async function sendEvent(
  { platform, reach, clock }: Pick<Delivering, 'platform' | 'reach' | 'clock'>,
  receiver: Pick<Receiver, 'id' | 'url'> & SealedSecrets,
  event: CloudEvent,
): Promise<Sent> {
  const body = JSON.stringify(event)
  const secrets = openSecrets(platform.keys, receiver, clock())
  const request: Post = {
    url: receiver.url,
    headers: {
      'content-type': 'application/cloudevents+json; charset=utf-8',
      'user-agent': 'ZhengFeng-Webhooks/1',
      ...signatureHeaders({ id: event.id, body }, secrets, Math.floor(clock() / 1000)),
    },
    body,
    timeoutMs,
    reach,
  }
  return post(request)
}

/** URI of this installation, the `source` of what it tells. */
export function sourceOf({ configuration }: Pick<Platform, 'configuration'>): string {
  return configuration.ZHENGFENG_PUBLIC_URL ?? 'urn:zhengfeng:platform'
}

async function cloudEventOf(platform: Pick<Platform, 'db' | 'configuration'>, due: Due): Promise<CloudEvent> {
  const data = due.type === 'zhengfeng.events.recorded' ? await readEvents(platform.db, due) : due.data
  return {
    specversion: '1.0',
    id: due.message_id,
    source: sourceOf(platform),
    type: due.type,
    subject: due.subject,
    time: instantOf(due.at),
    datacontenttype: 'application/json',
    division: due.division,
    data: data as CloudEvent['data'],
  }
}

async function tellDelivery({ platform, clock, random }: Delivering, due: Due, sent: Sent): Promise<void> {
  const tries = due.tries + 1
  const waitMs = sent.error === undefined ? undefined : nextTryInMs(tries, random())
  const state = sent.error === undefined ? 'delivered' : waitMs === undefined ? 'dead' : 'waiting'
  await platform.db.query(
    `update webhook_delivery
     set state = $3,
       tries = $4,
       next_at = $5,
       last_tried_at = $6,
       last_status = $7,
       last_error = $8,
       last_duration_ms = $9
     where division = $1
       and id = $2`,
    [
      due.division,
      due.id,
      state,
      tries,
      waitMs === undefined ? null : new Date(clock() + waitMs),
      new Date(clock()),
      sent.status ?? null,
      sent.error ?? null,
      sent.durationMs,
    ],
  )
}

async function tellHealth({ platform, clock }: Delivering, id: string, health: Health): Promise<void> {
  const now = clock()
  const failingMs = health.failingSince === null ? 0 : now - health.failingSince
  const givesUp = health.gone || failingMs >= givesUpAfterMs
  const pauseMs = receiverPauseMs(health.failuresInARow)
  await platform.db.query(
    `update webhook
     set failures_in_a_row = $2,
       failing_since = $3,
       not_before = $4,
       delivered_at = coalesce($5, delivered_at),
       failed_at = coalesce($6, failed_at),
       state = case when state = 'active' and $7 then 'failing' else state end,
       paused_at = case when state = 'active' and $7 then $8 else paused_at end
     where id = $1`,
    [
      id,
      health.failuresInARow,
      health.failingSince === null ? null : new Date(health.failingSince),
      pauseMs > 0 ? new Date(now + pauseMs) : null,
      health.deliveredAt === null ? null : new Date(health.deliveredAt),
      health.failedAt === null ? null : new Date(health.failedAt),
      givesUp,
      new Date(now),
    ],
  )
  if (givesUp) platform.log.warn({ webhook: id }, 'a webhook was paused: its receiver has not taken anything for a day')
}
