import { describe, expect, it } from 'vitest'
import { SourceError } from '../errors.ts'
import { Profile, type ProfileInput } from '../profile/profile.ts'
import type { NoticeKind, Reading } from '../reading-report.ts'
import { type CsvReadOptions, readCsv } from './read-csv.ts'

type Choice = Partial<ProfileInput> & Partial<CsvReadOptions>

async function read(source: string | Iterable<Uint8Array>, choice: Choice = {}): Promise<Reading> {
  const { strict = false, now = Date.UTC(2030, 0, 1), ...profile } = choice
  const columns = { case: 'id', activity: 'step', time: 'at' }
  const bytes = typeof source === 'string' ? [Buffer.from(source)] : source
  return await readCsv(bytes, Profile.parse({ timeZone: 'UTC', columns, ...profile }), { source: 'a.csv', strict, now })
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

/** A log of one case with these times. */
function times(...texts: string[]): string {
  return `id,step,at\n${texts.map((text, i) => `A,s${i},"${text}"\n`).join('')}`
}

function instants({ log }: Reading): string[] {
  return Array.from(log.time, (time) => new Date(time).toISOString())
}

function notice({ report }: Reading, kind: NoticeKind): unknown {
  return report.notices.find((each) => each.kind === kind)
}

const badRows = [
  'id,step,at,x',
  'A,a,2026-01-05 01:00,1',
  ',a,2026-01-05 01:00,1',
  'A, ,2026-01-05 01:00,1',
  'A,a,,1',
  'A,a,2026-02-30,1',
  'A,a,2026-01-05 01:00',
  'A,a,2026-01-05 01:00,1,2',
  'A,a,2026-01-05 01:00,"1"x',
  '"line',
  'break",a,never,1',
  'B,b,2026-01-06 01:00,1',
].join('\n')

describe('the reading report of a CSV log', () => {
  it('takes white space of any kind for nothing in a key', async () => {
    const at = '2026-01-05 01:00'
    const { report } = await read(`id,step,at\n\u3000,a,${at}\nA,\u3000\u00a0,${at}\nA,\u3000甲,${at}\n`)
    expect([report.rowsKept, report.refusedByReason]).toEqual([1, { missingCase: 1, missingActivity: 1 }])
  })

  it('names line, column, value and reason of each row refused', async () => {
    const { log, report } = await read(badRows)
    expect(log.caseIds).toEqual(['A', 'B'])
    expect({ ...report, notices: [] }).toEqual({
      source: 'a.csv',
      format: 'csv',
      rowsRead: 10,
      rowsKept: 2,
      rowsRefused: 8,
      refusedByReason: {
        missingCase: 1,
        missingActivity: 1,
        missingTime: 1,
        unreadableTime: 2,
        wrongFieldCount: 2,
        malformed: 1,
      },
      refusals: [
        { line: 3, column: 'id', value: '', reason: 'missingCase' },
        { line: 4, column: 'step', value: ' ', reason: 'missingActivity' },
        { line: 5, column: 'at', value: '', reason: 'missingTime' },
        { line: 6, column: 'at', value: '2026-02-30', reason: 'unreadableTime' },
        { line: 7, column: 'x', value: '3', reason: 'wrongFieldCount' },
        { line: 8, column: 'x', value: '5', reason: 'wrongFieldCount' },
        { line: 9, column: 'x', value: '"1"x', reason: 'malformed' },
        { line: 10, column: 'at', value: 'never', reason: 'unreadableTime' },
      ],
      notices: [],
    })
    expect(report.notices).toEqual(
      [
        ['id', 3, ''],
        ['step', 4, ' '],
        ['at', 5, ''],
      ].map(([column, line, value]) => ({ kind: 'emptyKeys', column, count: 1, examples: [{ line, value }] })),
    )
  })

  it('lets rows that were refused change nothing else', async () => {
    const kept = 'id,step,at,n\nA,a,2026-01-05 01:00,1\n'
    const { log } = await read(`${kept}B,b,never,text\nC,c,2026-01-05 01:00,text,more\n`)
    expect(log).toEqual((await read(kept)).log)
  })

  it('ends at the first refusal where it is strict', async () => {
    const values = { source: 'a.csv', line: 3, column: 'id', value: '', reason: 'missingCase' }
    expect(await failure(read(badRows, { strict: true }))).toEqual({ code: 'rowRefused', values })
    const open = await failure(read(times('03/04/2025'), { strict: true }))
    expect(open).toEqual({
      code: 'rowRefused',
      values: { source: 'a.csv', line: 2, column: 'at', value: '03/04/2025', reason: 'ambiguousTime' },
    })
  })

  it('refuses a malformed cell also where it repeats the one above it', async () => {
    const { report } = await read(
      'id,step,at\nA,"a"x,2026-01-05\nA,"a"x,2026-01-05\nA,"a",2026-01-05\nA,"a",2026-01-05\n',
    )
    expect(report.refusals.map(({ line }) => line)).toEqual([2, 3])
    expect(report.rowsKept).toBe(2)
  })

  it('reads on after a quote that is never closed', async () => {
    const { log, report } = await read('id,step,at\nA,a,2026-01-05\nA,"b,2026-01-06\nA,c,2026-01-07\n')
    expect(Array.from(log.sourceRow)).toEqual([2, 4])
    expect(report.refusals).toEqual([{ line: 3, column: 'id', value: 'A,"b,2026-01-06', reason: 'malformed' }])
  })
})

describe('the times of a CSV log', () => {
  it('settles the order of dates by the rest of their column', async () => {
    const dayFirst = await read(times('03/04/2025 10:00', '25/12/2025 10:00', '05/05/2025 10:00'))
    expect(instants(dayFirst)).toEqual([
      '2025-04-03T10:00:00.000Z',
      '2025-05-05T10:00:00.000Z',
      '2025-12-25T10:00:00.000Z',
    ])
    expect(notice(dayFirst, 'ambiguousDates')).toEqual({
      kind: 'ambiguousDates',
      column: 'at',
      count: 1,
      examples: [{ line: 2, value: '03/04/2025 10:00' }],
    })
    expect(instants(await read(times('03/04/2025', '12/25/2025')))).toEqual([
      '2025-03-04T00:00:00.000Z',
      '2025-12-25T00:00:00.000Z',
    ])
  })

  it('refuses dates whose order nothing settles, or that is settled both ways', async () => {
    const open = await read(times('03/04/2025', '05/05/2025'))
    expect(instants(open)).toEqual(['2025-05-05T00:00:00.000Z'])
    expect(open.report.refusals).toEqual([{ line: 2, column: 'at', value: '03/04/2025', reason: 'ambiguousTime' }])
    const both = await read(times('13/04/2025', '04/13/2025', '03/04/2025'))
    expect(instants(both)).toEqual(['2025-04-13T00:00:00.000Z', '2025-04-13T00:00:00.000Z'])
    expect(both.report.refusedByReason).toEqual({ ambiguousTime: 1 })
  })

  it('takes the order from the profile, and refuses what contradicts it', async () => {
    const reading = await read(times('03/04/2025', '04/13/2025'), { dayFirst: true })
    expect(instants(reading)).toEqual(['2025-04-03T00:00:00.000Z'])
    expect(reading.report.refusedByReason).toEqual({ unreadableTime: 1 })
  })

  it('notes mixed layouts, zones, midnights, gaps and implausible times', async () => {
    const reading = await read(
      times(
        '2026-01-05 09:00',
        '2026-01-05 09:00+01:00',
        '2026/1/6',
        '2026-03-29 02:30',
        '2031-01-01 09:00',
        '1969-12-31 09:00',
      ),
      { timeZone: 'Europe/Amsterdam' },
    )
    expect(instants(reading)).toEqual([
      '1969-12-31T08:00:00.000Z',
      '2026-01-05T08:00:00.000Z',
      '2026-01-05T08:00:00.000Z',
      '2026-01-05T23:00:00.000Z',
      '2026-03-29T01:30:00.000Z',
      '2031-01-01T08:00:00.000Z',
    ])
    const example = (line: number, value: string) => ({ line, value })
    expect(reading.report.notices).toEqual([
      {
        kind: 'mixedZones',
        column: 'at',
        count: 1,
        examples: [example(2, '2026-01-05 09:00'), example(3, '2026-01-05 09:00+01:00')],
      },
      { kind: 'zoneGaps', column: 'at', count: 1, examples: [example(5, '2026-03-29 02:30')] },
      {
        kind: 'mixedLayouts',
        column: 'at',
        count: 1,
        examples: [example(2, '2026-01-05 09:00'), example(4, '2026/1/6')],
      },
      { kind: 'midnightOnly', column: 'at', count: 1, examples: [example(4, '2026/1/6')] },
      { kind: 'outOfOrder', count: 1, examples: [] },
      {
        kind: 'implausibleTimes',
        column: 'at',
        count: 2,
        examples: [example(6, '2031-01-01 09:00'), example(7, '1969-12-31 09:00')],
      },
    ])
  })

  it('reads numbers as times where the profile says that the column holds times', async () => {
    const text = times('1767603600', '1767603601000', '46027.5', '20260106')
    expect(instants(await read(text, { types: { at: 'instant' } }))).toEqual([
      '2026-01-05T09:00:00.000Z',
      '2026-01-05T09:00:01.000Z',
      '2026-01-05T12:00:00.000Z',
      '2026-01-06T00:00:00.000Z',
    ])
    expect(instants(await read(text))).toEqual(['2026-01-06T00:00:00.000Z'])
  })

  it('notes rows equal in case, activity, time and resource, and keeps them', async () => {
    const row = 'A,a,2026-01-05 09:00,Li'
    const text = `id,step,at,by\n${row}\nA,a,2026-01-05 09:00,Wu\n${row}\nA,b,2026-01-05 09:00,Li\nB,a,2026-01-05 09:00,Li\n`
    const reading = await read(text, { columns: { case: 'id', activity: 'step', time: 'at', resource: 'by' } })
    expect(reading.report.rowsKept).toBe(5)
    expect(reading.report.notices).toEqual([{ kind: 'duplicates', count: 1, examples: [{ line: 4, value: 'A a' }] }])
  })
})

describe('a source that is no CSV log', () => {
  it.each([
    ['empty', '', 'sourceEmpty', { source: 'a.csv' }],
    ['only blank lines', '\n\n', 'sourceEmpty', { source: 'a.csv' }],
    ['only a mark', '\ufeff', 'sourceEmpty', { source: 'a.csv' }],
    ['a header only', 'id,step,at\n', 'noEvents', { source: 'a.csv' }],
    ['a header without line break', 'id,step,at', 'noEvents', { source: 'a.csv' }],
    [
      'refused rows only, most for the same reason',
      'id,step,at\n,a,2026-01-05\nA,a,24-3-5\nA,b,24-3-6\n',
      'noEvents',
      { source: 'a.csv', reason: 'unreadableTime', count: 2, line: 3, column: 'at', value: '24-3-5' },
    ],
    [
      'days and months that cannot be told apart in any row',
      'id,step,at\nA,a,03/04/2024\n',
      'noEvents',
      { source: 'a.csv', reason: 'ambiguousTime', count: 1, line: 2, column: 'at', value: '03/04/2024' },
    ],
    ['a program', '\x7fELF\x02\x01\x01\0\0\0\0id,step,at', 'sourceBinary', { source: 'a.csv' }],
    ['control characters', '\x01\x02\x03\x04\x05id', 'sourceBinary', { source: 'a.csv' }],
  ])('%s is told', async (_, text, code, values) => {
    expect(await failure(read(text))).toEqual({ code, values })
  })

  it('gives up after many quotes that are never closed', async () => {
    const rows = Array.from({ length: 101 }, () => 'A,"a"x,2026-01-05,"').join('\n')
    expect((await failure(read(`id,step,at,z\n${rows}`))).code).toMatch(/noEvents|sourceMalformed/)
  })

  it.each([
    ['a header', ''],
    ['a row', 'id,step,at\nA,a,2026-01-05\n'],
    ['a quoted cell', 'id,step,at\nA,a,"'],
  ])('a line of 100 MB as %s is refused early, in little memory', async (_, before) => {
    let given = 0
    function* endless(): Generator<Uint8Array> {
      yield Buffer.from(before)
      const block = Buffer.alloc(1 << 16, 'x')
      for (; given < 100_000_000; given += block.length) yield block
    }
    const { code } = await failure(read(endless()))
    expect(code).toBe('lineTooLong')
    expect(given).toBeLessThan(40_000_000)
  })
})
