import type { Account, Grant } from '@zhengfeng/contract'
import type { Access } from '../http/access.ts'
import { ProblemError } from '../http/problem-error.ts'
import type { Platform } from '../platform.ts'
import { cachedTree } from '../settings/cached-tree.ts'
import { listAccounts } from './list-accounts.ts'

/**
 * An account that somebody may see.
 *
 * @throws ProblemError `notFound` where there is none within the scope
 */
export async function getAccount(platform: Platform, access: Access, id: string): Promise<Account> {
  const [account] = await listAccounts(platform, access.scope('account.read'), { filter: { id }, limit: 1 })
  if (!account) throw new ProblemError('notFound')
  return account
}

/**
 * An account that somebody may change: not their own, belonging to their divisions, and with no rights beyond these — who can reset the
 * password of an account has its rights.
 *
 * @throws ProblemError `notFound`, `forbidden`, `outOfScope`
 */
export async function getManagedAccount(platform: Platform, access: Access, id: string): Promise<Account> {
  const [account] = await listAccounts(platform, access.scope('account.manage'), { filter: { id }, limit: 1 })
  if (!account) throw new ProblemError('notFound')
  if (access.who.kind === 'account' && access.who.id === id)
    throw new ProblemError('forbidden', { reason: 'ownGrants' })
  for (const { division } of account.grants) requireScope(access, division, 'id')
  return account
}

/** @throws ProblemError `invalid` for divisions that are not there, `outOfScope` for those beyond one’s own */
export async function checkGrants(platform: Platform, access: Access, grants: readonly Grant[]): Promise<void> {
  for (const [at, { division }] of grants.entries()) {
    await checkDivision(platform, access, { division, field: `grants.${at}.division` })
  }
}

/** @throws ProblemError `invalid`, `outOfScope` */
export async function checkDivision(
  platform: Platform,
  access: Access,
  { division, field }: { readonly division: string | undefined; readonly field: string },
): Promise<void> {
  const tree = await cachedTree(platform)
  if (division !== undefined && !tree.find(division)) {
    throw new ProblemError('invalid', {}, { fields: [{ field, value: division, message: 'unknownDivision' }] })
  }
  requireScope(access, division, field)
}

/** No division stands for everywhere: only who may manage everywhere may give that. */
function requireScope(access: Access, division: string | undefined, field: string): void {
  const may =
    division === undefined ? access.scope('account.manage').everything : access.can('account.manage', division)
  if (may) return
  const told = division === undefined ? {} : { value: division }
  throw new ProblemError('outOfScope', {}, { fields: [{ field, ...told, message: 'outOfScope' }] })
}
