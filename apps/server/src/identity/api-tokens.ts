import type { TokenScope } from '@zhengfeng/contract'
import { ProblemError } from '../http/problem-error.ts'
import type { Platform } from '../platform.ts'
import { tokenDigest } from './tokens.ts'
import { wallClock } from './wall-clock.ts'

/** A token that is in force. */
export interface ApiToken {
  readonly id: string
  readonly name: string
  readonly sourceId: string
  /** The subtree that its source may send for, and it may read. */
  readonly division: string
  readonly scopes: readonly TokenScope[]
}

/** How long other processes may still take for good a token that was taken back, and for unknown a new one. */
const cacheMs = 10_000
const cachedAtMost = 5_000

interface Cached {
  readonly readAt: number
  readonly row: Promise<TokenRow | undefined>
}

interface TokenRow {
  readonly id: string
  readonly name: string
  readonly source_id: string
  readonly division: string
  readonly scopes: readonly TokenScope[]
  readonly expires_at: number | null
  readonly revoked_at: number | null
}

const caches = new WeakMap<Platform, Map<string, Cached>>()

/**
 * The token of an `Authorization: Bearer` header.
 *
 * @throws ProblemError `tokenInvalid` where it is unknown, taken back or not a token at all; `tokenExpired`
 */
export async function authenticateToken(platform: Platform, header: string): Promise<ApiToken> {
  const token = /^bearer +(zf_[\w-]{20,100}) *$/i.exec(header)?.[1]
  if (token === undefined) throw refused('tokenInvalid')
  const row = await lookUp(platform, token)
  if (!row || row.revoked_at !== null) throw refused('tokenInvalid')
  if (row.expires_at !== null && row.expires_at <= wallClock(platform)) throw refused('tokenExpired')
  return { id: row.id, name: row.name, sourceId: row.source_id, division: row.division, scopes: row.scopes }
}

/** What is in memory is read again; for changes of tokens. */
export function forgetTokens(platform: Platform): void {
  caches.get(platform)?.clear()
}

function refused(code: 'tokenInvalid' | 'tokenExpired'): ProblemError {
  return new ProblemError(code, {}, { headers: { 'www-authenticate': 'Bearer error="invalid_token"' } })
}

function lookUp(platform: Platform, token: string): Promise<TokenRow | undefined> {
  const cache = caches.get(platform) ?? new Map<string, Cached>()
  caches.set(platform, cache)
  const digest = tokenDigest(token)
  const key = digest.toString('base64')
  const now = performance.now()
  const cached = cache.get(key)
  if (cached && now - cached.readAt <= cacheMs) return cached.row
  if (cache.size >= cachedAtMost) cache.clear()
  const row = readToken(platform, digest)
  cache.set(key, { readAt: now, row })
  row.catch(() => cache.delete(key))
  return row
}

async function readToken(platform: Platform, digest: Uint8Array): Promise<TokenRow | undefined> {
  const [row] = await platform.db.query<TokenRow>(
    `select token.id, token.name, token.source_id, source.division, token.scopes, token.expires_at, token.revoked_at
       from api_token as token
       join source on source.id = token.source_id
      where token.digest = $1`,
    [digest],
  )
  return row
}
