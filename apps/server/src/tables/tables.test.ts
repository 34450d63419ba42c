import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import ExcelJS from 'exceljs'
import { describe, expect, test } from 'vitest'
import { csvLines } from './csv-lines.ts'
import type { Table } from './table.ts'
import { xlsxStream } from './xlsx-stream.ts'

const words = { yes: 'yes', no: 'no', cut: 'cut here' }
const table: Table = {
  name: 'cases',
  timeZone: 'Asia/Shanghai',
  columns: [
    { title: '办件编号', kind: 'text' },
    { title: 'at', kind: 'instant' },
    { title: 'hours', kind: 'hours' },
    { title: 'share', kind: 'share' },
    { title: 'late', kind: 'yesNo' },
  ],
  rows: [
    ['=cmd()', Date.UTC(2026, 0, 1), 5_400_000, 0.25, true],
    ['a,"b"\n-c', undefined, Number.NaN, 0, false],
    ['＠x', null, -3_600_000, 1e-9, undefined],
  ],
}

async function csv(given: Table, most = 10): Promise<string> {
  let text = ''
  for await (const chunk of csvLines(given, words, most)) text += chunk
  return text
}

async function xlsx(given: Table, most = 10): Promise<unknown[]> {
  const book = new ExcelJS.Workbook()
  await book.xlsx.load((await buffer(xlsxStream(given, words, most))) as unknown as ArrayBuffer)
  const rows: unknown[] = []
  book.worksheets[0]!.eachRow((row) => rows.push((row.values as unknown[]).slice(1)))
  return rows
}

describe('a table as CSV', () => {
  test('opens in a spreadsheet as text, and runs nothing', async () => {
    expect(await csv(table)).toBe(
      '\uFEFF办件编号,at,hours,share,late\r\n' +
        "'=cmd(),2026-01-01 08:00:00,1.5,0.25,yes\r\n" +
        '"a,""b""\n-c",,,0,no\r\n' +
        "'＠x,,-1,1e-9,\r\n",
    )
  })

  test('says where it was cut, and only then', async () => {
    expect((await csv(table, 2)).split('\r\n').slice(-2)).toEqual(['cut here', ''])
    expect(await csv(table, 3)).not.toContain('cut here')
  })

  test('reads no more rows than it writes', async () => {
    let given = 0
    function* endless(): Generator<readonly string[]> {
      for (;;) yield [String(given++)]
    }
    await csv({ ...table, rows: endless() }, 5)
    expect(given).toBe(6)
  })
})

describe('a table as a workbook', () => {
  test('keeps numbers as numbers and texts as texts', async () => {
    expect(await xlsx(table)).toEqual([
      ['办件编号', 'at', 'hours', 'share', 'late'],
      ["'=cmd()", '2026-01-01 08:00:00', 1.5, 0.25, 'yes'],
      ['a,"b"\n-c', undefined, undefined, 0, 'no'],
      ["'＠x", undefined, -1, 1e-9],
    ])
  })

  test('says where it was cut', async () => {
    expect((await xlsx(table, 1)).at(-1)).toEqual(['cut here'])
  })

  test('fails as a whole where the rows cannot be read', async () => {
    async function* failing(): AsyncGenerator<readonly string[]> {
      yield ['a']
      throw new Error('database gone')
    }
    await expect(buffer(xlsxStream({ ...table, rows: failing() }, words, 10))).rejects.toThrow('database gone')
    await expect(buffer(Readable.from(csvLines({ ...table, rows: failing() }, words, 10)))).rejects.toThrow(
      'database gone',
    )
  })
})
