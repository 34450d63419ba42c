import { SourceError } from '../errors.ts'
import { type CanonicalActivity, canonicalActivities, type Profile } from '../profile/profile.ts'
import { nearestNames } from './nearest-names.ts'

/** Roles that have a column of the log to themselves; the values are found in no attribute. */
export const textRoles = ['case', 'activity', 'lifecycle', 'resource', 'department', 'office'] as const
export const timeRoles = ['time', 'start', 'recordedAt'] as const
export type TextRole = (typeof textRoles)[number]
export type TimeRole = (typeof timeRoles)[number]

/** What becomes of the columns of a table: which plays what role, and what attribute each of the others becomes. */
export interface ColumnPlan {
  /** `activity` is there unless there are milestones. */
  readonly texts: Readonly<Partial<Record<TextRole, number>>> & { readonly case: number }
  /** `time` is there unless there are milestones. */
  readonly times: Readonly<Partial<Record<TimeRole, number>>>
  /** In the order of `canonicalActivities`, which is that of the process; empty where each row is an event. */
  readonly milestones: readonly MilestonePlan[]
  readonly attributes: readonly AttributePlan[]
}

/** A column that holds when a step of the row's case was taken. */
export interface MilestonePlan {
  readonly column: number
  readonly step: CanonicalActivity
  /** Name of the activity: the column as the profile has it. */
  readonly name: string
}

export interface AttributePlan {
  readonly column: number
  /** Without a `case:` prefix. */
  readonly name: string
  readonly scope: 'event' | 'case'
  /** What the profile says it is; unset: to be seen from the values. */
  readonly type?: Profile['types'][string]
}

const casePrefix = 'case:'

/**
 * Assigns roles and attributes to the columns of a table as the profile says.
 *
 * @param header unique column names
 * @throws SourceError `columnMissing` with the names most like it, `columnNotChosen`
 */
export function planColumns(header: readonly string[], profile: Profile, source: string): ColumnPlan {
  const columnOf = (name: string): number => requiredColumn(header, name, source)
  const { columns } = profile
  const needed = profile.milestones ? (['case'] as const) : (['case', 'activity', 'time'] as const)
  for (const role of needed) if (!columns[role]) throw new SourceError('columnNotChosen', { source, column: role })
  const chosen = Object.fromEntries(
    Object.entries(columns).flatMap(([role, name]) => (name ? [[role, columnOf(name)]] : [])),
  )
  const pick = (roles: readonly string[]): Record<string, number> =>
    Object.fromEntries(roles.flatMap((role) => (chosen[role] === undefined ? [] : [[role, chosen[role]]])))
  const texts = pick(textRoles)
  const times = pick(timeRoles)
  const milestones = canonicalActivities.flatMap((step): MilestonePlan[] => {
    const name = profile.milestones?.[step]
    return name === undefined ? [] : [{ step, name, column: columnOf(name) }]
  })
  const taken = new Set([...Object.values(texts), ...Object.values(times), ...milestones.map(({ column }) => column)])
  const ofCase = new Set(profile.caseColumns.map(columnOf))
  for (const name of namesOfCase(profile)) ofCase.add(findColumn(header, name))
  return {
    texts: texts as ColumnPlan['texts'],
    times: times as ColumnPlan['times'],
    milestones,
    attributes: attributePlans(header, profile, { taken, ofCase }),
  }
}

function attributePlans(
  header: readonly string[],
  profile: Profile,
  { taken, ofCase }: { taken: ReadonlySet<number>; ofCase: ReadonlySet<number> },
): AttributePlan[] {
  const plans = header.map((name, column): AttributePlan => {
    const prefixed = name.startsWith(casePrefix) && name.length > casePrefix.length
    const plain = prefixed ? name.slice(casePrefix.length) : name
    const type = profile.types[name] ?? (prefixed ? profile.types[plain] : undefined)
    const scope = prefixed || profile.milestones || ofCase.has(column) ? 'case' : 'event'
    return { column, name: plain, scope, ...(type && { type }) }
  })
  const free = plans.filter(({ column }) => !taken.has(column))
  // `x` declared a case column stands beside `case:x`: it keeps a name of its own.
  const prefixedNames = new Set(
    free.filter(({ column }) => header[column]!.startsWith(casePrefix)).map(({ name }) => name),
  )
  return free.map((plan) =>
    plan.scope === 'case' && prefixedNames.has(plan.name) && header[plan.column] === plan.name
      ? { ...plan, scope: 'event' }
      : plan,
  )
}

/** Columns that the profile speaks of as describing the case, without listing them among `caseColumns`. */
function namesOfCase({ columns, clock, priority }: Profile): string[] {
  const names = [columns.item, columns.applicant, priority?.attribute]
  for (const limit of [clock.statutory, clock.promised])
    if (limit) names.push('due' in limit ? limit.due : 'amount' in limit ? limit.amount : undefined)
  for (const milestone of [clock.from, clock.to]) if (typeof milestone === 'object') names.push(milestone.attribute)
  return names.filter((name) => name !== undefined)
}

/** The column of that name, or of that name with a `case:` prefix; −1 where there is none. */
function findColumn(header: readonly string[], name: string): number {
  const exact = header.indexOf(name)
  return exact >= 0 ? exact : header.indexOf(casePrefix + name)
}

function requiredColumn(header: readonly string[], name: string, source: string): number {
  const column = findColumn(header, name)
  if (column >= 0) return column
  throw new SourceError('columnMissing', { source, column: name, expected: nearestNames(name, header).join(', ') })
}
