import type { Preview, PreviewColumn } from '../reading-report.ts'
import { distinctTexts, isInstant, likelyByName, nameScore, plainName } from './preview-columns.ts'
import { type CanonicalActivity, canonicalActivities } from './profile.ts'
import { milestoneNames, rowNumberNames } from './vocabulary.ts'

/** A table with one row per case: the column that names it, and those that say when its steps were taken. */
export interface CaseTable {
  readonly case: PreviewColumn
  /** In the order of the process. */
  readonly milestones: readonly { readonly step: CanonicalActivity; readonly column: PreviewColumn }[]
}

/** A column that stops the clock without one that starts it again would hide every overdue case. */
const partners: ReadonlyMap<CanonicalActivity, CanonicalActivity> = new Map([
  ['suspend', 'resume'],
  ['resume', 'suspend'],
  ['specialStart', 'specialEnd'],
  ['specialEnd', 'specialStart'],
])

/** Share of rows with a case of their own from which the rows are cases; exports may repeat a few. */
const nearlyUnique = 0.9

/**
 * Recognises a table whose rows are cases: it has times of at least two steps, and every row, or nearly so, names another case.
 *
 * @param activity the column that would be the activity if each row were an event
 */
export function proposeCaseTable(preview: Preview, activity: PreviewColumn | undefined): CaseTable | undefined {
  if (preview.format !== 'csv' && preview.format !== 'xlsx') return undefined
  const named = canonicalActivities.flatMap((step) => {
    const column = milestoneColumn(preview, step)
    return column ? [{ step, column }] : []
  })
  const milestones = named.filter(({ step }) => {
    const partner = partners.get(step)
    return partner === undefined || named.some((other) => other.step === partner)
  })
  if (milestones.length < 2 || !milestones.some(({ column }) => isInstant(column, likelyByName))) return undefined
  const found = caseColumn(preview, activity !== undefined)
  return found && { case: found, milestones }
}

/** The step that a column of times is named after, such as `accept` for 受理时间. */
export function milestoneStep(name: string): CanonicalActivity | undefined {
  const plain = plainName(name.replace(/^case:/, ''))
  if (!namedAsTime.test(plain)) return undefined
  return canonicalActivities.find((step) => milestoneNames[step]?.some((pattern) => pattern.test(plain)))
}

const namedAsTime = /(date|time|datetime|时间|日期|时刻)$/

function milestoneColumn({ columns }: Preview, step: CanonicalActivity): PreviewColumn | undefined {
  for (const pattern of milestoneNames[step] ?? []) {
    const found = columns.find((column) => {
      const plain = plainName(column.name.replace(/^case:/, ''))
      return pattern.test(plain) && (isInstant(column, likelyByName) || (namedAsTime.test(plain) && isBlank(column)))
    })
    if (found) return found
  }
  return undefined
}

/**
 * The column that names another case in every row. Where there are activities, it must be the one that would name the case of
 * events: any other might be the number of the event. Else it may be any of the columns with the best name, or the row number.
 */
function caseColumn({ columns }: Preview, hasActivities: boolean): PreviewColumn | undefined {
  const scored = columns
    .filter((column) => !isInstant(column))
    .map((column) => ({ column, score: nameScore('case', column.name, column.scope) }))
  const best = Math.max(...scored.map(({ score }) => score))
  if (best <= 0) return hasActivities ? undefined : columns.find(isRowNumber)
  const candidates = scored.flatMap(({ column, score }) => (score === best ? [column] : []))
  return (hasActivities ? candidates.slice(0, 1) : candidates).find(isNearlyUnique)
}

function isRowNumber(column: PreviewColumn): boolean {
  return rowNumberNames.test(plainName(column.name)) && isNearlyUnique(column)
}

function isNearlyUnique(column: PreviewColumn): boolean {
  const written = column.texts.filter((text) => text !== '').length
  return written > 0 && distinctTexts(column).length >= written * nearlyUnique
}

function isBlank({ texts }: PreviewColumn): boolean {
  return texts.every((text) => text === '')
}
