import type { Grant, Role } from '@zhengfeng/contract'
import type { Queryable } from '../storage/database.ts'

/** An account as it is kept. */
export interface AccountRow {
  readonly id: string
  readonly login: string
  readonly name: string
  readonly division: string | null
  readonly state: 'active' | 'disabled'
  readonly signs_in_with: 'password' | 'oidc'
  readonly duty: string
  readonly password_hash: string | null
  readonly must_change_password: boolean
  readonly totp_sealed: Uint8Array | null
  readonly totp_pending: Uint8Array | null
  readonly created_at: number
  readonly created_by: string
  readonly last_sign_in_at: number | null
}

export const accountColumns = `id, login, name, division, state, signs_in_with, duty, password_hash, must_change_password,
       totp_sealed, totp_pending, created_at, created_by, last_sign_in_at`

/** The account of a login, typed in any case. */
export async function findAccountByLogin(db: Queryable, login: string): Promise<AccountRow | undefined> {
  const [row] = await db.query<AccountRow>(
    `select ${accountColumns}
       from account
      where login = $1`,
    [login.trim().toLowerCase()],
  )
  return row
}

export async function findAccount(db: Queryable, id: string): Promise<AccountRow | undefined> {
  const [row] = await db.query<AccountRow>(
    `select ${accountColumns}
       from account
      where id = $1`,
    [id],
  )
  return row
}

/** The grants of accounts, by account. */
export async function readGrants(
  db: Queryable,
  ids: readonly string[],
): Promise<ReadonlyMap<string, readonly Grant[]>> {
  const rows = await db.query<{ account_id: string; role: Role; division: string | null; department: string | null }>(
    `select account_id, role, division, department
       from account_grant
      where account_id = any($1::uuid[])
      order by account_id, role, division nulls first, department nulls first`,
    [ids],
  )
  const grants = new Map<string, Grant[]>(ids.map((id) => [id, []]))
  for (const { account_id, role, division, department } of rows) {
    grants.get(account_id)?.push({
      role,
      ...(division !== null && { division }),
      ...(department !== null && { department }),
    })
  }
  return grants
}
