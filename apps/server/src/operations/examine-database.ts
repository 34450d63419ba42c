import { createCalendar } from '@zhengfeng/worktime'
import type { Configuration } from '../configuration.ts'
import { verifyIndicators } from '../ingest/verify-indicators.ts'
import { recurringJobs } from '../jobs/recurring-jobs.ts'
import { findKeys } from '../master-key.ts'
import { readSetting } from '../settings/read-setting.ts'
import type { Queryable } from '../storage/database.ts'
import { migrationsFolder, readMigrations } from '../storage/migration-files.ts'
import type { OwnedDatabase } from '../storage/pooled-database.ts'
import { appliedMigrations, pendingMigrations } from './migration-state.ts'
import { type Remark, remark } from './remark.ts'

export async function examineMigrations(db: Queryable): Promise<Remark> {
  const applied = await appliedMigrations(db)
  if (applied.length === 0) return remark('migrations', 'fail', 'neverSetUp')
  const files = readMigrations(migrationsFolder)
  const other = applied.find(
    ({ number, digest }) => !files.some((file) => file.number === number && file.digest === digest),
  )
  if (other) return remark('migrations', 'fail', 'otherProgram', { name: other.name })
  const pending = await pendingMigrations(db)
  if (pending.length > 0) return remark('migrations', 'fail', 'pending', { names: pending.join(', ') })
  return remark('migrations', 'ok', 'fine', { name: applied.at(-1)!.name })
}

export async function* examineKeyFit(
  db: Queryable,
  configuration: Configuration,
): AsyncGenerator<Remark, void, undefined> {
  const [row] = await db.query<{ value: string }>(`select value from setting where name = 'masterKey'`)
  if (row === undefined) return
  // An unusable key was told already.
  const keys = await findKeys(configuration).catch(() => 'unusable' as const)
  if (keys === 'unusable') return
  const values = { value: keys?.id ?? '—', expected: row.value }
  yield keys?.id === row.value ? remark('key', 'ok', 'fits', values) : remark('key', 'fail', 'fitsNot', values)
}

const skewMs = 5000

export async function examineClock(db: Queryable, now: number): Promise<Remark> {
  const began = performance.now()
  const [row] = await db.query<{ now: number }>('select clock_timestamp() as now')
  const waitedMs = performance.now() - began
  const offMs = Math.round(row!.now - now)
  // What the question itself took does not count.
  const isOff = Math.abs(offMs) - waitedMs > skewMs
  return remark('clock', isOff ? 'warn' : 'ok', isOff ? 'differs' : 'fine', { seconds: Math.round(offMs / 1000) })
}

export async function* examinePartitions(db: OwnedDatabase, now: number): AsyncGenerator<Remark, void, undefined> {
  const date = new Date(now)
  const months = [0, 1].map((more) =>
    new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + more)).toISOString().slice(0, 7),
  )
  const rows = await db.query<{ month: string; there: boolean }>(
    `select month, to_regclass('event_' || replace(month, '-', '_')) is not null as there
     from unnest($1::text[]) as month
     order by month`,
    [months],
  )
  const missing = rows.filter(({ there }) => !there).map(({ month }) => month)
  if (missing.length > 0) yield remark('partitions', 'warn', 'missing', { months: missing.join(', ') })
  // The application itself may not look into single partitions.
  const [strayed] = await db.administer((tx) =>
    tx.query<{ count: number }>('select count(*) as count from event_default'),
  )
  if (strayed!.count > 0) yield remark('partitions', 'warn', 'strayed', { count: strayed!.count })
  if (missing.length === 0 && strayed!.count === 0) yield remark('partitions', 'ok', 'fine', { month: months[1]! })
}

const failuresWorthTelling = 3

export async function* examineJobs(db: Queryable): AsyncGenerator<Remark, void, undefined> {
  const jobs = await recurringJobs(db)
  const failing = jobs.filter(({ failuresInARow }) => failuresInARow >= failuresWorthTelling)
  for (const { name, failuresInARow, lastError } of failing)
    yield remark('jobs', 'warn', 'failing', { name, count: failuresInARow, detail: lastError ?? '—' })
  const [stuck] = await db.query<{ count: number }>(
    `select count(*) as count
     from job
     where state in ('waiting', 'running')
       and alive_until < now()`,
  )
  if (stuck!.count > 0) yield remark('jobs', 'warn', 'stuck', { count: stuck!.count })
  if (failing.length === 0 && stuck!.count === 0) yield remark('jobs', 'ok', 'fine', { count: jobs.length })
}

export async function* examineWebhooks(db: Queryable): AsyncGenerator<Remark, void, undefined> {
  const failing = await db.query<{ name: string }>(`select name from webhook where state = 'failing' order by name`)
  for (const { name } of failing) yield remark('webhooks', 'warn', 'failing', { name })
  const [dead] = await db.query<{ count: number }>(
    `select count(*) as count from webhook_delivery where state = 'dead'`,
  )
  if (dead!.count > 0) yield remark('webhooks', 'warn', 'dead', { count: dead!.count })
  if (failing.length === 0 && dead!.count === 0) yield remark('webhooks', 'ok', 'fine')
}

const noticeMs = 45 * 86_400_000

/** Working days are counted by the plain week after the last announced holiday. */
export async function* examineCalendar(db: Queryable, now: number): AsyncGenerator<Remark, void, undefined> {
  const { closed, open } = await readSetting(db, 'calendar')
  const rule = { timeZone: 'Asia/Shanghai', holidays: 'CN', weekend: [6, 7], hours: [['09:00', '17:00']] } as const
  const { holidaysKnownUntil: until } = createCalendar({ ...rule, closed, open })
  if (until === undefined) return
  const leftMs = Date.parse(until) - now
  if (leftMs < 0) yield remark('calendar', 'fail', 'over', { until })
  else if (leftMs < noticeMs) yield remark('calendar', 'warn', 'ends', { until })
  else yield remark('calendar', 'ok', 'fine', { until })
}

const sampleEvents = 20_000

/** Computes some divisions anew; `zhengfeng verify indicators` does all. */
export async function examineIndicators(db: OwnedDatabase): Promise<Remark> {
  const divisions = await db.query<{ division: string; last_seq: number }>(
    'select division, last_seq from division_sequence where last_seq > 0 order by random()',
  )
  const sample: string[] = []
  let left = sampleEvents
  for (const { division, last_seq } of divisions) {
    if (last_seq > left) continue
    left -= last_seq
    sample.push(division)
  }
  const verified = await verifyIndicators(db, { divisions: sample })
  const values = { ...verified, of: divisions.length }
  if (verified.differences > 0) return remark('indicators', 'fail', 'differ', values)
  return remark('indicators', 'ok', sample.length === 0 && divisions.length > 0 ? 'tooLarge' : 'fine', values)
}
