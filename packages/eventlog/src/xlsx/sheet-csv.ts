import { SourceError } from '../errors.ts'
import { localMsOfDayNumber } from '../instant/instant-reader.ts'
import { OPEN, TEXT } from '../xml/tokeniser.ts'
import type { Sheet, Workbook } from './workbook.ts'
import { plainText, type TokenVisitor, XmlPart } from './xml-part.ts'
import { inflateEntry, type Zip } from './zip.ts'

const heldRows = 200
const daysFrom1900To1904 = 1462
const chunkLength = 1 << 16

/** A row is as wide as the widest, so that few cells far to the right could fill the memory; no real worksheet comes near. */
const maxExpansion = 100
const expansionGraceLength = 64 << 20

/**
 * Writes a worksheet as CSV so that it is read as CSV is: every cell quoted, every row as wide as the widest of the first 200,
 * empty rows left out. `rowOfLine` tells which worksheet row a CSV line comes from.
 */
export class SheetCsv implements AsyncIterable<Uint8Array> {
  /** Worksheet row by CSV line, both counted from 1. */
  readonly rowOfLine: number[] = [0]
  readonly #zip: Zip
  readonly #workbook: Workbook
  readonly #sheet: Sheet
  #held: Row[] = []
  #width = 0
  #started = false
  #csv = ''
  #csvLength = 0
  #xmlBytes = 0

  constructor(zip: Zip, workbook: Workbook, sheet: Sheet) {
    this.#zip = zip
    this.#workbook = workbook
    this.#sheet = sheet
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array> {
    const entry = this.#zip.entries.get(this.#sheet.path)
    if (!entry) return
    const part = new XmlPart(`${this.#zip.source} (${this.#sheet.path})`)
    const cells = new CellReader(this.#workbook, (row) => this.#take(row))
    for await (const chunk of inflateEntry(this.#zip, entry)) {
      this.#xmlBytes += chunk.length
      part.feed(chunk, cells.visit)
      if (this.#csv.length >= chunkLength) yield this.#flush()
    }
    part.end(cells.visit)
    if (!this.#started) this.#start()
    if (this.#csv !== '') yield this.#flush()
  }

  #take(row: Row): void {
    if (row.cells.every((cell) => cell.trim() === '')) return
    if (this.#started) this.#write(row)
    else if (this.#held.push(row) === heldRows) this.#start()
  }

  #start(): void {
    this.#started = true
    this.#width = Math.max(0, ...this.#held.map(({ cells }) => cells.length))
    for (const row of this.#held) this.#write(row)
    this.#held = []
  }

  #write({ number, cells }: Row): void {
    const line = Array.from({ length: Math.max(this.#width, cells.length) }, (_, i) => quoted(cells[i] ?? '')).join(',')
    for (let at = line.indexOf('\n'); at >= 0; at = line.indexOf('\n', at + 1)) this.rowOfLine.push(number)
    this.rowOfLine.push(number)
    this.#csv += `${line}\n`
    this.#csvLength += line.length
    if (this.#csvLength > expansionGraceLength && this.#csvLength > maxExpansion * this.#xmlBytes)
      throw new SourceError('expansionTooLarge', { source: this.#zip.source, value: this.#csvLength })
  }

  #flush(): Uint8Array {
    const bytes = new TextEncoder().encode(this.#csv)
    this.#csv = ''
    return bytes
  }
}

interface Row {
  readonly number: number
  readonly cells: readonly string[]
}

function quoted(text: string): string {
  return text === '' ? '""' : `"${text.replaceAll('"', '""')}"`
}

/** Collects the cells of rows from the tokens of a worksheet. */
class CellReader {
  readonly #workbook: Workbook
  readonly #take: (row: Row) => void
  #row = 0
  #cells: string[] = []
  #column = 0
  #type = 'n'
  #style = 0
  #value = ''
  #inValue = false
  #phonetic = false

  constructor(workbook: Workbook, take: (row: Row) => void) {
    this.#workbook = workbook
    this.#take = take
  }

  readonly visit: TokenVisitor = (token, part) => {
    if (token === TEXT) {
      if (this.#inValue && !this.#phonetic) this.#value += part.text
      return
    }
    const opens = token === OPEN
    const empty = opens && part.xml.selfClosing
    switch (part.name) {
      case 'row':
        if (opens) this.#beginRow(part)
        if (!opens || empty) this.#take({ number: this.#row, cells: this.#cells })
        break
      case 'c':
        if (opens) this.#beginCell(part)
        if (!opens || empty) this.#endCell()
        break
      case 'v':
      case 't':
        this.#inValue = opens && !empty
        break
      case 'rPh':
        this.#phonetic = opens && !empty
        break
    }
  }

  #beginRow(part: XmlPart): void {
    this.#row = Number(part.attribute('r') ?? this.#row + 1)
    this.#cells = []
    this.#column = 0
  }

  #beginCell(part: XmlPart): void {
    const reference = part.attribute('r')
    this.#column = reference === undefined ? this.#column + 1 : columnOf(reference)
    this.#type = part.attribute('t') ?? 'n'
    this.#style = Number(part.attribute('s') ?? 0)
    this.#value = ''
  }

  #endCell(): void {
    const text = this.#text()
    if (text === '') return
    while (this.#cells.length < this.#column) this.#cells.push('')
    this.#cells[this.#column - 1] = text
  }

  #text(): string {
    const value = this.#value
    switch (this.#type) {
      case 's':
        return this.#workbook.strings[Number(value)] ?? ''
      case 'b':
        return value === '' ? '' : value === '1' ? 'true' : 'false'
      case 'n': {
        const number = Number(value)
        if (value.trim() === '' || Number.isNaN(number)) return value
        return this.#workbook.isDateStyle[this.#style] ? this.#dateText(number) : String(number)
      }
      default:
        return plainText(value)
    }
  }

  /** A date without zone; where there is only a time of day, that. */
  #dateText(number: number): string {
    const days = this.#workbook.from1904 ? number + daysFrom1900To1904 : number
    const local = new Date(localMsOfDayNumber(days))
    if (number < 0 || Number.isNaN(local.getTime())) return String(number)
    const [date, time] = local.toISOString().slice(0, -1).split('T') as [string, string]
    const short = time.replace(/\.000$/, '')
    return number < 1 && !this.#workbook.from1904 ? short : `${date} ${short}`
  }
}

/** Column of a reference such as `AB12`, counted from 1. */
function columnOf(reference: string): number {
  let column = 0
  for (const letter of reference) {
    const value = letter.charCodeAt(0) - 64
    if (value < 1 || value > 26) break
    column = column * 26 + value
  }
  return Math.min(Math.max(column, 1), 16_384)
}
