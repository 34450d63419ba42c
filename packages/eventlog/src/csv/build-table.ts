import type { EventTable } from '../assemble.ts'
import { type Column, type StringColumn, takeFloat64, takeInt32 } from '../column.ts'
import type { Profile } from '../profile/profile.ts'
import type { ReadingNotes } from '../reading-notes.ts'
import type { CaseCells } from './case-cells.ts'
import type { TextCells, TimeCells } from './cells.ts'
import type { AttributePlan, ColumnPlan, TextRole, TimeRole } from './plan-columns.ts'
import { typedColumn } from './typed-column.ts'

/** The cells of a column that becomes an attribute. */
export interface AttributeCells {
  readonly plan: AttributePlan
  readonly cells: TextCells
}

/** Everything that was collected, row by row. */
export interface Collected {
  readonly profile: Profile
  readonly header: readonly string[]
  readonly plan: ColumnPlan
  readonly notes: ReadingNotes
  readonly texts: ReadonlyMap<TextRole, TextCells>
  readonly times: readonly { readonly role: TimeRole; readonly cells: TimeCells }[]
  readonly attributes: readonly AttributeCells[]
  readonly cases: CaseCells
  readonly eventCase: Int32Array
  /** Line of each row in the source. */
  readonly lines: Int32Array
}

/** The events that become of rows. */
export interface RowEvents {
  /** Row of each event; unset where every row is one event. */
  readonly rows?: Int32Array | undefined
  /** Unless the rows have it. */
  readonly activity?: StringColumn
  /** Unless the rows have it. */
  readonly time?: Float64Array
  /** Of columns that do not speak of every event of a row: for each event the row whose cell it has, `-1` for none. */
  readonly rowsOf?: Readonly<Partial<Record<TextRole, Int32Array>>>
}

/** Makes typed columns of what was collected. */
export function buildTable(collected: Collected, events: RowEvents): EventTable {
  const { profile, plan, texts, times, attributes, cases } = collected
  const kept = events.rows
  const take = (codes: Int32Array): Int32Array => (kept ? takeInt32(codes, kept) : codes)
  const lines = take(collected.lines)
  const caseIds = texts.get('case')!.values()
  cases.padTo(caseIds.length)
  const typed = ({ plan, cells }: AttributeCells, rows?: Int32Array): Column => {
    const codes = cells.codes.finish()
    const ofEvents = rows ? takeCodes(codes, rows) : take(codes)
    return typedColumn(cells, plan.scope === 'case' ? codes : ofEvents, {
      column: collected.header[plan.column]!,
      type: plan.type,
      timeZone: profile.timeZone,
      dayFirst: profile.dayFirst,
      notes: collected.notes,
      lineOf: (row) => (plan.scope === 'case' ? cases.lineOf(row) : lines[row]!),
    })
  }
  const text = (role: TextRole, scope: 'event' | 'case'): StringColumn | undefined => {
    const cells = texts.get(role)
    if (!cells) return undefined
    const ofRole = { plan: { column: plan.texts[role]!, name: '', scope, type: 'string' }, cells } as const
    return typed(ofRole, events.rowsOf?.[role]) as StringColumn
  }
  const instants = (role: TimeRole): Float64Array | undefined => {
    const values = times.find((each) => each.role === role)?.cells.instants.finish()
    return values && kept ? takeFloat64(values, kept) : values
  }
  const attributesOf = (scope: 'event' | 'case'): Map<string, Column> =>
    new Map(attributes.filter(({ plan }) => plan.scope === scope).map((each) => [each.plan.name, typed(each)]))
  return withoutUndefined<EventTable>({
    timeZone: profile.timeZone,
    caseIds,
    caseOffice: text('office', 'case'),
    eventCase: take(collected.eventCase),
    activity: events.activity ?? text('activity', 'event')!,
    time: events.time ?? instants('time')!,
    startTime: instants('start'),
    recordedAt: instants('recordedAt'),
    lifecycle: text('lifecycle', 'event'),
    resource: text('resource', 'event'),
    department: text('department', 'event'),
    sourceRow: lines,
    eventAttributes: attributesOf('event'),
    caseAttributes: attributesOf('case'),
  })
}

/** The codes of those rows, `-1` where there is no row. */
function takeCodes(codes: Int32Array, rows: Int32Array): Int32Array {
  return rows.map((row) => (row < 0 ? -1 : codes[row]!))
}

/** Leaves out the keys that have no value, which optional properties do not allow to be `undefined`. */
function withoutUndefined<T extends object>(record: { [K in keyof Required<T>]?: T[K] | undefined }): T {
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined)) as T
}
