import { z } from 'zod'
import { DivisionCode, Instant } from './fields.ts'
import { type Permission, permissions, type Role, roleNames } from './permissions.ts'
import { guards, route } from './route.ts'

export const RoleName = z.enum(roleNames as readonly [Role, ...Role[]])
export const PermissionName = z.enum(permissions as unknown as [Permission, ...Permission[]])

/** What people type to sign in. Case does not matter; it is kept in lower case. */
export const Login = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^[a-z0-9][a-z0-9._@-]{1,63}$/)
/** As typed; the rules for new ones are checked by the server, whose answer names the rule (`passwordWeak`). */
export const Password = z.string().min(1).max(256)
/** Six digits of an authenticator, or a recovery code. */
export const SecondFactorCode = z.string().trim().min(6).max(40)

/** Where a permission is held. */
export const PermissionScope = z.object({
  permission: PermissionName,
  everywhere: z.boolean(),
  /** The tops of the subtrees in which it is held whole. */
  divisions: z.array(DivisionCode),
  /** Single departments within the subtree of a division. */
  departments: z.array(z.object({ division: DivisionCode, department: z.string() })),
})
export type PermissionScope = z.infer<typeof PermissionScope>

/** A role, within the subtree of a division (absent: everywhere) and, where told, one department. */
export const Grant = z.object({
  role: RoleName,
  division: DivisionCode.optional(),
  department: z.string().min(1).max(500).optional(),
})
export type Grant = z.infer<typeof Grant>

export const Me = z.object({
  id: z.uuid(),
  login: z.string(),
  name: z.string(),
  /** The division that the person belongs to; absent: none in particular. */
  division: DivisionCode.optional(),
  grants: z.array(Grant),
  permissions: z.array(PermissionScope),
  /** Until the password is changed, only this session's own routes answer. */
  mustChangePassword: z.boolean(),
  /** `advised`: off, though the role calls for it. `external`: the identity provider sees to it. */
  secondFactor: z.enum(['on', 'off', 'advised', 'external']),
  recoveryCodesLeft: z.int().optional(),
  session: z.object({
    id: z.uuid(),
    signedInAt: Instant,
    /** When it ends if nothing is done. */
    idleUntil: Instant,
    /** When it ends in any case. */
    until: Instant,
  }),
  /** For security administrators: the kinds of administrator that nobody holds yet. */
  administratorsMissing: z.array(RoleName).optional(),
})
export type Me = z.infer<typeof Me>

/** What a page needs before anything else, signed in or not. */
export const Session = z.object({
  product: z.string().describe('name of the product, in the language asked for'),
  version: z.string(),
  sandbox: z.boolean(),
  serverTime: Instant,
  timeZone: z.string(),
  /** Whether an identity provider is configured: link to GET /api/v1/session/oidc. */
  oidc: z.boolean(),
  /** True until the first administrator has been made. */
  setupNeeded: z.boolean(),
  /** Absent: nobody is signed in. `secondFactorPending`: the password was right, the code is still missing. */
  me: Me.optional(),
  secondFactorPending: z.boolean(),
})
export type Session = z.infer<typeof Session>

export const SignInResult = z.object({
  state: z.enum(['signedIn', 'secondFactorNeeded']),
  mustChangePassword: z.boolean().optional(),
})
export type SignInResult = z.infer<typeof SignInResult>

export const OwnSession = z.object({
  id: z.uuid(),
  current: z.boolean(),
  signedInAt: Instant,
  lastUsedAt: Instant,
  until: Instant,
  address: z.string(),
  userAgent: z.string(),
  method: z.enum(['password', 'secondFactor', 'oidc']),
})
export type OwnSession = z.infer<typeof OwnSession>

export const SandboxAccount = z.object({
  login: z.string(),
  password: z.string(),
  name: z.string(),
  role: RoleName,
  division: DivisionCode.optional(),
  divisionName: z.string().optional(),
})
export type SandboxAccount = z.infer<typeof SandboxAccount>

const tag = 'identity'

export const identityRoutes = {
  session: route({
    method: 'GET',
    path: '/api/v1/session',
    summary: 'Who is signed in, what they may do, and what a page needs to know about this server.',
    tag,
    guard: guards.public,
    response: Session,
  }),
  signIn: route({
    method: 'POST',
    path: '/api/v1/session',
    summary: 'Sign in with login and password; sets the session cookie.',
    tag,
    guard: guards.public,
    body: z.object({ login: z.string().trim().min(1).max(100), password: Password }),
    response: SignInResult,
  }),
  secondFactor: route({
    method: 'POST',
    path: '/api/v1/session/second-factor',
    summary: 'Finish signing in with a code of the authenticator, or a recovery code.',
    tag,
    guard: guards.public,
    body: z.object({ code: SecondFactorCode }),
    response: SignInResult,
  }),
  signOut: route({
    method: 'DELETE',
    path: '/api/v1/session',
    summary: 'Sign out.',
    tag,
    guard: guards.public,
    response: 'nothing',
  }),
  oidcStart: route({
    method: 'GET',
    path: '/api/v1/session/oidc',
    summary: 'Leads the browser to the identity provider.',
    tag,
    guard: guards.public,
    query: z.object({ returnTo: z.string().max(2000).optional().describe('page of the console to come back to') }),
    response: 'redirect',
  }),
  oidcCallback: route({
    method: 'GET',
    path: '/api/v1/session/oidc/callback',
    summary: 'Where the identity provider sends the browser back to.',
    tag,
    guard: guards.public,
    query: z.looseObject({ code: z.string().max(4000).optional(), state: z.string().max(500).optional() }),
    response: 'redirect',
  }),
  setupState: route({
    method: 'GET',
    path: '/api/v1/setup',
    summary: 'Whether the first administrator still has to be made.',
    tag,
    guard: guards.public,
    response: z.object({ needed: z.boolean() }),
  }),
  setup: route({
    method: 'POST',
    path: '/api/v1/setup',
    summary:
      'Makes the first security administrator, with the token that the server printed when it started, and signs in.',
    tag,
    guard: guards.public,
    body: z.object({
      token: z.string().trim().min(1).max(100),
      login: Login,
      name: z.string().trim().min(1).max(100),
      password: Password,
    }),
    response: SignInResult,
  }),
  changePassword: route({
    method: 'POST',
    path: '/api/v1/account/password',
    summary: 'Change one’s own password; every other session of the account ends.',
    tag,
    guard: guards.signedIn,
    body: z.object({ current: Password, next: Password }),
    response: 'nothing',
  }),
  enrolSecondFactor: route({
    method: 'POST',
    path: '/api/v1/account/second-factor',
    summary: 'Starts a second factor: gives a secret for the authenticator, in force once confirmed.',
    tag,
    guard: guards.signedIn,
    body: z.object({ password: Password }),
    response: z.object({
      secret: z.string().describe('base32, for typing in'),
      uri: z.string().describe('otpauth://…, for a QR code'),
    }),
  }),
  confirmSecondFactor: route({
    method: 'POST',
    path: '/api/v1/account/second-factor/confirm',
    summary: 'Puts the second factor in force; answers with recovery codes, told only once.',
    tag,
    guard: guards.signedIn,
    body: z.object({ code: SecondFactorCode }),
    response: z.object({ recoveryCodes: z.array(z.string()) }),
  }),
  renewRecoveryCodes: route({
    method: 'POST',
    path: '/api/v1/account/second-factor/recovery-codes',
    summary: 'Replaces the recovery codes.',
    tag,
    guard: guards.signedIn,
    body: z.object({ password: Password, code: SecondFactorCode }),
    response: z.object({ recoveryCodes: z.array(z.string()) }),
  }),
  removeSecondFactor: route({
    method: 'POST',
    path: '/api/v1/account/second-factor/remove',
    summary: 'Takes the second factor off.',
    tag,
    guard: guards.signedIn,
    body: z.object({ password: Password, code: SecondFactorCode }),
    response: 'nothing',
  }),
  sessions: route({
    method: 'GET',
    path: '/api/v1/account/sessions',
    summary: 'One’s own sessions.',
    tag,
    guard: guards.signedIn,
    response: z.object({ items: z.array(OwnSession) }),
  }),
  endSession: route({
    method: 'DELETE',
    path: '/api/v1/account/sessions/{id}',
    summary: 'Ends one of one’s own sessions.',
    tag,
    guard: guards.signedIn,
    params: z.object({ id: z.uuid() }),
    response: 'nothing',
  }),
  sandboxAccounts: route({
    method: 'GET',
    path: '/api/v1/sandbox/accounts',
    summary: 'The demonstration accounts of the sandbox; not found outside it.',
    tag,
    guard: guards.public,
    response: z.object({ items: z.array(SandboxAccount) }),
  }),
}
