import type { TimePlace } from '../instant/time-tally.ts'

/** Where the cells of a row stand in a text, so that they can be shown; one object serves all rows. */
export class RowCells {
  /** Of each column, where its cell begins in the text as written; `-1` where it has gone. */
  readonly starts: Int32Array
  /** Of each column, the place after its cell. */
  readonly ends: Int32Array
  line = 0
  readonly #quote: number
  readonly #place = { line: 0, bytes: new Uint8Array(0) as Uint8Array, from: 0, to: 0 }

  constructor(columns: number, quote: number) {
    this.starts = new Int32Array(columns).fill(-1)
    this.ends = new Int32Array(columns)
    this.#quote = quote
  }

  /** Sets the row that is talked of. */
  of(bytes: Uint8Array, line: number): this {
    this.#place.bytes = bytes
    this.#place.line = line
    this.line = line
    return this
  }

  /** Where the cell of a column stands, without quotes; valid until the next call. */
  place(column: number): TimePlace {
    const place = this.#place
    const quoted = place.bytes[this.starts[column]!] === this.#quote ? 1 : 0
    place.from = this.starts[column]! + quoted
    place.to = this.ends[column]! - quoted
    return place
  }

  /** The cell of a column as text. */
  text(column: number): string {
    const { bytes, from, to } = this.place(column)
    const mark = String.fromCharCode(this.#quote)
    return new TextDecoder().decode(bytes.subarray(from, to)).replaceAll(mark + mark, mark)
  }
}
