import { identityRoutes as routes } from '@zhengfeng/contract'
import type { FastifyRequest } from 'fastify'
import { type Implementation, implement } from '../http/implement.ts'
import { ProblemError } from '../http/problem-error.ts'
import { callerOf } from '../http/register-route.ts'
import type { Platform } from '../platform.ts'
import { type AccountRow, findAccount } from './accounts-store.ts'
import { changeOwnPassword } from './change-password.ts'
import { passwordMatches } from './passwords.ts'
import {
  confirmSecondFactor,
  enrolSecondFactor,
  removeSecondFactor,
  renewRecoveryCodes,
  useSecondFactor,
} from './second-factor.ts'
import { endSessions, longestMs, type SignedInSession, type SignInMethod } from './sessions.ts'
import { beginAttempt, endAttempt } from './throttle.ts'

/** What people do with their own account: password, second factor, sessions. */
export function accountRoutes(platform: Platform): readonly Implementation[] {
  return [
    implement(routes.changePassword, async ({ body, request }) => {
      const { session, account } = await own(platform, request)
      await proveIt(platform, { account, request, password: body.current })
      await changeOwnPassword(platform, { account, next: body.next, current: body.current, sessionId: session.id })
    }),
    ...secondFactorRoutes(platform),
    ...ownSessionRoutes(platform),
  ]
}

function secondFactorRoutes(platform: Platform): Implementation[] {
  return [
    implement(routes.enrolSecondFactor, async ({ body, request }) => {
      const { account } = await own(platform, request)
      await proveIt(platform, { account, request, password: body.password })
      if (account.totp_sealed !== null) throw new ProblemError('conflict', { reason: 'secondFactorOn' })
      return enrolSecondFactor(platform, account)
    }),
    implement(routes.confirmSecondFactor, async ({ body, request }) => {
      const { account, session } = await own(platform, request)
      if (account.totp_pending === null) throw new ProblemError('conflict', { reason: 'secondFactorNotPending' })
      const codes = await confirmSecondFactor(platform, account, body.code)
      if (!codes) throw new ProblemError('secondFactorWrong')
      // Whoever signed in elsewhere without the second factor has to sign in with it.
      await endSessions(platform, { accountId: account.id, except: session.id })
      return { recoveryCodes: [...codes] }
    }),
    implement(routes.renewRecoveryCodes, async ({ body, request }) => {
      const { account } = await own(platform, request)
      await proveIt(platform, { account, request, ...body })
      return { recoveryCodes: [...(await renewRecoveryCodes(platform, account.id))] }
    }),
    implement(routes.removeSecondFactor, async ({ body, request }) => {
      const { account } = await own(platform, request)
      await proveIt(platform, { account, request, ...body })
      await removeSecondFactor(platform, account.id)
    }),
  ]
}

function ownSessionRoutes(platform: Platform): Implementation[] {
  return [
    implement(routes.sessions, async ({ request }) => {
      const { session } = await own(platform, request)
      return { items: await listSessions(platform, session) }
    }),
    implement(routes.endSession, async ({ params, request }) => {
      const { session } = await own(platform, request)
      const ended = await endSessions(platform, { accountId: session.account.id, id: params.id })
      if (ended === 0) throw new ProblemError('notFound')
    }),
  ]
}

async function own(
  platform: Platform,
  request: FastifyRequest,
): Promise<{ readonly session: SignedInSession; readonly account: AccountRow }> {
  const { session } = callerOf(request)
  const account = session && (await findAccount(platform.db, session.account.id))
  if (!account) throw new ProblemError('signInNeeded')
  return { session, account }
}

/**
 * Somebody at an unlocked screen must not take the account over: what protects it is changed only by who knows its password, and has the
 * second factor where a code is asked for.
 *
 * @throws ProblemError `signInFailed`, `secondFactorWrong`, `accountLocked`; `conflict` for accounts of an identity provider
 */
async function proveIt(
  platform: Platform,
  given: {
    readonly account: AccountRow
    readonly request: FastifyRequest
    readonly password: string
    readonly code?: string
  },
): Promise<void> {
  const { account, request, password, code } = given
  if (account.signs_in_with === 'oidc') throw new ProblemError('conflict', { reason: 'externalAccount' })
  const attempt = { login: account.login, address: request.ip }
  await beginAttempt(platform, attempt)
  if (!(await passwordMatches(password, account.password_hash ?? undefined))) {
    throw new ProblemError('signInFailed', { reason: 'password' })
  }
  if (code !== undefined && !(await useSecondFactor(platform, account, code)))
    throw new ProblemError('secondFactorWrong')
  await endAttempt(platform, attempt)
}

interface SessionRow {
  readonly id: string
  readonly created_at: number
  readonly last_used_at: number
  readonly until: number
  readonly address: string
  readonly user_agent: string
  readonly method: SignInMethod
}

async function listSessions({ db }: Platform, session: SignedInSession) {
  const rows = await db.query<SessionRow>(
    `select id, created_at, last_used_at, until, address, user_agent, method
       from account_session
      where account_id = $1
        and state = 'active'
        and created_at > $2
      order by last_used_at desc, id`,
    [session.account.id, new Date(session.createdAt - longestMs)],
  )
  return rows.map((row) => ({
    id: row.id,
    current: row.id === session.id,
    signedInAt: new Date(row.created_at).toISOString(),
    lastUsedAt: new Date(row.last_used_at).toISOString(),
    until: new Date(row.until).toISOString(),
    address: row.address,
    userAgent: row.user_agent,
    method: row.method,
  }))
}
