import { type Grant, type Me, type Role, separatedRoles } from '@zhengfeng/contract'
import type { Platform } from '../platform.ts'
import type { AccountRow } from './accounts-store.ts'
import { findAccount } from './accounts-store.ts'
import { permissionScopes } from './grant-access.ts'
import { countRecoveryCodes } from './second-factor.ts'
import { idleMs, type SignedInSession } from './sessions.ts'

/** Who is signed in, and what they may do; undefined where the account is gone. */
export async function describeMe(platform: Platform, session: SignedInSession): Promise<Me | undefined> {
  const account = await findAccount(platform.db, session.account.id)
  if (!account) return undefined
  const { grants } = session
  const recoveryCodesLeft = account.totp_sealed === null ? undefined : await countRecoveryCodes(platform, account.id)
  const missing = isSecurityAdministrator(grants) ? await missingAdministrators(platform) : undefined
  return {
    id: account.id,
    login: account.login,
    name: account.name,
    ...(account.division !== null && { division: account.division }),
    grants: grants.map((grant) => ({ ...grant })),
    permissions: permissionScopes(grants),
    mustChangePassword: account.must_change_password,
    secondFactor: secondFactorState(account, grants),
    ...(recoveryCodesLeft !== undefined && { recoveryCodesLeft }),
    session: {
      id: session.id,
      signedInAt: new Date(session.createdAt).toISOString(),
      idleUntil: new Date(Math.min(session.lastUsedAt + idleMs, session.until)).toISOString(),
      until: new Date(session.until).toISOString(),
    },
    ...(missing && { administratorsMissing: missing }),
  }
}

/** Whoever may do much, or sees personal data, should have one. */
function secondFactorState(account: AccountRow, grants: readonly Grant[]): Me['secondFactor'] {
  if (account.signs_in_with === 'oidc') return 'external'
  if (account.totp_sealed !== null) return 'on'
  const advised = grants.some(({ role }) => role === 'supervisor' || separatedRoles.includes(role))
  return advised ? 'advised' : 'off'
}

function isSecurityAdministrator(grants: readonly Grant[]): boolean {
  return grants.some(({ role }) => role === 'securityAdministrator')
}

async function missingAdministrators({ db }: Platform): Promise<Role[]> {
  const held = await db.query<{ duty: string }>(
    `select distinct duty
       from account
      where duty <> 'service'
        and state = 'active'`,
  )
  return separatedRoles.filter((role) => !held.some(({ duty }) => duty === role))
}
