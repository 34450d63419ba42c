import { sketchLog } from '@zhengfeng/mining'
import ExcelJS from 'exceljs'
import { describe, expect, it } from 'vitest'
import type { CheckUp } from '../model/check-up.ts'
import { checkUpOf, smallCheckUp } from '../testing/check-up-of.ts'
import { cellText } from './cell-text.ts'
import { renderFindingsXlsx } from './render-findings-xlsx.ts'

async function readBack(checkUp: CheckUp, language: 'zh-CN' | 'en'): Promise<ExcelJS.Workbook> {
  const book = new ExcelJS.Workbook()
  const bytes = await renderFindingsXlsx(checkUp, language)
  // exceljs declares an older Buffer than that of Node.
  await book.xlsx.load(Buffer.from(bytes) as unknown as ExcelJS.Buffer)
  return book
}

describe('renderFindingsXlsx', () => {
  it('lists every finding with its evidence under a frozen, filtered head', async () => {
    const checkUp = smallCheckUp()
    const book = await readBack(checkUp, 'en')
    expect(book.worksheets.map((sheet) => sheet.name)).toEqual(['Findings', 'Evidence', 'Checks', 'About'])
    const [findings, evidence, checks] = book.worksheets
    expect(findings!.rowCount).toBe(checkUp.findings.total + 1)
    expect(findings!.views[0]).toMatchObject({ state: 'frozen', ySplit: 1 })
    expect(findings!.autoFilter).toBeTruthy()
    expect(findings!.getRow(2).getCell(1).value).toBe('Overdue')
    expect(findings!.getRow(2).getCell(16).value).toBeInstanceOf(Date)
    // One working day and a few hours late: in hours, with nothing usual to compare with.
    const late = checkUp.findings.detectors.find((each) => each.detector === 'overdue')!
    const [first] = late.status === 'ran' ? late.findings : []
    expect([7, 8, 11].map((column) => findings!.getRow(2).getCell(column).value)).toEqual([
      Math.round(first!.strength.value / 36_000) / 100,
      'working hours',
      null,
    ])
    expect(evidence!.rowCount).toBeGreaterThan(checkUp.findings.total)
    expect(checks!.rowCount).toBe(checkUp.findings.detectors.length + 1)
  })

  it('speaks Chinese', async () => {
    const book = await readBack(smallCheckUp(), 'zh-CN')
    expect(book.worksheets.map((sheet) => sheet.name)).toEqual(['疑点', '证据', '检查', '来源'])
  })

  it('holds no formula, whatever the names in the data', async () => {
    const log = sketchLog([
      ['=1+1', 'accept', 0, { resource: '=cmd|calc', department: '@sum', office: '=HYPERLINK("x")' }],
      ['=1+1', 'work', 90 * 86_400_000, { resource: '+1', department: '-1', office: '=HYPERLINK("x")' }],
    ])
    const limit = { limit: { amount: 1, unit: 'workingDay' as const } }
    const profile = { activities: { accept: ['accept'] }, clock: { statutory: limit } }
    const book = await readBack(checkUpOf(log, { profile }), 'en')
    const texts: string[] = []
    for (const sheet of book.worksheets)
      sheet.eachRow((row) =>
        row.eachCell((cell) => {
          expect(cell.type).not.toBe(ExcelJS.ValueType.Formula)
          if (typeof cell.value === 'string') texts.push(cell.value)
        }),
      )
    expect(texts).toContain("'=1+1")
    expect(texts.filter((text) => /^[=+@]/.test(text))).toEqual([])
  })
})

describe('cellText', () => {
  it('neutralises formulas, replaces what XML forbids, and cuts what no cell can hold', () => {
    expect(cellText('=A1')).toBe("'=A1")
    expect(cellText('a\u0000b\uD800')).toBe('a\uFFFDb\uFFFD')
    expect(cellText('长'.repeat(40_000))).toHaveLength(32_767)
  })
})
