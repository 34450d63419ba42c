import { z } from 'zod'
import { DivisionCode, Instant, Paging, page } from './fields.ts'
import { Grant, Login, RoleName } from './identity.ts'
import { guards, route } from './route.ts'
import { TableExport } from './tables.ts'

export const AccountState = z.enum(['active', 'disabled'])

export const Account = z.object({
  id: z.uuid(),
  login: z.string(),
  name: z.string(),
  division: DivisionCode.optional(),
  state: AccountState,
  /** Signing in is refused until then, after too many failures. */
  lockedUntil: Instant.optional(),
  signsInWith: z.enum(['password', 'oidc']),
  secondFactor: z.boolean(),
  mustChangePassword: z.boolean(),
  lastSignInAt: Instant.optional(),
  createdAt: Instant,
  createdBy: z.string(),
  grants: z.array(Grant),
})
export type Account = z.infer<typeof Account>

const AccountFilter = z.object({
  text: z.string().trim().max(100).optional().describe('part of login or name'),
  role: RoleName.optional(),
  state: AccountState.optional(),
  division: DivisionCode.optional().describe('belonging to the subtree of this division'),
})
const name = z.string().trim().min(1).max(100)
const grants = z.array(Grant).max(50)
const params = z.object({ id: z.uuid() })
/** Told only once; to be handed to the person, who must change it when signing in. */
const WithPassword = z.object({ account: Account, initialPassword: z.string().optional() })
const tag = 'accounts'

export const accountsRoutes = {
  list: route({
    method: 'GET',
    path: '/api/v1/accounts',
    summary: 'Accounts by login.',
    tag,
    guard: guards.may('account.read'),
    query: Paging.extend(AccountFilter.shape),
    response: page(Account),
  }),
  export: route({
    method: 'GET',
    path: '/api/v1/accounts/export',
    summary: 'Accounts and their grants as a table.',
    tag,
    guard: guards.may('account.read'),
    query: AccountFilter.extend(TableExport.shape),
    response: 'file',
  }),
  get: route({
    method: 'GET',
    path: '/api/v1/accounts/{id}',
    summary: 'One account.',
    tag,
    guard: guards.may('account.read'),
    params,
    response: Account,
  }),
  create: route({
    method: 'POST',
    path: '/api/v1/accounts',
    summary: 'Makes an account, with a password that is told once and must be changed, or for the identity provider.',
    tag,
    guard: guards.may('account.manage'),
    body: z.object({
      login: Login,
      name,
      division: DivisionCode.optional(),
      signsInWith: z.enum(['password', 'oidc']).default('password'),
      grants: grants.default([]),
    }),
    response: WithPassword,
  }),
  update: route({
    method: 'PATCH',
    path: '/api/v1/accounts/{id}',
    summary: 'Changes name, division or state; disabling ends every session of the account.',
    tag,
    guard: guards.may('account.manage'),
    params,
    body: z.object({
      name: name.optional(),
      division: DivisionCode.nullable().optional().describe('null: none in particular'),
      state: AccountState.optional(),
    }),
    response: Account,
  }),
  setGrants: route({
    method: 'PUT',
    path: '/api/v1/accounts/{id}/grants',
    summary: 'Replaces the roles of an account; its sessions have to sign in again.',
    tag,
    guard: guards.may('account.manage'),
    params,
    body: z.object({ grants }),
    response: Account,
  }),
  unlock: route({
    method: 'POST',
    path: '/api/v1/accounts/{id}/unlock',
    summary: 'Lifts a lock after too many failures.',
    tag,
    guard: guards.may('account.manage'),
    params,
    response: Account,
  }),
  resetPassword: route({
    method: 'POST',
    path: '/api/v1/accounts/{id}/password-reset',
    summary: 'Gives a new password, told once, to be changed when signing in; ends every session of the account.',
    tag,
    guard: guards.may('account.manage'),
    params,
    response: WithPassword,
  }),
  resetSecondFactor: route({
    method: 'POST',
    path: '/api/v1/accounts/{id}/second-factor-reset',
    summary: 'Takes a lost second factor off; ends every session of the account.',
    tag,
    guard: guards.may('account.manage'),
    params,
    response: Account,
  }),
  endSessions: route({
    method: 'DELETE',
    path: '/api/v1/accounts/{id}/sessions',
    summary: 'Ends every session of an account.',
    tag,
    guard: guards.may('account.manage'),
    params,
    response: 'nothing',
  }),
}
