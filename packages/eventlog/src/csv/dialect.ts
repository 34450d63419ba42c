/** How the cells of a CSV text are told apart. */
export interface CsvDialect {
  /** The byte between cells: comma, semicolon, tab or bar. */
  readonly delimiter: number
  /** The byte around cells that hold separators or line breaks: `"` or `'`. */
  readonly quote: number
}

const delimiters = [44, 59, 9, 124]
const sampleRecords = 200

/**
 * Tells delimiter and quote from the beginning of a CSV text: those under which the column names that are looked for appear, and
 * else those that give the most even rows.
 *
 * @param head UTF-8, the first lines of the text; a cut last line is left out of account
 * @param wanted column names that are expected in the header
 */
export function detectDialect(head: Uint8Array, wanted: readonly string[] = []): CsvDialect {
  const text = new TextDecoder().decode(head)
  const told = /^sep=([!-~\t])\r?\n/.exec(text)
  if (told) return { delimiter: told[1]!.charCodeAt(0), quote: 34 }
  let best = { delimiter: 44, quote: 34 }
  let bestScore = -1
  for (const quote of [34, 39])
    for (const delimiter of delimiters) {
      const dialect = { delimiter, quote }
      if (quote === 39 && !quotesWholeCells(text, delimiter)) continue
      const score = scoreOf(splitRecords(text, dialect, sampleRecords), wanted)
      if (score > bestScore) {
        best = dialect
        bestScore = score
      }
    }
  return best
}

/** Apostrophes are mostly apostrophes: they quote only where they stand at both ends of cells, and no `"` does. */
function quotesWholeCells(text: string, delimiter: number): boolean {
  const mark = delimiter === 124 ? '\\|' : String.fromCharCode(delimiter)
  const count = (pattern: string): number => text.match(new RegExp(pattern, 'g'))?.length ?? 0
  const opening = count(`(?:^|[${mark}\n\r])'(?!')`)
  const closing = count(`[^']'(?=[${mark}\n\r]|$)`)
  return opening >= 2 && opening === closing && count(`(?:^|[${mark}\n\r])"`) === 0
}

/** Wanted names weigh most, then how many rows have the usual number of cells, then how many cells that is. */
function scoreOf(records: readonly (readonly string[])[], wanted: readonly string[]): number {
  // The header may have titles above it.
  const named = Math.max(0, ...records.slice(0, 20).map((record) => namesIn(record, wanted)))
  const widths = new Map<number, number>()
  for (const record of records) widths.set(record.length, (widths.get(record.length) ?? 0) + 1)
  let usual = 1
  for (const [width, count] of widths) if (count > (widths.get(usual) ?? 0)) usual = width
  const even = usual > 1 ? (widths.get(usual) ?? 0) / records.length : 0
  return named * 1e6 + Math.floor(even * 20) * 1e4 + Math.min(usual, 9999)
}

function namesIn(record: readonly string[], wanted: readonly string[]): number {
  const cells = new Set(record)
  return wanted.filter((name) => cells.has(name) || cells.has(`case:${name}`)).length
}

/**
 * Splits text into records of cells as RFC 4180 says, lenient where it says nothing. For samples: it is not made for speed.
 * The last record is left out where it may be cut, that is, where no line break follows it and there are others.
 */
export function splitRecords(text: string, dialect: CsvDialect, most: number): string[][] {
  const records: string[][] = []
  let record: string[] = []
  let at = 0
  while (at < text.length && records.length < most) {
    const cell = cellAt(text, at, dialect)
    record.push(cell.text)
    at = cell.end
    const mark = text[at]
    if (mark === '\r' && text[at + 1] === '\n') at++
    at++
    if (mark === '\n' || mark === '\r' || (mark === undefined && records.length === 0)) {
      if (record.length > 1 || record[0] !== '') records.push(record)
      record = []
    } else if (at === text.length && mark !== undefined) {
      record.push('')
      if (records.length === 0) records.push(record)
    }
  }
  return records
}

function cellAt(text: string, from: number, dialect: CsvDialect): { text: string; end: number } {
  const quote = String.fromCharCode(dialect.quote)
  const delimiter = String.fromCharCode(dialect.delimiter)
  if (text[from] === quote) {
    let at = from + 1
    while (at < text.length && !(text[at] === quote && text[at + 1] !== quote)) at += text[at] === quote ? 2 : 1
    const end = endOfPlain(text, at + 1, delimiter)
    const inner = text.slice(from + 1, at).replaceAll(quote + quote, quote)
    return { text: inner + text.slice(at + 1, end), end }
  }
  const end = endOfPlain(text, from, delimiter)
  return { text: text.slice(from, end), end }
}

function endOfPlain(text: string, from: number, delimiter: string): number {
  let at = from
  while (at < text.length && text[at] !== delimiter && text[at] !== '\n' && text[at] !== '\r') at++
  return at
}
