import type { Job } from '../jobs/job.ts'
import type { Platform } from '../platform.ts'
import { divisionTree } from '../settings/division-tree.ts'
import { type Delivering, deliverTo, type Receiver } from './deliver.ts'
import { dispatchEvents, dispatchOutbox, type Subscription } from './dispatch.ts'
import { reachOf } from './reach.ts'

const dayMs = 86_400_000
const keptDays = { delivered: 30, dead: 90 } as const

/** Recurring work of webhooks: telling what waits, and forgetting what is long told. */
export function webhookJobs(
  platform: Platform,
  {
    clock = trueTime(platform),
    random = Math.random,
  }: { readonly clock?: () => number; readonly random?: () => number } = {},
): readonly Job[] {
  return [
    { name: 'webhooks.deliver', everyMs: 1000, run: (signal) => deliverAll(platform, { clock, random, signal }) },
    { name: 'webhooks.prune', everyMs: 3_600_000, run: () => prune(platform, clock()) },
  ]
}

/** Retries, time-outs and signatures are about the real world, whatever day the sandbox has. */
export function trueTime(platform: Platform): () => number {
  return platform.wallClock ?? Date.now
}

type Row = Receiver & Subscription & { readonly not_before: number | null }

async function deliverAll(
  platform: Platform,
  { clock, random, signal }: Pick<Delivering, 'clock' | 'random' | 'signal'>,
): Promise<void> {
  const all = await platform.db.query<Row>(
    `select id, url, types, division, state, created_at, secret, old_secret, old_secret_until, failures_in_a_row, failing_since, not_before
     from webhook
     order by id`,
  )
  if (all.length === 0) return
  const tree = await divisionTree(platform.db)
  while ((await dispatchOutbox(platform.db, { subscriptions: all, tree, at: clock() })) > 0 && !signal.aborted);
  const active = all.filter(({ state, not_before }) => state === 'active' && (not_before ?? 0) <= clock())
  for (const subscription of active) {
    if (!subscription.types.includes('zhengfeng.events.recorded') || signal.aborted) continue
    await dispatchEvents(platform.db, { subscription, tree, at: clock() })
  }
  const context: Delivering = { platform, reach: reachOf(platform), clock, random, signal }
  // One receiver that cannot be served must not keep the others from theirs.
  const outcomes = await Promise.allSettled(active.map((receiver) => deliverTo(context, receiver)))
  const failed = outcomes.find(({ status }) => status === 'rejected')
  if (failed?.status === 'rejected') throw failed.reason
}

async function prune(platform: Platform, now: number): Promise<void> {
  await platform.db.query(
    `delete from webhook_delivery
     where (state = 'delivered' and created_at < $1)
       or (state = 'dead' and created_at < $2)`,
    [new Date(now - keptDays.delivered * dayMs), new Date(now - keptDays.dead * dayMs)],
  )
  await platform.db.query(
    `delete from outbox_message m
     where m.dispatched
       and m.created_at < now() - interval '1 day'
       and not exists (
         select
         from webhook_delivery d
         where d.division = m.division
           and d.message_id = m.id
       )`,
  )
}
