import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Column, valueAt } from '../column.ts'
import { SourceError } from '../errors.ts'
import type { EventLog } from '../log.ts'
import { Profile, type ProfileInput } from '../profile/profile.ts'
import type { Reading } from '../reading-report.ts'
import { type CsvReadOptions, readCsv } from './read-csv.ts'

const columns = { case: 'id', activity: 'step', time: 'at' }

type Choice = Partial<ProfileInput> & Partial<CsvReadOptions> & { chunk?: number }

async function read(text: string | Uint8Array, choice: Choice = {}): Promise<Reading> {
  const { chunk = 7, strict, neutralised, now, ...profile } = choice
  const options = {
    source: 'a.csv',
    ...(strict !== undefined && { strict }),
    ...(neutralised !== undefined && { neutralised }),
    ...(now !== undefined && { now }),
  }
  const bytes = typeof text === 'string' ? Buffer.from(text) : text
  return await readCsv(chunks(bytes, chunk), Profile.parse({ timeZone: 'UTC', columns, ...profile }), options)
}

async function* chunks(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let from = 0; from < bytes.length; from += size) yield bytes.subarray(from, from + size)
}

async function failure(reading: Promise<unknown>): Promise<{ code: string; values: unknown }> {
  try {
    await reading
  } catch (error) {
    if (error instanceof SourceError) return { code: error.code, values: error.values }
    throw error
  }
  throw new Error('the source was read')
}

/** Rows of a log as plain values, to compare by. */
function rowsOf(log: EventLog): unknown[] {
  return Array.from(log.time, (time, event) => ({
    activity: valueAt(log.activity, event),
    time: new Date(time).toISOString(),
    line: log.sourceRow[event],
    ...valuesOf(log.eventAttributes, event),
  }))
}

function valuesOf(attributes: ReadonlyMap<string, Column>, row: number): Record<string, unknown> {
  return Object.fromEntries(Array.from(attributes, ([name, column]) => [name, valueAt(column, row)]))
}

const event = (line: number, activity: string, time: string, more = {}) => ({ line, activity, time, ...more })

describe('readCsv', () => {
  it('makes a log of rows, cases together and events in time order', async () => {
    const text =
      'id,step,at,by\nA,accept,2026-01-05 09:00,Li\nB,accept,2026-01-05 10:00,\nA,close,2026-01-04 09:00,Wu\n'
    const { log, report } = await read(text, { columns: { ...columns, resource: 'by' } })
    expect(log.caseIds).toEqual(['A', 'B'])
    expect(log.caseOffsets).toEqual(Int32Array.of(0, 2, 3))
    expect(log.resource).toEqual({ kind: 'string', codes: Int32Array.of(1, 0, -1), values: ['Li', 'Wu'] })
    expect(rowsOf(log)).toEqual([
      event(4, 'close', '2026-01-04T09:00:00.000Z'),
      event(2, 'accept', '2026-01-05T09:00:00.000Z'),
      event(3, 'accept', '2026-01-05T10:00:00.000Z'),
    ])
    expect(report).toEqual({
      source: 'a.csv',
      format: 'csv',
      rowsRead: 3,
      rowsKept: 3,
      rowsRefused: 0,
      refusedByReason: {},
      refusals: [],
      notices: [{ kind: 'outOfOrder', count: 1, examples: [] }],
    })
  })

  it.each([
    ['commas', ',', '\n'],
    ['semicolons and CRLF', ';', '\r\n'],
    ['tabs and CR', '\t', '\r'],
    ['bars', '|', '\n'],
  ])('tells %s, with quoted separators, line breaks and quotes', async (_, mark, end) => {
    const rows = [
      ['id', 'step', 'at', 'note'],
      ['A', 'accept', '2026-01-05 09:00', `"x${mark}y"`],
      ['A', 'check', '2026-01-05 10:00', `"one${end}two"`],
      ['A', 'close', '2026-01-05 11:00', '"say ""yes"""'],
      ['A', 'file', '2026-01-05 12:00', 'it is 5" long'],
    ]
    const { log } = await read(rows.map((row) => row.join(mark)).join(end))
    expect(rowsOf(log)).toEqual([
      event(2, 'accept', '2026-01-05T09:00:00.000Z', { note: `x${mark}y` }),
      event(3, 'check', '2026-01-05T10:00:00.000Z', { note: `one${end}two` }),
      event(5, 'close', '2026-01-05T11:00:00.000Z', { note: 'say "yes"' }),
      event(6, 'file', '2026-01-05T12:00:00.000Z', { note: 'it is 5" long' }),
    ])
  })

  it('takes apostrophes for quotes where every cell has them', async () => {
    const { log } = await read("'id','step','at'\n'A','a, b','2026-01-05'\n'B','c','2026-01-06'\n")
    expect(log.activity.values).toEqual(['a, b', 'c'])
  })

  it('passes titles above the table over, and the line by which Excel is told the separator', async () => {
    const table = 'id;step;at\nA;a;2026-01-05\n'
    for (const above of ['办件明细表;;\n\n', '办件明细表\n"2026, first half"\n', 'sep=;\n']) {
      const { log, report } = await read(above + table)
      expect(rowsOf(log)).toEqual([event(above.split('\n').length + 1, 'a', '2026-01-05T00:00:00.000Z')])
      expect(report.rowsRead).toBe(1)
    }
    expect((await read(`sep=^\n${table.replaceAll(';', '^')}`)).report.rowsKept).toBe(1)
  })

  it.each(['utf16le', 'utf8'] as const)('reads %s, and GB18030', async (encoding) => {
    const { log } = await read(Buffer.from('\ufeff案号,环节,时间\n甲,受理,2026年1月5日 9时\n', encoding), {
      columns: { case: '案号', activity: '环节', time: '时间' },
    })
    expect(rowsOf(log)).toEqual([event(2, '受理', '2026-01-05T09:00:00.000Z')])
    const gb18030 = Buffer.from('69642c737465702c61740a412ccadcc0ed2c323032362d30312d30350a', 'hex')
    expect((await read(gb18030)).log.activity.values).toEqual(['受理'])
  })

  it('names columns by number where there is no header', async () => {
    const text = 'A,accept,2026-01-05 09:00\nA,close,2026-01-05 10:00\n'
    const { log } = await read(text, { columns: { case: 'column 1', activity: 'column 2', time: 'column 3' } })
    expect(rowsOf(log)).toHaveLength(2)
  })

  it('passes blank lines over and reads mixed line ends, with true line numbers', async () => {
    const { log, report } = await read(
      '\n\r\nid,step,at\r\n\r\nA,a,2026-01-05\rA,b,2026-01-06\n\nA,c,2026-01-07\r\n\r\n\n',
    )
    expect(Array.from(log.sourceRow)).toEqual([5, 6, 8])
    expect(report.rowsRead).toBe(3)
  })

  it('counts line breaks within cells, also where a row repeats the one above it', async () => {
    const row = '"A\n1",step,2026-01-05 09:00,x\n'
    const { log } = await read(
      `id,step,at,x\n${row}${row}${row.replace('x', 'y')}"A\n1","s\r\n\r",2026-01-06,x\n${row}`,
      { chunk: 1000 },
    )
    expect(Array.from(log.sourceRow)).toEqual([2, 4, 6, 12, 8])
  })

  it('keeps column names apart that occur twice or are blank', async () => {
    const { log } = await read('id,step,at,x,x,\nA,a,2026-01-05,1,2,3\n')
    expect([...log.eventAttributes.keys()]).toEqual(['x', 'x (2)', 'column 6'])
  })

  it('gives the same whatever the size of the chunks', async () => {
    const text =
      '\ufeffid,step,at,note\r\nA,受理,2026-01-05 09:00,"a ""b""\r\n"\r\nA,受理,2026-01-05 09:00,"a ""b""\r\n"\r\n\r\nB,办结,2026-01-06,'
    const whole = await read(text, { chunk: 1000 })
    expect(rowsOf(whole.log)).toHaveLength(3)
    for (let chunk = 1; chunk < 40; chunk++) expect(await read(text, { chunk })).toEqual(whole)
  })

  it('reads texts far longer than its buffer', async () => {
    const digits = (i: number) => [i % 3, (i * 7) % 5, (i >> 3) % 4].map((digit) => 'abcde'[digit]!)
    const rows = Array.from({ length: 100_000 }, (_, i) => `A,s,2026-01-05 10:00,${digits(i).join(',')}\n`)
    for (const chunk of [400_000, 1 << 20, 1 << 22]) {
      const { log } = await read(`id,step,at,x,y,z\n${rows.join('')}`, { chunk })
      const read3 = rows.map((_, event) => Object.values(valuesOf(log.eventAttributes, event)).join(''))
      expect(read3.findIndex((text, i) => text !== digits(i).join(''))).toBe(-1)
    }
  })

  it('reads every table that is written by the book, cell for cell', async () => {
    const cell = fc.oneof(
      fc.string({ unit: fc.constantFrom('a', 'b', ',', '"', '\n', '\r', ' ', '受', ';', "'") }),
      fc.constantFrom('', 'same', 'same', 'sam', 'same,'),
    )
    const table = fc.array(fc.tuple(fc.constantFrom('A', 'B'), cell, cell), { minLength: 1, maxLength: 12 })
    const quoted = (text: string) => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)
    await fc.assert(
      fc.asyncProperty(table, fc.integer({ min: 1, max: 30 }), async (rows, chunk) => {
        const lines = rows.map(([id, x, y], i) =>
          [id, 'step', `2026-01-05 10:00:00.${100 + i}`, x, y].map(quoted).join(','),
        )
        const text = `id,step,at,x,y\n${lines.join('\n')}\n`
        const { log, report } = await read(text, { chunk, types: { x: 'string', y: 'string' } })
        const order = [...rows.keys()].sort(
          (a, b) => log.caseIds.indexOf(rows[a]![0]) - log.caseIds.indexOf(rows[b]![0]) || a - b,
        )
        const missing = (text: string) => (text === '' ? undefined : text)
        expect(rows.map((_, event) => valuesOf(log.eventAttributes, event))).toEqual(
          order.map((row) => ({ x: missing(rows[row]![1]), y: missing(rows[row]![2]) })),
        )
        expect(report.rowsRefused).toBe(0)
      }),
      { numRuns: 300 },
    )
  })
})

describe('the columns of a CSV log', () => {
  it('tells types from all values of a column', async () => {
    const text = [
      'id,step,at,count,fee,flag,due,code,long,mixed,none,day',
      'A,a,2026-01-05,1,1.5,true,2026-02-01,007,123456789012345678,1,,20260105',
      'A,b,2026-01-06,-20,2,FALSE,2026/2/2 10:00,008,1,x,,20260106',
      'A,c,2026-01-07,,1e3,,,,,,,',
    ].join('\n')
    const { log, report } = await read(text)
    expect(Object.fromEntries(log.eventAttributes)).toEqual({
      count: { kind: 'number', integer: true, values: Float64Array.of(1, -20, Number.NaN) },
      fee: { kind: 'number', integer: false, values: Float64Array.of(1.5, 2, 1000) },
      flag: { kind: 'boolean', values: Int8Array.of(1, 0, -1) },
      due: {
        kind: 'instant',
        values: Float64Array.of(Date.UTC(2026, 1, 1), Date.UTC(2026, 1, 2, 10), Number.NaN),
      },
      code: { kind: 'string', codes: Int32Array.of(0, 1, -1), values: ['007', '008'] },
      long: { kind: 'string', codes: Int32Array.of(0, 1, -1), values: ['123456789012345678', '1'] },
      mixed: { kind: 'string', codes: Int32Array.of(0, 1, -1), values: ['1', 'x'] },
      none: { kind: 'string', codes: Int32Array.of(-1, -1, -1), values: [] },
      day: { kind: 'number', integer: true, values: Float64Array.of(20_260_105, 20_260_106, Number.NaN) },
    })
    expect(report.notices.map(({ kind, column }) => [kind, column])).toEqual([
      ['mixedLayouts', 'due'],
      ['midnightOnly', 'at'],
    ])
  })

  it('lets the profile say the type, and leaves values missing that do not fit', async () => {
    const text =
      'id,step,at,n,day,flag\nA,a,2026-01-05,7,20260105,是\nA,b,2026-01-06 01:00,7.5,45000.5,maybe\nA,c,2026-01-07 01:00,x,x,0\n'
    const { log, report } = await read(text, {
      types: { n: 'integer', day: 'instant', flag: 'boolean', at: 'instant' },
    })
    expect(Object.fromEntries(log.eventAttributes)).toEqual({
      n: { kind: 'number', integer: true, values: Float64Array.of(7, Number.NaN, Number.NaN) },
      day: {
        kind: 'instant',
        values: Float64Array.of(Date.UTC(2026, 0, 5), Date.UTC(2023, 2, 15, 12), Number.NaN),
      },
      flag: { kind: 'boolean', values: Int8Array.of(1, -1, 0) },
    })
    expect(report.notices.filter(({ kind }) => kind === 'unfitValues')).toEqual([
      {
        kind: 'unfitValues',
        column: 'n',
        count: 2,
        examples: [
          { line: 3, value: '7.5' },
          { line: 4, value: 'x' },
        ],
      },
      { kind: 'unfitValues', column: 'day', count: 1, examples: [{ line: 4, value: 'x' }] },
      { kind: 'unfitValues', column: 'flag', count: 1, examples: [{ line: 3, value: 'maybe' }] },
    ])
  })

  it('leaves dates as text where nothing tells their order, unless the profile says that they are times', async () => {
    const text = 'id,step,at,due\nA,a,2026-01-05 01:00,03/04/2026\nA,b,2026-01-06 01:00,05/05/2026\n'
    const asText = await read(text)
    expect(asText.log.eventAttributes.get('due')).toMatchObject({
      kind: 'string',
      values: ['03/04/2026', '05/05/2026'],
    })
    const asTime = await read(text, { types: { due: 'instant' } })
    const values = Float64Array.of(Number.NaN, Date.UTC(2026, 4, 5))
    expect(asTime.log.eventAttributes.get('due')).toEqual({ kind: 'instant', values })
    expect(asTime.report.notices.map(({ kind, count }) => [kind, count])).toContainEqual(['unfitValues', 1])
    const settled = await read(text, { dayFirst: true })
    expect(settled.log.eventAttributes.get('due')).toMatchObject({ kind: 'instant' })
  })

  it('keeps the first value of a case attribute that is there, and notes the cases where it changes', async () => {
    const text = [
      'id,step,at,case:channel,case:due,applicant',
      'A,a,2026-01-05 01:00,,2026-02-01,x',
      'A,b,2026-01-06 01:00,web,2026-02-02,x',
      'A,c,2026-01-07 01:00,web,2026-02-03,',
      'B,a,2026-01-07 01:00,desk,,y',
    ].join('\n')
    const { log, report } = await read(text, { caseColumns: ['applicant'] })
    expect(Object.fromEntries(log.caseAttributes)).toEqual({
      channel: { kind: 'string', codes: Int32Array.of(0, 1), values: ['web', 'desk'] },
      due: { kind: 'instant', values: Float64Array.of(Date.UTC(2026, 1, 1), Number.NaN) },
      applicant: { kind: 'string', codes: Int32Array.of(0, 1), values: ['x', 'y'] },
    })
    expect(log.eventAttributes.size).toBe(0)
    expect(report.notices).toEqual([
      { kind: 'changingCaseAttribute', column: 'case:due', count: 1, examples: [{ line: 3, value: '2026-02-02' }] },
    ])
  })

  it('takes what the profile calls an attribute of the case for one', async () => {
    const { log } = await read('id,step,at,due,item,urgent\nA,a,2026-01-05 01:00,2026-02-01,permit,yes\n', {
      columns: { ...columns, item: 'item' },
      clock: { statutory: { due: 'due' } },
      priority: { attribute: 'urgent', values: ['yes'] },
    })
    expect([...log.caseAttributes.keys()]).toEqual(['due', 'item', 'urgent'])
  })

  it('gives a column to as many roles as the profile says', async () => {
    const { log } = await read('id,at,dept\nA,2026-01-05 01:00,East\nA,2026-01-06 01:00,West\n', {
      columns: { case: 'id', activity: 'dept', time: 'at', start: 'at', department: 'dept', office: 'dept' },
    })
    expect(log.department).toEqual({ kind: 'string', codes: Int32Array.of(0, 1), values: ['East', 'West'] })
    expect(log.activity).toEqual(log.department)
    expect(log.caseOffice).toEqual({ kind: 'string', codes: Int32Array.of(0), values: ['East'] })
    expect(log.startTime).toEqual(log.time)
  })

  it('reads the texts that stand for nothing as nothing, and no others', async () => {
    const text =
      'id,step,at,by,n\nA,a,2026-01-05 01:00,NULL,1\nA,b,2026-01-06 01:00,EMPTY,NULL\nNULL,c,2026-01-06,Li,2\nA,c,1900-01-01,Li,3\n'
    const { log, report } = await read(text, {
      columns: { ...columns, department: 'by' },
      missing: ['NULL', '1900-01-01'],
    })
    expect(log.department).toEqual({ kind: 'string', codes: Int32Array.of(-1, 0), values: ['EMPTY'] })
    expect(log.eventAttributes.get('n')).toEqual({
      kind: 'number',
      integer: true,
      values: Float64Array.of(1, Number.NaN),
    })
    expect(report.refusedByReason).toEqual({ missingCase: 1, missingTime: 1 })
  })

  it('says which names are like one that is not there', async () => {
    const header = 'case:id,stepp,At,other\nA,a,2026-01-05,1\n'
    expect(await failure(read(header))).toEqual({
      code: 'columnMissing',
      values: { source: 'a.csv', column: 'step', expected: 'stepp, At, other' },
    })
  })

  it('reads 12,000 columns, and refuses more than a worksheet has', async () => {
    const wide = (count: number) => {
      const extra = Array.from({ length: count - 3 }, (_, i) => `c${i}`)
      return `id,step,at,${extra.join(',')}\nA,a,2026-01-05,${extra.join(',')}\n`
    }
    expect((await read(wide(12_000), { chunk: 65_536 })).log.eventAttributes.size).toBe(11_997)
    expect(await failure(read(wide(17_000), { chunk: 65_536 }))).toEqual({
      code: 'tooManyColumns',
      values: { source: 'a.csv', value: 17_000, expected: 16_384 },
    })
  })
})
