import { localMs } from '@zhengfeng/worktime'
import type { StringColumn } from '../column.ts'
import { formatInstant } from '../instant/format.ts'
import type { CanonicalActivity } from '../profile/profile.ts'
import type { ReadingNotes } from '../reading-notes.ts'
import type { RowEvents } from './build-table.ts'
import type { TimeCells } from './cells.ts'
import type { MilestonePlan } from './plan-columns.ts'
import type { RowCells } from './row-cells.ts'

/** A column that holds when a step was taken. */
export interface MilestoneColumn extends MilestonePlan {
  readonly cells: TimeCells
}

/** Steps that the applicant takes: neither the officer nor the department of the row did. */
const applicantSteps: ReadonlySet<CanonicalActivity> = new Set([
  'submit',
  'supplementAnswer',
  'withdraw',
  'rate',
  'queue',
  'complain',
])

/**
 * Steps of which the officer of a row is taken to have taken the first that is there. One cell cannot say who took each step: were
 * it put on all, everybody would seem to have accepted what they decided.
 */
const officerSteps: readonly CanonicalActivity[] = ['close', 'decide', 'refuse']

/** Steps with which a case begins: what lies before them contradicts them. */
const beginnings: ReadonlySet<CanonicalActivity> = new Set(['submit', 'receive', 'accept'])

const dayMs = 86_400_000

/**
 * The milestones of rows that are whole cases: every time that is there becomes an event. Those of one row stand in order of
 * time; equal times, as bare dates often are, in the order of the process, wherever their columns stand.
 */
export class MilestoneCells {
  readonly #columns: readonly MilestoneColumn[]
  readonly #notes: ReadingNotes
  readonly #officerColumns: readonly number[]

  /** @param columns in the order of the process */
  constructor(columns: readonly MilestoneColumn[], notes: ReadingNotes) {
    this.#columns = columns
    this.#notes = notes
    this.#officerColumns = officerSteps
      .map((step) => columns.findIndex((each) => each.step === step))
      .filter((column) => column >= 0)
  }

  /** Refuses the cells of a row that cannot be read, and the row itself where all are blank. Returns whether there is a time. */
  check(row: RowCells): boolean {
    const { line } = row
    let times = 0
    let refused = 0
    for (const { column, name, cells } of this.#columns) {
      if (!Number.isNaN(cells.current)) times++
      else if (!cells.missing) {
        refused++
        this.#notes.refuse({ line, column: name, value: row.text(column), reason: 'unreadableTime' })
      }
    }
    if (times > 0) return true
    const { name, column } = this.#columns[0]!
    if (refused > 0) return false
    this.#notes.notice('emptyKeys', { column: name, line, value: row.text(column) })
    this.#notes.refuse({ line, column: name, value: row.text(column), reason: 'missingTime' })
    return false
  }

  /** Adds the times of a row to those kept. */
  keep(row: RowCells): void {
    for (const { cells, column } of this.#columns) cells.keep(column, row)
  }

  /**
   * The events of all kept rows. Notices what the times are like, and refuses dates whose order stays open.
   *
   * @param lineOf line of a kept row
   */
  finish(timeZone: string, lineOf: (row: number) => number): RowEvents {
    this.#settleDateOrders(lineOf)
    for (const { cells, name } of this.#columns) cells.tally.noticeTo(this.#notes, name, 'event')
    this.#noticeContradictions(timeZone, lineOf)
    return this.#events()
  }

  /** Gives open dates the order that the dates of all milestones show. */
  #settleDateOrders(lineOf: (row: number) => number): void {
    const orders = this.#columns.map(({ cells }) => cells.dateOrder)
    const monthFirstRows = orders.reduce((sum, order) => sum + order.monthFirstRows, 0)
    const dayFirstRows = orders.reduce((sum, order) => sum + order.dayFirstRows, 0)
    for (const { cells, name } of this.#columns)
      for (const { row, text } of cells.settleDateOrder({ monthFirstRows, dayFirstRows })) {
        const value = text === undefined ? {} : { value: text }
        this.#notes.refuse({ line: lineOf(row), column: name, ...value, reason: 'ambiguousTime' })
      }
  }

  /** Milestones that lie before the beginning of their case, though their step comes after it. */
  #noticeContradictions(timeZone: string, lineOf: (row: number) => number): void {
    const rows = this.#columns[0]!.cells.instants.length
    for (let row = 0; row < rows; row++) {
      const first = this.#columns.findIndex((each) => beginnings.has(each.step) && !Number.isNaN(timeOf(each, row)))
      if (first < 0) continue
      const begun = timeOf(this.#columns[first]!, row)
      for (let later = first + 1; later < this.#columns.length; later++) {
        const at = timeOf(this.#columns[later]!, row)
        if (!isBefore(at, begun, timeZone)) continue
        const { name } = this.#columns[later]!
        this.#notes.notice('outOfOrder', { column: name, line: lineOf(row), value: formatInstant(at, timeZone) })
      }
    }
  }

  #events(): RowEvents {
    const times = this.#columns.map(({ cells }) => cells.instants.finish())
    const count = times.reduce((sum, column) => sum + column.reduce((n, at) => n + (Number.isNaN(at) ? 0 : 1), 0), 0)
    const rows = new Int32Array(count)
    const columns = new Uint8Array(count)
    const time = new Float64Array(count)
    let next = 0
    for (let row = 0; row < times[0]!.length; row++) {
      const first = next
      for (let column = 0; column < times.length; column++) {
        const at = times[column]![row]!
        if (Number.isNaN(at)) continue
        rows[next] = row
        // Behind what is no later, so that equal times keep the order of the process.
        let place = next++
        for (; place > first && time[place - 1]! > at; place--) {
          time[place] = time[place - 1]!
          columns[place] = columns[place - 1]!
        }
        time[place] = at
        columns[place] = column
      }
    }
    return { rows, time, activity: this.#activityOf(columns), rowsOf: this.#rowsOf(rows, columns, times) }
  }

  #activityOf(columns: Uint8Array): StringColumn {
    const used = this.#columns.map((_, column) => columns.includes(column))
    const codeOf = used.map((_, column) => used.slice(0, column).filter(Boolean).length)
    const values = this.#columns.filter((_, column) => used[column]).map(({ name }) => name)
    const codes = new Int32Array(columns.length)
    for (let event = 0; event < codes.length; event++) codes[event] = codeOf[columns[event]!]!
    return { kind: 'string', codes, values }
  }

  #rowsOf(rows: Int32Array, columns: Uint8Array, times: readonly Float64Array[]): Required<RowEvents>['rowsOf'] {
    const byApplicant = this.#columns.map(({ step }) => applicantSteps.has(step))
    const department = rows.map((row, event) => (byApplicant[columns[event]!] ? -1 : row))
    const resource = rows.map((row, event) => {
      const officerColumn = this.#officerColumns.find((column) => !Number.isNaN(times[column]![row]!))
      return columns[event] === officerColumn ? row : -1
    })
    return { department, resource }
  }
}

function timeOf({ cells }: MilestoneColumn, row: number): number {
  return cells.instants.get(row)
}

/** Whether a time is before another for certain: a bare date may be any time of its day. */
function isBefore(at: number, begun: number, timeZone: string): boolean {
  if (!(at < begun)) return false
  const isBareDate = localMs(timeZone, at) % dayMs === 0
  return !isBareDate || Math.floor(localMs(timeZone, begun) / dayMs) > Math.floor(localMs(timeZone, at) / dayMs)
}
