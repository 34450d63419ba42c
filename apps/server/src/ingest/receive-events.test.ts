import { createHash, randomUUID } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import { EventsReport, Problem } from '@zhengfeng/contract'
import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { buildServer } from '../http/build-server.ts'
import type { OwnedDatabase } from '../storage/pooled-database.ts'
import { engines, openTestDatabase } from '../storage/testing.ts'
import { type TestPlatform, testPlatform } from '../testing-platform.ts'
import { createEventWriter, type EventWriter } from './event-writer.ts'
import { erasePerson, openPerson, type PersonRow } from './people.ts'
import { ingestRoutes } from './routes.ts'
import { usageLogOf } from './source-usage.ts'
import { addDivisions, addSource, emptyLog, monday } from './testing.ts'

describe.each(engines)('POST /api/v1/events on $name', (engine) => {
  let db: OwnedDatabase
  let platform: TestPlatform
  let writer: EventWriter
  let server: FastifyInstance
  let source: string
  let token: string

  beforeAll(async () => {
    db = await openTestDatabase(engine)
    platform = testPlatform(db)
    platform.time.now = monday
    await addDivisions(db, ['4401', '4402'])
    source = await addSource(db, { division: '4401' })
    token = await addToken(source)
    writer = createEventWriter(platform)
    server = await buildServer(platform, ingestRoutes(platform, writer))
  })
  beforeEach(() => emptyLog(db))
  afterAll(async () => {
    await server.close()
    await writer.stop()
    await usageLogOf(platform).stop()
    await db.close()
  })

  async function addToken(
    sourceId: string,
    { quota = 1_000_000, scopes = ['events.write', 'cases.read'] } = {},
  ): Promise<string> {
    const text = `zf_${randomUUID().replaceAll('-', '')}${randomUUID().replaceAll('-', '').slice(0, 11)}`
    await db.query(
      `insert into api_token (id, source_id, name, digest, prefix, scopes, quota_per_minute, created_at, created_by)
       values ($1, $2, 'test', $3, $4, $5, $6, $7, 'test')`,
      [
        randomUUID(),
        sourceId,
        createHash('sha256').update(text).digest(),
        text.slice(0, 8),
        scopes,
        quota,
        new Date(monday),
      ],
    )
    return text
  }

  interface Sending {
    readonly type?: string
    readonly encoding?: string
    readonly language?: string
    readonly as?: string
  }

  async function send(
    payload: string | Buffer,
    { type = 'application/json', encoding, language = 'en', as = token }: Sending = {},
  ) {
    const answer = await server.inject({
      method: 'POST',
      url: '/api/v1/events',
      payload,
      headers: {
        authorization: `Bearer ${as}`,
        'content-type': type,
        'accept-language': language,
        ...(encoding && { 'content-encoding': encoding }),
      },
    })
    return { status: answer.statusCode, body: answer.json() as Record<string, unknown>, headers: answer.headers }
  }

  const event = (more: object = {}) => ({
    caseNo: 'A1',
    activity: 'submit',
    occurredAt: '2026-03-02T10:00:00+08:00',
    ...more,
  })
  const ndjson = { type: 'application/x-ndjson' }

  it('stores what is good, names what is not by line, and tells where the log has got to', async () => {
    const lines = [
      JSON.stringify(event({ eventId: '1' })),
      '',
      '{"caseNo":',
      JSON.stringify(event({ eventId: '2', occurredAt: '2026-03-02' })),
      JSON.stringify(event({ eventId: '3', division: '4402' })),
      JSON.stringify(event({ eventId: '1' })),
      JSON.stringify(event({ eventId: '1', channel: 'web' })),
    ]
    const { status, body } = await send(lines.join('\n'), ndjson)
    expect(status).toBe(200)
    expect(EventsReport.parse(body)).toEqual({
      accepted: 1,
      duplicates: 1,
      rejectedCount: 4,
      rejected: [
        { index: 1, line: 3, field: '', code: 'malformed', message: expect.stringContaining('not a JSON object') },
        {
          index: 2,
          line: 4,
          eventId: '2',
          field: 'occurredAt',
          value: '2026-03-02',
          code: 'badInstant',
          message: expect.stringContaining('2025-01-01T08:00:00+08:00'),
        },
        {
          index: 3,
          line: 5,
          eventId: '3',
          field: 'division',
          value: '4402',
          code: 'outOfScope',
          message: expect.stringContaining('4402'),
        },
        {
          index: 5,
          line: 7,
          eventId: '1',
          field: 'channel',
          code: 'contradiction',
          message: expect.stringContaining('another channel'),
        },
      ],
      flagged: { future: 0, past: 0, personal: 0 },
      position: { '4401': 1 },
    })
  })

  it('answers 422 where nothing was good, as problem details that bear the report', async () => {
    const { status, body, headers } = await send(JSON.stringify({ events: [event({ colour: 1 })] }), {
      language: 'zh-CN',
    })
    expect([status, headers['content-type']]).toEqual([422, 'application/problem+json; charset=utf-8'])
    expect(Problem.parse(body)).toMatchObject({ code: 'invalid', errors: [{ field: '[0].colour' }] })
    expect(EventsReport.parse(body)).toMatchObject({
      accepted: 0,
      rejectedCount: 1,
      rejected: [{ index: 0, code: 'unknownField', message: expect.stringContaining('没有名为') }],
    })
    expect(await db.query('select count(*) as n from event')).toEqual([{ n: 0 }])
  })

  it('refuses a value as deep as the sea without falling into it', async () => {
    const division = '['.repeat(200_000) + ']'.repeat(200_000)
    const text = `{"caseNo":"1","activity":"收件","occurredAt":"2025-01-06T09:00:00+08:00","division":${division}}`
    const answer = await server.inject({
      method: 'POST',
      url: '/api/v1/events',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/x-ndjson' },
      payload: text,
    })
    expect([answer.statusCode, answer.json().rejected]).toMatchObject([
      422,
      [{ line: 1, field: 'division', value: '[…]', code: 'wrongType' }],
    ])
  })

  it('stores nothing twice, with ids or without, plain or gzip', async () => {
    const body = JSON.stringify([event({ eventId: '1' }), event(), event(), event({ activity: 'accept' })])
    expect((await send(body)).body).toMatchObject({ accepted: 4, duplicates: 0 })
    expect((await send(gzipSync(body), { encoding: 'gzip' })).body).toMatchObject({
      accepted: 0,
      duplicates: 4,
      position: { '4401': 4 },
    })
    expect((await send(JSON.stringify([]))).body).toMatchObject({ accepted: 0, rejectedCount: 0 })
  })

  it('flags what lies far in the future or the past, and stores it', async () => {
    const at = (occurredAt: string) => event({ occurredAt })
    const { body } = await send(
      JSON.stringify([at('2026-03-02T10:04:00+08:00'), at('2026-03-02T10:06:00+08:00'), at('2020-01-01T00:00:00Z')]),
    )
    expect(body).toMatchObject({ accepted: 3, flagged: { future: 1, past: 1, personal: 0 } })
    expect(await db.query('select seq, flags from event order by seq')).toEqual([
      { seq: 1, flags: 0 },
      { seq: 2, flags: 1 },
      { seq: 3, flags: 2 },
    ])
  })

  it('seals people apart, erasably, and repeats nothing of them', async () => {
    const id = '11010519491231002X'
    const people = { applicant: { name: '张三', idNumber: id, phone: '13800138000' } }
    const told = [
      event({ people }),
      event({ activity: 'accept', attributes: { 联系电话: '13900139000' } }),
      event({ actor: id, activity: '' }),
    ]
    const { body } = await send(JSON.stringify(told))
    expect(body).toMatchObject({ accepted: 2, flagged: { personal: 2 } })
    expect(JSON.stringify(body)).not.toContain(id)
    const everything =
      JSON.stringify(await db.query('select * from event')) +
      JSON.stringify(await db.query('select * from service_case'))
    expect(everything).not.toMatch(/13[89]00|张三|1101051949/)
    const [{ applicant }] = await db.query<{ applicant: string }>('select applicant from service_case')
    const rows = await db.query<PersonRow>(
      'select division, digest, sealed from person_data order by digest = $1 desc',
      [applicant!],
    )
    expect(rows.map((row) => openPerson(platform.keys, row))).toEqual([people.applicant, { phone: '13900139000' }])
    await send(
      JSON.stringify([event({ activity: 'close', people: { applicant: { idNumber: id, address: '某路1号' } } })]),
    )
    const [row] = await db.query<PersonRow>('select division, digest, sealed from person_data where digest = $1', [
      applicant!,
    ])
    expect(openPerson(platform.keys, row!)).toEqual({ ...people.applicant, address: '某路1号' })
    expect(() => openPerson(platform.keys, { ...row!, division: '4402' })).toThrow()
    expect(await erasePerson(db, { division: '4401', digest: applicant!, at: monday })).toBe(true)
    expect(await erasePerson(db, { division: '4401', digest: applicant!, at: monday })).toBe(false)
    expect(await db.query('select sealed, erased_at from person_data where digest = $1', [applicant!])).toEqual([
      { sealed: null, erased_at: monday },
    ])
  })

  it('refuses a token without the scope, a paused source and one that is gone', async () => {
    const reader = await addToken(source, { scopes: ['cases.read'] })
    expect(await send('[]', { as: reader })).toMatchObject({ status: 403, body: { code: 'forbidden' } })
    expect(await send('[]', { as: 'zf_unknown_unknown_unknown_unknown_unknown_' })).toMatchObject({
      status: 401,
      body: { code: 'tokenInvalid' },
    })
    const paused = await addSource(db)
    await db.query(`update source set state = 'paused' where id = $1`, [paused])
    expect(await send('[]', { as: await addToken(paused) })).toMatchObject({
      status: 403,
      body: { detail: expect.stringContaining('paused') },
    })
    const undone = await addSource(db)
    await db.query(`update source set state = 'undone' where id = $1`, [undone])
    expect(await send('[]', { as: await addToken(undone) })).toMatchObject({ status: 410, body: { code: 'gone' } })
  })

  it('holds a token to its quota and says when to come again', async () => {
    const poor = await addToken(source, { quota: 6 })
    const body = JSON.stringify(Array.from({ length: 9 }, (_, i) => event({ eventId: `q${i}` })))
    expect((await send(body, { as: poor })).body).toMatchObject({ accepted: 9 })
    const refused = await send(body, { as: poor })
    expect(refused).toMatchObject({ status: 429, body: { code: 'quotaExceeded' } })
    // Three more than the quota of six a minute: forty seconds until one is free again.
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(30)
    expect(Number(refused.headers['retry-after'])).toBeLessThanOrEqual(40)
    expect((await send(body)).body).toMatchObject({ duplicates: 9 })
  })

  it('answers the usual refusals in the language asked for', async () => {
    expect(await send('a', { type: 'text/csv' })).toMatchObject({ status: 415, body: { code: 'unsupportedMedia' } })
    expect(await send('[', {})).toMatchObject({
      status: 400,
      body: { code: 'malformed', detail: expect.stringContaining('JSON') },
    })
    expect(await send('x', { encoding: 'br' })).toMatchObject({ status: 415, body: { code: 'unsupportedEncoding' } })
    expect(await send('[]\n'.repeat(10_001), ndjson)).toMatchObject({
      status: 413,
      body: { code: 'tooLarge', detail: expect.stringContaining('10,000') },
    })
    expect(await send(gzipSync('[1]').subarray(0, 12), { encoding: 'gzip' })).toMatchObject({
      status: 400,
      body: { detail: expect.stringContaining('gzip') },
    })
  })

  it('keeps account of what a source sends', async () => {
    const counted = await addSource(db, { division: '4401' })
    const as = await addToken(counted)
    const body = JSON.stringify([event({ eventId: 'u1' }), event({ actor: '' })])
    await send(body, { as })
    await send(body, { as })
    await usageLogOf(platform).flush()
    expect(
      await db.query(
        'select day, requests, stored, repeated, rejected, throttled from source_usage where source_id = $1',
        [counted],
      ),
    ).toEqual([{ day: '2026-03-02', requests: 2, stored: 1, repeated: 1, rejected: 2, throttled: 0 }])
    expect(
      await db.query('select line, field, value, reason from source_rejection where source_id = $1', [counted]),
    ).toEqual([
      { line: 2, field: 'actor', value: null, reason: 'empty' },
      { line: 2, field: 'actor', value: null, reason: 'empty' },
    ])
  })

  it('gives events back by division and number, only within the scope', async () => {
    await send(JSON.stringify([event({ eventId: '1' }), event({ activity: 'accept' }), event({ activity: 'close' })]))
    const get = async (url: string) =>
      (await server.inject({ url, headers: { authorization: `Bearer ${token}` } })).json() as Record<string, unknown>
    expect(await get('/api/v1/events?division=4401&limit=2')).toMatchObject({
      items: [{ seq: 1, eventId: '1', occurredAt: '2026-03-02T02:00:00.000Z' }, { seq: 2 }],
      next: 2,
    })
    expect(await get('/api/v1/events?division=4401&afterSeq=2')).toEqual({
      items: [expect.objectContaining({ seq: 3, activity: 'close' })],
    })
    expect(await get('/api/v1/events/position')).toEqual({
      items: [{ division: '4401', seq: 3, recordedAt: '2026-03-02T02:00:00.000Z' }],
    })
    const elsewhere = await addSource(db, { division: '4402' })
    const stranger = await addToken(elsewhere)
    const theirs = await server.inject({
      url: '/api/v1/events?division=4401',
      headers: { authorization: `Bearer ${stranger}` },
    })
    expect(theirs.json()).toEqual({ items: [] })
  })
})
