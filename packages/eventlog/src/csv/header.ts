import { SourceError } from '../errors.ts'
import { TimeText } from '../instant/time-text.ts'
import { type CsvDialect, splitRecords } from './dialect.ts'
import { longestRowBytes } from './scanner.ts'

/** Worksheets end at this many columns too. */
export const mostColumns = 16_384

/** The names of the columns, and where the first row begins. */
export interface CsvHead {
  readonly names: readonly string[]
  /** Bytes before the first row. */
  readonly bytes: number
  /** Line of the first row, 1-based. */
  readonly line: number
}

/**
 * Reads the column names from the beginning of a CSV text. Where the first record holds values instead of names, the columns are
 * called `column 1`, `column 2` and so on. A blank name becomes such a name too, and a name that occurs twice gets a number.
 *
 * @param head UTF-8
 * @param context `wanted`: names that make a record the header whatever it looks like; `complete`: whether `head` is the whole text
 * @returns `undefined` where the first record goes on after `head`
 * @throws SourceError `tooManyColumns`, `lineTooLong`
 */
export function readHead(
  head: Uint8Array,
  dialect: CsvDialect,
  context: { readonly source: string; readonly wanted: readonly string[]; readonly complete: boolean },
): CsvHead | undefined {
  const start = passTitles(head, dialect)
  const end = endOfRecord(head, start.bytes, dialect)
  if (end.bytes > head.length && !context.complete) {
    if (head.length - start.bytes > longestRowBytes)
      throw new SourceError('lineTooLong', { source: context.source, line: 1 + start.lines })
    return undefined
  }
  const first = cellsOf(head, start, end, dialect)
  if (first.length > mostColumns)
    throw new SourceError('tooManyColumns', { source: context.source, value: first.length, expected: mostColumns })
  if (isHeader(first, { head, from: end.bytes, dialect, wanted: context.wanted }))
    return { names: uniqueNames(first), bytes: Math.min(end.bytes, head.length), line: 1 + start.lines + end.lines }
  return { names: uniqueNames(first.map(() => '')), bytes: start.bytes, line: 1 + start.lines }
}

/** A place in the text, and how many lines come before it. */
interface Place {
  readonly bytes: number
  readonly lines: number
}

const mostTitles = 20

/**
 * Passes what stands above the table: blank lines, Excel’s `sep=;`, and titles, that is, records with one cell that is not blank where
 * a record with at least three follows.
 */
function passTitles(head: Uint8Array, dialect: CsvDialect): Place {
  const first = passBlankLines(head, { bytes: 0, lines: 0 })
  let start = first
  for (let titles = 0; titles < mostTitles; titles++) {
    const end = endOfRecord(head, start.bytes, dialect)
    if (end.bytes > head.length) return first
    const written = cellsOf(head, start, end, dialect).filter((cell) => cell.trim() !== '').length
    if (written >= 3) return start
    if (written === 2) return first
    start = passBlankLines(head, { bytes: end.bytes, lines: start.lines + end.lines })
  }
  return first
}

function passBlankLines(head: Uint8Array, from: Place): Place {
  let { bytes, lines } = from
  for (; head[bytes] === 10 || head[bytes] === 13; bytes++) if (head[bytes] === 10 || head[bytes + 1] !== 10) lines++
  return { bytes, lines }
}

function cellsOf(head: Uint8Array, start: Place, end: Place, dialect: CsvDialect): string[] {
  const text = new TextDecoder().decode(head.subarray(start.bytes, end.bytes))
  return splitRecords(`${text}\n`, dialect, 1)[0] ?? []
}

/** Where the record that begins at `from` ends, its line break included, and how many lines it takes. */
function endOfRecord(head: Uint8Array, from: number, dialect: CsvDialect): Place {
  let quoted = false
  let lines = 0
  for (let i = from; i < head.length; i++) {
    const byte = head[i]!
    const atStart = i === from || head[i - 1] === dialect.delimiter
    if (byte === dialect.quote) quoted = quoted ? false : atStart || head[i - 1] === dialect.quote
    const breaks = byte === 10 || (byte === 13 && head[i + 1] !== 10)
    if (breaks) lines++
    if (breaks && !quoted) return { bytes: i + 1, lines }
  }
  return { bytes: head.length + 1, lines: lines + 1 }
}

/** A record is the header if it holds a wanted name, or else unless a cell is a time or number as the cells below it are. */
function isHeader(
  first: readonly string[],
  below: { head: Uint8Array; from: number; dialect: CsvDialect; wanted: readonly string[] },
): boolean {
  if (below.wanted.some((name) => first.includes(name) || first.includes(`case:${name}`))) return true
  const rest = new TextDecoder().decode(below.head.subarray(below.from, below.from + 65_536))
  const records = splitRecords(rest, below.dialect, 20)
  return !first.some((cell, column) => {
    const values = records.map((record) => record[column] ?? '').filter((value) => value !== '')
    return isValue(cell) && values.length > 0 && values.every(isValue)
  })
}

function isValue(cell: string): boolean {
  if (/^-?\d+([.,]\d+)?$/.test(cell)) return true
  const bytes = Buffer.from(cell, 'utf8')
  return bytes.length <= 64 && new TimeText().read(bytes, 0, bytes.length)
}

function uniqueNames(cells: readonly string[]): string[] {
  const taken = new Set<string>()
  return cells.map((cell, index) => {
    const wanted = cell.trim() || `column ${index + 1}`
    let name = wanted
    for (let n = 2; taken.has(name); n++) name = `${wanted} (${n})`
    taken.add(name)
    return name
  })
}
