import { randomUUID } from 'node:crypto'
import { type WebhookView, webhooksRoutes } from '@zhengfeng/contract'
import { inScope } from '../http/access.ts'
import { type Call, type Implementation, implement } from '../http/implement.ts'
import { ProblemError } from '../http/problem-error.ts'
import { instantOf } from '../jobs/instant.ts'
import type { Platform } from '../platform.ts'
import { cachedTree } from '../settings/cached-tree.ts'
import { conditionsOf } from '../storage/conditions.ts'
import type { Queryable } from '../storage/database.ts'
import { checkReceiver } from './check-receiver.ts'
import { sendEvent, sourceOf } from './deliver.ts'
import { listDeliveries, replayDeliveries } from './deliveries.ts'
import { reachOf } from './reach.ts'
import { readWebhook, readWebhooks, type WebhookRow, webhookView } from './read-webhooks.ts'
import { type SealedSecrets, sealSecret } from './secrets.ts'
import { newSecret } from './sign.ts'
import { trueTime } from './webhook-jobs.ts'

const dayMs = 86_400_000

/** Routes of subscriptions to changes. A subscription is seen by those who manage webhooks in all of its division. */
export function webhooksRoutesOf(platform: Platform): readonly Implementation[] {
  return [
    implement(webhooksRoutes.list, async ({ access }) => ({
      items: (await readWebhooks(platform.db, access.scope('webhook.manage'))).map(webhookView),
    })),
    implement(webhooksRoutes.create, (call) => create(platform, call)),
    implement(webhooksRoutes.read, async (call) => webhookView(await own(platform, call))),
    implement(webhooksRoutes.update, (call) => update(platform, call)),
    implement(webhooksRoutes.delete, async (call) => {
      await own(platform, call)
      await remove(platform, call.params.id)
    }),
    implement(webhooksRoutes.rotateSecret, (call) => rotate(platform, call)),
    implement(webhooksRoutes.test, (call) => test(platform, call)),
    implement(webhooksRoutes.deliveries, async (call) => {
      await own(platform, call)
      return listDeliveries(platform.db, call.params.id, call.query)
    }),
    implement(webhooksRoutes.replay, async (call) => {
      await own(platform, call)
      const at = trueTime(platform)()
      return { count: await replayDeliveries(platform.db, call.params.id, { which: call.body, at }) }
    }),
  ]
}

type OneCall = Pick<Call<typeof webhooksRoutes.read>, 'params' | 'access'>

async function own(platform: Platform, { params, access }: OneCall): Promise<WebhookRow> {
  const row = await readWebhook(platform.db, params.id, access.scope('webhook.manage'))
  if (!row) throw new ProblemError('notFound')
  return row
}

type WithSecret = WebhookView & { readonly secret: string }

async function create(platform: Platform, { body, access }: Call<typeof webhooksRoutes.create>): Promise<WithSecret> {
  if (!access.can('webhook.manage', body.division)) throw new ProblemError('outOfScope', { division: body.division })
  if (!(await cachedTree(platform)).find(body.division)) {
    const field = { field: 'division', value: body.division, message: 'unknownDivision' }
    throw new ProblemError('invalid', {}, { fields: [field] })
  }
  await checkReceiver(body.url, reachOf(platform))
  const id = randomUUID()
  const secret = newSecret()
  await platform.db.transaction(async (tx) => {
    await tx.query(
      `insert into webhook (id, name, url, types, division, secret, created_at, created_by)
       values ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [
        id,
        body.name,
        body.url,
        [...new Set(body.types)],
        body.division,
        sealSecret(platform.keys, id, secret),
        new Date(platform.now()),
        access.who.kind === 'nobody' ? '' : access.who.name,
      ],
    )
    await startAtNow(tx, id)
  })
  const row = await readWebhook(platform.db, id, access.scope('webhook.manage'))
  return { ...webhookView(row!), secret }
}

/** What happened before is not told: positions begin at the last event of each division. */
async function startAtNow(tx: Queryable, id: string): Promise<void> {
  const divisions = await tx.query<{ division: string; last_seq: number }>(
    'select division, last_seq from division_sequence where last_seq > 0',
  )
  await tx.query(
    `insert into webhook_position (webhook_id, division, seq)
     select $1, division, seq
     from unnest($2::text[], $3::bigint[]) as given (division, seq)
     on conflict (webhook_id, division) do update
     set seq = excluded.seq`,
    [id, divisions.map(({ division }) => division), divisions.map(({ last_seq }) => last_seq)],
  )
}

async function update(platform: Platform, call: Call<typeof webhooksRoutes.update>): Promise<WebhookView> {
  const before = await own(platform, call)
  const { name, url, types, state } = call.body
  if (url !== undefined) await checkReceiver(url, reachOf(platform))
  const now = new Date(trueTime(platform)())
  const resumed = state === 'active' && before.state !== 'active'
  const newlyEvents =
    types?.includes('zhengfeng.events.recorded') && !before.types.includes('zhengfeng.events.recorded')
  await platform.db.transaction(async (tx) => {
    await tx.query(
      `update webhook
       set name = coalesce($2, name),
         url = coalesce($3, url),
         types = coalesce($4, types),
         state = coalesce($5, state),
         paused_at = case when $5 = 'active' then null when $5 = 'paused' then coalesce(paused_at, $6) else paused_at end,
         failures_in_a_row = case when $7 then 0 else failures_in_a_row end,
         failing_since = case when $7 then null else failing_since end,
         not_before = case when $7 then null else not_before end
       where id = $1`,
      [
        call.params.id,
        name ?? null,
        url ?? null,
        types ? [...new Set(types)] : null,
        state ?? null,
        now,
        resumed || url !== undefined,
      ],
    )
    if (newlyEvents) await startAtNow(tx, call.params.id)
    if (resumed) {
      await tx.query(`update webhook_delivery set next_at = $2 where webhook_id = $1 and state = 'waiting'`, [
        call.params.id,
        now,
      ])
    }
  })
  return webhookView(await own(platform, call))
}

async function remove(platform: Platform, id: string): Promise<void> {
  await platform.db.transaction(async (tx) => {
    await tx.query('delete from webhook_delivery where webhook_id = $1', [id])
    await tx.query('delete from webhook where id = $1', [id])
  })
}

async function rotate(platform: Platform, call: Call<typeof webhooksRoutes.rotateSecret>): Promise<WithSecret> {
  await own(platform, call)
  const secret = newSecret()
  await platform.db.query(
    `update webhook
     set old_secret = secret,
       old_secret_until = $3,
       secret = $2
     where id = $1`,
    [call.params.id, sealSecret(platform.keys, call.params.id, secret), new Date(trueTime(platform)() + dayMs)],
  )
  return { ...webhookView(await own(platform, call)), secret }
}

async function test(platform: Platform, call: Call<typeof webhooksRoutes.test>) {
  await own(platform, call)
  const where = conditionsOf(call.params.id)
  const scope = inScope(call.access.scope('webhook.manage'), { division: 'division' }, where.parameters)
  const [row] = await platform.db.query<SealedSecrets & { url: string; division: string }>(
    `select id, url, division, secret, old_secret, old_secret_until from webhook where id = $1 and ${scope}`,
    where.parameters,
  )
  if (!row) throw new ProblemError('notFound')
  const clock = trueTime(platform)
  const { status, error, durationMs } = await sendEvent({ platform, reach: reachOf(platform), clock }, row, {
    specversion: '1.0',
    id: randomUUID(),
    source: sourceOf(platform),
    type: 'zhengfeng.test',
    subject: `/api/v1/webhooks/${row.id}`,
    time: instantOf(platform.now()),
    datacontenttype: 'application/json',
    division: row.division,
    data: {},
  })
  return {
    delivered: error === undefined,
    durationMs,
    ...(status !== undefined && { status }),
    ...(error && { error }),
  }
}
