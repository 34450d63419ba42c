import {
  type Grant,
  identityRoutes,
  type Role,
  roleNames,
  type SandboxAccount,
  separatedRoles,
} from '@zhengfeng/contract'
import type { Language } from '@zhengfeng/locales'
import { type Implementation, implement } from '../http/implement.ts'
import { textsIn } from '../http/language.ts'
import { ProblemError } from '../http/problem-error.ts'
import type { Platform } from '../platform.ts'
import { cachedTree } from '../settings/cached-tree.ts'
import type { DivisionTree } from '../settings/division-tree.ts'
import { makeAccount } from './make-account.ts'
import { hashPassword } from './passwords.ts'
import { endSessions } from './sessions.ts'
import { wallClock } from './wall-clock.ts'

const maker = 'sandbox'

/** The demonstration accounts: told to everybody in the sandbox, not found outside it. */
export function sandboxAccountRoutes(platform: Platform): readonly Implementation[] {
  return [
    implement(identityRoutes.sandboxAccounts, async ({ language }) => {
      if (!platform.configuration.ZHENGFENG_SANDBOX) throw new ProblemError('notFound')
      return { items: await listSandboxAccounts(platform, language) }
    }),
  ]
}

/** Makes one account for each role, once the divisions are there. Those that are there already are left as they are. */
export async function ensureSandboxAccounts(platform: Platform): Promise<void> {
  const tree = await cachedTree(platform)
  const missing = await missingRoles(platform)
  if (missing.length === 0) return
  // The same for all, so it is computed once: it is no secret.
  const passwordHash = await hashPassword(sandboxPassword(platform))
  for (const role of missing) {
    const grant = grantOf(role, tree)
    await platform.db.transaction((tx) =>
      makeAccount(tx, {
        login: loginOf(role),
        name: textsIn('zh-CN').t(`server.sandboxAccounts.${role}`),
        division: grant.division,
        signsInWith: 'password',
        passwordHash,
        mustChangePassword: false,
        grants: [grant],
        by: maker,
        at: wallClock(platform),
      }),
    )
  }
}

/** Passwords that everybody was told must not open a real installation: outside the sandbox its accounts are disabled. */
export async function disableSandboxAccounts(platform: Platform): Promise<void> {
  const disabled = await platform.db.query<{ id: string }>(
    `update account
        set state = 'disabled'
      where created_by = $1
        and state = 'active'
     returning id`,
    [maker],
  )
  for (const { id } of disabled) await endSessions(platform, { accountId: id })
  if (disabled.length > 0) platform.log.warn({ accounts: disabled.length }, 'the demonstration accounts were disabled')
}

async function missingRoles({ db }: Platform): Promise<Role[]> {
  const made = await db.query<{ login: string }>('select login from account where created_by = $1', [maker])
  return roleNames.filter((role) => !made.some(({ login }) => login === loginOf(role)))
}

async function listSandboxAccounts(platform: Platform, language: Language): Promise<SandboxAccount[]> {
  const tree = await cachedTree(platform)
  const rows = await platform.db.query<{ login: string; role: Role; division: string | null }>(
    `select account.login, role, account_grant.division
       from account
       join account_grant on account_grant.account_id = account.id
      where created_by = $1
        and state = 'active'
      order by login`,
    [maker],
  )
  return rows
    .sort((a, b) => roleNames.indexOf(a.role) - roleNames.indexOf(b.role))
    .map(({ login, role, division }) => ({
      login,
      role,
      password: sandboxPassword(platform),
      name: textsIn(language).t(`server.sandboxAccounts.${role}`),
      ...(division !== null && { division }),
      ...(division !== null && { divisionName: tree.find(division)?.name ?? division }),
    }))
}

/** The province for most; a city for who leads one; a county for who works there. */
function grantOf(role: Role, tree: DivisionTree): Grant {
  if (separatedRoles.includes(role)) return { role }
  const [province] = tree.childrenOf(undefined)
  const city = province && tree.childrenOf(province.code)[0]
  const county = city && tree.childrenOf(city.code)[0]
  const division = (role === 'head' ? city : role === 'officer' ? county : province) ?? province
  return { role, ...(division && { division: division.code }) }
}

function loginOf(role: Role): string {
  return `demo-${role.toLowerCase()}`
}

function sandboxPassword({ keys }: Platform): string {
  return `demo-${keys.sign('password', 'sandbox').slice(0, 10)}`
}
