import type { Permission, Slice } from '@zhengfeng/contract'
import type { Access, Scope } from '../http/access.ts'
import { ProblemError } from '../http/problem-error.ts'
import type { DivisionTree } from '../settings/division-tree.ts'

/** What both may be seen by two permissions. */
export function bothScopes(one: Scope, other: Scope): Scope {
  if (one.everything) return other
  if (other.everything) return one
  const divisions = new Set(one.divisions)
  const others = new Set(other.divisions)
  const key = ({ division, department }: Scope['departments'][number]): string => `${division}/${department}`
  const departments = new Map<string, Scope['departments'][number]>()
  const otherDepartments = new Set(other.departments.map(key))
  for (const part of one.departments)
    if (others.has(part.division) || otherDepartments.has(key(part))) departments.set(key(part), part)
  for (const part of other.departments) if (divisions.has(part.division)) departments.set(key(part), part)
  return {
    everything: false,
    divisions: one.divisions.filter((division) => others.has(division)),
    departments: [...departments.values()],
  }
}

/**
 * The part of a slice that may be seen under all of the permissions.
 *
 * @throws ProblemError `outOfScope` where the division or department asked for is not seen as a whole: a part of it under the name
 * of the whole would be a wrong figure
 */
export function narrow(
  slice: Pick<Slice, 'division' | 'department'>,
  { access, tree, permissions }: { access: Access; tree: DivisionTree; permissions: readonly Permission[] },
): Scope {
  const seen = permissions.map((permission) => access.scope(permission)).reduce(bothScopes)
  const within = slice.division === undefined ? seen : withinDivision(seen, slice.division, tree)
  return slice.department === undefined ? within : withinDepartment(within, slice.department)
}

function withinDivision(seen: Scope, division: string, tree: DivisionTree): Scope {
  if (!tree.find(division) && seen.everything)
    throw new ProblemError(
      'invalid',
      {},
      { fields: [{ field: 'division', value: division, message: 'unknownDivision' }] },
    )
  const subtree = tree.subtree(division)
  if (seen.everything) return { everything: false, divisions: subtree, departments: [] }
  const whole = new Set(seen.divisions)
  if (subtree.length > 0 && subtree.every((code) => whole.has(code)))
    return { everything: false, divisions: subtree, departments: [] }
  const departments = seen.departments.filter((part) => part.division === division)
  if (departments.length === 0) throw outOfScope('division', division)
  return { everything: false, divisions: [], departments }
}

function withinDepartment(within: Scope, department: string): Scope {
  if (within.everything || within.divisions.length > 0) return within
  const departments = within.departments.filter((part) => part.department === department)
  if (departments.length === 0) throw outOfScope('department', department)
  return { everything: false, divisions: [], departments }
}

function outOfScope(field: string, value: string): ProblemError {
  return new ProblemError('outOfScope', { [field]: value }, { fields: [{ field, value, message: 'outOfScope' }] })
}

/**
 * The same scope with its divisions named, where nothing is excluded: what is kept by division and day is then found by an index, instead of
 * by reading all days that ever were.
 */
export function ofTree(scope: Scope, tree: DivisionTree): Scope {
  if (!scope.everything) return scope
  return { everything: false, divisions: tree.nodes.map(({ code }) => code), departments: [] }
}
