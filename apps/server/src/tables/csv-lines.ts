import { neutraliseFormula } from '@zhengfeng/eventlog'
import { cellValue } from './cell-values.ts'
import type { Table, TableWords } from './table.ts'

const byteOrderMark = '\uFEFF'
const linesPerChunk = 500

/**
 * Writes a table as CSV (RFC 4180) in chunks of text. It begins with a byte order mark, so that spreadsheets read it as UTF-8, and no text
 * in it is taken for a formula.
 *
 * @param mostRows after which it is cut and says so
 */
export async function* csvLines(table: Table, words: TableWords, mostRows: number): AsyncGenerator<string> {
  const { columns, timeZone } = table
  let chunk = `${byteOrderMark}${columns.map(({ title }) => csvCell(title)).join(',')}\r\n`
  let count = 0
  for await (const row of table.rows) {
    if (count === mostRows) {
      chunk += `${csvCell(words.cut)}\r\n`
      break
    }
    chunk += `${columns.map(({ kind }, place) => csvCell(cellValue(row[place], kind, { timeZone, words }))).join(',')}\r\n`
    count += 1
    if (count % linesPerChunk !== 0) continue
    yield chunk
    chunk = ''
  }
  if (chunk) yield chunk
}

function csvCell(value: string | number): string {
  if (typeof value === 'number') return String(value)
  const safe = neutraliseFormula(value)
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
