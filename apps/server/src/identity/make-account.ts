import { randomUUID } from 'node:crypto'
import { type Grant, type Role, separatedRoles } from '@zhengfeng/contract'
import { ProblemError } from '../http/problem-error.ts'
import type { Queryable } from '../storage/database.ts'

export interface NewAccount {
  readonly login: string
  readonly name: string
  readonly division?: string | undefined
  readonly signsInWith: 'password' | 'oidc'
  readonly passwordHash?: string
  readonly mustChangePassword: boolean
  readonly grants: readonly Grant[]
  readonly by: string
  readonly at: number
}

/**
 * Makes an account with its grants, in the transaction given.
 *
 * @throws ProblemError `conflict` where the login is taken, `rolesSeparated`
 */
export async function makeAccount(tx: Queryable, account: NewAccount): Promise<string> {
  const id = randomUUID()
  const made = await tx.query(
    `insert into account (id, login, name, division, signs_in_with, duty, password_hash, password_changed_at,
                          must_change_password, created_at, created_by)
     values ($1, $2, $3, $4, $5, $6, $7::text, case when $7::text is null then null else $9::timestamptz end, $8, $9, $10)
     on conflict (login) do nothing
     returning id`,
    [
      id,
      account.login,
      account.name,
      account.division ?? null,
      account.signsInWith,
      dutyOf(account.grants),
      account.passwordHash ?? null,
      account.mustChangePassword,
      new Date(account.at),
      account.by,
    ],
  )
  if (made.length === 0) throw new ProblemError('conflict', { reason: 'loginTaken', login: account.login })
  await insertGrants(tx, id, account)
  return id
}

/** Replaces the grants of an account, in the transaction given. @throws ProblemError `rolesSeparated` */
export async function replaceGrants(
  tx: Queryable,
  id: string,
  change: { readonly grants: readonly Grant[]; readonly by: string; readonly at: number },
): Promise<void> {
  const duty = dutyOf(change.grants)
  await tx.query('delete from account_grant where account_id = $1', [id])
  await tx.query('update account set duty = $2 where id = $1', [id, duty])
  await insertGrants(tx, id, change)
}

/**
 * The one duty of an account that holds these roles.
 *
 * @throws ProblemError `rolesSeparated` where an administrator's role would be held together with any other
 */
export function dutyOf(grants: readonly Grant[]): string {
  const names = [...new Set(grants.map(({ role }) => role))]
  const separated = names.filter(isSeparated)
  if (separated.length === 0) return 'service'
  if (names.length > 1) throw new ProblemError('rolesSeparated', { roles: names.join(', ') })
  return separated[0]
}

function isSeparated(role: Role): boolean {
  return separatedRoles.includes(role)
}

async function insertGrants(
  tx: Queryable,
  id: string,
  { grants, by, at }: { readonly grants: readonly Grant[]; readonly by: string; readonly at: number },
): Promise<void> {
  for (const { role, division, department } of unique(grants)) {
    await tx.query(
      `insert into account_grant (id, account_id, role, duty, division, department, granted_at, granted_by)
       values ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [
        randomUUID(),
        id,
        role,
        isSeparated(role) ? role : 'service',
        division ?? null,
        department ?? null,
        new Date(at),
        by,
      ],
    )
  }
}

function unique(grants: readonly Grant[]): Grant[] {
  return [...new Map(grants.map((grant) => [`${grant.role}\n${grant.division}\n${grant.department}`, grant])).values()]
}
