import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { CheckUp } from '@zhengfeng/report'
import ExcelJS from 'exceljs'
import { describe, expect, test } from 'vitest'
import { runCommand, temporaryFolder } from './testing.ts'

/** `inspect` on exports with one row per case and a column per milestone, without a profile. */
const requests = fileURLToPath(new URL('../../../../shared/data/service-requests/nyc311_sample.csv', import.meta.url))
const folder = temporaryFolder()

async function inspect(...words: readonly string[]): Promise<CheckUp> {
  const outcome = await runCommand('inspect', ...words, '--json', '--out', folder.path)
  expect(outcome.exitCode, outcome.noted).toBe(0)
  return JSON.parse(outcome.printed) as CheckUp
}

const hourMs = 3_600_000

describe('a Chinese table of cases', () => {
  const table = [
    '办件编号,事项名称,办结时间,受理时间,申请时间,承诺办结时间,经办人,承办部门',
    'A1,营业执照,2026-03-04 15:00,2026-03-02 10:00,2026-03-02 09:00,2026-03-09,张三,市场监管局',
    'A2,营业执照,2026-03-12 10:00,2026-03-03 10:00,2026-03-02 10:00,2026-03-10,张三,市场监管局',
    'A3,食品许可,,2026-03-04 09:00,2026-03-03 09:00,2026-03-20,张三,市场监管局',
  ].join('\r\n')
  const file = folder.file('cases.csv', table)

  test('is read case by case: clocks, limits, and open cases that are open', async () => {
    const { counts, timeliness, quality } = await inspect(file)
    expect(counts).toMatchObject({ cases: 3, events: 8, activities: 3 })
    expect(timeliness).toMatchObject({ closedCases: 2, openCases: 1 })
    expect(timeliness.promised!.overdue).toMatchObject({ numerator: 1, denominator: 2 })
    expect(quality.readings).toMatchObject([{ rowsRead: 8, rowsKept: 8, rowsRefused: 0 }])
  })

  test('is read the same from a worksheet', async () => {
    const book = new ExcelJS.Workbook()
    const sheet = book.addWorksheet('办件')
    const cell = (text: string): string | Date => (/^2026/.test(text) ? new Date(`${text.replace(' ', 'T')}Z`) : text)
    for (const line of table.split('\r\n')) sheet.addRow(line.split(',').map(cell))
    for (const column of [3, 4, 5, 6]) sheet.getColumn(column).numFmt = 'yyyy-mm-dd hh:mm'
    const worksheet = folder.file('cases.xlsx', new Uint8Array(await book.xlsx.writeBuffer()))
    const [fromText, fromSheet] = [await inspect(file), await inspect(worksheet)]
    expect(fromSheet.timeliness).toEqual(fromText.timeliness)
    expect(fromSheet.flow).toEqual(fromText.flow)
  })

  test('accuses nobody of what one row cannot show', async () => {
    const saved = join(folder.path, 'profile.yaml')
    await inspect(file, '--save-profile', saved)
    const profile = folder.file(
      'officers.yaml',
      `columns: { case: 办件编号, resource: 经办人, department: 承办部门, applicant: 事项名称 }
milestones: { submit: 申请时间, accept: 受理时间, decide: 办结时间 }
clock: { to: decide }
`,
    )
    for (const given of [saved, profile]) {
      const { findings } = await inspect(file, '--profile', given)
      for (const detector of ['one-hand-for-all', 'queue-jumping', 'orphaned-cases'])
        expect(findings.detectors.find((each) => each.detector === detector)).toMatchObject({ status: 'notApplicable' })
    }
  })

  test('is the same in a folder of two offices whose columns have other names', async () => {
    const other = folder.file('乙区.csv', table.replace('办结时间,受理时间', '结案日期,受理日期'))
    const { counts, timeliness, comparison } = await inspect(file, other)
    expect(counts).toMatchObject({ cases: 6, events: 16 })
    expect(timeliness).toMatchObject({ closedCases: 4, openCases: 2 })
    expect(comparison!.offices.map(({ office }) => office).sort()).toEqual(['cases', '乙区'])
  })
})

describe.skipIf(!existsSync(requests))('requests to the city of New York (skipped where ../shared is absent)', () => {
  test('every row is a case; those without a closing date are open', async () => {
    const { counts, timeliness, findings } = await inspect(requests, '--time-zone', 'America/New_York')
    expect(counts).toMatchObject({ cases: 235, events: 235 + 201, activities: 2 })
    expect(timeliness).toMatchObject({ closedCases: 201, openCases: 34 })
    expect(timeliness.lived!.medianMs / hourMs).toBeCloseTo(7.3, 1)
    expect(findings.detectors.flatMap((each) => (each.status === 'ran' ? each.findings : []))).toEqual([])
  })
})
