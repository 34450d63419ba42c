import { type Me, type Permission, type Role, roles, type Session } from '@zhengfeng/contract'

export const now = '2026-03-20T02:30:00Z'

/** A session of somebody who holds a role everywhere. */
export function sessionOf(role: Role): Session {
  return {
    product: '政风',
    version: '0.1.0',
    sandbox: true,
    serverTime: now,
    timeZone: 'Asia/Shanghai',
    oidc: false,
    setupNeeded: false,
    secondFactorPending: false,
    me: personOf(role),
  }
}

export function personOf(role: Role): Me {
  const permissions: readonly Permission[] = roles[role]
  return {
    id: '11111111-1111-4111-8111-111111111111',
    login: role.toLowerCase(),
    name: '样例人员',
    grants: [{ role }],
    permissions: permissions.map((permission) => ({ permission, everywhere: true, divisions: [], departments: [] })),
    mustChangePassword: false,
    secondFactor: 'advised',
    session: {
      id: '22222222-2222-4222-8222-222222222222',
      signedInAt: '2026-03-20T01:00:00Z',
      idleUntil: '2026-03-20T04:30:00Z',
      until: '2026-03-20T13:00:00Z',
    },
  }
}
