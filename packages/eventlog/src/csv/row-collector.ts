import { assembleLog } from '../assemble.ts'
import { SourceError } from '../errors.ts'
import { GrowableInt32 } from '../growable.ts'
import { hashBytes } from '../interner.ts'
import type { Profile } from '../profile/profile.ts'
import type { ReadingNotes } from '../reading-notes.ts'
import type { Reading, ReadOptions } from '../reading-report.ts'
import { type AttributeCells, buildTable, type RowEvents } from './build-table.ts'
import { CaseCells } from './case-cells.ts'
import { TextCells, TimeCells } from './cells.ts'
import { noticeDuplicates } from './duplicates.ts'
import { restoreFormula } from './formula.ts'
import { MilestoneCells } from './milestone-cells.ts'
import { type ColumnPlan, planColumns, type TextRole, type TimeRole, textRoles, timeRoles } from './plan-columns.ts'
import type { RowCells } from './row-cells.ts'
import type { RowRefusal, RowSink } from './scanner.ts'

const apostrophe = 39

/** What takes the cells of a column. */
interface CellSink {
  cell(bytes: Uint8Array, from: number, to: number, hash: number): void
}

const noSink: CellSink = { cell: () => undefined }

function both(first: CellSink, second: CellSink): CellSink {
  return {
    cell(bytes, from, to, hash) {
      first.cell(bytes, from, to, hash)
      second.cell(bytes, from, to, hash)
    },
  }
}

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
  readonly #context: CollectorContext
  readonly #plan: ColumnPlan
  /** What takes the cells of each column. */
  readonly #sinks: CellSink[]
  readonly #case: TextCells
  /** Absent where there are milestones. */
  readonly #activity: TextCells | undefined
  /** Absent where there are milestones. */
  readonly #time: TimeCells | undefined
  /** Where each row is a case. */
  readonly #milestones: MilestoneCells | undefined
  readonly #texts: ReadonlyMap<TextRole, TextCells>
  readonly #times: readonly { readonly role: TimeRole; readonly column: number; readonly cells: TimeCells }[]
  readonly #attributes: readonly AttributeCells[]
  /** Texts of which each kept row has one. */
  readonly #eventTexts: readonly TextCells[]
  readonly #cases: CaseCells
  readonly #eventCase = new GrowableInt32()
  readonly #lines = new GrowableInt32()

  /** @throws SourceError `columnMissing`, `columnNotChosen` */
  constructor(header: readonly string[], profile: Profile, context: CollectorContext) {
    this.#header = header
    this.#profile = profile
    this.#context = context
    this.#plan = planColumns(header, profile, context.options.source)
    this.#sinks = header.map(() => noSink)
    const { texts, times, attributes } = this.#plan
    const roles = textRoles.filter((role) => texts[role] !== undefined)
    const keys = ['case', 'activity', 'office']
    this.#texts = new Map(roles.map((role) => [role, this.#addTexts(texts[role]!, keys.includes(role))]))
    this.#case = this.#texts.get('case')!
    this.#activity = this.#texts.get('activity')
    this.#times = timeRoles
      .filter((role) => times[role] !== undefined)
      .map((role) => ({ role, column: times[role]!, cells: this.#addTimes(times[role]!) }))
    this.#time = this.#times.find(({ role }) => role === 'time')?.cells
    this.#milestones = this.#addMilestones()
    this.#attributes = attributes.map((plan) => ({ plan, cells: this.#addTexts(plan.column, false) }))
    this.#eventTexts = [
      ...roles.filter((role) => role !== 'case' && role !== 'office').map((role) => this.#texts.get(role)!),
      ...this.#attributes.filter(({ plan }) => plan.scope === 'event').map(({ cells }) => cells),
    ]
    this.#cases = new CaseCells(this.#caseColumns(), context.notes)
  }

  #addTexts(column: number, blankIsMissing: boolean): TextCells {
    const cells = new TextCells(this.#profile.missing, blankIsMissing)
    this.#addSink(column, cells)
    return cells
  }

  #addTimes(column: number): TimeCells {
    const { timeZone, dayFirst, missing, types } = this.#profile
    const numbers = types[this.#header[column]!] === 'instant'
    const cells = new TimeCells(missing, { timeZone, dayFirst, numbers, now: this.#context.options.now })
    this.#addSink(column, cells)
    return cells
  }

  #addMilestones(): MilestoneCells | undefined {
    const { milestones } = this.#plan
    if (milestones.length === 0) return undefined
    const columns = milestones.map((each) => ({ ...each, cells: this.#addTimes(each.column) }))
    return new MilestoneCells(columns, this.#context.notes)
  }

  /** A column that plays several roles feeds several sinks. */
  #addSink(column: number, sink: CellSink): void {
    const first = this.#sinks[column]!
    this.#sinks[column] = first === noSink ? sink : both(first, sink)
  }

  #caseColumns(): { cells: TextCells; column: number; name: string }[] {
    const office = this.#texts.get('office')
    return [
      ...(office ? [{ cells: office, column: this.#plan.texts.office! }] : []),
      ...this.#attributes
        .filter(({ plan }) => plan.scope === 'case')
        .map(({ plan, cells }) => ({ cells, column: plan.column })),
    ].map((each) => ({ ...each, name: this.#header[each.column]! }))
  }

  cell(column: number, bytes: Uint8Array, from: number, to: number, hash: number): void {
    if (this.#context.neutralised && bytes[from] === apostrophe) this.#restoredCell(column, bytes.subarray(from, to))
    else this.#sinks[column]!.cell(bytes, from, to, hash)
  }

  #restoredCell(column: number, bytes: Uint8Array): void {
    const text = Buffer.from(restoreFormula(new TextDecoder().decode(bytes)), 'utf8')
    this.#sinks[column]!.cell(text, 0, text.length, hashBytes(text, 0, text.length))
  }

  refuseRow({ line, reason, value, column }: RowRefusal): void {
    this.#context.notes.refuse({ line, column: this.#header[column]!, value, reason })
  }

  endRow(row: RowCells): void {
    const caseIndex = this.#case.current
    if (this.#milestones) {
      if (caseIndex < 0) this.#refuseKeys(row)
      if (caseIndex < 0 || !this.#milestones.check(row)) return
      this.#milestones.keep(row)
    } else if (caseIndex < 0 || this.#activity!.current < 0 || Number.isNaN(this.#time!.current)) {
      this.#refuseKeys(row)
      return
    }
    this.#eventCase.push(caseIndex)
    this.#lines.push(row.line)
    for (const texts of this.#eventTexts) texts.codes.push(texts.current)
    for (const { cells, column } of this.#times) {
      cells.keep(column, row)
      if (Number.isNaN(cells.current) && !cells.missing) this.#noticeUnfit(column, row.line, row.text(column))
    }
    this.#cases.keep(caseIndex, row)
  }

  #noticeUnfit(column: number, line: number, value: string): void {
    this.#context.notes.notice('unfitValues', { column: this.#header[column]!, line, value })
  }

  #refuseKeys(row: RowCells): void {
    const { notes } = this.#context
    const { line } = row
    const { texts, times } = this.#plan
    const keys = [
      { column: texts.case, missing: this.#case.current < 0, reason: 'missingCase' },
      { column: texts.activity, missing: this.#activity && this.#activity.current < 0, reason: 'missingActivity' },
      { column: times.time, missing: this.#time?.missing, reason: 'missingTime' },
    ] as const
    for (const { column, missing } of keys)
      if (missing) notes.notice('emptyKeys', { column: this.#header[column!]!, line, value: row.text(column!) })
    const found = keys.find(({ missing }) => missing) ?? { column: times.time, reason: 'unreadableTime' }
    const column = found.column!
    notes.refuse({ line, column: this.#header[column]!, value: row.text(column), reason: found.reason })
  }

  /**
   * The log, with the report on its reading.
   *
   * @throws SourceError `noEvents` where no row was kept, `rowRefused` where the reading is strict and a date can be read both ways
   */
  finish(): Reading {
    const { notes, options } = this.#context
    const events = this.#milestones ? this.#eventsOfCases(this.#milestones) : this.#eventsOfRows()
    const kept = events.rows?.length ?? this.#eventCase.length
    if (kept === 0) throw new SourceError('noEvents', { source: options.source, ...notes.commonestRefusal() })
    notes.keepRows(kept)
    const table = buildTable(
      {
        ...{ profile: this.#profile, header: this.#header, plan: this.#plan, notes },
        ...{ texts: this.#texts, times: this.#times, attributes: this.#attributes, cases: this.#cases },
        ...{ eventCase: this.#eventCase.finish(), lines: this.#lines.finish() },
      },
      events,
    )
    for (const { cells, column } of this.#times) cells.tally.noticeTo(notes, this.#header[column]!, 'event')
    const { log, outOfOrderEvents } = assembleLog(table)
    // Rows that are cases have no order among each other that could be broken.
    if (outOfOrderEvents > 0 && !this.#milestones) notes.notice('outOfOrder', { count: outOfOrderEvents })
    noticeDuplicates(log, notes)
    return { log, report: notes.report() }
  }

  #eventsOfCases(milestones: MilestoneCells): RowEvents {
    return milestones.finish(this.#profile.timeZone, (row) => this.#lines.get(row))
  }

  /** Every row but those whose time proved open. */
  #eventsOfRows(): RowEvents {
    const refused = this.#settleDateOrders()
    if (refused.size === 0) return {}
    const rows = Int32Array.from({ length: this.#eventCase.length }, (_, row) => row)
    return { rows: rows.filter((row) => !refused.has(row)) }
  }

  /** Gives open dates the order that the rest of their column shows. Returns the rows whose event time stays open. */
  #settleDateOrders(): Set<number> {
    const refused = new Set<number>()
    for (const { cells, column, role } of this.#times)
      for (const { row, text } of cells.settleDateOrder()) {
        const line = this.#lines.get(row)
        if (role !== 'time') this.#noticeUnfit(column, line, text ?? '')
        else {
          refused.add(row)
          const value = text === undefined ? {} : { value: text }
          this.#context.notes.refuse({ line, column: this.#header[column]!, ...value, reason: 'ambiguousTime' })
        }
      }
    return refused
  }
}
