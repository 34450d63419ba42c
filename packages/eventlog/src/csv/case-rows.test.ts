import ExcelJS from 'exceljs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Column, valueAt } from '../column.ts'
import { SourceError } from '../errors.ts'
import type { EventLog } from '../log.ts'
import { Profile, type ProfileInput } from '../profile/profile.ts'
import type { Reading } from '../reading-report.ts'
import { readXes } from '../xes/index.ts'
import { readXlsx } from '../xlsx/index.ts'
import { readCsv } from './read-csv.ts'

const milestones = { submit: '申请时间', accept: '受理时间', close: '办结时间' }

const caseRows: ProfileInput = { timeZone: 'UTC', columns: { case: '办件编号' }, milestones }

async function read(text: string, profile: Partial<ProfileInput> = {}, strict = false): Promise<Reading> {
  return await readCsv([Buffer.from(text)], Profile.parse({ ...caseRows, ...profile }), { source: 'a.csv', strict })
}

/** Events of a log as `case activity time`, with more columns where asked. */
function events(log: EventLog, ...more: readonly ('resource' | 'department')[]): string[] {
  return log.caseIds.flatMap((id, c) =>
    Array.from({ length: log.caseOffsets[c + 1]! - log.caseOffsets[c]! }, (_, i) => {
      const event = log.caseOffsets[c]! + i
      const day = new Date(log.time[event]!).toISOString().slice(0, 16).replace('T00:00', '')
      const others = more.map((role) => valueAt(log[role]!, event) ?? '–')
      return [id, valueAt(log.activity, event), day, ...others].join(' ')
    }),
  )
}

function valuesOf(attributes: ReadonlyMap<string, Column>, row: number): Record<string, unknown> {
  return Object.fromEntries(Array.from(attributes, ([name, column]) => [name, valueAt(column, row)]))
}

const table = `办件编号,事项名称,申请时间,受理时间,办结时间,窗口
A1,营业执照,2026-03-02 09:00,2026-03-02 10:30,2026-03-04 16:00,3
A2,食品许可,2026-03-03 11:00,2026-03-05 09:00,,4
`

describe('a table with one row per case', () => {
  it('gives one event per milestone that is there; other columns describe the case', async () => {
    const { log, report } = await read(table)
    expect(events(log)).toEqual([
      'A1 申请时间 2026-03-02T09:00',
      'A1 受理时间 2026-03-02T10:30',
      'A1 办结时间 2026-03-04T16:00',
      'A2 申请时间 2026-03-03T11:00',
      'A2 受理时间 2026-03-05T09:00',
    ])
    expect(Array.from(log.sourceRow)).toEqual([2, 2, 2, 3, 3])
    expect(valuesOf(log.caseAttributes, 1)).toEqual({ 事项名称: '食品许可', 窗口: 4 })
    expect(log.eventAttributes.size).toBe(0)
    expect(report).toMatchObject({ rowsRead: 5, rowsKept: 5, rowsRefused: 0, notices: [] })
  })

  it('keeps the order of the process among equal times, and that of time else, wherever the columns stand', async () => {
    const header = ['办件编号', '办结时间', '申请时间', '受理时间', '事项名称']
    const rows = [
      ['A1', '2026-03-02', '2026-03-02', '2026-03-02', 'x'],
      ['A2', '2026-03-04', '2026-03-03', '2026-03-02', 'y'],
      ['A1', '2026-03-09', '', '', 'x'],
    ]
    const inOrder = (order: readonly number[]): string =>
      [header, ...rows].map((row) => order.map((column) => row[column]).join(',')).join('\n')
    const expected = events((await read(inOrder([0, 1, 2, 3, 4]))).log)
    expect(expected).toEqual([
      'A1 申请时间 2026-03-02',
      'A1 受理时间 2026-03-02',
      'A1 办结时间 2026-03-02',
      'A1 办结时间 2026-03-09',
      'A2 受理时间 2026-03-02',
      'A2 申请时间 2026-03-03',
      'A2 办结时间 2026-03-04',
    ])
    const orders = fc.shuffledSubarray([0, 1, 2, 3, 4], { minLength: 5 })
    await fc.assert(
      fc.asyncProperty(orders, async (order) => {
        const { log } = await read(inOrder(order))
        expect(events(log)).toEqual(expected)
        expect(valuesOf(log.caseAttributes, 0)).toEqual({ 事项名称: 'x' })
      }),
    )
  })

  it('keeps every time that is written, in order, whatever the rows', async () => {
    const day = fc.option(fc.integer({ min: 1, max: 28 }), { nil: undefined })
    const written = fc.array(fc.tuple(fc.constantFrom('A', 'B', 'C'), day, day, day), { minLength: 1, maxLength: 12 })
    await fc.assert(
      fc.asyncProperty(written, async (rows) => {
        const dated = (each: number | undefined): string => (each ? `2026-02-${String(each).padStart(2, '0')}` : '')
        const text = rows.map(([id, ...days]) => [id, ...days.map(dated)].join(',')).join('\n')
        const times = rows.flatMap(([id, ...days]) => days.flatMap((each) => (each ? [`${id} ${dated(each)}`] : [])))
        fc.pre(times.length > 0)
        const { log, report } = await read(`办件编号,申请时间,受理时间,办结时间\n${text}`)
        const kept = events(log).map((each) => each.replace(/ \S+时间/, ''))
        expect(kept).toEqual([...kept].sort((a, b) => log.caseIds.indexOf(a[0]!) - log.caseIds.indexOf(b[0]!)))
        expect([...kept].sort()).toEqual([...times].sort())
        expect(report.rowsRefused).toBe(rows.filter(([, ...days]) => days.every((each) => !each)).length)
      }),
    )
  })

  it('refuses a row without any time, and of another row only the cells that cannot be read', async () => {
    const text = `办件编号,申请时间,受理时间,办结时间
A1,,,
A2,2026-03-02,soon,2026-03-04
A3,,never,
,2026-03-02,2026-03-02,
A5,2026-03-02,
A6,2026-03-02,NULL,
`
    const { log, report } = await read(text, { missing: ['NULL'] })
    expect(events(log)).toEqual(['A2 申请时间 2026-03-02', 'A2 办结时间 2026-03-04', 'A6 申请时间 2026-03-02'])
    expect({ ...report, notices: report.notices.filter(({ kind }) => kind === 'emptyKeys') }).toEqual({
      source: 'a.csv',
      format: 'csv',
      rowsRead: 8,
      rowsKept: 3,
      rowsRefused: 5,
      refusedByReason: { missingTime: 1, unreadableTime: 2, missingCase: 1, wrongFieldCount: 1 },
      refusals: [
        { line: 2, column: '申请时间', value: '', reason: 'missingTime' },
        { line: 3, column: '受理时间', value: 'soon', reason: 'unreadableTime' },
        { line: 4, column: '受理时间', value: 'never', reason: 'unreadableTime' },
        { line: 5, column: '办件编号', value: '', reason: 'missingCase' },
        { line: 6, column: '办结时间', value: '3', reason: 'wrongFieldCount' },
      ],
      notices: [
        { kind: 'emptyKeys', column: '申请时间', count: 1, examples: [{ line: 2, value: '' }] },
        { kind: 'emptyKeys', column: '办件编号', count: 1, examples: [{ line: 5, value: '' }] },
      ],
    })
    await expect(read(text, {}, true)).rejects.toMatchObject({ code: 'rowRefused', values: { line: 2 } })
  })

  it('takes the officer for whoever ended the case, and the department for all but the steps of the applicant', async () => {
    const text = `办件编号,申请时间,受理时间,决定,办结时间,评价时间,经办人,部门
A1,2026-03-02,2026-03-03,2026-03-04,2026-03-05,2026-03-06,张,住建
A2,2026-03-02,2026-03-03,2026-03-04,,,李,住建
A3,2026-03-02,2026-03-03,,,,李,住建
`
    const { log } = await read(text, {
      columns: { case: '办件编号', resource: '经办人', department: '部门' },
      milestones: { ...milestones, decide: '决定', rate: '评价时间' },
    })
    expect(events(log, 'resource', 'department')).toEqual([
      'A1 申请时间 2026-03-02 – –',
      'A1 受理时间 2026-03-03 – 住建',
      'A1 决定 2026-03-04 – 住建',
      'A1 办结时间 2026-03-05 张 住建',
      'A1 评价时间 2026-03-06 – –',
      'A2 申请时间 2026-03-02 – –',
      'A2 受理时间 2026-03-03 – 住建',
      'A2 决定 2026-03-04 李 住建',
      'A3 申请时间 2026-03-02 – –',
      'A3 受理时间 2026-03-03 – 住建',
    ])
  })

  it('notices a milestone before the beginning of its case, unless it may only lack its hour', async () => {
    const { report } = await read(`办件编号,申请时间,受理时间,办结时间
A1,2026-03-05 09:00,2026-03-06 09:00,2026-03-04 09:00
A2,2026-03-05 09:00,2026-03-05,2026-03-05
A3,2026-03-05 09:00,2026-03-04,
`)
    expect(report.notices.filter(({ kind }) => kind === 'outOfOrder')).toEqual([
      {
        kind: 'outOfOrder',
        column: '办结时间',
        count: 1,
        examples: [{ line: 2, value: '2026-03-04T09:00:00.000+00:00' }],
      },
      {
        kind: 'outOfOrder',
        column: '受理时间',
        count: 1,
        examples: [{ line: 4, value: '2026-03-04T00:00:00.000+00:00' }],
      },
    ])
  })

  it('settles the order of dates by those of every milestone, and refuses them where nothing does', async () => {
    const header = '办件编号,申请时间,受理时间,办结时间\n'
    const settled = await read(`${header}A1,03/04/2026,03/05/2026,03/25/2026\n`)
    expect(events(settled.log)).toEqual(['A1 申请时间 2026-03-04', 'A1 受理时间 2026-03-05', 'A1 办结时间 2026-03-25'])
    const open = await read(`${header}A1,03/04/2026,2026-04-05,\nA2,03/04/2026,,\n`)
    expect(events(open.log)).toEqual(['A1 受理时间 2026-04-05'])
    expect(open.report.refusals).toEqual([
      { line: 2, column: '申请时间', value: '03/04/2026', reason: 'ambiguousTime' },
      { line: 3, column: '申请时间', value: '03/04/2026', reason: 'ambiguousTime' },
    ])
  })

  it('reads a worksheet the same', async () => {
    const book = new ExcelJS.Workbook()
    const sheet = book.addWorksheet('办件')
    sheet.addRow(['办件编号', '办结时间', '受理时间', '申请时间', '事项名称'])
    const at = (text: string): Date => new Date(`${text}Z`)
    sheet.addRow(['A1', at('2026-03-04T16:00:00'), at('2026-03-02T10:30:00'), at('2026-03-02T09:00:00'), '营业执照'])
    sheet.addRow(['A2', null, at('2026-03-05T09:00:00'), at('2026-03-03T11:00:00'), '食品许可'])
    for (const column of [2, 3, 4]) sheet.getColumn(column).numFmt = 'yyyy-mm-dd hh:mm'
    const bytes = new Uint8Array(await book.xlsx.writeBuffer())
    const { log, report } = await readXlsx([bytes], Profile.parse(caseRows), { source: 'a.xlsx' })
    expect(events(log)).toEqual(events((await read(table)).log))
    expect(Array.from(log.sourceRow)).toEqual([2, 2, 2, 3, 3])
    expect(report).toMatchObject({ format: 'xlsx', rowsKept: 5, rowsRefused: 0 })
  })

  it('finds a milestone under a case: prefix, and names one that is not there', async () => {
    const prefixed = await read('办件编号,case:申请时间,受理时间,办结时间\nA1,2026-03-02,2026-03-03,\n')
    expect(events(prefixed.log)).toEqual(['A1 申请时间 2026-03-02', 'A1 受理时间 2026-03-03'])
    await expect(read('办件编号,申请时间,受理时间,办结日期\nA1,2026-03-02,2026-03-03,\n')).rejects.toMatchObject({
      code: 'columnMissing',
      values: { column: '办结时间', expected: expect.stringContaining('办结日期') },
    })
    await expect(read('办件编号,申请时间,受理时间,办结时间\n')).rejects.toMatchObject({ code: 'noEvents' })
  })

  it('is for tables only: logs of other formats say what they need', async () => {
    const xes = '<log><trace><event/></trace></log>'
    const reading = readXes([Buffer.from(xes)], Profile.parse(caseRows), { source: 'a.xes' })
    await expect(reading).rejects.toThrow(SourceError)
    await expect(reading).rejects.toMatchObject({ code: 'columnNotChosen', values: { column: 'activity' } })
  })
})
