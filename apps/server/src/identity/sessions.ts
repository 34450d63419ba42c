import { randomUUID } from 'node:crypto'
import type { Grant } from '@zhengfeng/contract'
import type { Platform } from '../platform.ts'
import type { Queryable } from '../storage/database.ts'
import { readGrants } from './accounts-store.ts'
import { randomToken, tokenDigest } from './tokens.ts'
import { wallClock } from './wall-clock.ts'

/** A session ends after so long without a request, */
export const idleMs = 3_600_000
/** and after so long in any case: one working day. */
export const longestMs = 43_200_000
/** How long there is to type the second factor. */
const pendingMs = 300_000
/** How often the last use is written down. */
const touchMs = 60_000
/** How long other processes may still take an ended session for alive. */
const cacheMs = 5_000

export type SignInMethod = 'password' | 'secondFactor' | 'oidc'

export interface SignedInSession {
  readonly id: string
  readonly state: 'pending' | 'active'
  readonly method: SignInMethod
  readonly createdAt: number
  readonly lastUsedAt: number
  readonly until: number
  readonly account: {
    readonly id: string
    readonly login: string
    readonly name: string
    readonly division: string | undefined
    readonly mustChangePassword: boolean
  }
  readonly grants: readonly Grant[]
}

export interface NewSession {
  readonly accountId: string
  readonly state: 'pending' | 'active'
  readonly method: SignInMethod
  readonly address: string
  readonly userAgent: string
}

/** Makes a session with a new token; only its digest is kept. */
export async function startSession(platform: Platform, session: NewSession): Promise<{ token: string; until: number }> {
  const token = randomToken()
  const now = wallClock(platform)
  const until = now + (session.state === 'pending' ? pendingMs : longestMs)
  await platform.db.query(
    `insert into account_session (id, digest, account_id, state, method, created_at, last_used_at, until, address, user_agent)
     values ($1, $2, $3, $4, $5, $6, $6, $7, $8, $9)`,
    [
      randomUUID(),
      tokenDigest(token),
      session.accountId,
      session.state,
      session.method,
      new Date(now),
      new Date(until),
      session.address,
      session.userAgent.slice(0, 300),
    ],
  )
  await platform.db.query('delete from account_session where until < $1 or last_used_at < $2', [
    new Date(now),
    new Date(now - idleMs),
  ])
  return { token, until }
}

interface Cached {
  readonly readAt: number
  readonly session: Promise<SignedInSession | undefined>
}

const caches = new WeakMap<Platform, Map<string, Cached>>()

/** The live session of a cookie's token; kept in memory for some seconds. */
export async function findSession(platform: Platform, token: string): Promise<SignedInSession | undefined> {
  const cache = cacheOf(platform)
  const digest = tokenDigest(token)
  const key = digest.toString('base64')
  const now = wallClock(platform)
  let cached = cache.get(key)
  if (!cached || now - cached.readAt > cacheMs || now < cached.readAt) {
    if (cache.size > 10_000) cache.clear()
    cached = { readAt: now, session: readSession(platform, digest) }
    cache.set(key, cached)
    cached.session.catch(() => cache.delete(key))
  }
  const session = await cached.session
  return session && isLive(session, now) ? session : undefined
}

/** Ends one session, or all of an account but the one kept. */
export async function endSessions(
  platform: Platform,
  which: { readonly accountId: string; readonly id?: string; readonly except?: string },
  db: Queryable = platform.db,
): Promise<number> {
  const ended = await db.query<{ id: string }>(
    `delete from account_session
      where account_id = $1
        and ($2::uuid is null or id = $2)
        and ($3::uuid is null or id <> $3)
     returning id`,
    [which.accountId, which.id ?? null, which.except ?? null],
  )
  forgetSessions(platform)
  return ended.length
}

/** What is in memory is read again; for changes of accounts and grants. */
export function forgetSessions(platform: Platform): void {
  cacheOf(platform).clear()
}

function cacheOf(platform: Platform): Map<string, Cached> {
  let cache = caches.get(platform)
  if (!cache) {
    cache = new Map()
    caches.set(platform, cache)
  }
  return cache
}

function isLive(session: SignedInSession, now: number): boolean {
  return now < session.until && now < session.lastUsedAt + idleMs + touchMs
}

interface SessionRow {
  readonly id: string
  readonly state: 'pending' | 'active'
  readonly method: SignInMethod
  readonly created_at: number
  readonly last_used_at: number
  readonly until: number
  readonly account_id: string
  readonly login: string
  readonly name: string
  readonly division: string | null
  readonly must_change_password: boolean
}

async function readSession(platform: Platform, digest: Uint8Array): Promise<SignedInSession | undefined> {
  const now = wallClock(platform)
  const [row] = await platform.db.query<SessionRow>(
    `select session.id, session.state, session.method, session.created_at, session.last_used_at, session.until,
            account.id as account_id, account.login, account.name, account.division, account.must_change_password
       from account_session as session
       join account on account.id = session.account_id
      where session.digest = $1
        and session.until > $2
        and session.last_used_at > $3
        and account.state = 'active'`,
    [digest, new Date(now), new Date(now - idleMs)],
  )
  if (!row) return undefined
  if (now - row.last_used_at > touchMs) {
    await platform.db.query('update account_session set last_used_at = $2 where id = $1', [row.id, new Date(now)])
  }
  return sessionOf(row, (await readGrants(platform.db, [row.account_id])).get(row.account_id) ?? [], now)
}

function sessionOf(row: SessionRow, grants: readonly Grant[], now: number): SignedInSession {
  return {
    id: row.id,
    state: row.state,
    method: row.method,
    createdAt: row.created_at,
    lastUsedAt: now,
    until: row.until,
    account: {
      id: row.account_id,
      login: row.login,
      name: row.name,
      division: row.division ?? undefined,
      mustChangePassword: row.must_change_password,
    },
    grants,
  }
}
