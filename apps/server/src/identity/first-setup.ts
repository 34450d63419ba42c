import type { FastifyRequest } from 'fastify'
import { ProblemError } from '../http/problem-error.ts'
import type { Platform } from '../platform.ts'
import { type AccountRow, findAccount } from './accounts-store.ts'
import { makeAccount } from './make-account.ts'
import { checkPasswordRules } from './password-rules.ts'
import { hashPassword } from './passwords.ts'
import { isSetupNeeded, isSetupToken } from './setup-token.ts'
import { beginAttempt } from './throttle.ts'
import { wallClock } from './wall-clock.ts'

export interface FirstAdministrator {
  readonly token: string
  readonly login: string
  readonly name: string
  readonly password: string
}

/**
 * Makes the first security administrator, who makes all other accounts. Needs the token that the server printed.
 *
 * @throws ProblemError `conflict` where there are accounts, `signInFailed` for a wrong token, `accountLocked`, `passwordWeak`
 */
export async function makeFirstAdministrator(
  platform: Platform,
  given: FirstAdministrator,
  request: FastifyRequest,
): Promise<AccountRow> {
  if (!(await isSetupNeeded(platform))) throw new ProblemError('conflict', { reason: 'setupDone' })
  if (!(await isSetupToken(platform, given.token))) {
    await beginAttempt(platform, { login: '(setup)', address: request.ip })
    throw new ProblemError('signInFailed', { reason: 'setupToken' })
  }
  checkPasswordRules(given.password, [given.login, given.name])
  const passwordHash = await hashPassword(given.password)
  const at = wallClock(platform)
  const id = await platform.db.transaction(async (tx) => {
    const made = await makeAccount(tx, {
      login: given.login,
      name: given.name,
      signsInWith: 'password',
      passwordHash,
      mustChangePassword: false,
      grants: [{ role: 'securityAdministrator' }],
      by: 'setup',
      at,
    })
    // One row at most: of two that come together, one is refused.
    const first = await tx.query(
      `insert into first_setup (done_at, account_id)
       values ($1, $2)
       on conflict (sole) do nothing
       returning account_id`,
      [new Date(at), made],
    )
    if (first.length === 0) throw new ProblemError('conflict', { reason: 'setupDone' })
    return made
  })
  return (await findAccount(platform.db, id)) as AccountRow
}
