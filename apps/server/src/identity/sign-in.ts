import type { SignInResult } from '@zhengfeng/contract'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { noteForAudit } from '../http/audit-request.ts'
import { ProblemError } from '../http/problem-error.ts'
import type { Platform } from '../platform.ts'
import { type AccountRow, findAccount, findAccountByLogin } from './accounts-store.ts'
import { clearSessionCookie, setSessionCookie } from './cookies.ts'
import { passwordMatches } from './passwords.ts'
import { useSecondFactor } from './second-factor.ts'
import { endSessions, type SignedInSession, type SignInMethod, startSession } from './sessions.ts'
import { beginAttempt, endAttempt } from './throttle.ts'
import { wallClock } from './wall-clock.ts'

/** The answer of one request. */
interface Exchange {
  readonly request: FastifyRequest
  readonly reply: FastifyReply
  /** The session that the browser comes with. */
  readonly session: SignedInSession | undefined
}

/**
 * Signs in with login and password. Unknown logins, wrong passwords and disabled accounts are answered alike, after like times.
 *
 * @throws ProblemError `signInFailed`, `accountLocked`, `busy`
 */
export async function signIn(
  platform: Platform,
  given: { readonly login: string; readonly password: string },
  exchange: Exchange,
): Promise<SignInResult> {
  const attempt = { login: given.login, address: exchange.request.ip }
  await beginAttempt(platform, attempt)
  const account = await findAccountByLogin(platform.db, given.login)
  // A login that does not exist may be a password in the wrong field: it is not written down.
  if (account) noteForAudit(exchange.request, notedAs(account))
  const usable = account?.state === 'active' && account.signs_in_with === 'password' ? account : undefined
  const fits = await passwordMatches(given.password, usable?.password_hash ?? undefined)
  if (!usable || !fits) throw new ProblemError('signInFailed')
  if (usable.totp_sealed !== null) {
    await replaceSession(platform, exchange, { accountId: usable.id, state: 'pending', method: 'password' })
    return { state: 'secondFactorNeeded' }
  }
  await endAttempt(platform, attempt)
  return finishSignIn(platform, usable, { ...exchange, method: 'password' })
}

/**
 * Finishes signing in with a code. A new token is given: the one from before the second factor is void.
 *
 * @throws ProblemError `signInNeeded` where no password was given in the last minutes, `secondFactorWrong`, `accountLocked`
 */
export async function signInWithSecondFactor(
  platform: Platform,
  code: string,
  exchange: Exchange,
): Promise<SignInResult> {
  const { session } = exchange
  if (session?.state !== 'pending') throw new ProblemError('signInNeeded')
  const attempt = { login: session.account.login, address: exchange.request.ip }
  await beginAttempt(platform, attempt)
  const account = await findAccount(platform.db, session.account.id)
  if (account) noteForAudit(exchange.request, notedAs(account))
  if (account?.state !== 'active') throw new ProblemError('signInNeeded')
  if (!(await useSecondFactor(platform, account, code))) throw new ProblemError('secondFactorWrong')
  await endAttempt(platform, attempt)
  return finishSignIn(platform, account, { ...exchange, method: 'secondFactor' })
}

/** Gives the session to an account that has proved itself. */
export async function finishSignIn(
  platform: Platform,
  account: Pick<AccountRow, 'id' | 'must_change_password'>,
  exchange: Exchange & { readonly method: SignInMethod },
): Promise<SignInResult> {
  await platform.db.query('update account set last_sign_in_at = $2 where id = $1', [
    account.id,
    new Date(wallClock(platform)),
  ])
  await replaceSession(platform, exchange, { accountId: account.id, state: 'active', method: exchange.method })
  return { state: 'signedIn', ...(account.must_change_password && { mustChangePassword: true }) }
}

/** What the audit trail says of whoever signs in. */
export function notedAs({ id, name, login, division }: AccountRow) {
  return { actor: { id, name }, object: login, division: division ?? undefined }
}

/** Ends the session of the browser. */
export async function signOut(platform: Platform, { session, reply }: Exchange): Promise<void> {
  if (session) await endSessions(platform, { accountId: session.account.id, id: session.id })
  clearSessionCookie(reply, platform.configuration)
}

async function replaceSession(
  platform: Platform,
  { request, reply, session }: Exchange,
  next: { readonly accountId: string; readonly state: 'pending' | 'active'; readonly method: SignInMethod },
): Promise<void> {
  if (session) await endSessions(platform, { accountId: session.account.id, id: session.id })
  const { token } = await startSession(platform, {
    ...next,
    address: request.ip,
    userAgent: request.headers['user-agent'] ?? '',
  })
  setSessionCookie(reply, platform.configuration, token)
}
