import { auditRoutes as contractRoutes } from '@zhengfeng/contract'
import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { buildServer } from '../http/build-server.ts'
import { insertDivisions, testPlatform } from '../http/testing.ts'
import { accountsRoutes } from '../identity/accounts-routes.ts'
import { identityRoutes } from '../identity/identity-routes.ts'
import { callerWith, insertAccount, sessionCookieOf, testPassword } from '../identity/testing.ts'
import type { OwnedDatabase } from '../storage/pooled-database.ts'
import { engines, openTestDatabase, silentLog } from '../storage/testing.ts'
import type { AuditRecord } from './audit-record.ts'
import { auditRoutes } from './audit-routes.ts'
import { auditWriter } from './audit-writer.ts'
import { readPersonal } from './read-personal.ts'
import { verifyChains } from './verify-chain.ts'

const everything = { everything: true, divisions: [], departments: [] }

describe.each(engines)('the audit trail on $name', (engine) => {
  let db: OwnedDatabase
  let platform: ReturnType<typeof testPlatform>
  let server: FastifyInstance
  const cookies = new Map<string, string>()

  beforeAll(async () => {
    db = await openTestDatabase(engine)
    platform = testPlatform(db)
    await insertDivisions(db)
    server = await buildServer(platform, [
      ...identityRoutes(platform),
      ...accountsRoutes(platform),
      ...auditRoutes(platform),
    ])
    const people = [
      ['security', { role: 'securityAdministrator' }],
      ['auditor', { role: 'auditAdministrator' }],
      ['city.auditor', { role: 'auditAdministrator', division: '4601' }],
    ] as const
    for (const [login, grant] of people) {
      const id = await insertAccount(platform, login, [grant], { division: '46' })
      cookies.set(login, await sessionCookieOf(platform, id))
    }
  })
  beforeEach(() => db.administer((tx) => tx.script('truncate audit_entry, audit_chain')))
  afterAll(async () => {
    await server?.close()
    await db?.close()
  })

  const call = (login: string) => callerWith(server, cookies.get(login))
  const list = async (query = '', login = 'auditor') => (await call(login)('GET', `/api/v1/audit${query}`)).json()
  const record = (more: Partial<AuditRecord> = {}): AuditRecord => ({
    division: '4601',
    at: platform.clock.now,
    actorKind: 'system',
    action: 'test',
    object: 'thing',
    outcome: 'done',
    fields: [],
    ...more,
  })
  const write = (...records: Partial<AuditRecord>[]) =>
    Promise.all(records.map((one) => auditWriter(platform).write(record(one))))
  const verify = async () => {
    const { intact, entries, problems } = await verifyChains(platform, everything)
    return { intact, entries, problems }
  }

  test('writes of people are in it before they are answered: who, what, the names of fields, never their values', async () => {
    const made = await call('security')('POST', '/api/v1/accounts', {
      login: 'new.one',
      name: '新人',
      division: '4601',
    })
    const { id } = made.json().account
    await call('security')('PATCH', `/api/v1/accounts/${id}`, { name: '改名' })
    const { items } = await list()
    expect(items).toMatchObject([
      {
        action: 'PATCH /api/v1/accounts/{id}',
        object: id,
        outcome: 'done',
        status: 200,
        fields: ['name'],
        seq: 2,
        division: '46',
      },
      {
        action: 'POST /api/v1/accounts',
        object: id,
        actorKind: 'account',
        actorName: 'security',
        fields: ['login', 'name', 'division'],
        seq: 1,
      },
    ])
    expect(JSON.stringify(items)).not.toMatch(/新人|改名|initialPassword/)
    expect(items[0].requestId).toHaveLength(12)
  })

  test('refusals of somebody known are in it, of reading and of writing', async () => {
    await call('auditor')('POST', '/api/v1/accounts', { login: 'x.y', name: 'x' })
    await call('security')('GET', '/api/v1/audit')
    expect(
      (await list()).items.map(({ actorName, action, outcome, problem }: Record<string, string>) => [
        actorName,
        action,
        outcome,
        problem,
      ]),
    ).toEqual([
      ['security', 'GET /api/v1/audit', 'refused', 'forbidden'],
      ['auditor', 'POST /api/v1/accounts', 'refused', 'forbidden'],
    ])
  })

  test('sign-ins and failures are in it by the account, and what was typed is not', async () => {
    const signIn = (login: string, password: string) =>
      callerWith(server)('POST', '/api/v1/session', { login, password })
    await signIn('security', testPassword)
    await signIn('security', 'wrong-password')
    await signIn('my-password-by-mistake', 'x')
    const { items } = await list()
    expect(
      items.map(({ actorKind, actorName, outcome, division }: Record<string, string>) => [
        actorKind,
        actorName,
        outcome,
        division,
      ]),
    ).toEqual([
      ['account', 'security', 'refused', '46'],
      ['account', 'security', 'done', '46'],
      ['nobody', undefined, 'refused', '-'],
    ])
    expect(JSON.stringify(items)).not.toMatch(/mistake|wrong-password/)
  })

  test('reads of personal data are in the chain of the division that answers for them', async () => {
    const access = { who: { kind: 'account', id: 'i', login: 'l', name: '李敏', sessionId: 's' } }
    const request = { ip: '10.0.0.1', id: 'r1' }
    await readPersonal(platform, { access, request } as never, {
      division: '4602',
      object: 'cases/4602/A1',
      fields: ['name', 'phone'],
      reason: '核实投诉',
    })
    await write({})
    expect((await list('?personal=true')).items).toEqual([
      {
        ...{
          division: '4602',
          seq: 1,
          at: new Date(platform.clock.now).toISOString(),
          actorKind: 'account',
          actorId: 'i',
          actorName: '李敏',
        },
        ...{
          address: '10.0.0.1',
          action: 'readPersonal',
          object: 'cases/4602/A1',
          outcome: 'done',
          fields: ['name', 'phone'],
        },
        ...{ reason: '核实投诉', requestId: 'r1', digest: expect.stringMatching(/^[0-9a-f]{64}$/) },
      },
    ])
    expect((await list('', 'city.auditor')).items.map(({ division }: { division: string }) => division)).toEqual([
      '4601',
    ])
  })

  test('numbers have no gaps however many write at once', async () => {
    await Promise.all(
      Array.from({ length: 60 }, (_, i) => write({ division: i % 3 === 0 ? '4602' : '4601', object: String(i) })),
    )
    const rows = await db.query<{ division: string; seqs: number[] }>(
      'select division, array_agg(seq::integer order by seq) as seqs from audit_entry group by division order by division',
    )
    const upTo = (n: number) => Array.from({ length: n }, (_, i) => i + 1)
    expect(rows).toEqual([
      { division: '4601', seqs: upTo(40) },
      { division: '4602', seqs: upTo(20) },
    ])
    expect(await verify()).toEqual({ intact: true, entries: 60, problems: [] })
  })

  test('the application itself may neither change nor delete entries', async () => {
    await write({})
    for (const sql of [`update audit_entry set object = 'x'`, 'delete from audit_entry', 'truncate audit_entry']) {
      await expect(db.query(sql)).rejects.toMatchObject({ sqlState: '42501' })
    }
  })

  test.each([
    ['an entry is changed', `update audit_entry set object = 'other' where seq = 2`, [{ seq: 2, problem: 'altered' }]],
    [
      'a time is changed',
      `update audit_entry set at = at + interval '1 hour' where seq = 3`,
      [{ seq: 3, problem: 'altered' }],
    ],
    ['an entry is taken out', 'delete from audit_entry where seq = 2', [{ seq: 2, problem: 'missing' }]],
    ['the end is cut off', 'delete from audit_entry where seq > 3', [{ seq: 4, problem: 'cutOff' }]],
    [
      'the end is cut off, and the chain set back',
      `delete from audit_entry where seq > 3; update audit_chain set last_seq = 3`,
      [{ seq: 3, problem: 'altered' }],
    ],
    [
      'the chain is set back only',
      'update audit_chain set last_seq = 3',
      [
        { seq: 3, problem: 'altered' },
        { seq: 4, problem: 'unexpected' },
      ],
    ],
    ['the chain is forgotten', 'delete from audit_chain', [{ seq: 1, problem: 'unexpected' }]],
    [
      'an entry is forged behind the others',
      `insert into audit_entry select division, 6, at, actor_kind, actor_id, actor_name, address, action, object, outcome, status, problem, fields, reason, request_id, digest from audit_entry where seq = 5`,
      [{ seq: 6, problem: 'unexpected' }],
    ],
  ])('it is seen when somebody with all rights on the database is at it: %s', async (_what, sql, problems) => {
    await write(...Array.from({ length: 5 }, (_, i) => ({ object: `thing ${i}` })))
    expect((await verify()).intact).toBe(true)
    await db.administer((tx) => tx.script(sql))
    expect((await verify()).problems).toEqual(problems.map((problem) => ({ division: '4601', ...problem })))
    expect((await call('auditor')('GET', '/api/v1/audit/verification')).json().intact).toBe(false)
  })

  test('pages by key hold every entry once, and filters filter', async () => {
    await write(
      ...Array.from({ length: 25 }, (_, i) => ({
        object: `thing ${i}`,
        division: i % 2 ? '4601' : '4602',
        action: i % 5 ? 'a' : 'b_',
      })),
    )
    const seen: string[] = []
    let cursor = ''
    for (;;) {
      const { items, next } = await list(`?limit=7${cursor}`)
      seen.push(...items.map(({ object }: { object: string }) => object))
      if (!next) break
      cursor = `&cursor=${next}`
    }
    expect([seen.length, new Set(seen).size]).toEqual([25, 25])
    const count = async (query: string) => (await list(`?limit=200&${query}`)).items.length
    expect([
      await count('division=4602'),
      await count('action=b_'),
      await count('action=%25'),
      await count('object=thing%2024'),
    ]).toEqual([13, 5, 0, 1])
    expect([
      await count('from=2026-03-02&to=2026-03-02'),
      await count('from=2026-03-03'),
      await count('to=2026-03-01'),
    ]).toEqual([25, 0, 0])
    expect((await list('?cursor=nonsense')).code).toBe('invalid')
  })

  test('is exported as a table whose cells are no formulas', async () => {
    await write({ object: '=cmd|x' })
    const answer = await call('auditor')('GET', '/api/v1/audit/export?language=en')
    expect(answer.headers['content-disposition']).toBe('attachment; filename="audit.csv"')
    expect(answer.body).toMatch(/^\uFEFFTime,Division,Number,Who/)
    expect(answer.body).toMatch(/,"?'=cmd/)
  })

  test('a database that is gone for a moment loses no record of what was done', async () => {
    let down = true
    const flaky = {
      ...platform,
      log: silentLog,
      db: { ...db, transaction: (work: never) => (down ? Promise.reject(new Error('gone')) : db.transaction(work)) },
    }
    const writer = auditWriter(flaky as never)
    await writer.writeSurely(record({ object: 'kept' }))
    await expect(writer.write(record())).rejects.toThrow('gone')
    down = false
    await writer.drain()
    expect((await list()).items.map(({ object }: { object: string }) => object)).toEqual(['kept'])
  })

  test('the answer fits the contract', async () => {
    await write({})
    expect(() => contractRoutes.list.response.parse({ items: [] })).not.toThrow()
    expect(contractRoutes.list.response.parse(await list()).items).toHaveLength(1)
  })
})
