import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { valueAt } from '../column.ts'
import { Profile, type ProfileInput } from '../profile/profile.ts'
import type { ReadOptions } from '../reading-report.ts'
import { previewNdjson, readNdjson } from './read-ndjson.ts'
import { serviceEventColumns } from './service-event.ts'

const occurredAt = '2025-01-01T08:00:00+08:00'

function read(text: string, profile: Partial<ProfileInput> = {}, options: Partial<ReadOptions> = {}) {
  return readChunks([new TextEncoder().encode(text)], profile, options)
}

function readChunks(chunks: Uint8Array[], profile: Partial<ProfileInput> = {}, options: Partial<ReadOptions> = {}) {
  async function* source() {
    yield* chunks
  }
  const read = Profile.parse({ columns: serviceEventColumns, ...profile })
  return readNdjson(source(), read, { source: 'a.ndjson', ...options })
}

function lines(...events: object[]): string {
  return events.map((event) => `${JSON.stringify(event)}\n`).join('')
}

describe('readNdjson', () => {
  it('reads every field of a service event', async () => {
    const { log, report } = await read(
      lines({
        division: '440100',
        seq: 7,
        eventId: 'e-7',
        caseNo: 'A1',
        type: 'step',
        activity: 'accept',
        occurredAt,
        recordedAt: '2025-01-01T00:00:01.5Z',
        actor: 'o1',
        department: 'd1',
        window: 'w3',
        channel: 'web',
        attributes: {
          'case:item': 'permit',
          startedAt: '2024-12-31T23:00:00Z',
          transition: 'complete',
          due: '2025-02-01T00:00:00Z',
          n: 3,
          ok: true,
          list: [1, { a: null }],
          none: null,
          window: 'other',
        },
      }),
    )
    expect(report).toMatchObject({ format: 'ndjson', rowsRead: 1, rowsKept: 1, notices: [] })
    const { eventAttributes, caseAttributes, meta, ...rest } = log
    expect(rest).toEqual({
      timeZone: 'Asia/Shanghai',
      caseIds: ['A1'],
      caseOffsets: Int32Array.of(0, 1),
      caseOffice: { kind: 'string', codes: Int32Array.of(0), values: ['440100'] },
      activity: { kind: 'string', codes: Int32Array.of(0), values: ['accept'] },
      time: Float64Array.of(Date.UTC(2025, 0, 1)),
      startTime: Float64Array.of(Date.UTC(2024, 11, 31, 23)),
      recordedAt: Float64Array.of(Date.UTC(2025, 0, 1, 0, 0, 1, 500)),
      lifecycle: { kind: 'string', codes: Int32Array.of(0), values: ['complete'] },
      resource: { kind: 'string', codes: Int32Array.of(0), values: ['o1'] },
      department: { kind: 'string', codes: Int32Array.of(0), values: ['d1'] },
      sourceRow: Int32Array.of(1),
    })
    expect(Object.fromEntries(Array.from(eventAttributes, ([key, column]) => [key, valueAt(column, 0)]))).toEqual({
      seq: 7,
      eventId: 'e-7',
      type: 'step',
      window: 'w3',
      channel: 'web',
      due: Date.UTC(2025, 1, 1),
      n: 3,
      ok: true,
      list: '[1,{"a":null}]',
      'attributes.window': 'other',
    })
    expect(caseAttributes.get('item')).toEqual({ kind: 'string', codes: Int32Array.of(0), values: ['permit'] })
  })

  it('refuses what is nested too deeply to be handled', async () => {
    const nested = (levels: number) => `${'['.repeat(levels)}${']'.repeat(levels)}`
    const line = (value: string) =>
      `{"caseNo":"1","activity":"a","occurredAt":"${occurredAt}","attributes":{"x":${value}}}`
    const { log, report } = await read([line(nested(100)), line(nested(1000)), line(nested(200_000))].join('\n'))
    expect([log.time.length, report.refusals.map(({ line, reason }) => [line, reason])]).toEqual([
      1,
      [
        [2, 'malformed'],
        [3, 'malformed'],
      ],
    ])
  })

  it('refuses lines that do not fit the schema, and says which field', async () => {
    const good = { caseNo: 'A1', activity: 'accept', occurredAt }
    const text = [
      '{"caseNo":',
      '[]',
      JSON.stringify({ ...good, caseNo: '' }),
      JSON.stringify({ caseNo: 'A1', occurredAt }),
      JSON.stringify({ ...good, occurredAt: undefined }),
      JSON.stringify({ ...good, occurredAt: '2025-01-01 08:00' }),
      JSON.stringify({ ...good, colour: 'red' }),
      JSON.stringify({ ...good, seq: -1 }),
      '',
      JSON.stringify(good),
    ].join('\n')
    const { report } = await read(text)
    expect(report.refusals).toEqual([
      { line: 1, reason: 'malformed', value: '{"caseNo":' },
      { line: 2, reason: 'malformed', value: '[]' },
      { line: 3, column: 'caseNo', value: '', reason: 'missingCase' },
      { line: 4, column: 'activity', reason: 'missingActivity' },
      { line: 5, column: 'occurredAt', reason: 'missingTime' },
      { line: 6, column: 'occurredAt', value: '2025-01-01 08:00', reason: 'unreadableTime' },
      { line: 7, column: 'colour', value: 'red', reason: 'unreadableValue' },
      { line: 8, column: 'seq', value: '-1', reason: 'unreadableValue' },
    ])
    expect(report).toMatchObject({ rowsRead: 9, rowsKept: 1, rowsRefused: 8 })
    await expect(read(text, {}, { strict: true })).rejects.toMatchObject({ code: 'rowRefused', values: { line: 1 } })
  })

  it('reads the same whether the events of a case stand together or not, and keeps offices apart', async () => {
    const step = (division: string, caseNo: string, activity: string, at: string) => ({
      division,
      caseNo,
      activity,
      occurredAt: `2025-01-01T${at}:00Z`,
    })
    const { log } = await read(
      lines(
        step('N', '1', 'b', '02:00'),
        step('S', '1', 'a', '01:00'),
        step('N', '2', 'a', '01:00'),
        step('N', '1', 'a', '01:00'),
      ),
    )
    expect(log.caseIds).toEqual(['1', '1', '2'])
    expect(log.caseOffice?.codes).toEqual(Int32Array.of(0, 1, 0))
    expect(Array.from(log.activity.codes, (code) => log.activity.values[code])).toEqual(['a', 'b', 'a', 'a'])
  })

  it('reads the same wherever the chunks are cut', async () => {
    const text = lines(
      { caseNo: '案1', activity: '受理', occurredAt },
      { caseNo: '案2', activity: '办结', occurredAt, attributes: { a: '中\n文' } },
    )
    const bytes = new TextEncoder().encode(text.trimEnd())
    const whole = await readChunks([bytes])
    await fc.assert(
      fc.asyncProperty(fc.nat(bytes.length), fc.nat(bytes.length), async (a, b) => {
        const [from, to] = [Math.min(a, b), Math.max(a, b)]
        expect(await readChunks([bytes.subarray(0, from), bytes.subarray(from, to), bytes.subarray(to)])).toEqual(whole)
      }),
    )
  })

  it.each([
    ['sourceEmpty', ''],
    ['noEvents', '\n\n'],
    ['noEvents', '{"a":1}'],
  ])('says %s of %j', async (code, text) => {
    await expect(read(text)).rejects.toMatchObject({ name: 'SourceError', code })
  })
})

describe('previewNdjson', () => {
  it('reads UTF-16 with a mark as the reader does', () => {
    const bytes = Buffer.from(`\ufeff${lines({ caseNo: '案1', activity: 'a', occurredAt })}`, 'utf16le')
    expect(previewNdjson(bytes)).toMatchObject({ rows: 1, columns: [{ name: 'caseNo', texts: ['案1'] }, {}, {}] })
    expect(previewNdjson(Buffer.from(bytes).swap16())).toMatchObject({ rows: 1 })
  })

  it('shows fields and attributes of complete lines', () => {
    const text = lines(
      { caseNo: '1', activity: 'a', occurredAt, attributes: { n: 1, 'case:item': 'x' } },
      { caseNo: '2', activity: 'b', occurredAt },
      { caseNo: '3', activity: 'c', occurredAt },
    )
    expect(previewNdjson(new TextEncoder().encode(text.slice(0, -10)))).toEqual({
      format: 'ndjson',
      rows: 2,
      columns: [
        { name: 'caseNo', scope: 'event', texts: ['1', '2'] },
        { name: 'activity', scope: 'event', texts: ['a', 'b'] },
        { name: 'occurredAt', scope: 'event', declared: 'instant', texts: [occurredAt, occurredAt] },
        { name: 'n', scope: 'event', declared: 'number', texts: ['1', ''] },
        { name: 'item', scope: 'case', texts: ['x', ''] },
      ],
    })
  })
})
