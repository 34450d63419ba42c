import type { SourceStatistics } from '@zhengfeng/contract'
import { median } from '@zhengfeng/mining'
import type { Queryable } from '../storage/database.ts'
import { sourceFigures } from './source-row.ts'

const dayMs = 86_400_000
const lagEvents = 1000
const rejectionsShown = 100

/** How much a source sent, how late, and what was rejected. Days are those of arrival, in UTC. */
export async function sourceStatistics(
  db: Queryable,
  {
    id,
    days,
    now,
    used,
  }: {
    readonly id: string
    readonly days: number
    readonly now: number
    /** Events that a token brought in the last minute, as far as this process knows. */
    readonly used: (tokenId: string) => number | undefined
  },
): Promise<SourceStatistics> {
  const figures = (await sourceFigures(db, [id])).get(id)
  const lags = await recentLags(db, id)
  const received = await lastReceived(db, id)
  return {
    days: await usage(db, { id, days, now }),
    cases: figures?.cases ?? 0,
    openCases: figures?.open_cases ?? 0,
    ...(figures?.last_at != null && { lastEventAt: iso(figures.last_at) }),
    ...(received !== null && { lastReceivedAt: iso(received) }),
    ...(lags.length > 0 && { lagMs: median(Float64Array.from(lags)) }),
    rejected: await rejections(db, id),
    quota: (await quotas(db, id, now)).map((each) => {
      const lastMinute = used(each.token)
      return { ...each, ...(lastMinute !== undefined && { lastMinute: Math.round(lastMinute) }) }
    }),
  }
}

interface UsageRow {
  readonly day: string
  readonly requests: number
  readonly stored: number
  readonly repeated: number
  readonly rejected: number
  readonly throttled: number
}

async function usage(
  db: Queryable,
  { id, days, now }: { id: string; days: number; now: number },
): Promise<SourceStatistics['days']> {
  const from = now - (days - 1) * dayMs
  const rows = await db.query<UsageRow>(
    `select day, requests, stored, repeated, rejected, throttled
     from source_usage
     where source_id = $1
       and day >= $2
     order by day`,
    [id, dayOf(from)],
  )
  const byDay = new Map(rows.map((row) => [row.day, row]))
  return Array.from({ length: days }, (_, index) => {
    const day = dayOf(from + index * dayMs)
    const { requests = 0, stored = 0, repeated = 0, rejected = 0, throttled = 0 } = byDay.get(day) ?? {}
    return { day, requests, stored, repeated, rejected, throttled }
  })
}

/** Time between happening and arriving of the latest events, a few of each division. */
async function recentLags(db: Queryable, id: string): Promise<number[]> {
  const divisions = await db.query<{ division: string }>(
    'select distinct division from service_case where source_id = $1 order by division limit 1000',
    [id],
  )
  if (divisions.length === 0) return []
  const each = Math.max(10, Math.ceil(lagEvents / divisions.length))
  const rows = await db.query<{ lag: number }>(
    `select extract(epoch from e.recorded_at - e.occurred_at) * 1000 as lag
     from division_sequence d
     cross join lateral (
       select recorded_at, occurred_at
       from event
       where division = d.division
         and seq > d.last_seq - $2::bigint
         and source_id = $3
         and type = 'step'
       order by seq desc
     ) e
     where d.division = any($1::text[])
     limit $4`,
    [divisions.map(({ division }) => division), each, id, lagEvents],
  )
  return rows.map(({ lag }) => Number(lag))
}

async function lastReceived(db: Queryable, id: string): Promise<number | null> {
  const [row] = await db.query<{ at: number | null }>(
    'select max(last_received_at) as at from source_usage where source_id = $1',
    [id],
  )
  return row?.at ?? null
}

async function rejections(db: Queryable, id: string): Promise<SourceStatistics['rejected']> {
  const rows = await db.query<{ at: number; line: number; field: string | null; value: string | null; reason: string }>(
    `select at, line, field, value, reason
     from source_rejection
     where source_id = $1
     order by at desc, id
     limit $2`,
    [id, rejectionsShown],
  )
  return rows.map(({ at, line, field, value, reason }) => ({
    ...{ at: iso(at), line, reason },
    ...(field !== null && { field }),
    ...(value !== null && { value }),
  }))
}

async function quotas(db: Queryable, id: string, now: number): Promise<SourceStatistics['quota']> {
  const rows = await db.query<{ id: string; name: string; quota_per_minute: number }>(
    `select id, name, quota_per_minute
     from api_token
     where source_id = $1
       and revoked_at is null
       and (expires_at is null or expires_at > $2)
     order by created_at, id`,
    [id, new Date(now)],
  )
  return rows.map(({ id: token, name, quota_per_minute }) => ({ token, name, perMinute: quota_per_minute }))
}

function dayOf(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10)
}

function iso(ms: number): string {
  return new Date(ms).toISOString()
}
