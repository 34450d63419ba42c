import type { Column } from '../column.ts'
import { type InstantOptions, InstantReader } from '../instant/instant-reader.ts'
import { TimeTally } from '../instant/time-tally.ts'
import type { Profile } from '../profile/profile.ts'
import type { ReadingNotes } from '../reading-notes.ts'
import type { TextCells } from './cells.ts'
import { isPlainInteger, isPlainNumber, readTruth } from './plain-value.ts'

export type ColumnType = Profile['types'][string]

/** A dictionary of so many texts (task numbers, descriptions) becomes strings when they are asked for: mostly never. */
const deferredFrom = 10_000

/** How the texts of a column become values. */
export interface TypingOptions extends InstantOptions {
  /** Name of the column in notices. */
  readonly column: string
  /** The type that the profile gives; unset: the narrowest that holds every value. */
  readonly type?: ColumnType | undefined
  readonly notes: ReadingNotes
  /** The line in the source of a row of the column. */
  readonly lineOf: (row: number) => number
}

/**
 * Makes a typed column of a dictionary-coded one. Values are looked at once per distinct text, so that a type costs little.
 *
 * @param texts the dictionary
 * @param codes one per row, `-1` where missing
 */
export function typedColumn(texts: TextCells, codes: Int32Array, options: TypingOptions): Column {
  const dictionary = usedTexts(texts, codes)
  const type = options.type ?? inferType(dictionary, options)
  if (type === 'string' || (dictionary.codes.length === 0 && options.type === undefined))
    return stringColumn(dictionary, codes)
  const values = new Float64Array(texts.count).fill(Number.NaN)
  const settled = readValues(dictionary, type, { values, options })
  // Where nothing tells the order of its dates, a column stays text, unless it is said to hold times.
  if (!settled && options.type === undefined) return stringColumn(dictionary, codes)
  noticeUnfit(dictionary, values, options)
  const perRow = (code: number): number => (code < 0 ? Number.NaN : values[code]!)
  if (type === 'boolean') {
    const truths = new Int8Array(codes.length)
    for (let i = 0; i < codes.length; i++) {
      const value = perRow(codes[i]!)
      truths[i] = Number.isNaN(value) ? -1 : value
    }
    return { kind: 'boolean', values: truths }
  }
  const numbers = new Float64Array(codes.length)
  for (let i = 0; i < codes.length; i++) numbers[i] = perRow(codes[i]!)
  if (type === 'instant') return { kind: 'instant', values: numbers }
  return { kind: 'number', integer: type === 'integer', values: numbers }
}

/** The texts that kept rows refer to; a refused row may have left others. */
interface Dictionary {
  readonly texts: TextCells
  /** Codes that occur, ascending. */
  readonly codes: Int32Array
  /** How many rows have each code. */
  readonly rows: Int32Array
  /** The first row that has each code. */
  readonly firstRows: Int32Array
}

function usedTexts(texts: TextCells, codes: Int32Array): Dictionary {
  const rows = new Int32Array(texts.count)
  const firstRows = new Int32Array(texts.count)
  let used = 0
  for (let i = 0; i < codes.length; i++) {
    const code = codes[i]!
    if (code < 0) continue
    if (rows[code]!++ > 0) continue
    firstRows[code] = i
    used++
  }
  const occurring = new Int32Array(used)
  for (let code = 0, n = 0; code < rows.length; code++) if (rows[code]! > 0) occurring[n++] = code
  return { texts, codes: occurring, rows, firstRows }
}

/** Text, with the texts of refused rows left out of its dictionary. */
function stringColumn(dictionary: Dictionary, codes: Int32Array): Column {
  const { texts } = dictionary
  if (dictionary.codes.length === texts.count) {
    if (texts.count < deferredFrom) return { kind: 'string', codes, values: texts.values() }
    return {
      kind: 'string',
      codes,
      get values() {
        return texts.values()
      },
    }
  }
  const values = Array.from(dictionary.codes, (code) => texts.text(code))
  const renumbered = new Int32Array(texts.count).fill(-1)
  for (const [place, code] of dictionary.codes.entries()) renumbered[code] = place
  return { kind: 'string', codes: codes.map((code) => (code < 0 ? -1 : renumbered[code]!)), values }
}

/** The narrowest type that every value fits: boolean, integer, number, instant, else text. */
function inferType({ texts, codes }: Dictionary, options: TypingOptions): ColumnType {
  if (codes.length === 0) return 'string'
  const { bytes } = texts
  const every = (fits: (from: number, to: number) => boolean): boolean =>
    codes.every((code) => fits(texts.startOf(code), texts.startOf(code + 1)))
  if (every((from, to) => readTruth(bytes, from, to, false) >= 0)) return 'boolean'
  if (every((from, to) => isPlainInteger(bytes, from, to))) return 'integer'
  if (every((from, to) => isPlainNumber(bytes, from, to))) return 'number'
  return every(instantFits(bytes, options)) ? 'instant' : 'string'
}

/** Whether texts are times; a column of digits alone is none, however much its numbers look like dates. */
function instantFits(bytes: Uint8Array, options: TypingOptions): (from: number, to: number) => boolean {
  const reader = new InstantReader({ ...options, numbers: false })
  return (from, to) => {
    if (to - from > 64 || isPlainInteger(bytes, from, to)) return false
    return !Number.isNaN(reader.read(bytes, from, to))
  }
}

interface ValueTarget {
  /** One value per code, `NaN` where a text does not fit. */
  readonly values: Float64Array
  readonly options: TypingOptions
}

/** Fills in the values of all texts. Returns whether every date could be read one way only. */
function readValues(dictionary: Dictionary, type: ColumnType, target: ValueTarget): boolean {
  const { texts, codes } = dictionary
  if (type === 'instant') return readInstants(dictionary, target)
  for (const code of codes)
    if (type === 'boolean') {
      const truth = readTruth(texts.bytes, texts.startOf(code), texts.startOf(code + 1), true)
      if (truth >= 0) target.values[code] = truth
    } else target.values[code] = numberOf(texts.text(code), type === 'integer')
  return true
}

function numberOf(text: string, integer: boolean): number {
  const written = text.trim()
  if (!/^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/.test(written)) return Number.NaN
  const value = Number(written)
  return Number.isFinite(value) && (!integer || Number.isSafeInteger(value)) ? value : Number.NaN
}

function readInstants(dictionary: Dictionary, { values, options }: ValueTarget): boolean {
  const { texts, codes, rows, firstRows } = dictionary
  const { bytes } = texts
  const reader = new InstantReader({ ...options, numbers: options.type === 'instant' })
  const tally = new TimeTally({ timeZone: options.timeZone })
  const open: { code: number; dayFirst: number }[] = []
  let monthFirst = 0
  let dayFirst = 0
  for (const code of codes) {
    const place = {
      line: options.lineOf(firstRows[code]!),
      bytes,
      from: texts.startOf(code),
      to: texts.startOf(code + 1),
    }
    const instant = reader.read(bytes, place.from, place.to)
    if (Number.isNaN(instant)) continue
    values[code] = instant
    tally.add(reader, instant, rows[code]!, place)
    if (reader.text.order === 'monthFirst') monthFirst++
    if (reader.text.order === 'dayFirst') dayFirst++
    if (!Number.isNaN(reader.dayFirstInstant)) open.push({ code, dayFirst: reader.dayFirstInstant })
  }
  const settled = monthFirst > 0 !== dayFirst > 0
  for (const each of open)
    values[each.code] = settled ? (dayFirst > 0 ? each.dayFirst : values[each.code]!) : Number.NaN
  tally.noticeTo(options.notes, options.column, 'attribute')
  return settled || open.length === 0
}

function noticeUnfit(dictionary: Dictionary, values: Float64Array, options: TypingOptions): void {
  const { texts, rows, firstRows } = dictionary
  for (const code of dictionary.codes) {
    if (!Number.isNaN(values[code]!)) continue
    const line = options.lineOf(firstRows[code]!)
    options.notes.notice('unfitValues', { column: options.column, count: rows[code]!, line, value: texts.text(code) })
  }
}
