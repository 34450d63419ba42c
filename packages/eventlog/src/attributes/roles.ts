import { SourceError } from '../errors.ts'
import type { Profile } from '../profile/profile.ts'
import type { ColumnKind } from './attribute-column.ts'

/** Ends the name of the column that holds the children of an attribute, as a JSON array of `Attribute`. */
export const childrenSuffix = '/children'

/** Whose attributes: of the case (a trace in XES) or of the event. */
export type Scope = 'trace' | 'event'

/** An attribute key, and whose it is; without a scope the event's comes first. */
export interface Role {
  readonly key: string
  readonly scope?: Scope
  /** The name as the profile has it. */
  readonly name: string
}

/** The roles that a log has room for. */
export interface Roles {
  readonly case: Role
  readonly activity: Role
  readonly time: Role
  readonly start: Role | undefined
  readonly recordedAt: Role | undefined
  readonly lifecycle: Role | undefined
  readonly resource: Role | undefined
  readonly department: Role | undefined
  readonly office: Role | undefined
}

export const casePrefix = 'case:'

/**
 * What the profile says about columns, in attribute keys: a `case:` prefix means an attribute of the trace.
 *
 * @throws SourceError `columnNotChosen` where it has milestones instead of events, which only tables can have
 */
export function rolesOf({ columns }: Profile, source: string): Roles {
  for (const role of ['activity', 'time'] as const)
    if (columns[role] === '') throw new SourceError('columnNotChosen', { source, column: role })
  const optional = (name: string | undefined): Role | undefined => (name === undefined ? undefined : roleOf(name))
  return {
    case: { ...roleOf(columns.case), scope: 'trace' },
    activity: { key: columns.activity, scope: 'event', name: columns.activity },
    time: { key: columns.time, scope: 'event', name: columns.time },
    start: optional(columns.start),
    recordedAt: optional(columns.recordedAt),
    lifecycle: optional(columns.lifecycle),
    resource: optional(columns.resource),
    department: optional(columns.department),
    office: optional(columns.office),
  }
}

/** The attribute that a name in a profile means. */
export function roleOf(name: string): Role {
  return name.startsWith(casePrefix)
    ? { key: name.slice(casePrefix.length), scope: 'trace', name }
    : { key: name, name }
}

/** The type that a role or the profile gives to a key, whatever the source declares. */
export function fixedKind(profile: Profile, roles: Roles, scope: Scope, key: string): ColumnKind | undefined {
  const instants = [roles.time, roles.start, roles.recordedAt]
  if (instants.some((role) => plays(role, scope, key))) return 'instant'
  const texts = [roles.case, roles.activity, roles.lifecycle, roles.resource, roles.department, roles.office]
  if (texts.some((role) => plays(role, scope, key))) return 'string'
  const bare = key.startsWith(casePrefix) ? key.slice(casePrefix.length) : key
  const type =
    (scope === 'trace' ? profile.types[casePrefix + key] : undefined) ?? profile.types[key] ?? profile.types[bare]
  return type === 'integer' ? 'number' : type
}

/** Whether a key of a scope plays a role. */
export function plays(role: Role | undefined, scope: Scope, key: string): boolean {
  return role !== undefined && role.key === key && (role.scope === undefined || role.scope === scope)
}
