import { guards, route, type TokenScope } from '@zhengfeng/contract'
import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { buildServer } from '../http/build-server.ts'
import { implement } from '../http/implement.ts'
import { insertDivisions, testPlatform } from '../http/testing.ts'
import type { OwnedDatabase } from '../storage/pooled-database.ts'
import { engines, openTestDatabase } from '../storage/testing.ts'
import { authenticateToken, forgetTokens } from './api-tokens.ts'
import { insertAccount, sessionCookieOf } from './testing.ts'
import { tokenDigest } from './tokens.ts'

const who = route({
  method: 'POST',
  path: '/api/v1/who',
  summary: 'Tells who asks.',
  tag: 'test',
  guard: guards.token('events.write'),
  response: z.object({ source: z.string() }),
})

describe.each(engines)('API tokens on $name', (engine) => {
  let db: OwnedDatabase
  let server: FastifyInstance
  let platform: ReturnType<typeof testPlatform>
  const source = '00000000-0000-4000-8000-000000000001'
  const text = (name: string) => `zf_${name}`.padEnd(46, 'x')

  const insert = (name: string, more: { scopes?: TokenScope[]; expiresAt?: number; revokedAt?: number } = {}) =>
    db.query(
      `insert into api_token (id, source_id, name, digest, prefix, scopes, quota_per_minute, expires_at, revoked_at, created_at, created_by)
       values (gen_random_uuid(), $1, $2, $3, 'zf_', $4, 1000, $5, $6, now(), 'test')`,
      [
        source,
        name,
        tokenDigest(text(name)),
        more.scopes ?? ['events.write'],
        more.expiresAt === undefined ? null : new Date(more.expiresAt),
        more.revokedAt === undefined ? null : new Date(more.revokedAt),
      ],
    )

  beforeAll(async () => {
    db = await openTestDatabase(engine)
    platform = testPlatform(db)
    await insertDivisions(db)
    await db.query(
      `insert into source (id, name, kind, division, profile, profile_text, created_at, created_by)
       values ($1, 's', 'push', '4601', '{}', '', now(), 'test')`,
      [source],
    )
    server = await buildServer(platform, [
      implement(who, async ({ access }) => ({ source: access.who.kind === 'token' ? access.who.sourceId : '' })),
    ])
  })
  afterAll(async () => {
    await server?.close()
    await db?.close()
  })

  const ask = async (headers: Record<string, string>) => {
    const answer = await server.inject({ method: 'POST', url: '/api/v1/who', headers })
    return [answer.statusCode, answer.json().code ?? answer.json().source]
  }
  const bearer = (token: string) => ask({ authorization: `Bearer ${token}` })

  test('open what their scopes say, in the name of their source', async () => {
    await insert('good')
    await insert('reading', { scopes: ['cases.read'] })
    expect([await bearer(text('good')), await bearer(text('reading'))]).toEqual([
      [200, source],
      [403, 'forbidden'],
    ])
  })

  test('unknown, expired and revoked ones are refused', async () => {
    await insert('old', { expiresAt: platform.clock.now })
    await insert('revoked', { revokedAt: platform.clock.now })
    expect([await bearer(text('unknown')), await bearer(text('old')), await bearer(text('revoked'))]).toEqual([
      [401, 'tokenInvalid'],
      [401, 'tokenExpired'],
      [401, 'tokenInvalid'],
    ])
    const answer = await server.inject({
      method: 'POST',
      url: '/api/v1/who',
      headers: { authorization: `Bearer ${text('old')}` },
    })
    expect(answer.headers['www-authenticate']).toMatch(/^Bearer/)
  })

  test('one that is taken back is refused as soon as memory is told to forget', async () => {
    await insert('short-lived')
    const before = await bearer(text('short-lived'))
    await db.query(`update api_token set revoked_at = now() where name = 'short-lived'`)
    forgetTokens(platform)
    expect([before, await bearer(text('short-lived'))]).toEqual([
      [200, source],
      [401, 'tokenInvalid'],
    ])
  })

  test.each([
    '',
    'Bearer',
    'Bearer zf_',
    `Basic ${text('good')}`,
    `Bearer ${'x'.repeat(9000)}`,
    `Bearer zf_' or 1=1 --`,
  ])('what is no token is refused: %s', async (authorization) => {
    expect(await ask({ authorization })).toEqual([401, 'tokenInvalid'])
  })

  test('a session is no token, and a bad token is not made good by a session', async () => {
    const cookie = await sessionCookieOf(platform, await insertAccount(platform, 'somebody', [{ role: 'supervisor' }]))
    expect([await ask({ cookie }), await ask({ cookie, authorization: `Bearer ${text('unknown')}` })]).toEqual([
      [403, 'forbidden'],
      [401, 'tokenInvalid'],
    ])
  })

  test('the database is asked once in some seconds, not for every request', async () => {
    await insert('busy')
    let asked = 0
    const query: typeof db.query = (...parameters) => {
      asked += 1
      return db.query(...parameters)
    }
    const counted = { ...platform, db: { ...db, query } }
    for (let i = 0; i < 20; i += 1) await authenticateToken(counted, `Bearer ${text('busy')}`)
    expect(asked).toBe(1)
  })
})
