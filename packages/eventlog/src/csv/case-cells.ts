import { GrowableInt32 } from '../growable.ts'
import type { ReadingNotes } from '../reading-notes.ts'
import type { TextCells } from './cells.ts'
import type { RowCells } from './row-cells.ts'

/** A column that describes the case. */
export interface CaseColumn {
  readonly cells: TextCells
  readonly column: number
  readonly name: string
}

/** Keeps the first value of each case attribute that is there, and notes the cases in which a later row has another. */
export class CaseCells {
  readonly #columns: readonly (CaseColumn & { readonly changed: Set<number> })[]
  readonly #notes: ReadingNotes
  /** Line of the first row of each case; 0 until there is one. */
  readonly #lines = new GrowableInt32()

  constructor(columns: readonly CaseColumn[], notes: ReadingNotes) {
    this.#columns = columns.map((column) => ({ ...column, changed: new Set<number>() }))
    this.#notes = notes
  }

  keep(caseIndex: number, row: RowCells): void {
    if (caseIndex >= this.#lines.length) this.padTo(caseIndex + 1)
    if (this.#lines.get(caseIndex) === 0) this.#lines.set(caseIndex, row.line)
    for (const each of this.#columns) {
      const { codes, current } = each.cells
      const kept = codes.get(caseIndex)
      if (kept === current || current < 0) continue
      if (kept < 0) codes.set(caseIndex, current)
      else if (!each.changed.has(caseIndex)) {
        each.changed.add(caseIndex)
        this.#notes.notice('changingCaseAttribute', { column: each.name, line: row.line, value: row.text(each.column) })
      }
    }
  }

  /** Makes room for so many cases. */
  padTo(cases: number): void {
    this.#lines.padTo(cases, 0)
    for (const { cells } of this.#columns) cells.codes.padTo(cases, -1)
  }

  lineOf(caseIndex: number): number {
    return this.#lines.get(caseIndex)
  }
}
