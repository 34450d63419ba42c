import type { Grant } from '@zhengfeng/contract'
import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { buildServer } from '../http/build-server.ts'
import { insertDivisions, testPlatform } from '../http/testing.ts'
import type { OwnedDatabase } from '../storage/pooled-database.ts'
import { engines, openTestDatabase } from '../storage/testing.ts'
import { accountsRoutes } from './accounts-routes.ts'
import { identityRoutes } from './identity-routes.ts'
import { makeAccount } from './make-account.ts'
import { callerWith, cookieSetBy, insertAccount, sessionCookieOf } from './testing.ts'

describe.each(engines)('accounts on $name', (engine) => {
  let db: OwnedDatabase
  let platform: ReturnType<typeof testPlatform>
  let server: FastifyInstance
  let chief: ReturnType<typeof callerWith>
  let chiefId: string
  let local: ReturnType<typeof callerWith>

  beforeAll(async () => {
    db = await openTestDatabase(engine)
    platform = testPlatform(db)
    await insertDivisions(db)
    server = await buildServer(platform, [...identityRoutes(platform), ...accountsRoutes(platform)])
    chiefId = await insertAccount(platform, 'chief', [{ role: 'securityAdministrator' }])
    chief = callerWith(server, await sessionCookieOf(platform, chiefId))
    const localId = await insertAccount(platform, 'local', [{ role: 'securityAdministrator', division: '4601' }], {
      division: '4601',
    })
    local = callerWith(server, await sessionCookieOf(platform, localId))
  })
  afterAll(async () => {
    await server?.close()
    await db?.close()
  })

  const create = (body: object, by = chief) => by('POST', '/api/v1/accounts', { name: 'Person', ...body })

  test('is made with a password that is told once and must be changed', async () => {
    const made = (
      await create({ login: 'Wang.Fang', division: '4601', grants: [{ role: 'head', division: '4601' }] })
    ).json()
    expect(made.account).toMatchObject({
      login: 'wang.fang',
      mustChangePassword: true,
      state: 'active',
      createdBy: 'chief',
      grants: [{ role: 'head', division: '4601' }],
    })
    expect(made.initialPassword).toMatch(/^[2-9a-z]{4}(-[2-9a-z]{4}){3}$/)
    const signedIn = await callerWith(server)('POST', '/api/v1/session', {
      login: 'wang.fang',
      password: made.initialPassword,
    })
    expect(signedIn.json()).toEqual({ state: 'signedIn', mustChangePassword: true })
    expect((await chief('GET', `/api/v1/accounts/${made.account.id}`)).json()).not.toHaveProperty('initialPassword')
    expect((await create({ login: 'wang.fang' })).json()).toMatchObject({ code: 'conflict', status: 409 })
  })

  test.each([
    [[{ role: 'systemAdministrator' }, { role: 'auditAdministrator' }]],
    [[{ role: 'securityAdministrator' }, { role: 'analyst', division: '4601' }]],
  ])('administrators of system, security and audit hold nothing beside that: %j', async (grants) => {
    expect((await create({ login: `both.${grants[1].role.toLowerCase()}`, grants })).json().code).toBe('rolesSeparated')
  })

  test('the database itself keeps these roles apart', async () => {
    const grants: Grant[] = [{ role: 'auditAdministrator' }]
    const id = await db.transaction((tx) =>
      makeAccount(tx, {
        login: 'apart',
        name: 'x',
        signsInWith: 'oidc',
        mustChangePassword: false,
        grants,
        by: 'test',
        at: 0,
      }),
    )
    const grant = (role: string, duty: string) =>
      db.query(
        `insert into account_grant (id, account_id, role, duty, granted_at, granted_by)
         values (gen_random_uuid(), $1, $2, $3, now(), 'test')`,
        [id, role, duty],
      )
    await expect(grant('analyst', 'service')).rejects.toMatchObject({ sqlState: '23503' })
    await expect(grant('analyst', 'auditAdministrator')).rejects.toMatchObject({ sqlState: '23514' })
    await expect(grant('systemAdministrator', 'systemAdministrator')).rejects.toMatchObject({ sqlState: '23503' })
  })

  test('nobody changes their own rights, state or password here', async () => {
    const path = `/api/v1/accounts/${chiefId}`
    const answers = [
      await chief('PUT', `${path}/grants`, { grants: [{ role: 'supervisor' }] }),
      await chief('PATCH', path, { state: 'disabled' }),
      await chief('POST', `${path}/password-reset`),
      await chief('POST', `${path}/second-factor-reset`),
    ]
    expect(answers.map((answer) => answer.json().code)).toEqual(Array(4).fill('forbidden'))
  })

  test('a change of rights is in force at once', async () => {
    const id = await insertAccount(platform, 'promoted', [{ role: 'officer', division: '460105' }])
    const cookie = await sessionCookieOf(platform, id)
    const me = async () => (await callerWith(server, cookie)('GET', '/api/v1/session')).json().me
    expect((await me()).permissions.map(({ permission }: { permission: string }) => permission)).not.toContain(
      'finding.judge',
    )
    await chief('PUT', `/api/v1/accounts/${id}/grants`, { grants: [{ role: 'supervisor', division: '46' }] })
    expect(await me()).toBeUndefined()
    expect((await chief('GET', `/api/v1/accounts/${id}`)).json().grants).toEqual([
      { role: 'supervisor', division: '46' },
    ])
  })

  test('who is disabled is out at once', async () => {
    const id = await insertAccount(platform, 'leaver', [])
    const cookie = await sessionCookieOf(platform, id)
    expect((await callerWith(server, cookie)('GET', '/api/v1/account/sessions')).statusCode).toBe(200)
    expect((await chief('PATCH', `/api/v1/accounts/${id}`, { state: 'disabled' })).json().state).toBe('disabled')
    expect((await callerWith(server, cookie)('GET', '/api/v1/account/sessions')).statusCode).toBe(401)
  })

  test('a lock is seen and lifted', async () => {
    const id = await insertAccount(platform, 'locked.out', [])
    const signIn = () => callerWith(server)('POST', '/api/v1/session', { login: 'locked.out', password: 'wrong' })
    for (let i = 0; i < 6; i += 1) await signIn()
    expect((await signIn()).statusCode).toBe(429)
    expect((await chief('GET', `/api/v1/accounts/${id}`)).json().lockedUntil).toBe(
      new Date(platform.clock.now + 30_000).toISOString(),
    )
    expect((await chief('POST', `/api/v1/accounts/${id}/unlock`)).json()).not.toHaveProperty('lockedUntil')
    expect((await signIn()).statusCode).toBe(401)
  })

  test('a password reset ends the sessions and the old password', async () => {
    const id = await insertAccount(platform, 'forgetful', [])
    const cookie = await sessionCookieOf(platform, id)
    const { initialPassword } = (await chief('POST', `/api/v1/accounts/${id}/password-reset`)).json()
    expect((await callerWith(server, cookie)('GET', '/api/v1/account/sessions')).statusCode).toBe(401)
    const again = await callerWith(server)('POST', '/api/v1/session', { login: 'forgetful', password: initialPassword })
    expect(cookieSetBy(again)).not.toBe('')
  })

  describe('a security administrator of one city', () => {
    test('sees and makes accounts of that city only', async () => {
      await insertAccount(platform, 'elsewhere', [], { division: '4602' })
      const logins = (await local('GET', '/api/v1/accounts?limit=200'))
        .json()
        .items.map(({ login }: { login: string }) => login)
      expect([logins.includes('local'), logins.includes('elsewhere'), logins.includes('chief')]).toEqual([
        true,
        false,
        false,
      ])
      const codes = [
        await create({ login: 'a.one', division: '4602' }, local),
        await create({ login: 'a.two' }, local),
        await create({ login: 'a.three', division: '460105', grants: [{ role: 'head', division: '46' }] }, local),
        await create({ login: 'a.four', division: '460105', grants: [{ role: 'head' }] }, local),
        await create({ login: 'a.five', division: '9999' }, local),
      ].map((answer) => answer.json().code)
      expect(codes).toEqual(['outOfScope', 'outOfScope', 'outOfScope', 'outOfScope', 'invalid'])
      expect(
        (await create({ login: 'a.six', division: '460105', grants: [{ role: 'head', division: '460105' }] }, local))
          .statusCode,
      ).toBe(200)
    })

    test('cannot take over an account that has rights beyond the city', async () => {
      const id = await insertAccount(platform, 'inspector', [{ role: 'supervisor', division: '46' }], {
        division: '4601',
      })
      const answers = [
        await local('POST', `/api/v1/accounts/${id}/password-reset`),
        await local('PUT', `/api/v1/accounts/${id}/grants`, { grants: [] }),
        await local('POST', `/api/v1/accounts/${id}/second-factor-reset`),
      ]
      expect(answers.map((answer) => answer.json().code)).toEqual(Array(3).fill('outOfScope'))
    })
  })

  test('the list pages by login, filters, and is exported with one row for each grant', async () => {
    const first = (await chief('GET', '/api/v1/accounts?limit=3')).json()
    const second = (await chief('GET', `/api/v1/accounts?limit=3&cursor=${first.next}`)).json()
    const logins = [...first.items, ...second.items].map(({ login }: { login: string }) => login)
    expect([logins.length, [...logins].sort()]).toEqual([6, logins])
    const found = async (query: string) =>
      (await chief('GET', `/api/v1/accounts?${query}`)).json().items.map(({ login }: { login: string }) => login)
    expect([await found('text=CHIE'), await found('role=securityAdministrator'), await found('text=%25')]).toEqual([
      ['chief'],
      ['chief', 'local'],
      [],
    ])
    const table = await chief('GET', '/api/v1/accounts/export?language=en')
    expect(table.body).toMatch(/\r\nchief,chief,,active,password,/)
  })
})
