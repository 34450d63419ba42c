import type { FastifyInstance } from 'fastify'
import { TOTP } from 'otpauth'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { buildServer } from '../http/build-server.ts'
import { insertDivisions, testPlatform } from '../http/testing.ts'
import type { OwnedDatabase } from '../storage/pooled-database.ts'
import { engines, openTestDatabase } from '../storage/testing.ts'
import { identityRoutes } from './identity-routes.ts'
import { forgetSessions, idleMs, longestMs } from './sessions.ts'
import { callerWith, cookieSetBy, insertAccount, sessionCookieOf, testPassword } from './testing.ts'

describe.each(engines)('signing in on $name', (engine) => {
  let db: OwnedDatabase
  let server: FastifyInstance
  let platform: ReturnType<typeof testPlatform>
  let id: string
  let minutes = 0

  beforeAll(async () => {
    db = await openTestDatabase(engine)
    platform = testPlatform(db)
    await insertDivisions(db)
    server = await buildServer(platform, identityRoutes(platform))
    id = await insertAccount(platform, 'li.min', [{ role: 'head', division: '4601' }], { division: '4601' })
  })
  // A day later, so that failures of the test before are forgotten.
  beforeEach(() => {
    minutes += 1
    platform.clock.now = Date.UTC(2026, 2, 2 + 2 * minutes)
    forgetSessions(platform)
  })
  afterAll(async () => {
    await server?.close()
    await db?.close()
  })

  const signIn = (login: string, password: string) => callerWith(server)('POST', '/api/v1/session', { login, password })
  const me = async (cookie: string) => (await callerWith(server, cookie)('GET', '/api/v1/session')).json().me

  test('gives a cookie that no script can read and no other site can use', async () => {
    const response = await signIn('  Li.Min ', testPassword)
    expect([response.statusCode, response.json()]).toEqual([200, { state: 'signedIn' }])
    expect(response.headers['set-cookie']).toMatch(/^zf_session=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict$/)
    expect(await me(cookieSetBy(response))).toMatchObject({
      login: 'li.min',
      division: '4601',
      grants: [{ role: 'head', division: '4601' }],
      secondFactor: 'off',
      mustChangePassword: false,
    })
  })

  test('keeps only a digest of the token', async () => {
    const token = cookieSetBy(await signIn('li.min', testPassword)).split('=')[1]
    const rows = await db.query<{ digest: Uint8Array }>('select digest from account_session')
    expect(
      rows.every(
        ({ digest }) => digest.length === 32 && !Buffer.from(digest).includes(Buffer.from(token, 'base64url')),
      ),
    ).toBe(true)
  })

  test('answers an unknown login and a wrong password alike', async () => {
    const unknown = (await signIn('nobody.here', testPassword)).json()
    const wrong = (await signIn('li.min', 'wrong')).json()
    expect({ ...unknown, instance: '' }).toEqual({ ...wrong, instance: '' })
    expect(wrong).toMatchObject({ code: 'signInFailed', status: 401 })
  })

  test('locks after five failures, for longer and longer, and lets the right password in once the lock is over', async () => {
    for (let i = 0; i < 6; i += 1) expect((await signIn('li.min', 'wrong')).statusCode).toBe(401)
    const locked = await signIn('li.min', testPassword)
    expect([locked.statusCode, locked.headers['retry-after'], locked.json().code]).toEqual([429, '30', 'accountLocked'])
    platform.clock.now += 30_000
    expect((await signIn('li.min', 'wrong')).statusCode).toBe(401)
    expect((await signIn('li.min', testPassword)).headers['retry-after']).toBe('60')
    platform.clock.now += 60_000
    expect((await signIn('li.min', testPassword)).statusCode).toBe(200)
    expect((await signIn('li.min', 'wrong')).statusCode).toBe(401)
  })

  test('locks a login that does not exist in the same way', async () => {
    for (let i = 0; i < 6; i += 1) await signIn('no.body', 'wrong')
    expect((await signIn('no.body', 'wrong')).json().code).toBe('accountLocked')
  })

  test('of many attempts at the same moment only so many are looked at as one after the other', async () => {
    const answers = await Promise.all(Array.from({ length: 12 }, () => signIn('at.once', 'wrong')))
    expect(answers.filter(({ statusCode }) => statusCode === 401)).toHaveLength(6)
  })

  test('a session ends when it is idle, and after a working day in any case', async () => {
    const cookie = await sessionCookieOf(platform, id)
    const start = platform.clock.now
    for (let at = 0; at < longestMs; at += idleMs / 2) {
      platform.clock.now = start + at
      expect(await me(cookie)).toMatchObject({ login: 'li.min' })
    }
    platform.clock.now = start + longestMs
    expect(await me(cookie)).toBeUndefined()
    const idle = await sessionCookieOf(platform, id)
    platform.clock.now += idleMs + 60_000
    expect(await me(idle)).toBeUndefined()
  })

  test('signing out ends the session at once', async () => {
    const cookie = await sessionCookieOf(platform, id)
    expect(await me(cookie)).toBeDefined()
    expect((await callerWith(server, cookie)('DELETE', '/api/v1/session')).statusCode).toBe(204)
    expect(await me(cookie)).toBeUndefined()
  })

  test('a sign-in ends the session that the browser had', async () => {
    const before = await sessionCookieOf(platform, id)
    const after = cookieSetBy(
      await callerWith(server, before)('POST', '/api/v1/session', { login: 'li.min', password: testPassword }),
    )
    expect([await me(before), (await me(after)).login]).toEqual([undefined, 'li.min'])
  })

  test('a disabled account is out at once, and cannot come back', async () => {
    const gone = await insertAccount(platform, 'gone', [])
    const cookie = await sessionCookieOf(platform, gone)
    await db.query(`update account set state = 'disabled' where id = $1`, [gone])
    forgetSessions(platform)
    expect([await me(cookie), (await signIn('gone', testPassword)).json().code]).toEqual([undefined, 'signInFailed'])
  })

  test('own sessions are listed and ended', async () => {
    const [one, two] = [await sessionCookieOf(platform, id), await sessionCookieOf(platform, id)]
    const { items } = (await callerWith(server, one)('GET', '/api/v1/account/sessions')).json()
    const other = items.find((session: { current: boolean; id: string }) => !session.current)
    expect(items.filter(({ current }: { current: boolean }) => current)).toHaveLength(1)
    const end = (sessionId: string) => callerWith(server, one)('DELETE', `/api/v1/account/sessions/${sessionId}`)
    const twoId = (await me(two)).session.id
    expect([(await end(twoId)).statusCode, (await end(twoId)).statusCode]).toEqual([204, 404])
    expect(await me(two)).toBeUndefined()
    expect(other).toMatchObject({ method: 'password', userAgent: 'test' })
  })

  describe('with a second factor', () => {
    const enrol = async (login: string) => {
      const account = await insertAccount(platform, login, [{ role: 'supervisor' }])
      const call = callerWith(server, await sessionCookieOf(platform, account))
      const { secret, uri } = (await call('POST', '/api/v1/account/second-factor', { password: testPassword })).json()
      const totp = new TOTP({ secret })
      const code = () => totp.generate({ timestamp: platform.clock.now })
      const confirmed = await call('POST', '/api/v1/account/second-factor/confirm', { code: code() })
      platform.clock.now += 30_000
      return { call, code, uri, recoveryCodes: confirmed.json().recoveryCodes as string[] }
    }
    const secondStep = (cookie: string, code: string) =>
      callerWith(server, cookie)('POST', '/api/v1/session/second-factor', { code })

    test('the password alone gives no rights, the code does, with a new token', async () => {
      const { code, uri } = await enrol('two.steps')
      expect(uri).toMatch(/^otpauth:\/\/totp\/ZhengFeng:two\.steps\?/)
      const first = await signIn('two.steps', testPassword)
      expect(first.json()).toEqual({ state: 'secondFactorNeeded' })
      const pending = cookieSetBy(first)
      expect((await callerWith(server, pending)('GET', '/api/v1/account/sessions')).json().code).toBe(
        'secondFactorNeeded',
      )
      const second = await secondStep(pending, code())
      expect(second.json()).toEqual({ state: 'signedIn' })
      expect([await me(pending), (await me(cookieSetBy(second))).secondFactor]).toEqual([undefined, 'on'])
    })

    test('a code is taken once', async () => {
      const { code } = await enrol('replayed')
      const [one, two] = [await signIn('replayed', testPassword), await signIn('replayed', testPassword)].map(
        cookieSetBy,
      )
      expect((await secondStep(one, code())).statusCode).toBe(200)
      expect((await secondStep(two, code())).json().code).toBe('secondFactorWrong')
    })

    test('a recovery code is taken once', async () => {
      const { recoveryCodes } = await enrol('recovered')
      expect(recoveryCodes).toHaveLength(10)
      const [one, two] = [await signIn('recovered', testPassword), await signIn('recovered', testPassword)].map(
        cookieSetBy,
      )
      expect((await secondStep(one, recoveryCodes[3].toUpperCase())).statusCode).toBe(200)
      expect((await secondStep(two, recoveryCodes[3])).json().code).toBe('secondFactorWrong')
    })

    test('guessing codes locks as guessing passwords does, and knowing the password does not start it anew', async () => {
      await enrol('guessed')
      let status = 0
      let tries = 0
      for (; tries < 10 && status !== 429; tries += 1) {
        const first = await signIn('guessed', testPassword)
        status = first.statusCode === 429 ? 429 : (await secondStep(cookieSetBy(first), '000000')).statusCode
      }
      expect(tries).toBeLessThanOrEqual(4)
    })

    test('is taken off only with the password and a code', async () => {
      const { call, code } = await enrol('taken.off')
      const remove = (body: object) => call('POST', '/api/v1/account/second-factor/remove', body)
      expect((await remove({ password: 'wrong', code: code() })).statusCode).toBe(401)
      expect((await remove({ password: testPassword, code: '000000' })).json().code).toBe('secondFactorWrong')
      expect((await remove({ password: testPassword, code: code() })).statusCode).toBe(204)
      expect((await signIn('taken.off', testPassword)).json()).toEqual({ state: 'signedIn' })
    })

    test('the secret is sealed in the database', async () => {
      await enrol('sealed')
      const [row] = await db.query<{ totp_sealed: Uint8Array }>(
        `select totp_sealed from account where login = 'sealed'`,
      )
      expect(row.totp_sealed.length).toBe(20 + 12 + 16)
    })
  })

  describe('a password that must be changed', () => {
    test('opens nothing but its change', async () => {
      const account = await insertAccount(platform, 'new.here', [{ role: 'securityAdministrator' }], {
        mustChangePassword: true,
      })
      const cookie = await sessionCookieOf(platform, account)
      const call = callerWith(server, cookie)
      expect((await me(cookie)).mustChangePassword).toBe(true)
      const change = (next: string, current = testPassword) =>
        call('POST', '/api/v1/account/password', { current, next })
      expect((await change('four unrelated words', 'wrong')).json().code).toBe('signInFailed')
      expect((await change('short')).json()).toMatchObject({ code: 'passwordWeak', status: 422 })
      expect((await change(testPassword)).json().detail).toContain('same')
      expect((await change('four unrelated words')).statusCode).toBe(204)
      expect((await me(cookie)).mustChangePassword).toBe(false)
      expect((await signIn('new.here', 'four unrelated words')).statusCode).toBe(200)
    })
  })
})

describe.each(engines)('the first start on $name', (engine) => {
  test('asks for the token that was printed, makes one security administrator, and is over', async () => {
    const db = await openTestDatabase(engine)
    const platform = testPlatform(db)
    const server = await buildServer(platform, identityRoutes(platform))
    const { setupToken } = await import('./setup-token.ts')
    const token = await setupToken(platform)
    const call = callerWith(server)
    const setup = (body: object) =>
      call('POST', '/api/v1/setup', { token, login: 'first', name: 'First', password: 'four unrelated words', ...body })
    expect((await call('GET', '/api/v1/setup')).json()).toEqual({ needed: true })
    expect((await setup({ token: 'wrong' })).json().code).toBe('signInFailed')
    expect((await setup({ password: 'password1234' })).json().code).toBe('passwordWeak')
    const [one, two] = await Promise.all([setup({}), setup({ login: 'second' })])
    const [won, lost] = one.statusCode === 200 ? [one, two] : [two, one]
    expect([won.json(), lost.json().code]).toEqual([{ state: 'signedIn' }, 'conflict'])
    expect((await setup({ login: 'third' })).json().code).toBe('conflict')
    const { me } = (await callerWith(server, cookieSetBy(won))('GET', '/api/v1/session')).json()
    expect([me.grants, me.administratorsMissing]).toEqual([
      [{ role: 'securityAdministrator' }],
      ['systemAdministrator', 'auditAdministrator'],
    ])
    expect((await db.query('select login from account')).length).toBe(1)
    await server.close()
    await db.close()
  })
})
