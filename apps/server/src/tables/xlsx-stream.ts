import { PassThrough, type Readable } from 'node:stream'
import { neutraliseFormula } from '@zhengfeng/eventlog'
import ExcelJS from 'exceljs'
import { cellValue } from './cell-values.ts'
import type { Table, TableWords } from './table.ts'

const longestText = 32_767
const rowsBetweenRests = 200

/**
 * Writes a table as a workbook of one sheet while its rows are read. No text in it is taken for a formula.
 *
 * @param mostRows after which it is cut and says so
 */
export function xlsxStream(table: Table, words: TableWords, mostRows: number): Readable {
  const output = new PassThrough({ highWaterMark: 1 << 20 })
  writeBook(table, words, { mostRows, output }).catch((error: unknown) => {
    output.destroy(error instanceof Error ? error : new Error(String(error)))
  })
  return output
}

async function writeBook(
  table: Table,
  words: TableWords,
  { mostRows, output }: { mostRows: number; output: PassThrough },
): Promise<void> {
  const book = new ExcelJS.stream.xlsx.WorkbookWriter({ stream: output, useStyles: true, useSharedStrings: false })
  const sheet = book.addWorksheet(table.name.slice(0, 31), { views: [{ state: 'frozen', ySplit: 1 }] })
  sheet.columns = table.columns.map(({ kind }) => ({ width: kind === 'text' ? 24 : 18 }))
  const head = sheet.addRow(table.columns.map(({ title }) => sheetText(title)))
  head.font = { bold: true }
  head.commit()
  let count = 0
  for await (const row of table.rows) {
    if (output.destroyed) return
    if (count === mostRows) {
      sheet.addRow([sheetText(words.cut)]).commit()
      break
    }
    const cells = table.columns.map(({ kind }, place) =>
      cellValue(row[place], kind, { timeZone: table.timeZone, words }),
    )
    sheet.addRow(cells.map((value) => (typeof value === 'string' ? sheetText(value) : value))).commit()
    count += 1
    if (count % rowsBetweenRests === 0) await rest(output)
  }
  sheet.commit()
  await book.commit()
}

/** Lets a slow reader catch up, so that the file does not pile up in memory. */
async function rest(output: PassThrough): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve))
  while (output.writableNeedDrain && !output.destroyed)
    await new Promise<void>((resolve) => {
      const done = (): void => {
        output.off('drain', done)
        output.off('close', done)
        resolve()
      }
      output.once('drain', done)
      output.once('close', done)
    })
}

/** Fit for a cell: no formula, nothing that XML forbids, not longer than a cell may be. */
function sheetText(text: string): string {
  const safe = neutraliseFormula(text).replace(forbidden, '\uFFFD')
  return safe.length > longestText ? `${safe.slice(0, longestText - 1).replace(/[\uD800-\uDBFF]$/, '')}…` : safe
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: finding them is the purpose
const forbidden = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uD800-\uDFFF\uFFFE\uFFFF]/gu
