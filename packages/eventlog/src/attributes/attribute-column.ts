import type { Column } from '../column.ts'
import { GrowableFloat64, GrowableInt32 } from '../growable.ts'
import { Interner } from '../interner.ts'
import { textOf } from '../xml/bytes.ts'
import { AttributeInstants } from './attribute-instants.ts'
import { xmlDateTime } from './date-time.ts'
import { parseBoolean, parseNumber } from './scalars.ts'

const encoder = new TextEncoder()
let scratch = new Uint8Array(4096)

export type ColumnKind = Column['kind']

/** A type as sources declare it: they tell whole numbers apart. */
export type DeclaredKind = ColumnKind | 'integer'

/** What all columns of one reading share. */
export interface ColumnContext {
  readonly timeZone: string
  readonly dayFirst?: boolean | undefined
  /** Whether a text stands for nothing. */
  readonly isMissing: (text: string) => boolean
}

/** What became of a value. */
export const STORED = 0
/** It did not fit the type that the profile sets, and is missing. */
export const UNFIT = 1
/** It has another type than earlier values; the column became text and holds it. */
export const RETYPED = 2
/** The row had a value of that key already, which stays. */
export const REPEATED = 3

/** One attribute key while it is read: values are parsed from bytes into the type that the source declares. */
export class AttributeColumn {
  readonly key: string
  readonly keyBytes: Uint8Array
  /** The column whose key came after this one when it was last asked; spares a look-up. */
  next: AttributeColumn | undefined
  /** What an element with this key and a value of this type begins with, where the source repeats it. */
  start: { readonly bytes: Uint8Array; readonly type: number } | undefined
  kind: ColumnKind | undefined
  /** Whether the kind is set by the profile or a role, and does not follow the source. */
  readonly fixed: boolean
  integer = true
  /** Whether the source has the key at all, be it in rows that were refused. */
  seen = false
  readonly instants: AttributeInstants
  readonly #timeZone: string
  readonly #isMissing: (text: string) => boolean
  #interner: Interner | undefined
  /** From the code of the interner to the code of the column, `-1` where the text stands for nothing. */
  #codeOf: number[] = []
  #values: string[] = []
  #codes = new GrowableInt32(64)
  #numbers = new GrowableFloat64(64)
  #truncated = false
  #finished: Column | undefined

  constructor(key: string, context: ColumnContext, kind?: ColumnKind) {
    this.key = key
    this.keyBytes = new TextEncoder().encode(key)
    this.kind = kind
    this.fixed = kind !== undefined
    this.instants = new AttributeInstants(context)
    this.#timeZone = context.timeZone
    this.#isMissing = context.isMissing
  }

  get length(): number {
    return this.kind === 'number' || this.kind === 'instant' ? this.#numbers.length : this.#codes.length
  }

  /** Distinct texts so far. */
  get values(): readonly string[] {
    return this.#values
  }

  /** Whether a row has a value. */
  has(row: number): boolean {
    if (row >= this.length) return false
    return this.kind === 'number' || this.kind === 'instant'
      ? !Number.isNaN(this.#numbers.get(row))
      : this.#codes.get(row) >= 0
  }

  /** The number or instant of a row; `NaN` where it has none. */
  number(row: number): number {
    return row < this.#numbers.length ? this.#numbers.get(row) : Number.NaN
  }

  /** The dictionary code of a row; `-1` where it has none. */
  code(row: number): number {
    return row < this.#codes.length ? this.#codes.get(row) : -1
  }

  /** Stores the value in `bytes[from … to − 1]` for a row, which is the last row or a new one. More parameters than an object, for speed. */
  set(row: number, kind: ColumnKind, integer: boolean, bytes: Uint8Array, from: number, to: number): number {
    this.seen = true
    if (this.kind === undefined) this.kind = kind
    if (this.length > row) return REPEATED
    if (this.kind === 'string') {
      this.#pushText(row, bytes, from, to)
      return kind === 'string' || this.fixed ? STORED : RETYPED
    }
    if (this.kind !== kind && !this.fixed) {
      this.#becomeText()
      this.#pushText(row, bytes, from, to)
      return RETYPED
    }
    return this.#pushParsed(row, integer, bytes, from, to)
  }

  /** Stores a value that is no bytes, as the type that the source declares or else its own; anything structured becomes JSON. */
  setValue(row: number, value: string | number | boolean | object, declared?: DeclaredKind): number {
    const text = typeof value === 'object' ? JSON.stringify(value) : String(value)
    if (declared !== undefined)
      return this.#setText(row, declared === 'integer' ? 'number' : declared, declared === 'integer', text)
    if (typeof value === 'object') return this.#setText(row, 'json', false, text)
    if (typeof value === 'number') return this.#setText(row, 'number', Number.isSafeInteger(value), text)
    return this.#setText(row, typeof value === 'string' ? 'string' : 'boolean', false, text)
  }

  #setText(row: number, kind: ColumnKind, integer: boolean, text: string): number {
    if (scratch.length < text.length * 3) scratch = new Uint8Array(text.length * 6)
    const { written } = encoder.encodeInto(text, scratch)
    return this.set(row, kind, integer, scratch, 0, written)
  }

  #pushText(row: number, bytes: Uint8Array, from: number, to: number): void {
    this.#interner ??= new Interner()
    const raw = this.#interner.internBytes(bytes, from, to)
    if (raw === this.#codeOf.length) this.#codeOf.push(this.#admit(this.#interner.text(raw)))
    if (this.#codes.length < row) this.#codes.padTo(row, -1)
    this.#codes.push(this.#codeOf[raw]!)
  }

  #admit(text: string): number {
    return this.#isMissing(text) ? -1 : this.#values.push(text) - 1
  }

  #pushParsed(row: number, integer: boolean, bytes: Uint8Array, from: number, to: number): number {
    if (this.kind === 'instant') {
      const instant = this.instants.parse(bytes, from, to)
      if (this.#numbers.length < row) this.#numbers.padTo(row, Number.NaN)
      this.#numbers.push(instant)
      return Number.isNaN(instant) ? this.#unfit(bytes, from, to) : STORED
    }
    if (this.kind === 'number') return this.#pushNumber(row, integer, bytes, from, to)
    if (this.kind === 'boolean') {
      const value = parseBoolean(bytes, from, to)
      this.#codes.padTo(row, -1)
      this.#codes.push(value)
      return value < 0 ? this.#unfit(bytes, from, to) : STORED
    }
    this.#pushText(row, bytes, from, to)
    return STORED
  }

  #pushNumber(row: number, integer: boolean, bytes: Uint8Array, from: number, to: number): number {
    const value = parseNumber(bytes, from, to)
    // Beyond 2^53 a number would lose digits, and a text keeps them.
    if (integer && !this.fixed && Math.abs(value) > Number.MAX_SAFE_INTEGER) {
      this.#becomeText()
      this.#pushText(row, bytes, from, to)
      return RETYPED
    }
    const whole = Number.isInteger(value) || Number.isNaN(value)
    if (!whole || !(integer || this.fixed)) this.integer = false
    this.#numbers.padTo(row, Number.NaN)
    this.#numbers.push(value)
    return Number.isNaN(value) ? this.#unfit(bytes, from, to) : STORED
  }

  /** A text that stands for nothing is no misfit. */
  #unfit(bytes: Uint8Array, from: number, to: number): number {
    return this.#isMissing(textOf(bytes, from, to)) ? STORED : UNFIT
  }

  /** Writes the values so far as text, in their canonical form. */
  #becomeText(): void {
    const rows = this.length
    const texts = Array.from({ length: rows }, (_, row) => this.#canonical(row))
    this.kind = 'string'
    this.#codes = new GrowableInt32(Math.max(64, rows))
    if (this.#interner && this.#values.length > 0) {
      this.#interner = undefined
      this.#codeOf = []
      this.#values = []
    }
    for (const [row, text] of texts.entries()) {
      if (text === undefined) continue
      const bytes = Buffer.from(text, 'utf8')
      this.#pushText(row, new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length), 0, bytes.length)
    }
    this.#codes.padTo(rows, -1)
    this.#numbers = new GrowableFloat64(64)
  }

  #canonical(row: number): string | undefined {
    if (!this.has(row)) return undefined
    if (this.kind === 'instant') return xmlDateTime(this.#numbers.get(row), this.#timeZone)
    if (this.kind === 'number') return String(this.#numbers.get(row))
    if (this.kind === 'boolean') return this.#codes.get(row) === 1 ? 'true' : 'false'
    return this.#values[this.#codes.get(row)]
  }

  /** Forgets the rows from `rows` on, which were refused. */
  truncate(rows: number): void {
    this.#truncated ||= this.#codes.length > rows
    this.#numbers.length = Math.min(this.#numbers.length, rows)
    this.#codes.length = Math.min(this.#codes.length, rows)
  }

  /** The finished column with `rows` rows; nothing can be stored after it. */
  finish(rows: number): Column {
    this.#finished ??= this.#finish(rows)
    return this.#finished
  }

  #finish(rows: number): Column {
    if (this.kind === 'number' || this.kind === 'instant') {
      this.#numbers.padTo(rows, Number.NaN)
      const values = this.#numbers.finish()
      return this.kind === 'number' ? { kind: 'number', integer: this.integer, values } : { kind: 'instant', values }
    }
    this.#codes.padTo(rows, -1)
    const codes = this.#codes.finish()
    if (this.kind === 'boolean') return { kind: 'boolean', values: Int8Array.from(codes) }
    const values = this.#truncated ? usedValues(codes, this.#values) : this.#values
    return { kind: this.kind === 'json' ? 'json' : 'string', codes, values }
  }
}

/** Leaves out of a dictionary what only refused rows had, and renumbers `codes` in place. */
function usedValues(codes: Int32Array, values: readonly string[]): string[] {
  const codeOf = new Int32Array(values.length).fill(-1)
  const used: string[] = []
  for (let row = 0; row < codes.length; row++) {
    const code = codes[row]!
    if (code < 0) continue
    if (codeOf[code] === -1) codeOf[code] = used.push(values[code]!) - 1
    codes[row] = codeOf[code]!
  }
  return used
}
