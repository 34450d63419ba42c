import { SourceError } from '../errors.ts'
import { hashBytes, hashPrime, hashSeed } from '../interner.ts'
import type { CsvDialect } from './dialect.ts'
import { RowCells } from './row-cells.ts'

/** A row that cannot be taken apart. */
export interface RowRefusal {
  readonly line: number
  readonly reason: 'wrongFieldCount' | 'malformed'
  /** The cell that is malformed, or how many cells there are. */
  readonly value: string
  /** The column of the malformed cell, of the first that is missing, or the last of those that should be there. */
  readonly column: number
}

/** What receives the cells of a CSV text. */
export interface RowSink {
  /** A cell of the row being read: `bytes[from … to − 1]`, without quotes, with its FNV-1a hash. Not called where a cell is equal to the one above it. */
  cell(column: number, bytes: Uint8Array, from: number, to: number, hash: number): void
  /** The row is whole and has as many cells as there are columns. `row` is the same object every time. */
  endRow(row: RowCells): void
  /** The row cannot be taken apart into the columns. */
  refuseRow(refusal: RowRefusal): void
}

/** A row longer than this is a mistake in the file, most often a quote that is never closed. */
export const longestRowBytes = 16 * 1024 * 1024

const initialCapacity = 1 << 20
/** Room after the text for a line end, and for comparing four bytes at a time. */
const slack = 8
const lineFeed = 10
const carriageReturn = 13
/** How many quotes that are never closed are forgiven, one row each, before the text is given up. */
const mostOpenQuotes = 20

/**
 * Takes valid UTF-8 apart into rows and cells, straight on the bytes. Exports repeat themselves: most cells equal the one above
 * them, so each cell is compared with that one first, and only where it differs is its end looked for.
 */
export class CsvScanner {
  readonly #sink: RowSink
  readonly #source: string
  readonly #width: number
  readonly #delimiter: number
  readonly #quote: number
  /** 1 for the bytes that end an unquoted cell. */
  readonly #ends = new Uint8Array(256)
  readonly #cells: RowCells
  /** Where the row above begins, if it was whole; `-1` otherwise. */
  #rowAbove = -1
  /** Line breaks within each cell. */
  readonly #cellBreaks: Int32Array
  #buffer = new Uint8Array(initialCapacity + slack)
  #view = new DataView(this.#buffer.buffer)
  #length = 0
  #rowStart = 0
  #line: number
  /** How long the text must be before it is worth looking for the end of the row again. */
  #worthwhile = 0
  #openQuotes = 0
  /** Whether the text ends where the buffer does. */
  #final = false
  #unescaped = new Uint8Array(256)

  constructor(options: { dialect: CsvDialect; width: number; firstLine: number; source: string; sink: RowSink }) {
    this.#sink = options.sink
    this.#source = options.source
    this.#width = options.width
    this.#line = options.firstLine
    this.#delimiter = options.dialect.delimiter
    this.#quote = options.dialect.quote
    this.#ends[this.#delimiter] = 1
    this.#ends[lineFeed] = 1
    this.#ends[carriageReturn] = 1
    this.#cells = new RowCells(options.width, options.dialect.quote)
    this.#cellBreaks = new Int32Array(options.width)
  }

  /** Reads as many rows as the text so far holds. */
  push(chunk: Uint8Array): void {
    for (let from = 0; from < chunk.length; from += initialCapacity) {
      this.#append(chunk.subarray(from, Math.min(from + initialCapacity, chunk.length)))
      if (this.#length - this.#rowStart >= this.#worthwhile) this.#scanRows(false)
    }
  }

  /** Reads what is left; the last row needs no line break. */
  end(): void {
    this.#scanRows(true)
  }

  #append(part: Uint8Array): void {
    const kept = this.#length - this.#rowStart
    if (this.#length + part.length + slack > this.#buffer.length) {
      const needed = kept + part.length + slack
      const target = needed * 2 > this.#buffer.length ? new Uint8Array(needed * 2) : this.#buffer
      target.set(this.#buffer.subarray(this.#rowStart, this.#length))
      this.#buffer = target
      this.#view = new DataView(target.buffer)
      this.#length = kept
      this.#rowStart = 0
      this.#cells.starts.fill(-1)
      this.#rowAbove = -1
    }
    this.#buffer.set(part, this.#length)
    this.#length += part.length
  }

  #scanRows(final: boolean): void {
    this.#final = final
    // A line end past the text spares the inner loops a comparison; `final` tells whether it counts.
    this.#buffer[this.#length] = lineFeed
    while (this.#rowStart < this.#length) {
      const next = this.#scanRow(final)
      if (next < 0) {
        if (final) this.#forgiveOpenQuote()
        else break
      } else this.#rowStart = next
    }
    const rest = this.#length - this.#rowStart
    if (rest > longestRowBytes) throw new SourceError('lineTooLong', { source: this.#source, line: this.#line })
    this.#worthwhile = rest * 2
  }

  /** Reads one row; returns where the next begins, or −1 where the text ends before the row does. */
  #scanRow(final: boolean): number {
    const bytes = this.#buffer
    const length = this.#length
    const ends = this.#ends
    const width = this.#width
    const view = this.#view
    const { starts: cellStarts, ends: cellEnds } = this.#cells
    const delimiter = this.#delimiter
    let at = this.#rowStart
    let column = 0
    let breaks = 0
    let malformed = ''
    let malformedColumn = 0
    const rowAbove = this.#rowAbove
    // Until this row proves whole, its cells and those of the row above are mixed.
    this.#rowAbove = -1
    if (rowAbove >= 0) {
      const moved = at - rowAbove
      const alike = rowAbove + equalBytes(view, at, rowAbove, Math.min(moved, length - at))
      for (; column < width - 1 && cellEnds[column]! < alike; column++) {
        cellStarts[column]! += moved
        cellEnds[column]! += moved
        breaks += this.#cellBreaks[column]!
        at = cellEnds[column]! + 1
      }
    }
    for (;;) {
      const from = at
      const above = column < width ? cellStarts[column]! : -1
      let same = false
      if (above >= 0) {
        const size = cellEnds[column]! - above
        at = from + size
        same = at <= length && ends[bytes[at]!] === 1 && equalBytes(view, from, above, size) === size
      }
      if (same) {
        breaks += this.#cellBreaks[column]!
        cellStarts[column] = from
        cellEnds[column] = at
      } else if (bytes[from] === this.#quote) {
        at = this.#scanQuoted(from, column)
        if (at < 0) return -1
        if (ends[bytes[at]!] !== 1) {
          const after = at
          while (ends[bytes[at]!] !== 1) at++
          if (malformed === '') malformedColumn = Math.min(column, width - 1)
          malformed ||= textOf(bytes, from, Math.min(after + 20, at))
        }
        breaks += this.#breaksInQuoted
        if (column < width) {
          // Of a malformed cell no part may pass for the cell below it.
          cellStarts[column] = malformed === '' ? from : -1
          cellEnds[column] = at
          this.#cellBreaks[column] = this.#breaksInQuoted
        }
      } else {
        let hash = hashSeed
        at = from
        for (let byte = bytes[at]!; ends[byte] === 0; byte = bytes[++at]!) hash = Math.imul(hash ^ byte, hashPrime)
        if (column < width && (at < length || final)) {
          this.#sink.cell(column, bytes, from, at, hash)
          cellStarts[column] = from
          cellEnds[column] = at
          this.#cellBreaks[column] = 0
        }
      }
      if (at >= length && !final) return -1
      column++
      if (bytes[at] !== delimiter || at >= length) break
      at++
    }
    let next = at + 1
    if (bytes[at] === carriageReturn) {
      if (next >= length && !final) return -1
      if (next < length && bytes[next] === lineFeed) next++
    }
    const line = this.#line
    this.#line += 1 + breaks
    if (malformed !== '') this.#sink.refuseRow({ line, reason: 'malformed', value: malformed, column: malformedColumn })
    else if (column === width) {
      this.#rowAbove = this.#rowStart
      this.#sink.endRow(this.#cells.of(bytes, line))
    } else if (column > 1 || at > this.#rowStart) this.#refuseWidth(line, column)
    return next
  }

  #refuseWidth(line: number, cells: number): void {
    const column = Math.min(cells, this.#width - 1)
    this.#sink.refuseRow({ line, reason: 'wrongFieldCount', value: String(cells), column })
  }

  #breaksInQuoted = 0

  /** Reads a quoted cell that begins at `from`; returns the place after its closing quote, or −1 where the text ends first. */
  #scanQuoted(from: number, column: number): number {
    const bytes = this.#buffer
    const length = this.#length
    const quote = this.#quote
    let at = from + 1
    let breaks = 0
    let escaped = false
    for (; at < length; at++) {
      const byte = bytes[at]!
      if (byte === quote) {
        if (at + 1 < length && bytes[at + 1] === quote) {
          escaped = true
          at++
        } else break
      } else if (byte === lineFeed || (byte === carriageReturn && bytes[at + 1] !== lineFeed)) breaks++
    }
    if (at >= length || (at + 1 >= length && !this.#final)) return -1
    this.#breaksInQuoted = breaks
    if (column >= this.#width) return at + 1
    if (escaped) this.#unescape(from + 1, at, column)
    else this.#sink.cell(column, bytes, from + 1, at, hashBytes(bytes, from + 1, at))
    return at + 1
  }

  /** Hands a cell over without the doubling of its quotes. */
  #unescape(from: number, to: number, column: number): void {
    if (this.#unescaped.length < to - from) this.#unescaped = new Uint8Array((to - from) * 2)
    const target = this.#unescaped
    let size = 0
    for (let i = from; i < to; i++) {
      target[size++] = this.#buffer[i]!
      if (this.#buffer[i] === this.#quote) i++
    }
    this.#sink.cell(column, target, 0, size, hashBytes(target, 0, size))
  }

  /** At the end of the text a quote is still open: its row is refused, and reading goes on with the line after it. */
  #forgiveOpenQuote(): void {
    if (++this.#openQuotes > mostOpenQuotes)
      throw new SourceError('sourceMalformed', { source: this.#source, line: this.#line, detail: 'unclosed quote' })
    let at = this.#rowStart
    while (this.#buffer[at] !== lineFeed && this.#buffer[at] !== carriageReturn) at++
    const value = textOf(this.#buffer, this.#rowStart, Math.min(at, this.#rowStart + 200))
    this.#sink.refuseRow({ line: this.#line, reason: 'malformed', value, column: 0 })
    this.#line++
    this.#rowStart = this.#buffer[at] === carriageReturn && this.#buffer[at + 1] === lineFeed ? at + 2 : at + 1
  }
}

/** How many of the `size` bytes at `a` and at `b` are equal, up to the first that differ; four are compared at a time. */
function equalBytes(view: DataView, a: number, b: number, size: number): number {
  let k = 0
  while (k + 4 <= size && view.getInt32(a + k) === view.getInt32(b + k)) k += 4
  while (k < size && view.getUint8(a + k) === view.getUint8(b + k)) k++
  return k
}

function textOf(bytes: Uint8Array, from: number, to: number): string {
  return new TextDecoder().decode(bytes.subarray(from, to))
}
