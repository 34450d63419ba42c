import type { EventLog } from '../log.ts'
import type { Preview, PreviewColumn } from '../reading-report.ts'
import { caseName, distinctTexts, isInstant, likelyByName, plainName } from './preview-columns.ts'
import type { CanonicalActivity, Milestone, ProfileInput } from './profile.ts'
import type { CaseTable } from './propose-case-table.ts'
import { type ClockDates, clockEnds, stepsOf } from './proposed-steps.ts'
import { type ColumnRole, clockNames, dueNames, milestoneNames } from './vocabulary.ts'

type Clock = NonNullable<ProfileInput['clock']>

/** The steps of a log of events, and its clock. */
export function stepsAndClock(
  preview: Preview,
  found: ReadonlyMap<ColumnRole, PreviewColumn>,
): Pick<ProfileInput, 'activities' | 'clock'> {
  const activity = found.get('activity')
  const activities = stepsOf(activity ? distinctTexts(activity) : [])
  const dates = clockDates(preview, found)
  return { activities, clock: { ...clockEnds(activities, dates), ...dueColumns(preview) } }
}

/** The clock of a table of cases. What has no end in it is open: its last milestone is not one. */
export function clockOfCases(preview: Preview, table: CaseTable): Clock {
  const steps = Object.fromEntries(table.milestones.map(({ step, column }) => [step, [column.name]]))
  const { from, to } = clockEnds(steps)
  return { from, to: to === 'lastEvent' ? 'close' : to, ...dueColumns(preview) }
}

function dueColumns(preview: Preview): Pick<Clock, 'statutory' | 'promised'> {
  const due: Pick<Clock, 'statutory' | 'promised'> = {}
  for (const kind of ['statutory', 'promised'] as const) {
    const column = preview.columns.find((each) => dueNames[kind].test(plainName(caseName(each))) && isInstant(each))
    if (column) due[kind] = { due: caseName(column) }
  }
  return due
}

/**
 * Case attributes that hold when the clock began and ended, for logs whose events do not show it. A column beside the events
 * is one of the case where it never changes within a case.
 */
function clockDates(preview: Preview, found: ReadonlyMap<ColumnRole, PreviewColumn>): ClockDates {
  const taken = new Set(found.values())
  const cases = found.get('case')
  const ofCase = preview.columns.filter(
    (column) => !taken.has(column) && isInstant(column, likelyByName) && describesCase(column, cases),
  )
  const named = (patterns: readonly RegExp[]): Milestone | undefined => {
    for (const pattern of patterns) {
      const column = ofCase.find((each) => pattern.test(plainName(caseName(each))))
      if (column) return { attribute: caseName(column) }
    }
    return undefined
  }
  const ofStep = (step: CanonicalActivity): readonly RegExp[] => milestoneNames[step] ?? []
  const from = named(ofStep('accept')) ?? named([clockNames.from, ...ofStep('submit')])
  const to = named([...ofStep('close'), clockNames.to])
  return { ...(from && { from }), ...(to && { to }) }
}

/**
 * Those dates that proved to be dates of cases when the whole log was read. An end that many cases lack is not kept reliably: by it
 * they would look open, whatever their events say, so the events are taken for both ends.
 */
export function datesIn({ caseAttributes }: EventLog, { from, to }: ClockDates = {}): ClockDates {
  const known = (end: ClockDates['from']): number => {
    const column = typeof end === 'object' ? caseAttributes.get(end.attribute) : undefined
    if (column?.kind !== 'instant' || column.values.length === 0) return 0
    return column.values.reduce((sum, at) => sum + (Number.isNaN(at) ? 0 : 1), 0) / column.values.length
  }
  if (typeof to === 'object' && known(to) > 0 && known(to) < reliablyKept) return {}
  return { ...(known(from) > 0 && { from }), ...(known(to) >= reliablyKept && { to }) }
}

const reliablyKept = 0.9

function describesCase(column: PreviewColumn, cases: PreviewColumn | undefined): boolean {
  if (column.scope === 'case') return true
  if (!cases) return false
  const first = new Map<string, string>()
  let repeated = false
  for (const [row, id] of cases.texts.entries()) {
    const text = column.texts[row] ?? ''
    const known = first.get(id)
    if (known !== undefined && known !== text) return false
    repeated ||= known !== undefined
    first.set(id, text)
  }
  return repeated
}
