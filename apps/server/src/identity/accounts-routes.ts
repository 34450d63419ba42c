import { type Account, accountsRoutes as routes } from '@zhengfeng/contract'
import type { Access } from '../http/access.ts'
import { type Implementation, implement } from '../http/implement.ts'
import { textsIn } from '../http/language.ts'
import { ProblemError } from '../http/problem-error.ts'
import { readCursor, writeCursor } from '../jobs/cursor.ts'
import type { Platform } from '../platform.ts'
import { cachedTree } from '../settings/cached-tree.ts'
import { sendTable } from '../tables/send-table.ts'
import type { Cell, ColumnKind } from '../tables/table.ts'
import { type AccountFilter, listAccounts } from './list-accounts.ts'
import { makeAccount, replaceGrants } from './make-account.ts'
import { checkDivision, checkGrants, getAccount, getManagedAccount } from './manage-account.ts'
import { hashPassword } from './passwords.ts'
import { removeSecondFactor } from './second-factor.ts'
import { endSessions, forgetSessions } from './sessions.ts'
import { forgetFailures } from './throttle.ts'
import { readableSecret } from './tokens.ts'
import { wallClock } from './wall-clock.ts'

/** The accounts, for security administrators; auditors may look. */
export function accountsRoutes(platform: Platform): readonly Implementation[] {
  return [...readingRoutes(platform), ...changingRoutes(platform), ...helpingRoutes(platform)]
}

function readingRoutes(platform: Platform): Implementation[] {
  return [
    implement(routes.list, async ({ access, query }) => {
      const { cursor, limit, ...filter } = query
      const after = readCursor(cursor, ['string'])?.[0]
      const accounts = await read(platform, access, { filter, after, limit: limit + 1 })
      const last = accounts.length > limit ? accounts[limit - 1] : undefined
      return { items: accounts.slice(0, limit), ...(last && { next: writeCursor([last.login]) }) }
    }),
    implement(routes.export, async (call) => {
      const { format, language, ...filter } = call.query
      const { t } = textsIn(language)
      const titled = columns.map(([name, kind]) => ({ title: t(`server.accounts.columns.${name}`), kind }))
      const timeZone = platform.configuration.ZHENGFENG_TIME_ZONE
      const rows = cells(platform, call.access, filter)
      return sendTable(call, { name: 'accounts', columns: titled, rows, timeZone }, { format, language })
    }),
    implement(routes.get, ({ access, params }) => getAccount(platform, access, params.id)),
  ]
}

function changingRoutes(platform: Platform): Implementation[] {
  return [
    implement(routes.create, async ({ access, body }) => {
      await checkDivision(platform, access, { division: body.division, field: 'division' })
      await checkGrants(platform, access, body.grants)
      const initialPassword = body.signsInWith === 'password' ? readableSecret(4) : undefined
      const passwordHash = initialPassword === undefined ? undefined : await hashPassword(initialPassword)
      const id = await platform.db.transaction((tx) =>
        makeAccount(tx, {
          ...body,
          ...(passwordHash !== undefined && { passwordHash }),
          mustChangePassword: passwordHash !== undefined,
          ...by(platform, access),
        }),
      )
      const account = await getAccount(platform, access, id)
      return { account, ...(initialPassword !== undefined && { initialPassword }) }
    }),
    implement(routes.update, async ({ access, params: { id }, body }) => {
      await getManagedAccount(platform, access, id)
      if (body.division !== undefined) {
        await checkDivision(platform, access, { division: body.division ?? undefined, field: 'division' })
      }
      await platform.db.query(
        `update account
            set name = coalesce($2, name),
                division = case when $3 then $4::text else division end,
                state = coalesce($5, state)
          where id = $1`,
        [id, body.name ?? null, body.division !== undefined, body.division ?? null, body.state ?? null],
      )
      if (body.state === 'disabled') await endSessions(platform, { accountId: id })
      forgetSessions(platform)
      return getAccount(platform, access, id)
    }),
    implement(routes.setGrants, async ({ access, params: { id }, body }) => {
      await getManagedAccount(platform, access, id)
      await checkGrants(platform, access, body.grants)
      await platform.db.transaction(async (tx) => {
        await replaceGrants(tx, id, { grants: body.grants, ...by(platform, access) })
        await endSessions(platform, { accountId: id }, tx)
      })
      forgetSessions(platform)
      return getAccount(platform, access, id)
    }),
  ]
}

function helpingRoutes(platform: Platform): Implementation[] {
  return [
    implement(routes.unlock, async ({ access, params: { id } }) => {
      const account = await getManagedAccount(platform, access, id)
      await forgetFailures(platform, account.login)
      return getAccount(platform, access, id)
    }),
    implement(routes.resetPassword, async ({ access, params: { id } }) => {
      const { login, signsInWith } = await getManagedAccount(platform, access, id)
      if (signsInWith === 'oidc') throw new ProblemError('conflict', { reason: 'externalAccount' })
      const initialPassword = readableSecret(4)
      await platform.db.query(
        `update account
            set password_hash = $2,
                password_changed_at = $3,
                must_change_password = true
          where id = $1`,
        [id, await hashPassword(initialPassword), new Date(wallClock(platform))],
      )
      await endSessions(platform, { accountId: id })
      await forgetFailures(platform, login)
      return { account: await getAccount(platform, access, id), initialPassword }
    }),
    implement(routes.resetSecondFactor, async ({ access, params: { id } }) => {
      await getManagedAccount(platform, access, id)
      await removeSecondFactor(platform, id)
      await endSessions(platform, { accountId: id })
      return getAccount(platform, access, id)
    }),
    implement(routes.endSessions, async ({ access, params: { id } }) => {
      await getManagedAccount(platform, access, id)
      await endSessions(platform, { accountId: id })
    }),
  ]
}

function by(platform: Platform, { who }: Access): { readonly by: string; readonly at: number } {
  return { by: who.kind === 'account' ? who.login : who.kind, at: wallClock(platform) }
}

interface Asked {
  readonly filter: AccountFilter & { readonly division?: string | undefined }
  readonly after?: string | undefined
  readonly limit: number
}

async function read(platform: Platform, access: Access, { filter, after, limit }: Asked): Promise<Account[]> {
  const { division, ...rest } = filter
  const divisions = division === undefined ? undefined : (await cachedTree(platform)).subtree(division)
  return listAccounts(platform, access.scope('account.read'), { filter: { ...rest, divisions }, after, limit })
}

const columns: readonly (readonly [name: string, kind: ColumnKind])[] = [
  ['login', 'text'],
  ['name', 'text'],
  ['division', 'text'],
  ['state', 'text'],
  ['signsInWith', 'text'],
  ['secondFactor', 'yesNo'],
  ['lastSignInAt', 'instant'],
  ['createdAt', 'instant'],
  ['createdBy', 'text'],
  ['role', 'text'],
  ['grantDivision', 'text'],
  ['grantDepartment', 'text'],
]

const exportedAtOnce = 1_000

/** One row per grant; one without a role for accounts that have none. */
async function* cells(platform: Platform, access: Access, filter: Asked['filter']): AsyncGenerator<readonly Cell[]> {
  let after: string | undefined
  for (;;) {
    const accounts = await read(platform, access, { filter, after, limit: exportedAtOnce })
    for (const account of accounts) yield* rowsOf(account)
    if (accounts.length < exportedAtOnce) return
    after = accounts[accounts.length - 1].login
  }
}

function rowsOf(account: Account): (readonly Cell[])[] {
  const { login, name, division, state, signsInWith, secondFactor, lastSignInAt, createdAt, createdBy } = account
  const lastAt = lastSignInAt === undefined ? undefined : Date.parse(lastSignInAt)
  const row = [login, name, division, state, signsInWith, secondFactor, lastAt, Date.parse(createdAt), createdBy]
  if (account.grants.length === 0) return [[...row, undefined, undefined, undefined]]
  return account.grants.map((grant) => [...row, grant.role, grant.division, grant.department])
}
