import type { EventLog } from '../log.ts'
import type { Preview, PreviewColumn } from '../reading-report.ts'
import { bestCase, highest, oddTime, timeScore } from './best-column.ts'
import { caseName, distinctTexts, isInstant, likelyByName, nameScore, plainName } from './preview-columns.ts'
import type { ProfileInput } from './profile.ts'
import { type CaseTable, proposeCaseTable } from './propose-case-table.ts'
import { clockOfCases, datesIn, stepsAndClock } from './propose-clock.ts'
import { proposeTimeZone } from './propose-zone.ts'
import { clockEnds, stepsOf } from './proposed-steps.ts'
import {
  type ColumnRole,
  missingTexts,
  priorityNames,
  priorityValues,
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
  const asEvents = assignRoles(preview, roleOrder)
  const table = proposeCaseTable(preview, asEvents.get('activity'))
  const found = table ? rolesOfCases(preview, table) : asEvents
  const resource = found.get('resource')
  const times = table ? table.milestones.flatMap(({ column }) => column.texts) : found.get('time')?.texts
  const timeZone = options.timeZone ?? proposeTimeZone(times ?? [])
  const columns = Array.from(found, ([role, column]) => [role, nameOf(column, preview)])
  return {
    profile: {
      version: 1,
      name: options.name ?? '',
      timeZone,
      columns: Object.fromEntries(columns) as ProfileInput['columns'],
      ...(table && { milestones: milestonesOf(table) }),
      ...listed('missing', missingTextsOf(preview)),
      ...listed('unnamed', unnamedOf([resource, found.get('department')].flatMap(textsOf))),
      ...(table ? { clock: clockOfCases(preview, table) } : stepsAndClock(preview, found)),
      calendar: { holidays: timeZone === 'Asia/Shanghai' ? 'CN' : 'none' },
      ...priorityOf(preview),
      ...listed(
        'systemAccounts',
        textsOf(resource).filter((text) => systemAccountNames.test(text)),
      ),
    },
    reasons: [
      ...Array.from(found, ([role, column]) => ({ role, column: column.name, because: reasonOf(role, column) })),
      ...(table?.milestones ?? []).map(({ step, column }) => ({
        ...{ role: `milestones.${step}`, column: column.name, because: 'nameAndContent' as const },
      })),
    ],
    missing: (table ? (['case'] as const) : (['case', 'activity', 'time'] as const)).filter((role) => !found.has(role)),
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
  const milestones = new Set(Object.values(profile.milestones ?? {}))
  const activities = stepsOf(log.activity.values.filter((name) => !milestones.has(name)))
  const resources = log.resource?.values ?? []
  const names = [...resources, ...(log.department?.values ?? [])]
  return {
    ...profile,
    ...(profile.milestones ? Object.keys(activities).length > 0 && { activities } : { activities }),
    clock: { ...profile.clock, ...(!profile.milestones && clockEnds(activities, datesIn(log, profile.clock))) },
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

/**
 * Roles that speak of the whole case. Who handled it is none of them: a row cannot tell who took which of its steps, so that is
 * for a person to say.
 */
const caseRoles: readonly ColumnRole[] = ['office', 'item', 'channel', 'applicant', 'agent']

function rolesOfCases(preview: Preview, table: CaseTable): Map<ColumnRole, PreviewColumn> {
  const taken = [table.case, ...table.milestones.map(({ column }) => column)]
  return new Map([['case', table.case], ...assignRoles(preview, caseRoles, taken)])
}

function milestonesOf({ milestones }: CaseTable): NonNullable<ProfileInput['milestones']> {
  return Object.fromEntries(milestones.map(({ step, column }) => [step, column.name]))
}

function assignRoles(
  preview: Preview,
  roles: readonly ColumnRole[],
  already: readonly PreviewColumn[] = [],
): Map<ColumnRole, PreviewColumn> {
  const found = new Map<ColumnRole, PreviewColumn>()
  const taken = new Set(already)
  for (const role of roles) {
    const best = bestColumn(role, preview, taken)
    if (!best) continue
    found.set(role, best)
    taken.add(best)
  }
  return found
}

function bestColumn(role: ColumnRole, preview: Preview, taken: ReadonlySet<PreviewColumn>): PreviewColumn | undefined {
  const free = preview.columns.filter((column) => !taken.has(column))
  const fitting = free.filter((column) => fitsContent(role, column))
  if (role === 'case') return bestCase(fitting)
  const score = role === 'time' ? timeScore : ({ name, scope }: PreviewColumn): number => nameScore(role, name, scope)
  const best = highest(fitting, score)
  if (best || role !== 'time') return best
  return free.find((column) => isInstant(column)) ?? oddTime(free)
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

function textsOf(column: PreviewColumn | undefined): readonly string[] {
  return column ? distinctTexts(column) : []
}

function listed(name: 'missing' | 'unnamed' | 'systemAccounts', texts: readonly string[]): Partial<ProfileInput> {
  return texts.length > 0 ? { [name]: [...texts] } : {}
}
