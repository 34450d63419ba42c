import { createHash, randomUUID } from 'node:crypto'
import { ProblemError } from '../http/problem-error.ts'
import type { Platform } from '../platform.ts'
import { wallClock } from './wall-clock.ts'

/** From how many failures on it is locked, and how the lock grows: twice as long with every further failure. */
interface Limits {
  readonly freeFailures: number
  readonly firstLockMs: number
  readonly longestLockMs: number
  /** Failures are forgotten after so long without one. */
  readonly forgetMs: number
}

/** One login: guessing a password or a code. */
const ofLogin: Limits = { freeFailures: 5, firstLockMs: 30_000, longestLockMs: 900_000, forgetMs: 86_400_000 }
/** One address: trying many logins. An office with many people behind one address fails now and then. */
const ofAddress: Limits = { freeFailures: 50, firstLockMs: 30_000, longestLockMs: 900_000, forgetMs: 900_000 }

export interface Attempt {
  readonly login: string
  readonly address: string
}

/**
 * Counts an attempt as failed before it is looked at, so that many at the same moment cannot slip through, and refuses it where the login
 * or the address is locked. A login that does not exist counts and locks alike.
 *
 * @throws ProblemError `accountLocked` with `seconds` to wait
 */
export async function beginAttempt(platform: Platform, attempt: Attempt): Promise<void> {
  const now = wallClock(platform)
  for (const [key, limits] of keysOf(attempt)) await count(platform, { key, limits, now })
}

/** The attempt was right, to its last factor: the login starts anew; the address has one failure less. */
export async function endAttempt(platform: Platform, attempt: Attempt): Promise<void> {
  const [[login], [address]] = keysOf(attempt)
  await platform.db.query('delete from sign_in_throttle where key = $1', [login])
  await platform.db.query(
    `update sign_in_throttle
        set failures = greatest(failures - 1, 0)
      where key = $1`,
    [address],
  )
}

/** Lifts the lock of a login. */
export async function forgetFailures(platform: Platform, login: string): Promise<void> {
  await platform.db.query('delete from sign_in_throttle where key = $1', [loginKey(login)])
}

/** Until when logins are locked, for those that are. */
export async function locksOf(platform: Platform, logins: readonly string[]): Promise<ReadonlyMap<string, number>> {
  const byKey = new Map(logins.map((login) => [loginKey(login), login]))
  const rows = await platform.db.query<{ key: string; locked_until: number }>(
    `select key, locked_until
       from sign_in_throttle
      where key = any($1::text[])
        and locked_until > $2`,
    [[...byKey.keys()], new Date(wallClock(platform))],
  )
  return new Map(rows.map((row) => [byKey.get(row.key) as string, row.locked_until]))
}

function keysOf({ login, address }: Attempt): readonly [readonly [string, Limits], readonly [string, Limits]] {
  return [
    [loginKey(login), ofLogin],
    [`address:${digest(address)}`, ofAddress],
  ]
}

function loginKey(login: string): string {
  return `login:${digest(login.toLowerCase())}`
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('base64url')
}

async function count(platform: Platform, of: { key: string; limits: Limits; now: number }): Promise<void> {
  const { key, limits, now } = of
  const attempt = randomUUID()
  // The update locks the row: attempts at the same moment come one after the other. The attempt that brings the lock is still looked at,
  // or nobody could sign in once it has run out; those that come while it holds are refused and count no further.
  const [row] = await platform.db.query<{ last_attempt: string; locked_until: number | null }>(
    `insert into sign_in_throttle as throttle (key, failures, last_attempt, last_failed_at)
     values ($1, 1, $7, $2)
     on conflict (key) do update
       set (failures, last_attempt, last_failed_at, locked_until) = (
         select case when locked then throttle.failures else next end,
                case when locked then throttle.last_attempt else $7::uuid end,
                case when locked then throttle.last_failed_at else $2::timestamptz end,
                case
                  when locked then throttle.locked_until
                  when next > $4::integer
                  then $2::timestamptz
                    + least($5::float8 * power(2, least(next - $4::integer - 1, 20)), $6::float8) * interval '1 millisecond'
                end
           from (
             select coalesce(throttle.locked_until > $2::timestamptz, false) as locked,
                    case when throttle.last_failed_at < $3::timestamptz then 1 else throttle.failures + 1 end as next
           ) as state
       )
     returning last_attempt, locked_until`,
    [
      key,
      new Date(now),
      new Date(now - limits.forgetMs),
      limits.freeFailures,
      limits.firstLockMs,
      limits.longestLockMs,
      attempt,
    ],
  )
  if (row.last_attempt === attempt || row.locked_until === null) return
  const seconds = Math.max(1, Math.ceil((row.locked_until - now) / 1000))
  throw new ProblemError('accountLocked', { seconds }, { headers: { 'retry-after': String(seconds) } })
}
