import { type Assembled, assembleLog, type EventTable } from '../assemble.ts'
import { type Column, type StringColumn, takeFloat64, takeInt32 } from '../column.ts'
import { SourceError } from '../errors.ts'
import { GrowableInt32 } from '../growable.ts'
import { hashBytes } from '../interner.ts'
import type { Profile } from '../profile/profile.ts'
import type { ReadingNotes } from '../reading-notes.ts'
import type { Reading, ReadOptions } from '../reading-report.ts'
import { TextCells, TimeCells } from './cells.ts'
import { noticeDuplicates } from './duplicates.ts'
import { restoreFormula } from './formula.ts'
import {
  type AttributePlan,
  type ColumnPlan,
  planColumns,
  type TextRole,
  type TimeRole,
  textRoles,
  timeRoles,
} from './plan-columns.ts'
import type { CellRanges, RowSink } from './scanner.ts'
import { typedColumn } from './typed-column.ts'

const apostrophe = 39

/** What a collector works with besides the profile. */
export interface CollectorContext {
  readonly options: ReadOptions
  readonly notes: ReadingNotes
  /** Whether `neutraliseFormula` put an apostrophe before some texts. */
  readonly neutralised?: boolean
}

/**
 * Makes a log of a table of texts: give it the cells of each row, then `endRow`, and `finish` at last. Readers of CSV and of
 * worksheets share it. A cell that is not given keeps the value of the row before, so that what repeats need not be read again.
 */
export class RowCollector implements RowSink {
  readonly #header: readonly string[]
  readonly #profile: Profile
  readonly #options: ReadOptions
  readonly #notes: ReadingNotes
  readonly #plan: ColumnPlan
  readonly #neutralised: boolean
  /** What takes the cells of each column. */
  readonly #sinks: { cell(bytes: Uint8Array, from: number, to: number, hash: number): void }[][]
  readonly #case: TextCells
  readonly #activity: TextCells
  readonly #texts: ReadonlyMap<TextRole, TextCells>
  #office: AttributeTexts | undefined
  readonly #attributes: readonly AttributeTexts[]
  readonly #eventTexts: readonly TextCells[]
  readonly #caseTexts: readonly { readonly cells: TextCells; readonly column: number; readonly changed: Set<number> }[]
  readonly #times: readonly { readonly cells: TimeCells; readonly column: number; readonly role: TimeRole }[]
  readonly #eventCase = new GrowableInt32()
  readonly #lines = new GrowableInt32()
  /** Line of the first row of each case; `0` until there is one. */
  readonly #caseLines = new GrowableInt32()

  constructor(header: readonly string[], profile: Profile, context: CollectorContext) {
    this.#header = header
    this.#profile = profile
    this.#options = context.options
    this.#notes = context.notes
    this.#neutralised = context.neutralised ?? false
    const plan = planColumns(header, profile, context.options.source)
    this.#plan = plan
    this.#sinks = header.map(() => [])
    this.#case = this.#addTexts(plan.texts.case, true)
    const eventRoles = textRoles.filter(
      (role) => role !== 'case' && role !== 'office' && plan.texts[role] !== undefined,
    )
    this.#texts = new Map(eventRoles.map((role) => [role, this.#addTexts(plan.texts[role]!, role === 'activity')]))
    this.#activity = this.#texts.get('activity')!
    this.#attributes = plan.attributes.map((each) => ({ plan: each, cells: this.#addTexts(each.column, false) }))
    const ofCase = this.#attributes.filter(({ plan: { scope } }) => scope === 'case')
    if (plan.texts.office !== undefined) {
      const column = plan.texts.office
      this.#office = { plan: { column, name: '', scope: 'case', type: 'string' }, cells: this.#addTexts(column, true) }
      ofCase.push(this.#office)
    }
    this.#caseTexts = ofCase.map(({ plan: { column }, cells }) => ({ column, cells, changed: new Set<number>() }))
    const ofEvent = this.#attributes.filter(({ plan: { scope } }) => scope === 'event')
    this.#eventTexts = [...this.#texts.values(), ...ofEvent.map(({ cells }) => cells)]
    this.#times = timeRoles
      .filter((role) => plan.times[role] !== undefined)
      .map((role) => ({ role, column: plan.times[role]!, cells: this.#addTimes(plan.times[role]!) }))
  }

  #addTexts(column: number, key: boolean): TextCells {
    const cells = new TextCells(this.#profile.missing, key)
    this.#sinks[column]!.push(cells)
    return cells
  }

  #addTimes(column: number): TimeCells {
    const { timeZone, dayFirst, missing, types } = this.#profile
    const numbers = types[this.#header[column]!] === 'instant'
    const cells = new TimeCells(missing, { timeZone, dayFirst, numbers, now: this.#options.now })
    this.#sinks[column]!.push(cells)
    return cells
  }

  cell(column: number, bytes: Uint8Array, from: number, to: number, hash: number): void {
    if (bytes[from] === apostrophe && this.#neutralised) {
      const restored = Buffer.from(restoreFormula(textOf({ bytes, from, to })), 'utf8')
      for (const sink of this.#sinks[column]!)
        sink.cell(restored, 0, restored.length, hashBytes(restored, 0, restored.length))
    } else for (const sink of this.#sinks[column]!) sink.cell(bytes, from, to, hash)
  }

  refuseRow(line: number, reason: 'wrongFieldCount' | 'malformed', value: string): void {
    this.#notes.refuse({ line, reason, value })
  }

  endRow(line: number, cells: CellRanges): void {
    const caseIndex = this.#case.current
    const time = this.#times[0]!.cells
    if (caseIndex < 0 || this.#activity.current < 0 || Number.isNaN(time.current)) {
      this.#refuseKeys(line, cells)
      return
    }
    const row = this.#eventCase.length
    this.#eventCase.push(caseIndex)
    this.#lines.push(line)
    for (const texts of this.#eventTexts) texts.codes.push(texts.current)
    for (const { cells: times, column } of this.#times) this.#keepTime(times, row, { line, column, cells })
    if (this.#caseTexts.length > 0) this.#keepCase(caseIndex, { line, cells })
  }

  #keepTime(times: TimeCells, row: number, at: { line: number; column: number; cells: CellRanges }): void {
    const { reader, current } = times
    times.instants.push(current)
    if (times.missing) return
    const place = {
      line: at.line,
      bytes: at.cells.bytes,
      from: at.cells.starts[at.column]!,
      to: at.cells.ends[at.column]!,
    }
    if (Number.isNaN(current)) {
      this.#notes.notice('unfitValues', { column: this.#header[at.column]!, line: at.line, value: textOf(place) })
      return
    }
    times.tally.add(reader, current, 1, place)
    if (reader.text.order === 'yearFirst') return
    if (reader.text.order === 'monthFirst') times.monthFirstRows++
    else if (reader.text.order === 'dayFirst') times.dayFirstRows++
    else if (!Number.isNaN(reader.dayFirstInstant)) {
      times.openRows.push(row)
      times.openInstants.push(reader.dayFirstInstant)
    }
  }

  /** Keeps the first value of each case attribute, and notes where a later row of the case has another. */
  #keepCase(caseIndex: number, { line, cells }: { line: number; cells: CellRanges }): void {
    this.#caseLines.padTo(caseIndex + 1, 0)
    const isNew = this.#caseLines.get(caseIndex) === 0
    if (isNew) this.#caseLines.set(caseIndex, line)
    for (const each of this.#caseTexts) {
      const { codes, current } = each.cells
      if (codes.length <= caseIndex) codes.padTo(caseIndex + 1, -1)
      const kept = codes.get(caseIndex)
      if (kept === current || current < 0) continue
      if (kept < 0) codes.set(caseIndex, current)
      else if (!each.changed.has(caseIndex)) {
        each.changed.add(caseIndex)
        const place = { bytes: cells.bytes, from: cells.starts[each.column]!, to: cells.ends[each.column]! }
        this.#notes.notice('changingCaseAttribute', { column: this.#header[each.column]!, line, value: textOf(place) })
      }
    }
  }

  #refuseKeys(line: number, cells: CellRanges): void {
    const { texts, times } = this.#plan
    const time = this.#times[0]!.cells
    const keys = [
      { column: texts.case, missing: this.#case.current < 0, reason: 'missingCase' },
      { column: texts.activity, missing: this.#activity.current < 0, reason: 'missingActivity' },
      { column: times.time, missing: time.missing, reason: 'missingTime' },
    ] as const
    for (const { column, missing } of keys)
      if (missing) this.#notes.notice('emptyKeys', { column: this.#header[column]!, line, value: '' })
    const first = keys.find(({ missing }) => missing)
    if (first) {
      this.#notes.refuse({ line, column: this.#header[first.column]!, value: '', reason: first.reason })
      return
    }
    const value = textOf({ bytes: cells.bytes, from: cells.starts[times.time]!, to: cells.ends[times.time]! })
    this.#notes.refuse({ line, column: this.#header[times.time]!, value, reason: 'unreadableTime' })
  }

  /**
   * The log, with the report on its reading.
   *
   * @throws SourceError `noEvents` where no row was kept, `rowRefused` where the reading is strict and a date can be read both ways
   */
  finish(): Reading {
    const refused = this.#settleDateOrders()
    const kept = refused.size === 0 ? undefined : rowsWithout(refused, this.#eventCase.length)
    const table = this.#table(kept)
    this.#notes.keepRows(table.time.length)
    if (table.time.length === 0) throw new SourceError('noEvents', { source: this.#options.source })
    for (const { cells, column } of this.#times) cells.tally.noticeTo(this.#notes, this.#header[column]!, 'event')
    const assembled: Assembled = assembleLog(table)
    if (assembled.outOfOrderEvents > 0) this.#notes.notice('outOfOrder', { count: assembled.outOfOrderEvents })
    noticeDuplicates(assembled.log, this.#notes)
    return { log: assembled.log, report: this.#notes.report() }
  }

  /** Gives open dates the order that the rest of their column shows. Returns the rows whose event time stays open. */
  #settleDateOrders(): Set<number> {
    const refused = new Set<number>()
    for (const { cells, column, role } of this.#times) {
      const { openRows, openInstants } = cells
      const settled = cells.monthFirstRows > 0 !== cells.dayFirstRows > 0
      for (let i = 0; i < openRows.length; i++) {
        const row = openRows.get(i)
        if (settled && cells.dayFirstRows > 0) cells.instants.set(row, openInstants.get(i))
        if (settled) continue
        cells.instants.set(row, Number.NaN)
        const at = { line: this.#lines.get(row), column: this.#header[column]! }
        if (role === 'time') refused.add(row)
        if (role === 'time') this.#notes.refuse({ ...at, reason: 'ambiguousTime' })
        else this.#notes.notice('unfitValues', at)
      }
    }
    return refused
  }

  #table(kept: Int32Array | undefined): EventTable {
    const take = (codes: Int32Array): Int32Array => (kept ? takeInt32(codes, kept) : codes)
    const lines = take(this.#lines.finish())
    const caseLines = this.#caseLines.finish()
    const ofEvent = { take, lineOf: (row: number): number => lines[row]! }
    const ofCase = { take: (codes: Int32Array) => codes, lineOf: (row: number): number => caseLines[row]! }
    const string = (role: TextRole): StringColumn | undefined => {
      const cells = this.#texts.get(role)
      if (!cells) return undefined
      const plan = { column: this.#plan.texts[role]!, name: '', scope: 'event', type: 'string' } as const
      return this.#typed({ plan, cells }, ofEvent) as StringColumn
    }
    const instants = (role: TimeRole): Float64Array | undefined => {
      const values = this.#times.find((each) => each.role === role)?.cells.instants.finish()
      return values && (kept ? takeFloat64(values, kept) : values)
    }
    const attributes = (scope: 'event' | 'case'): Map<string, Column> =>
      new Map(
        this.#attributes
          .filter(({ plan }) => plan.scope === scope)
          .map((each) => [each.plan.name, this.#typed(each, scope === 'case' ? ofCase : ofEvent)]),
      )
    return withoutUndefined({
      timeZone: this.#profile.timeZone,
      caseIds: this.#case.values(),
      caseOffice: this.#office && (this.#typed(this.#office, ofCase) as StringColumn),
      eventCase: take(this.#eventCase.finish()),
      activity: string('activity')!,
      time: instants('time')!,
      startTime: instants('start'),
      recordedAt: instants('recordedAt'),
      lifecycle: string('lifecycle'),
      resource: string('resource'),
      department: string('department'),
      sourceRow: lines,
      eventAttributes: attributes('event'),
      caseAttributes: attributes('case'),
    })
  }

  #typed({ plan, cells }: AttributeTexts, rows: TableRows): Column {
    if (plan.scope === 'case') cells.codes.padTo(this.#case.count, -1)
    const { timeZone, dayFirst } = this.#profile
    return typedColumn(cells, rows.take(cells.codes.finish()), {
      column: this.#header[plan.column]!,
      type: plan.type,
      timeZone,
      dayFirst,
      notes: this.#notes,
      lineOf: rows.lineOf,
    })
  }
}

interface AttributeTexts {
  readonly plan: AttributePlan
  readonly cells: TextCells
}

interface TableRows {
  readonly take: (codes: Int32Array) => Int32Array
  readonly lineOf: (row: number) => number
}

function rowsWithout(refused: ReadonlySet<number>, rows: number): Int32Array {
  const kept = new Int32Array(rows - refused.size)
  for (let row = 0, n = 0; row < rows; row++) if (!refused.has(row)) kept[n++] = row
  return kept
}

function textOf({ bytes, from, to }: { bytes: Uint8Array; from: number; to: number }): string {
  return new TextDecoder().decode(bytes.subarray(from, to))
}

/** Leaves out the keys that have no value, which optional properties do not allow to be `undefined`. */
function withoutUndefined<T extends object>(record: { [K in keyof T]: T[K] | undefined }): T {
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined)) as T
}
