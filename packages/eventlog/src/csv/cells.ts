import { GrowableFloat64, GrowableInt32 } from '../growable.ts'
import { type InstantOptions, InstantReader } from '../instant/instant-reader.ts'
import { TimeTally } from '../instant/time-tally.ts'
import { Interner } from '../interner.ts'
import { maxRefusalsListed } from '../reading-report.ts'
import type { RowCells } from './row-cells.ts'

/** The texts of one column: a dictionary, and the code of the cell read last. */
export class TextCells {
  /** Code of the cell read last, `-1` where it stands for nothing. */
  current = -1
  /** One per kept row, or one per case where the column describes the case. */
  readonly codes = new GrowableInt32()
  readonly #interner = new Interner()
  /** The texts that stand for nothing were interned first, so that their codes come before all others. */
  readonly #missing: number
  readonly #blankIsMissing: boolean
  #values: readonly string[] | undefined

  /** @param blankIsMissing whether blanks alone stand for nothing too, as in a key */
  constructor(missing: readonly string[], blankIsMissing: boolean) {
    for (const text of missing) if (text !== '') this.#interner.intern(text)
    this.#missing = this.#interner.count
    this.#blankIsMissing = blankIsMissing
  }

  cell(bytes: Uint8Array, from: number, to: number, hash: number): void {
    if (from === to || (this.#blankIsMissing && isBlank(bytes, from, to))) this.current = -1
    else this.current = Math.max(-1, this.#interner.internHashed(bytes, from, to, hash) - this.#missing)
  }

  /** How many texts there are; codes are below. */
  get count(): number {
    return this.#interner.count - this.#missing
  }

  get bytes(): Uint8Array {
    return this.#interner.bytes
  }

  startOf(code: number): number {
    return this.#interner.startOf(code + this.#missing)
  }

  text(code: number): string {
    return this.#interner.text(code + this.#missing)
  }

  /** Every text, by code. */
  values(): readonly string[] {
    const { values } = this.#interner
    if (this.#missing === 0) return values
    this.#values ??= values.slice(this.#missing)
    return this.#values
  }
}

/** How many rows have a date that can be read with the month first only, and with the day first only. */
export interface DateOrder {
  readonly monthFirstRows: number
  readonly dayFirstRows: number
}

/** The times of one column, read as they come. */
export class TimeCells {
  /** The time read last, UTC milliseconds; `NaN` where it is missing or cannot be read. */
  current = Number.NaN
  /** Whether the cell read last stands for nothing. */
  missing = true
  /** One per kept row. */
  readonly instants = new GrowableFloat64()
  readonly tally: TimeTally
  readonly #reader: InstantReader
  readonly #missing: readonly Uint8Array[]
  /** Rows whose date can be read with the month or the day first, and what it is with the day first. */
  readonly #openRows = new GrowableInt32(16)
  readonly #openInstants = new GrowableFloat64(16)
  /** The first of them as text, to be shown. */
  readonly #openTexts: string[] = []
  #monthFirstRows = 0
  #dayFirstRows = 0

  constructor(missing: readonly string[], options: InstantOptions & { readonly now?: number | undefined }) {
    this.#reader = new InstantReader(options)
    this.tally = new TimeTally({ timeZone: options.timeZone, now: options.now })
    this.#missing = missing.map((text) => Buffer.from(text, 'utf8'))
  }

  cell(bytes: Uint8Array, from: number, to: number): void {
    this.missing = isBlank(bytes, from, to) || this.#missing.some((text) => equal(text, bytes, from, to))
    this.current = this.missing ? Number.NaN : this.#reader.read(bytes, from, to)
  }

  /** Adds the time read last to the kept rows. */
  keep(column: number, row: RowCells): void {
    this.instants.push(this.current)
    if (Number.isNaN(this.current)) return
    const reader = this.#reader
    this.tally.add(reader, this.current, 1, row.place(column))
    if (reader.text.order === 'yearFirst') return
    if (reader.text.order === 'monthFirst') this.#monthFirstRows++
    else if (reader.text.order === 'dayFirst') this.#dayFirstRows++
    else if (!Number.isNaN(reader.dayFirstInstant)) {
      this.#openRows.push(this.instants.length - 1)
      this.#openInstants.push(reader.dayFirstInstant)
      if (this.#openTexts.length < maxRefusalsListed) this.#openTexts.push(row.text(column))
    }
  }

  /** What the dates read so far show of their order. */
  get dateOrder(): DateOrder {
    return { monthFirstRows: this.#monthFirstRows, dayFirstRows: this.#dayFirstRows }
  }

  /**
   * Gives open dates the order that the rest of the column (or of columns like it) shows, if it shows one. Otherwise those times
   * are taken back, and their rows returned.
   */
  settleDateOrder(
    { monthFirstRows, dayFirstRows }: DateOrder = this.dateOrder,
  ): readonly { readonly row: number; readonly text?: string }[] {
    const settled = monthFirstRows > 0 !== dayFirstRows > 0
    const open: { row: number; text?: string }[] = []
    for (let i = 0; i < this.#openRows.length; i++) {
      const row = this.#openRows.get(i)
      if (settled && dayFirstRows > 0) this.instants.set(row, this.#openInstants.get(i))
      if (settled) continue
      this.instants.set(row, Number.NaN)
      const text = this.#openTexts[i]
      open.push(text === undefined ? { row } : { row, text })
    }
    return open
  }
}

/** Whether a text is nothing but white space, the ideographic space (U+3000) of Chinese exports included. */
function isBlank(bytes: Uint8Array, from: number, to: number): boolean {
  for (let i = from; i < to; i++) {
    if (bytes[i] === 32 || bytes[i] === 9) continue
    return bytes[i]! >= 0xc2 && longestBlank >= to - from && decoder.decode(bytes.subarray(from, to)).trim() === ''
  }
  return true
}

const decoder = new TextDecoder('utf-8', { ignoreBOM: true })
/** Longer runs of exotic white space are no slip of a typist, and not worth decoding every long text for. */
const longestBlank = 64

function equal(text: Uint8Array, bytes: Uint8Array, from: number, to: number): boolean {
  if (text.length !== to - from) return false
  for (let i = 0; i < text.length; i++) if (text[i] !== bytes[from + i]) return false
  return true
}
