import type { Permission } from '@zhengfeng/contract'
import type { Parameter } from '../storage/database.ts'

/** Who calls, and what they may see and do. Made once per request; every handler must narrow its rows by `scope`. */
export interface Access {
  readonly who:
    | {
        readonly kind: 'account'
        readonly id: string
        readonly login: string
        readonly name: string
        readonly sessionId: string
      }
    | { readonly kind: 'token'; readonly id: string; readonly sourceId: string; readonly name: string }
    | { readonly kind: 'nobody' }
  /** Whether the permission is held anywhere, or for all of one division (and department, where told). */
  can(permission: Permission, division?: string, department?: string): boolean
  /** Where the permission is held. */
  scope(permission: Permission): Scope
}

/** A part of the rows: whole divisions, and single departments of others. Codes are listed, subtrees already resolved. */
export interface Scope {
  /** True where nothing is excluded: then the lists say nothing. */
  readonly everything: boolean
  readonly divisions: readonly string[]
  readonly departments: readonly { readonly division: string; readonly department: string }[]
}

/**
 * A condition of SQL that keeps the rows of a scope. Appends what it needs to `parameters`.
 *
 * @param columns the table's columns; a table without a department is seen only by those who may see the whole division
 */
export function inScope(
  scope: Scope,
  columns: { readonly division: string; readonly department?: string },
  parameters: Parameter[],
): string {
  if (scope.everything) return 'true'
  const conditions: string[] = []
  if (scope.divisions.length > 0) {
    parameters.push([...scope.divisions])
    conditions.push(`${columns.division} = any($${parameters.length}::text[])`)
  }
  if (columns.department && scope.departments.length > 0) {
    parameters.push(scope.departments.map(({ division }) => division))
    const divisions = parameters.length
    parameters.push(scope.departments.map(({ department }) => department))
    conditions.push(
      `(${columns.division}, ${columns.department}) in (select * from unnest($${divisions}::text[], $${parameters.length}::text[]))`,
    )
  }
  return conditions.length === 0 ? 'false' : `(${conditions.join(' or ')})`
}
