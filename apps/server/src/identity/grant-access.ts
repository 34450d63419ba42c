import {
  type Grant,
  type Permission,
  type PermissionScope,
  permissions,
  type Role,
  roles,
  type TokenScope,
} from '@zhengfeng/contract'
import type { Access, Scope } from '../http/access.ts'
import type { DivisionTree } from '../settings/division-tree.ts'

/** What an API token may read, as the permission that a person would need. Writing events is no permission: see the route's guard. */
const ofTokenScope: Readonly<Record<TokenScope, Permission | undefined>> = {
  'events.write': undefined,
  'indicators.read': 'indicator.read',
  'cases.read': 'case.read',
}

/** A permission somewhere: what a grant comes down to. */
interface Holding {
  readonly permission: Permission
  readonly division?: string | undefined
  readonly department?: string | undefined
}

/**
 * The rights that follow from grants.
 *
 * @param tree to resolve subtrees; a grant for a division that is not in it gives nothing
 */
export function accessOfGrants(who: Access['who'], grants: readonly Grant[], tree: DivisionTree): Access {
  const holdings = grants.flatMap(({ role, division, department }) =>
    permissionsOf(role).map((permission) => ({ permission, division, department })),
  )
  return accessOf(who, holdings, tree)
}

/** The rights of a token: what its scopes allow, in the subtree of its source's division. */
export function accessOfToken(
  who: Access['who'],
  token: { readonly scopes: readonly TokenScope[]; readonly division: string },
  tree: DivisionTree,
): Access {
  const held = token.scopes.map((scope) => ofTokenScope[scope]).filter((permission) => permission !== undefined)
  return accessOf(
    who,
    held.map((permission) => ({ permission, division: token.division })),
    tree,
  )
}

export function accessOfNobody(tree: DivisionTree): Access {
  return accessOf({ kind: 'nobody' }, [], tree)
}

/** The permissions with the tops of the subtrees where they are held, as people are told. */
export function permissionScopes(grants: readonly Grant[]): PermissionScope[] {
  return permissions.flatMap((permission) => {
    const given = grants.filter(({ role }) => permissionsOf(role).includes(permission))
    if (given.length === 0) return []
    const whole = given.filter(({ department }) => department === undefined)
    return {
      permission,
      everywhere: whole.some(({ division }) => division === undefined),
      divisions: unique(whole.flatMap(({ division }) => division ?? [])),
      departments: given.flatMap(({ division, department }) =>
        division === undefined || department === undefined ? [] : { division, department },
      ),
    }
  })
}

/** A grant as rows were kept by an older program may name a role that is no more: it gives nothing. */
function permissionsOf(role: Role): readonly Permission[] {
  return Object.hasOwn(roles, role) ? roles[role] : []
}

function accessOf(who: Access['who'], holdings: readonly Holding[], tree: DivisionTree): Access {
  const scopes = new Map<Permission, Resolved>()
  const resolved = (permission: Permission): Resolved => {
    let found = scopes.get(permission)
    if (!found) {
      found = resolve(
        holdings.filter((holding) => holding.permission === permission),
        tree,
      )
      scopes.set(permission, found)
    }
    return found
  }
  return {
    who,
    scope: (permission) => resolved(permission).scope,
    can: (permission, division, department) => {
      const { scope, divisions, departments } = resolved(permission)
      if (scope.everything) return true
      if (division === undefined) return divisions.size > 0 || departments.size > 0
      return divisions.has(division) || (department !== undefined && departments.has(`${division}\n${department}`))
    },
  }
}

interface Resolved {
  readonly scope: Scope
  readonly divisions: ReadonlySet<string>
  readonly departments: ReadonlySet<string>
}

function resolve(holdings: readonly Holding[], tree: DivisionTree): Resolved {
  const everything = holdings.some(({ division, department }) => division === undefined && department === undefined)
  if (everything)
    return { scope: { everything, divisions: [], departments: [] }, divisions: new Set(), departments: new Set() }
  const reach = ({ division }: Holding): readonly string[] =>
    division === undefined ? tree.nodes.map(({ code }) => code) : tree.subtree(division)
  const divisions = new Set(holdings.filter(({ department }) => department === undefined).flatMap(reach))
  const departments = holdings
    .filter(({ department }) => department !== undefined)
    .flatMap((holding) => reach(holding).map((division) => ({ division, department: holding.department as string })))
    .filter(({ division }) => !divisions.has(division))
  return {
    scope: { everything, divisions: [...divisions].sort(), departments },
    divisions,
    departments: new Set(departments.map(({ division, department }) => `${division}\n${department}`)),
  }
}

function unique(texts: readonly string[]): string[] {
  return [...new Set(texts)].sort()
}
