import { type Column, type EventLog, Profile, type ProfileInput, serviceEventColumns } from '@zhengfeng/eventlog'

type Types = NonNullable<ProfileInput['types']>

/**
 * The profile by which the events of a log are read once they are stored as our own events: roles have the names of fields,
 * attributes of the case begin with `case:`, and every attribute has the type that it has in the log, so that nothing is lost.
 */
export function storedProfile(log: EventLog, profile: Profile): Profile {
  return asStored(profile, { columns: fieldColumns(log), types: typesOf(log) })
}

/** Other attributes keep their names: a profile may name those of cases with or without `case:`. */
function asStored(
  profile: Profile,
  fixed: { readonly columns: ProfileInput['columns']; readonly types: Types },
): Profile {
  const { milestones: _, missing: _missing, caseColumns: _caseColumns, dayFirst: _dayFirst, ...rest } = profile
  const { item, channel, applicant, agent, stopKind, stopDocument } = profile.columns
  const roles = Object.entries({ item, channel, applicant, agent, stopKind, stopDocument })
  const told = Object.fromEntries(roles.filter(([, attribute]) => attribute !== undefined))
  return Profile.parse({ ...rest, columns: { ...fixed.columns, ...told }, types: fixed.types })
}

/** Under which name an attribute of a log stands in its stored events, whichever way a profile names it. */
export function storedName({ caseAttributes }: EventLog, attribute: string): string {
  const bare = attribute.replace(/^case:/, '')
  if (caseAttributes.has(attribute)) return `case:${attribute}`
  return caseAttributes.has(bare) ? `case:${bare}` : attribute
}

/** `edited` as it reads the events that are stored by `stored` already. */
export function editedProfile(stored: Profile, edited: Profile): Profile {
  const fields = Object.fromEntries(
    Object.entries(stored.columns).filter(([role]) => role in serviceEventColumns),
  ) as ProfileInput['columns']
  return asStored(edited, { columns: fields, types: stored.types })
}

function fieldColumns(log: EventLog): ProfileInput['columns'] {
  const has: Readonly<Record<string, unknown>> = {
    start: log.startTime,
    recordedAt: log.recordedAt,
    lifecycle: log.lifecycle,
    resource: log.resource,
    department: log.department,
  }
  const present = Object.entries(serviceEventColumns).filter(([role]) => !(role in has) || has[role])
  return Object.fromEntries(present) as ProfileInput['columns']
}

function typesOf({ eventAttributes, caseAttributes }: EventLog): Types {
  return Object.fromEntries(
    [
      ...Array.from(eventAttributes, ([name, column]) => [name, typeOf(column)] as const),
      ...Array.from(caseAttributes, ([name, column]) => [`case:${name}`, typeOf(column)] as const),
    ].flatMap(([name, type]) => (type === undefined ? [] : [[name, type]])),
  ) as Types
}

/** Structured values have no type of a profile; they are known by themselves. */
function typeOf(column: Column): Types[string] | undefined {
  if (column.kind === 'number') return column.integer ? 'integer' : 'number'
  return column.kind === 'json' ? undefined : column.kind
}

/** Both at once, for a source to which more was imported: a column whose types differ is told by its values. */
export function joinTypes(first: Profile['types'], second: Profile['types']): Profile['types'] {
  const names = new Set([...Object.keys(first), ...Object.keys(second)])
  return Object.fromEntries(
    Array.from(names).flatMap((name) => {
      const [a, b] = [first[name], second[name]]
      if (a === undefined || b === undefined || a === b) return [[name, (a ?? b)!]]
      const numeric = [a, b].every((type) => type === 'integer' || type === 'number')
      return numeric ? [[name, 'number' as const]] : []
    }),
  )
}
