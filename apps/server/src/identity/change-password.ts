import { ProblemError } from '../http/problem-error.ts'
import type { Platform } from '../platform.ts'
import type { AccountRow } from './accounts-store.ts'
import { checkPasswordRules } from './password-rules.ts'
import { hashPassword } from './passwords.ts'
import { endSessions } from './sessions.ts'
import { wallClock } from './wall-clock.ts'

/**
 * Sets a new password and ends every other session of the account.
 *
 * @throws ProblemError `passwordWeak`
 */
export async function changeOwnPassword(
  platform: Platform,
  change: {
    readonly account: Pick<AccountRow, 'id' | 'login' | 'name'>
    readonly current: string
    readonly next: string
    readonly sessionId: string
  },
): Promise<void> {
  const { account, current, next, sessionId } = change
  checkPasswordRules(next, [account.login, account.name])
  if (next.normalize('NFKC') === current.normalize('NFKC'))
    throw new ProblemError('passwordWeak', { reason: 'same', shortest: 12 })
  const hash = await hashPassword(next)
  await platform.db.transaction(async (tx) => {
    await tx.query(
      `update account
          set password_hash = $2,
              password_changed_at = $3,
              must_change_password = false
        where id = $1`,
      [account.id, hash, new Date(wallClock(platform))],
    )
    await endSessions(platform, { accountId: account.id, except: sessionId }, tx)
  })
}
