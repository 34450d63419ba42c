import type { CaseEvent, CaseRow } from '@zhengfeng/contract'
import type { Language } from '@zhengfeng/locales'
import { textsIn } from '../http/language.ts'
import type { Cell, ColumnKind, TableColumn } from '../tables/table.ts'

type Told<Row> = readonly (readonly [name: string, kind: ColumnKind, cell: (row: Row) => Cell])[]

/** The columns of a list of cases; `divisionName` tells what the code stands for. */
function caseCells(divisionName: (code: string) => string, language: Language): Told<CaseRow> {
  const { t, has } = textsIn(language)
  const text = (where: string, key: string): string =>
    has(`tables.${where}.${key}`) ? t(`tables.${where}.${key}`) : key
  return [
    ['division', 'text', (row) => row.division],
    ['divisionName', 'text', (row) => divisionName(row.division)],
    ['caseNo', 'text', (row) => row.caseNo],
    ['item', 'text', (row) => row.item],
    ['department', 'text', (row) => row.department],
    ['channel', 'text', (row) => row.channel],
    ['applicantGroup', 'text', (row) => row.applicantGroup],
    ['status', 'text', (row) => text('statuses', row.status)],
    ['step', 'text', (row) => text('steps', row.step)],
    ['holderDepartment', 'text', (row) => row.holderDepartment],
    ['holderActor', 'text', (row) => row.holderActor],
    ['submittedAt', 'instant', (row) => ms(row.submittedAt)],
    ['acceptedAt', 'instant', (row) => ms(row.acceptedAt)],
    ['decidedAt', 'instant', (row) => ms(row.decidedAt)],
    ['closedAt', 'instant', (row) => ms(row.closedAt)],
    ['lastAt', 'instant', (row) => ms(row.lastAt)],
    ['statutoryDue', 'instant', (row) => ms(row.statutoryDue)],
    ['promisedDue', 'instant', (row) => ms(row.promisedDue)],
    ['due', 'text', (row) => text('due', row.due)],
    ['remainingHours', 'hours', (row) => row.remainingMs],
    ['officialHours', 'hours', (row) => row.officialMs],
    ['livedHours', 'hours', (row) => row.livedMs],
    ['eventCount', 'number', (row) => row.eventCount],
    ['priority', 'yesNo', (row) => row.priority],
  ]
}

function eventCells(language: Language): Told<CaseEvent> {
  const { t } = textsIn(language)
  return [
    ['seq', 'number', (event) => event.seq],
    ['type', 'text', (event) => t(`tables.eventTypes.${event.type}`)],
    ['activity', 'text', (event) => event.activity],
    ['step', 'text', (event) => (event.step === undefined ? '' : t(`tables.steps.${event.step}`))],
    ['occurredAt', 'instant', (event) => ms(event.occurredAt)],
    ['sourceRecordedAt', 'instant', (event) => ms(event.sourceRecordedAt)],
    ['recordedAt', 'instant', (event) => ms(event.recordedAt)],
    ['lagHours', 'hours', (event) => event.lagMs],
    ['department', 'text', (event) => event.department],
    ['actor', 'text', (event) => event.actor],
    ['window', 'text', (event) => event.window],
    ['channel', 'text', (event) => event.channel],
    ['flags', 'text', (event) => event.flags.map((flag) => t(`tables.flags.${flag}`)).join('; ')],
    ['voided', 'yesNo', (event) => event.voided],
  ]
}

export interface RowWriter<Row> {
  readonly columns: readonly TableColumn[]
  readonly cells: (row: Row) => readonly Cell[]
}

/** How cases are written to a file. */
export function caseWriter(divisionName: (code: string) => string, language: Language): RowWriter<CaseRow> {
  return writer(caseCells(divisionName, language), language)
}

/** How the events of a case are written to a file. */
export function eventWriter(language: Language): RowWriter<CaseEvent> {
  return writer(eventCells(language), language)
}

function writer<Row>(told: Told<Row>, language: Language): RowWriter<Row> {
  const { t } = textsIn(language)
  return {
    columns: told.map(([name, kind]) => ({ title: t(`tables.columns.${name}`), kind })),
    cells: (row) => told.map(([, , cell]) => cell(row)),
  }
}

function ms(instant: string | undefined): number | undefined {
  return instant === undefined ? undefined : Date.parse(instant)
}
