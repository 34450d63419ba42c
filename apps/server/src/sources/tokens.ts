import { createHash, randomBytes, randomUUID } from 'node:crypto'
import type { IssuedToken, NewToken, Token, TokenScope } from '@zhengfeng/contract'
import { ProblemError } from '../http/problem-error.ts'
import type { Queryable } from '../storage/database.ts'

interface TokenRow {
  readonly id: string
  readonly source_id: string
  readonly name: string
  readonly prefix: string
  readonly scopes: readonly TokenScope[]
  readonly quota_per_minute: number
  readonly expires_at: number | null
  readonly revoked_at: number | null
  readonly last_used_at: number | null
  readonly created_at: number
  readonly created_by: string
}

const tokenColumns =
  'id, source_id, name, prefix, scopes, quota_per_minute, expires_at, revoked_at, last_used_at, created_at, created_by'
const yearMs = 365 * 86_400_000

/** Tokens of a source, the newest first. */
export async function listTokens(db: Queryable, sourceId: string, now: number): Promise<Token[]> {
  const rows = await db.query<TokenRow>(
    `select ${tokenColumns}
     from api_token
     where source_id = $1
     order by created_at desc, id`,
    [sourceId],
  )
  return rows.map((row) => wireToken(row, now))
}

/** Makes a token. Its text is in the answer and nowhere else. */
export async function issueToken(
  db: Queryable,
  asked: NewToken & { readonly sourceId: string; readonly by: string; readonly now: number },
): Promise<IssuedToken> {
  const token = `zf_${randomBytes(32).toString('base64url')}`
  const expiresAt = asked.expiresAt === undefined ? asked.now + yearMs : Date.parse(asked.expiresAt)
  if (expiresAt <= asked.now)
    throw new ProblemError('invalid', {}, { fields: [{ field: 'expiresAt', value: asked.expiresAt, message: 'past' }] })
  const [row] = await db.query<TokenRow>(
    `insert into api_token (id, source_id, name, digest, prefix, scopes, quota_per_minute, expires_at, created_at, created_by)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
     returning ${tokenColumns}`,
    [
      ...[randomUUID(), asked.sourceId, asked.name, digestOf(token), token.slice(0, 9), asked.scopes],
      ...[asked.quotaPerMinute, new Date(expiresAt), new Date(asked.now), asked.by],
    ],
  )
  return { ...wireToken(row!, asked.now), token }
}

/** How a token is looked up: SHA-256 of its text. */
export function digestOf(token: string): Uint8Array {
  return createHash('sha256').update(token).digest()
}

/**
 * Issues a successor with the same rights; the old token ends after an overlap, so that a system can be changed over.
 *
 * @throws ProblemError `notFound`, `conflict` where the token has ended already
 */
export async function rotateToken(
  tx: Queryable,
  {
    sourceId,
    id,
    overlapMs,
    by,
    now,
  }: {
    readonly sourceId: string
    readonly id: string
    readonly overlapMs: number
    readonly by: string
    readonly now: number
  },
): Promise<IssuedToken> {
  const old = await readToken(tx, sourceId, id)
  const { state } = wireToken(old, now)
  if (state !== 'active') throw new ProblemError('conflict', { reason: 'tokenState', state })
  const ends = Math.min(now + overlapMs, old.expires_at ?? Number.POSITIVE_INFINITY)
  await tx.query('update api_token set expires_at = $2 where id = $1', [id, new Date(ends)])
  return await issueToken(tx, {
    ...{ name: old.name, scopes: [...old.scopes], quotaPerMinute: old.quota_per_minute, sourceId, by, now },
  })
}

/** Ends a token at once; one that was revoked before stays as it is. */
export async function revokeToken(
  db: Queryable,
  { sourceId, id, now }: { readonly sourceId: string; readonly id: string; readonly now: number },
): Promise<Token> {
  await db.query(
    `update api_token
     set revoked_at = $3
     where id = $1
       and source_id = $2
       and revoked_at is null`,
    [id, sourceId, new Date(now)],
  )
  return wireToken(await readToken(db, sourceId, id), now)
}

async function readToken(db: Queryable, sourceId: string, id: string): Promise<TokenRow> {
  const [row] = await db.query<TokenRow>(`select ${tokenColumns} from api_token where id = $1 and source_id = $2`, [
    id,
    sourceId,
  ])
  if (!row) throw new ProblemError('notFound')
  return row
}

function wireToken(row: TokenRow, now: number): Token {
  return {
    ...{ id: row.id, source: row.source_id, name: row.name, prefix: row.prefix, scopes: [...row.scopes] },
    ...{ quotaPerMinute: row.quota_per_minute, state: stateOf(row, now) },
    ...{ createdAt: iso(row.created_at), createdBy: row.created_by },
    ...(row.expires_at !== null && { expiresAt: iso(row.expires_at) }),
    ...(row.revoked_at !== null && { revokedAt: iso(row.revoked_at) }),
    ...(row.last_used_at !== null && { lastUsedAt: iso(row.last_used_at) }),
  }
}

function stateOf({ revoked_at, expires_at }: TokenRow, now: number): Token['state'] {
  if (revoked_at !== null) return 'revoked'
  return expires_at !== null && expires_at <= now ? 'expired' : 'active'
}

function iso(ms: number): string {
  return new Date(ms).toISOString()
}
