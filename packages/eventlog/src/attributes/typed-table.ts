import type { Profile } from '../profile/profile.ts'
import type { ReadingNotes } from '../reading-notes.ts'
import { AttributeColumn, type ColumnContext } from './attribute-column.ts'
import { ColumnSet } from './column-set.ts'
import { fixedKind, plays, type Role, type Roles, type Scope } from './roles.ts'

/** A table of events while it is read from a format that says which type each value has. */
export interface TypedTable {
  readonly profile: Profile
  readonly roles: Roles
  readonly notes: ReadingNotes
  readonly events: ColumnSet
  /** Attributes of the case. */
  readonly traces: ColumnSet
}

/** The columns of one scope, each with the type that its role or the profile gives it. Blank texts of roles stand for nothing. */
export function typedColumns(
  profile: Profile,
  roles: Roles,
  about: { readonly scope: Scope; readonly source: string },
): ColumnSet {
  const { timeZone, dayFirst } = profile
  const missing = new Set(profile.missing)
  const attribute: ColumnContext = { timeZone, dayFirst, isMissing: (text) => missing.has(text) }
  const role: ColumnContext = { ...attribute, isMissing: (text) => missing.has(text) || text.trim() === '' }
  const all = Object.values(roles) as (Role | undefined)[]
  const make = (key: string): AttributeColumn => {
    const hasRole = all.some((each) => plays(each, about.scope, key))
    return new AttributeColumn(key, hasRole ? role : attribute, fixedKind(profile, roles, about.scope, key))
  }
  return new ColumnSet(about.source, make, attribute)
}
