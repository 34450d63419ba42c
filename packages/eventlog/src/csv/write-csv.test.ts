import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { assembleLog } from '../assemble.ts'
import type { EventLog } from '../log.ts'
import { Profile } from '../profile/profile.ts'
import { neutraliseFormula, restoreFormula } from './formula.ts'
import { previewCsv } from './preview-csv.ts'
import { readCsv } from './read-csv.ts'
import { csvProfile, writeCsv } from './write-csv.ts'

const day = Date.UTC(2026, 0, 5)

const log = assembleLog({
  timeZone: 'Asia/Shanghai',
  caseIds: ['A', '=B'],
  caseOffice: { kind: 'string', codes: Int32Array.of(0, -1), values: ['East'] },
  eventCase: Int32Array.of(0, 1, 0),
  activity: { kind: 'string', codes: Int32Array.of(0, 1, 1), values: ['accept, "quick"', '办结'] },
  time: Float64Array.of(day, day, day + 0.5),
  recordedAt: Float64Array.of(day + 1, Number.NaN, day),
  resource: { kind: 'string', codes: Int32Array.of(0, -1, 0), values: ['@Li'] },
  sourceRow: Int32Array.of(2, 3, 4),
  eventAttributes: new Map([
    ['fee', { kind: 'number', integer: false, values: Float64Array.of(-1.5, Number.NaN, 1e21) } as const],
    ['n', { kind: 'number', integer: true, values: Float64Array.of(-7, 8, Number.NaN) } as const],
    ['ok', { kind: 'boolean', values: Int8Array.of(1, 0, -1) } as const],
  ]),
  caseAttributes: new Map([
    ['due', { kind: 'instant', values: Float64Array.of(day, Number.NaN) } as const],
    ['note', { kind: 'string', codes: Int32Array.of(0, 1), values: ['line\r\nbreak', "'-5"] } as const],
  ]),
}).log

describe('writeCsv', () => {
  it('writes one row per event, with every attribute, formulas made harmless', () => {
    expect(Array.from(writeCsv(log)).join('')).toBe(
      [
        '\ufeffcase:concept:name,case:office,concept:name,time:timestamp,recordedAt,org:resource,case:due,case:note,fee,n,ok',
        `A,East,"accept, ""quick""",2026-01-05T08:00:00.000+08:00,2026-01-05T08:00:00.001+08:00,'@Li,2026-01-05T08:00:00.000+08:00,"line\r\nbreak",-1.5,-7,true`,
        `A,East,办结,2026-01-05T08:00:00.000500+08:00,2026-01-05T08:00:00.000+08:00,'@Li,2026-01-05T08:00:00.000+08:00,"line\r\nbreak",1e+21,,`,
        `'=B,,办结,2026-01-05T08:00:00.000+08:00,,,,''-5,,8,false`,
        '',
      ].join('\r\n'),
    )
  })

  it('leaves the byte order mark out where it is told to', () => {
    const [head] = writeCsv(log, { byteOrderMark: false })
    expect(head?.startsWith('case:')).toBe(true)
  })

  it('keeps attributes apart from the columns that the log has itself', async () => {
    const attributes = { ...log, eventAttributes: new Map([['concept:name', log.activity]]), caseAttributes: new Map() }
    expect(await readBack(attributes)).toEqual({ ...attributes, sourceRow: expect.anything() })
  })

  it('is read back as the same log', async () => {
    expect(await readBack(log)).toEqual({ ...log, sourceRow: Int32Array.of(2, 4, 6) })
  })

  it('is read back as the same log whatever is in it', async () => {
    await fc.assert(
      fc.asyncProperty(logs(), async (written) => {
        expect(await readBack(written)).toEqual({ ...written, sourceRow: expect.anything() })
      }),
      { numRuns: 200 },
    )
  })
})

async function readBack(written: EventLog): Promise<EventLog> {
  const chunks = Array.from(writeCsv(written), (chunk) => Buffer.from(chunk))
  const options = { source: 'a.csv', neutralised: true }
  return (await readCsv(chunks, Profile.parse(csvProfile(written)), options)).log
}

/** Logs of a few cases whose texts are full of what CSV and spreadsheets stumble over. */
function logs(): fc.Arbitrary<EventLog> {
  const unit = fc.constantFrom('a', '受', ',', ';', '\t', '"', "'", '\n', '\r', '=', '+', '-', '@', '0', '5', ' ')
  const key = fc.string({ unit, minLength: 1 }).filter((text) => /[^ \t]/.test(text))
  const text = fc.option(fc.string({ unit, minLength: 1 }), { nil: undefined })
  const finite = fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0)
  const event = fc.record({
    id: key,
    activity: key,
    time: fc.integer({ min: 0, max: 4e12 }),
    note: text,
    fee: fc.option(finite, { nil: Number.NaN }),
    done: fc.constantFrom(-1, 0, 1),
  })
  return fc.array(event, { minLength: 1, maxLength: 8 }).map((events) => {
    const ids = [...new Set(events.map(({ id }) => id))]
    const { log: assembled } = assembleLog({
      timeZone: 'Europe/Amsterdam',
      caseIds: ids,
      eventCase: Int32Array.from(events, ({ id }) => ids.indexOf(id)),
      activity: strings(events.map(({ activity }) => activity)),
      time: Float64Array.from(events, ({ time }) => time),
      sourceRow: Int32Array.from(events, (_, i) => i),
      eventAttributes: new Map<string, EventLog['activity']>([['note', strings(events.map(({ note }) => note))]]),
      caseAttributes: new Map<string, EventLog['activity']>([['first', strings(ids.map((id) => `${id}!`))]]),
    })
    const numbers = { kind: 'number', integer: false, values: Float64Array.from(events, ({ fee }) => fee) } as const
    const truths = { kind: 'boolean', values: Int8Array.from(events, ({ done }) => done) } as const
    const attributes = new Map([...assembled.eventAttributes, ['fee', numbers] as const, ['done', truths] as const])
    return inWrittenOrder({ ...assembled, eventAttributes: attributes })
  })
}

/** Dictionaries in order of first appearance in the file, as a reader makes them. */
function inWrittenOrder(log: EventLog): EventLog {
  const again = (column: EventLog['activity']) =>
    strings(Array.from(column.codes, (code) => (code < 0 ? undefined : column.values[code])))
  return {
    ...log,
    activity: again(log.activity),
    eventAttributes: new Map(
      Array.from(log.eventAttributes, ([name, column]) => [name, column.kind === 'string' ? again(column) : column]),
    ),
  }
}

function strings(texts: readonly (string | undefined)[]): EventLog['activity'] {
  const values = [...new Set(texts.filter((text) => text !== undefined))]
  return {
    kind: 'string',
    codes: Int32Array.from(texts, (text) => (text === undefined ? -1 : values.indexOf(text))),
    values,
  }
}

describe('neutraliseFormula', () => {
  it.each(['=1+1', '+cmd', '-cmd', '@SUM(A1)', '\t=1', '\r=1', '\n=1', "'=1", "''=1", '＝1', '-5-3', '+', '-'])(
    'makes %j harmless, and can be taken back',
    (text) => {
      expect(neutraliseFormula(text)).toBe(`'${text}`)
      expect(restoreFormula(`'${text}`)).toBe(text)
    },
  )

  it.each(['', 'a=1', "'a", '-5', '+5.5', '-1,5', '-5%', '-1e9', '5', ' =1'])('leaves %j alone', (text) => {
    expect(neutraliseFormula(text)).toBe(text)
    expect(restoreFormula(text)).toBe(text)
  })

  it('can be taken back from any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom("'", '=', '-', '5', 'a', '\t') }), (text) => {
        expect(restoreFormula(neutraliseFormula(text))).toBe(text)
      }),
    )
  })
})

describe('previewCsv', () => {
  const preview = (text: string | Buffer) => previewCsv(Buffer.from(text), { source: 'a.csv' })

  it('shows raw text by column, and leaves a row out that is cut', () => {
    expect(preview('case:id;步骤;x\nA;"受理;1";1\nB;办结;2\nC;归')).toEqual({
      format: 'csv',
      rows: 2,
      columns: [
        { name: 'case:id', scope: 'case', texts: ['A', 'B'] },
        { name: '步骤', scope: 'event', texts: ['受理;1', '办结'] },
        { name: 'x', scope: 'event', texts: ['1', '2'] },
      ],
    })
  })

  it('reads UTF-16', () => {
    expect(preview(Buffer.from('\ufeff案号\t环节\n1\t受理\n', 'utf16le')).columns.map(({ name }) => name)).toEqual([
      '案号',
      '环节',
    ])
  })

  it('does not take a header for a row because one of its names is a number', () => {
    expect(preview('id,2019\nA,x\n').rows).toBe(1)
    expect(preview('A,2019\nB,2020\n').columns.map(({ name }) => name)).toEqual(['column 1', 'column 2'])
  })
})
