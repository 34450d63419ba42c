import { createHash } from 'node:crypto'
import type { IssuedToken, Source, SourceDetails, SourceStatistics, Token, Trial } from '@zhengfeng/contract'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { insertDivisions } from '../http/testing.ts'
import { type ImportWorld, openImportWorld } from '../imports/testing.ts'
import type { OwnedDatabase } from '../storage/pooled-database.ts'
import { engines, openTestDatabase } from '../storage/testing.ts'

const profileText = [
  'timeZone: Asia/Shanghai',
  'columns: { item: item }',
  'activities: { accept: [受理], close: [办结] }',
  'clock: { statutory: { limit: { amount: 2, unit: workingDay } } }',
  '',
].join('\n')

const event = (caseNo: string, activity: string, occurredAt: string, more: object = {}): string =>
  JSON.stringify({ caseNo, activity, occurredAt, attributes: { 'case:item': '许可' }, ...more })

describe.each(engines)('sources on $name', (engine) => {
  let db: OwnedDatabase
  let world: ImportWorld
  let id: string

  beforeAll(async () => {
    db = await openTestDatabase(engine)
    world = await openImportWorld(db)
    await insertDivisions(db)
    const { body } = await world.call<SourceDetails>('POST', '/sources', {
      name: '审批系统',
      kind: 'push',
      division: '4601',
      profileText,
    })
    id = body.id
  }, 120_000)
  afterAll(async () => {
    await world.close()
    await db.close()
  })

  test('are made with a profile that need not name the fields of our own events', async () => {
    expect((await world.call<SourceDetails>('GET', `/sources/${id}`)).body).toMatchObject({
      ...{ name: '审批系统', kind: 'push', state: 'active', division: '4601', divisionName: '区划4601' },
      ...{
        events: 0,
        cases: 0,
        tokens: 0,
        profileText,
        activities: { accept: ['受理'], close: ['办结'] },
        observedUntil: [],
      },
    })
    const [stored] = await db.query<{ profile: { columns: object } }>('select profile from source where id = $1', [id])
    expect(stored!.profile.columns).toMatchObject({
      case: 'caseNo',
      activity: 'activity',
      time: 'occurredAt',
      item: 'item',
    })
  })

  test('refuse a name that is taken, a division that is not there, and a profile that is wrong, by field', async () => {
    const asked = { name: '审批系统', kind: 'push', division: '4601', profileText }
    const taken = await world.call('POST', '/sources', asked)
    expect([taken.status, taken.body.errors?.[0]?.field]).toEqual([409, 'name'])
    const nowhere = await world.call('POST', '/sources', { ...asked, name: 'b', division: '9999' })
    expect([nowhere.status, nowhere.body.errors?.[0]?.field]).toEqual([422, 'division'])
    const wrong = await world.call('POST', '/sources', { ...asked, name: 'c', profileText: 'clock: { to: never }' })
    expect([wrong.status, wrong.body.errors?.[0]]).toMatchObject([
      422,
      { field: 'profileText.clock.to', value: '"never"' },
    ])
    const checked = await world.call<{ valid: boolean }>('POST', '/sources/check-profile', {
      profileText: 'columns: [',
    })
    expect(checked.body).toMatchObject({ valid: false, problems: [{ path: '', line: 1 }] })
    expect((await world.call<{ items: Source[] }>('GET', '/sources')).body.items.map(({ name }) => name)).toEqual([
      '审批系统',
    ])
  })

  test('can be paused, renamed and given another profile', async () => {
    const changed = await world.call<SourceDetails>('PATCH', `/sources/${id}`, {
      name: '审批平台',
      state: 'paused',
      profileText: profileText.replace('2,', '3,'),
    })
    expect(changed.body).toMatchObject({
      name: '审批平台',
      state: 'paused',
      profileText: profileText.replace('2,', '3,'),
    })
    const back = await world.call<SourceDetails>('PATCH', `/sources/${id}`, {
      name: '审批系统',
      state: 'active',
      profileText,
    })
    expect(back.body).toMatchObject({ name: '审批系统', state: 'active' })
  })

  test('try events without storing them', async () => {
    const events = [
      event('A1', '受理', '2026-01-05T09:00:00+08:00'),
      event('A1', '踏勘', '2026-01-06T09:00:00+08:00'),
      event('A1', '办结', '2026-01-09T10:00:00+08:00'),
      event('A2', '受理', 'yesterday'),
      '{"caseNo":',
      event('A3', '受理', '2026-01-05T09:00:00+08:00', { colour: 'red' }),
    ].join('\n')
    const { body } = await world.call<Trial>('POST', `/sources/${id}/try`, { events })
    expect(body.lines).toEqual([
      { line: 1, accepted: true, caseNo: 'A1', activity: '受理', step: 'accept' },
      { line: 2, accepted: true, caseNo: 'A1', activity: '踏勘' },
      { line: 3, accepted: true, caseNo: 'A1', activity: '办结', step: 'close' },
      { line: 4, accepted: false, field: 'occurredAt', value: 'yesterday', reason: 'badInstant' },
      { line: 5, accepted: false, field: '', reason: 'malformed' },
      { line: 6, accepted: false, field: 'colour', value: 'red', reason: 'unknownField' },
    ])
    expect(body.cases).toMatchObject([
      {
        ...{ caseNo: 'A1', division: '4601', item: '许可', overdue: true },
        ...{
          acceptedAt: '2026-01-05T01:00:00.000Z',
          closedAt: '2026-01-09T02:00:00.000Z',
          statutoryDue: '2026-01-07T09:00:00.000Z',
        },
      },
    ])
    expect([body.unmapped, await db.query('select 1 as one from event')]).toEqual([['踏勘'], []])
    expect((await world.call('POST', `/sources/${id}/try`, { events: ' ' })).status).toBe(422)
    const many = Array.from({ length: 1001 }, () => event('A1', '受理', '2026-01-05T09:00:00+08:00')).join('\n')
    expect((await world.call('POST', `/sources/${id}/try`, { events: many })).status).toBe(413)
  })

  test('issue tokens that are shown once and stored as a digest, rotate them with an overlap, and revoke them', async () => {
    const { body: issued } = await world.call<IssuedToken>('POST', `/sources/${id}/tokens`, {
      name: '生产',
      scopes: ['events.write'],
    })
    expect(issued).toMatchObject({
      token: expect.stringMatching(/^zf_[\w-]{43}$/),
      prefix: issued.token.slice(0, 9),
      state: 'active',
      quotaPerMinute: 600_000,
    })
    const [row] = await db.query<{ digest: Uint8Array }>('select digest from api_token where id = $1', [issued.id])
    expect(Buffer.from(row!.digest)).toEqual(createHash('sha256').update(issued.token).digest())
    expect(JSON.stringify(await db.query('select id, name, prefix, scopes from api_token'))).not.toContain(issued.token)

    const { body: successor } = await world.call<IssuedToken>('POST', `/sources/${id}/tokens/${issued.id}/rotate`, {
      overlapHours: 0.1,
    })
    expect(successor).toMatchObject({ name: '生产', scopes: ['events.write'], state: 'active' })
    expect(successor.token).not.toBe(issued.token)
    const listed = async (): Promise<readonly (readonly [string, string])[]> => {
      const { body } = await world.call<{ items: Token[] }>('GET', `/sources/${id}/tokens`)
      expect(JSON.stringify(body)).not.toContain(successor.token)
      return body.items.map((token) => [token.id, token.state] as const)
    }
    expect(new Map(await listed())).toEqual(
      new Map([
        [issued.id, 'active'],
        [successor.id, 'active'],
      ]),
    )
    world.platform.clock.now += 10 * 60_000
    expect(new Map(await listed())).toEqual(
      new Map([
        [issued.id, 'expired'],
        [successor.id, 'active'],
      ]),
    )
    expect((await world.call('POST', `/sources/${id}/tokens/${issued.id}/rotate`, {})).status).toBe(409)
    expect((await world.call<Token>('DELETE', `/sources/${id}/tokens/${successor.id}`)).body.state).toBe('revoked')
    expect(
      (
        await world.call('POST', `/sources/${id}/tokens`, {
          name: 'x',
          scopes: ['events.write'],
          expiresAt: '2020-01-01T00:00:00Z',
        })
      ).status,
    ).toBe(422)
    expect((await world.call('DELETE', `/sources/${id}/tokens/00000000-0000-4000-8000-000000000000`)).status).toBe(404)
  })

  test('tell how much they sent, day by day', async () => {
    const { body } = await world.call<SourceStatistics>('GET', `/sources/${id}/statistics?days=3`)
    const zero = { stored: 0, repeated: 0, rejected: 0, requests: 0, throttled: 0 }
    expect(body.days).toEqual(['2026-02-28', '2026-03-01', '2026-03-02'].map((day) => ({ day, ...zero })))
    await world.importFiles([
      { name: 'f.csv', content: '办件编号,环节,时间\n1,受理,2026-03-01 09:00\n1,办结,2026-03-02 09:00\n' },
    ])
    const [file] = await db.query<{ id: string }>(`select id from source where kind = 'file'`)
    const filled = (await world.call<SourceStatistics>('GET', `/sources/${file!.id}/statistics?days=1`)).body
    expect(filled).toMatchObject({
      days: [{ day: '2026-03-02', stored: 2, requests: 1 }],
      cases: 1,
      openCases: 0,
      lastEventAt: '2026-03-02T01:00:00.000Z',
    })
    expect(filled.lagMs).toBeGreaterThan(0)
    expect(
      (await world.call('POST', `/sources/${file!.id}/tokens`, { name: 'x', scopes: ['events.write'] })).status,
    ).toBe(409)
  })

  test('list page by page in the order of their names, and as a table', async () => {
    const names: string[] = []
    let next: string | undefined
    do {
      const { body } = await world.call<{ items: Source[]; next?: string }>(
        'GET',
        `/sources?limit=1${next ? `&cursor=${next}` : ''}`,
      )
      names.push(...body.items.map(({ name }) => name))
      next = body.next
    } while (next)
    expect(names).toEqual(['f', '审批系统'])
    const table = await world.call<string>('GET', '/sources/export?format=csv&language=en')
    expect(String(table.body)).toContain('审批系统')
    expect((await world.call<{ items: Source[] }>('GET', '/sources?search=%25')).body.items).toEqual([])
  })

  test('are seen and changed only within the scope', async () => {
    const other = await openImportWorld(db, { login: 'other', grants: [{ role: 'integrator', division: '4602' }] })
    expect((await other.call<{ items: Source[] }>('GET', '/sources')).body.items).toEqual([])
    for (const [method, path, body] of [
      ['GET', '', undefined],
      ['PATCH', '', { name: 'mine' }],
      ['GET', '/tokens', undefined],
      ['POST', '/tokens', { name: 'x', scopes: ['events.write'] }],
      ['POST', '/try', { events: '{}' }],
    ] as const)
      expect((await other.call(method, `/sources/${id}${path}`, body)).status).toBe(404)
    expect(
      (await other.call('POST', '/sources', { name: 'd', kind: 'push', division: '4601', profileText })).status,
    ).toBe(403)
    const own = await other.call<SourceDetails>('POST', '/sources', {
      name: 'e',
      kind: 'push',
      division: '4602',
      profileText,
    })
    expect((await other.call('PATCH', `/sources/${own.body.id}`, { division: '4601' })).status).toBe(403)
    await other.close()
  })
})
