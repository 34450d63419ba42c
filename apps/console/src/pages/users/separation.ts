import { type Grant, type Role, separatedRoles } from '@zhengfeng/contract'

/** The roles that may not be held together: administrators of system, security and audit are three people, and nothing else besides. */
export function rolesInConflict(grants: readonly Grant[]): readonly Role[] {
  const roles = Array.from(new Set(grants.map(({ role }) => role)))
  return roles.length > 1 && roles.some((role) => separatedRoles.includes(role)) ? roles : []
}
