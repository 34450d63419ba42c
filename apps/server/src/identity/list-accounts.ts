import type { Account, Grant } from '@zhengfeng/contract'
import { inScope, type Scope } from '../http/access.ts'
import type { Platform } from '../platform.ts'
import type { Parameter } from '../storage/database.ts'
import { type AccountRow, accountColumns, readGrants } from './accounts-store.ts'
import { locksOf } from './throttle.ts'

export interface AccountFilter {
  readonly text?: string | undefined
  readonly role?: string | undefined
  readonly state?: string | undefined
  /** A subtree, resolved. */
  readonly divisions?: readonly string[] | undefined
  readonly id?: string
}

/** Accounts that belong to a scope, by login. Accounts without a division are seen by those who may see everything. */
export async function listAccounts(
  platform: Platform,
  scope: Scope,
  asked: { readonly filter: AccountFilter; readonly after?: string | undefined; readonly limit: number },
): Promise<Account[]> {
  const { filter, after, limit } = asked
  const parameters: Parameter[] = []
  const add = (value: Parameter): string => `$${parameters.push(value)}`
  const conditions = [inScope(scope, { division: 'division' }, parameters)]
  if (filter.id) conditions.push(`id = ${add(filter.id)}`)
  if (filter.state) conditions.push(`state = ${add(filter.state)}`)
  if (filter.divisions) conditions.push(`division = any(${add(filter.divisions)}::text[])`)
  if (filter.text) {
    const pattern = add(`%${filter.text.replace(/[\\%_]/g, '\\$&')}%`)
    conditions.push(`(login ilike ${pattern} or name ilike ${pattern})`)
  }
  if (filter.role) {
    conditions.push(
      `exists (select from account_grant where account_grant.account_id = account.id and role = ${add(filter.role)})`,
    )
  }
  if (after !== undefined) conditions.push(`login > ${add(after)}`)
  const rows = await platform.db.query<AccountRow>(
    `select ${accountColumns}
       from account
      where ${conditions.join('\n        and ')}
      order by login
      limit ${add(limit)}`,
    parameters,
  )
  return describeAccounts(platform, rows)
}

/** Accounts as they are told: without anything that helps to sign in. */
export async function describeAccounts(platform: Platform, rows: readonly AccountRow[]): Promise<Account[]> {
  const grants = await readGrants(
    platform.db,
    rows.map(({ id }) => id),
  )
  const locks = await locksOf(
    platform,
    rows.map(({ login }) => login),
  )
  return rows.map((row) => describe(row, grants.get(row.id) ?? [], locks.get(row.login)))
}

function describe(row: AccountRow, grants: readonly Grant[], lockedUntil: number | undefined): Account {
  return {
    id: row.id,
    login: row.login,
    name: row.name,
    ...(row.division !== null && { division: row.division }),
    state: row.state,
    ...(lockedUntil !== undefined && { lockedUntil: new Date(lockedUntil).toISOString() }),
    signsInWith: row.signs_in_with,
    secondFactor: row.totp_sealed !== null,
    mustChangePassword: row.must_change_password,
    ...(row.last_sign_in_at !== null && { lastSignInAt: new Date(row.last_sign_in_at).toISOString() }),
    createdAt: new Date(row.created_at).toISOString(),
    createdBy: row.created_by,
    grants: grants.map((grant) => ({ ...grant })),
  }
}
