import type { EventLog } from '../log.ts'
import type { Preview, PreviewColumn } from '../reading-report.ts'
import { isDateLike } from './date-like.ts'
import type { CanonicalActivity, ProfileInput } from './profile.ts'
import { proposeTimeZone } from './propose-zone.ts'
import {
  type ColumnRole,
  columnNames,
  dueNames,
  missingTexts,
  priorityNames,
  priorityValues,
  stepNames,
  systemAccountNames,
  unnamedTexts,
} from './vocabulary.ts'

/** Why a proposal says what it says; the texts are under `cli.profile.reasons` in the locale files. */
export interface ProposalReason {
  readonly role: string
  readonly column: string
  readonly because: 'name' | 'content' | 'nameAndContent'
}

/** A profile proposed from the data, to be read and corrected by a person. */
export interface Proposal {
  readonly profile: ProfileInput
  readonly reasons: readonly ProposalReason[]
  /** Roles without which no log can be made and for which no column fits. */
  readonly missing: readonly ('case' | 'activity' | 'time')[]
}

/**
 * Proposes a profile from the beginning of a source: which column is what, which activities mean which step, what limits
 * the data holds, which texts stand for nothing and which accounts are programs.
 *
 * @param preview the beginning of a source, from `previewCsv` or its sisters
 * @param options `timeZone` for times without an offset and for office hours (IANA; without it, from the
 *   offsets in the data), `name`
 * @returns a profile that `Profile.parse` accepts if `missing` is empty, with the reason for each column
 * @example
 * proposeProfile({
 *   format: 'csv',
 *   rows: 2,
 *   columns: [
 *     { name: '办件编号', scope: 'event', texts: ['A1', 'A1'] },
 *     { name: '环节名称', scope: 'event', texts: ['受理', '办结'] },
 *     { name: '办理时间', scope: 'event', texts: ['2026-01-05 09:00', '2026-01-06 10:00'] },
 *   ],
 * }).profile.activities // → { accept: ['受理'], close: ['办结'] }
 */
export function proposeProfile(
  preview: Preview,
  options: { readonly timeZone?: string; readonly name?: string } = {},
): Proposal {
  const found = assignRoles(preview)
  const columns = Object.fromEntries(Array.from(found, ([role, column]) => [role, nameOf(column, preview)]))
  const due = dueColumns(preview)
  const activity = found.get('activity')
  const resource = found.get('resource')
  const names = [resource, found.get('department')].flatMap((column) => (column ? distinctTexts(column) : []))
  const activities = activity ? stepsOf(distinctTexts(activity)) : {}
  const missing = (['case', 'activity', 'time'] as const).filter((role) => !found.has(role))
  const timeZone = options.timeZone ?? proposeTimeZone(found.get('time')?.texts ?? [])
  return {
    profile: {
      version: 1,
      name: options.name ?? '',
      timeZone,
      columns: columns as ProfileInput['columns'],
      ...listed('missing', missingTextsOf(preview)),
      ...listed('unnamed', unnamedOf(names)),
      activities,
      clock: { ...clockEnds(activities), ...due },
      calendar: { holidays: timeZone === 'Asia/Shanghai' ? 'CN' : 'none' },
      ...priorityOf(preview),
      ...listed(
        'systemAccounts',
        resource ? distinctTexts(resource).filter((text) => systemAccountNames.test(text)) : [],
      ),
    },
    reasons: Array.from(found, ([role, column]) => ({ role, column: column.name, because: reasonOf(role, column) })),
    missing,
  }
}

/**
 * Completes a proposal with what only the whole log shows: activities, accounts and names that came after its beginning.
 *
 * @param profile a profile proposed from the beginning of the source
 * @param log the log read with it
 * @returns the profile with activities, clock ends, unnamed names and system accounts found in the whole log
 */
export function completeProposal(profile: ProfileInput, log: EventLog): ProfileInput {
  const activities = stepsOf(log.activity.values)
  const resources = log.resource?.values ?? []
  const names = [...resources, ...(log.department?.values ?? [])]
  return {
    ...profile,
    activities,
    clock: { ...profile.clock, ...clockEnds(activities) },
    ...listed('unnamed', unnamedOf(names)),
    ...listed(
      'systemAccounts',
      resources.filter((name) => systemAccountNames.test(name)),
    ),
  }
}

function unnamedOf(names: readonly string[]): readonly string[] {
  return Array.from(new Set(names.filter((name) => unnamedTexts.test(name)))).sort()
}

/** `case:` marks a case attribute in CSV already; other formats keep the same key for events and cases apart by it. */
function nameOf(column: PreviewColumn, preview: Preview): string {
  return column.scope === 'case' && preview.format !== 'csv' && preview.format !== 'xlsx'
    ? `case:${column.name}`
    : column.name
}

const roleOrder: readonly ColumnRole[] = [
  'case',
  'time',
  'activity',
  'start',
  'recordedAt',
  'lifecycle',
  'resource',
  'department',
  'office',
  'item',
  'channel',
  'applicant',
  'agent',
  'stopKind',
  'stopDocument',
]

function assignRoles(preview: Preview): Map<ColumnRole, PreviewColumn> {
  const found = new Map<ColumnRole, PreviewColumn>()
  const taken = new Set<PreviewColumn>()
  for (const role of roleOrder) {
    const best = bestColumn(role, preview, taken)
    if (!best) continue
    found.set(role, best)
    taken.add(best)
  }
  return found
}

function bestColumn(role: ColumnRole, preview: Preview, taken: ReadonlySet<PreviewColumn>): PreviewColumn | undefined {
  let best: PreviewColumn | undefined
  let bestScore = 0
  for (const column of preview.columns) {
    if (taken.has(column)) continue
    const score = nameScore(role, column.name, column.scope) * (fitsContent(role, column) ? 1 : 0)
    if (score > bestScore) {
      best = column
      bestScore = score
    }
  }
  return (
    best ?? (role === 'time' ? preview.columns.find((column) => !taken.has(column) && isInstant(column)) : undefined)
  )
}

/** 1 for the best name of a role, less for each weaker one, 0 for none. */
function nameScore(role: ColumnRole, name: string, scope: PreviewColumn['scope']): number {
  const plain = plainName(role === 'case' ? name : name.replace(/^case:/, ''))
  const names =
    role === 'case' && scope === 'case' ? [/^(caseconceptname|conceptname)$/, ...columnNames.case] : columnNames[role]
  const place = names.findIndex((pattern) => pattern.test(plain))
  return place < 0 ? 0 : 1 / (place + 1)
}

function plainName(name: string): string {
  return name
    .toLowerCase()
    .normalize('NFKC')
    .replace(/[\s_\-:.]/g, '')
}

function fitsContent(role: ColumnRole, column: PreviewColumn): boolean {
  if (role === 'time' || role === 'start' || role === 'recordedAt') {
    return column.scope === 'event' && isInstant(column, likelyByName)
  }
  if (role === 'activity') return column.scope === 'event' && !isInstant(column)
  if (role === 'case') return !isInstant(column) && column.texts.some((text) => text !== '')
  if (role === 'item' || role === 'office') return !isInstant(column)
  return column.texts.some((text) => text !== '')
}

function reasonOf(role: ColumnRole, column: PreviewColumn): ProposalReason['because'] {
  if (nameScore(role, column.name, column.scope) === 0) return 'content'
  return role === 'time' || role === 'start' || role === 'recordedAt' ? 'nameAndContent' : 'name'
}

/** Share of dates that makes a column one of dates: nearly all, or half of them where its name says so too. */
const likelyByContent = 0.9
const likelyByName = 0.5

function isInstant(column: PreviewColumn, share = likelyByContent): boolean {
  if (column.declared) return column.declared === 'instant'
  const texts = column.texts.filter((text) => text !== '')
  return texts.length > 0 && texts.filter(isDateLike).length >= texts.length * share
}

function distinctTexts(column: PreviewColumn): readonly string[] {
  return Array.from(new Set(column.texts)).filter((text) => text !== '')
}

function stepsOf(names: readonly string[]): Partial<Record<CanonicalActivity, string[]>> {
  const steps: Partial<Record<CanonicalActivity, string[]>> = {}
  for (const name of names) {
    const step = stepNames.find(([, pattern]) => pattern.test(name))?.[0]
    if (!step) continue
    const known = steps[step] ?? []
    steps[step] = [...known, name]
  }
  return steps
}

function clockEnds(
  activities: Partial<Record<CanonicalActivity, string[]>>,
): Pick<NonNullable<ProfileInput['clock']>, 'from' | 'to'> {
  const from = activities.accept ? 'accept' : activities.submit ? 'submit' : 'firstEvent'
  const to = activities.close ? 'close' : activities.decide ? 'decide' : 'lastEvent'
  return { from, to }
}

function dueColumns(preview: Preview): Pick<NonNullable<ProfileInput['clock']>, 'statutory' | 'promised'> {
  const due: Pick<NonNullable<ProfileInput['clock']>, 'statutory' | 'promised'> = {}
  for (const kind of ['statutory', 'promised'] as const) {
    const column = preview.columns.find((each) => dueNames[kind].test(plainName(caseName(each))) && isInstant(each))
    if (column) due[kind] = { due: caseName(column) }
  }
  return due
}

/** The name that a case attribute has in the log. */
function caseName(column: PreviewColumn): string {
  return column.name.replace(/^case:/, '')
}

function missingTextsOf(preview: Preview): readonly string[] {
  const texts = new Set<string>()
  for (const column of preview.columns) for (const text of column.texts) if (missingTexts.test(text)) texts.add(text)
  return Array.from(texts).sort()
}

function priorityOf(preview: Preview): Pick<ProfileInput, 'priority'> {
  const column = preview.columns.find((each) => priorityNames.test(plainName(caseName(each))))
  const values = column ? distinctTexts(column).filter((text) => priorityValues.test(text)) : []
  return column && values.length > 0 ? { priority: { attribute: caseName(column), values: [...values] } } : {}
}

function listed(name: 'missing' | 'unnamed' | 'systemAccounts', texts: readonly string[]): Partial<ProfileInput> {
  return texts.length > 0 ? { [name]: [...texts] } : {}
}
