import type { TokenScope } from '@zhengfeng/contract'
import type { FastifyRequest } from 'fastify'
import type { Access } from '../http/access.ts'
import type { Platform } from '../platform.ts'
import { cachedTree } from '../settings/cached-tree.ts'
import { authenticateToken } from './api-tokens.ts'
import { readSessionCookie } from './cookies.ts'
import { accessOfGrants, accessOfNobody, accessOfToken } from './grant-access.ts'
import { findSession, type SignedInSession } from './sessions.ts'

/** Who a request comes from. */
export interface Caller {
  readonly access: Access
  /** The session of the cookie; also one that still waits for its second factor, which gives no rights. */
  readonly session?: SignedInSession
  readonly tokenScopes: readonly TokenScope[]
  /** The division that what is done is put down to. */
  readonly division: string | undefined
}

/**
 * Finds out who calls: by the token of the Authorization header where there is one, else by the session cookie.
 *
 * @throws ProblemError `tokenInvalid`, `tokenExpired`; a session that is over is no error: nobody is signed in
 */
export async function authenticate(platform: Platform, request: FastifyRequest): Promise<Caller> {
  const tree = await cachedTree(platform)
  const header = request.headers.authorization
  if (header !== undefined) {
    const token = await authenticateToken(platform, header)
    const who = { kind: 'token', id: token.id, sourceId: token.sourceId, name: token.name } as const
    return { access: accessOfToken(who, token, tree), tokenScopes: token.scopes, division: token.division }
  }
  const cookie = readSessionCookie(request, platform.configuration)
  const session = cookie === undefined ? undefined : await findSession(platform, cookie)
  if (session?.state !== 'active') {
    return { access: accessOfNobody(tree), tokenScopes: [], division: undefined, ...(session && { session }) }
  }
  const { id, login, name, division } = session.account
  const who = { kind: 'account', id, login, name, sessionId: session.id } as const
  return { access: accessOfGrants(who, session.grants, tree), session, tokenScopes: [], division }
}
