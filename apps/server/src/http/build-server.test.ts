import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { guards, route } from '@zhengfeng/contract'
import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import type { OwnedDatabase } from '../storage/pooled-database.ts'
import { StorageError } from '../storage/storage-error.ts'
import { openTestDatabase, silentLog } from '../storage/testing.ts'
import { buildServer } from './build-server.ts'
import { implement } from './implement.ts'
import { ProblemError } from './problem-error.ts'
import { testPlatform } from './testing.ts'

const thing = route({
  method: 'POST',
  path: '/api/v1/things/{id}',
  summary: 'Makes a thing.',
  tag: 'things',
  guard: guards.public,
  params: z.object({ id: z.uuid() }),
  query: z.object({ limit: z.coerce.number().int().min(1).max(10).default(5), day: z.iso.date().optional() }),
  body: z.object({
    name: z.string().min(2).max(5),
    kind: z.enum(['red', 'blue']),
    password: z.string().min(8).optional(),
    list: z.array(z.number()).optional(),
  }),
  response: z.object({ name: z.string(), limit: z.number() }),
})
const fails = route({
  method: 'GET',
  path: '/api/v1/fails/{how}',
  summary: 'Fails.',
  tag: 'things',
  guard: guards.public,
  params: z.object({ how: z.string() }),
  response: z.object({ name: z.string() }),
})

const failures: Readonly<Record<string, unknown>> = {
  fault: new TypeError('secret details of select * from account'),
  gone: new StorageError('storageUnavailable', 'connect ECONNREFUSED 10.1.2.3:5432'),
  full: new StorageError('storageFull', 'could not extend file'),
  there: new StorageError('storageConflict', 'Key (login)=(li.min) already exists'),
  refused: new ProblemError('conflict', { reason: 'loginTaken', login: 'li.min' }),
  poor: new ProblemError('accountLocked'),
}

describe('the base of HTTP', () => {
  let db: OwnedDatabase
  let server: FastifyInstance
  let folder: string
  beforeAll(async () => {
    db = await openTestDatabase({ name: 'PGlite' })
    folder = await mkdtemp(join(tmpdir(), 'zhengfeng-console-'))
    await mkdir(join(folder, 'assets'))
    await writeFile(join(folder, 'index.html'), '<meta property="csp-nonce" nonce="__CSP_NONCE__"><div id="root">')
    await writeFile(join(folder, 'assets', 'app-1a2b.js'), 'export const a = 1')
    await writeFile(join(folder, '.env'), 'SECRET=1')
    // The faults below are meant.
    const platform = { ...testPlatform(db, { environment: { ZHENGFENG_CONSOLE: folder } }), log: silentLog }
    server = await buildServer(platform, [
      implement(
        thing,
        async ({ body, query }) => ({ name: body.name, limit: query.limit, secret: 'stays here' }) as never,
      ),
      implement(fails, async ({ params }) => {
        if (params.how === 'misfit') return { name: 5 } as never
        throw failures[params.how]
      }),
    ])
  })
  afterAll(async () => {
    await server?.close()
    await db?.close()
    await rm(folder, { recursive: true, force: true })
  })

  const id = '0b3f1c3e-5d0a-4f0b-8f0a-000000000001'
  const post = (payload: unknown, options: { url?: string; headers?: Record<string, string> } = {}) =>
    server.inject({
      method: 'POST',
      url: options.url ?? `/api/v1/things/${id}`,
      headers: { 'accept-language': 'en', 'content-type': 'application/json', ...options.headers },
      payload: typeof payload === 'string' ? payload : JSON.stringify(payload),
    })
  const get = (url: string, headers: Record<string, string> = {}) =>
    server.inject({ method: 'GET', url, headers: { 'accept-language': 'en', ...headers } })
  const good = { name: 'abc', kind: 'red' }

  test('gives what the response schema names and nothing else', async () => {
    const response = await post(good)
    expect([response.statusCode, response.json()]).toEqual([200, { name: 'abc', limit: 5 }])
    expect(response.headers).toMatchObject({ 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' })
  })

  test('names every wrong field with its value and what is expected, in the language asked for', async () => {
    const wrong = { name: 'a', kind: 'green', extra: 1, list: [1, 'x'] }
    const answer = await post(wrong, { url: `/api/v1/things/no-id?limit=99&day=soon&more=1` })
    expect([answer.statusCode, answer.headers['content-type']]).toEqual([
      422,
      'application/problem+json; charset=utf-8',
    ])
    expect(answer.json().errors).toEqual([
      { field: 'id', value: 'no-id', message: 'should be an id (UUID).' },
      { field: 'limit', value: '99', message: 'should be at most 10.' },
      { field: 'day', value: 'soon', message: 'should be a day such as 2026-03-02.' },
      { field: 'more', message: 'There is no such field. Check the spelling.' },
      { field: 'name', value: 'a', message: 'should have at least 2 characters.' },
      { field: 'kind', value: 'green', message: 'should be one of: red, blue.' },
      { field: 'list.1', value: 'x', message: 'should be a number.' },
      { field: 'extra', message: 'There is no such field. Check the spelling.' },
    ])
    const chinese = await post({ kind: 'red' }, { headers: { 'accept-language': 'zh-CN,zh;q=0.9,en;q=0.8' } })
    expect([chinese.json().title, chinese.json().errors]).toEqual([
      '填写有误',
      [{ field: 'name', message: '不能为空，请填写。' }],
    ])
  })

  test('never sends a secret back', async () => {
    const answer = await post({ ...good, password: 'short' })
    expect(answer.json().errors).toEqual([{ field: 'password', message: 'should have at least 8 characters.' }])
    expect(answer.body).not.toContain('short')
  })

  test('refuses what a database cannot keep, and what is nested to break things', async () => {
    expect((await post({ name: 'a\u0000b', kind: 'red' })).json().errors).toEqual([
      { field: 'name', message: 'holds a NUL character. Remove it.' },
    ])
    expect((await post({ name: 'a\ud800', kind: 'red' })).json().errors).toEqual([
      { field: 'name', message: 'holds half of a character. Type it anew.' },
    ])
    expect((await post(`${'['.repeat(5000)}${']'.repeat(5000)}`)).json().code).toBe('invalid')
    expect((await post('{"__proto__":{"a":1},"name":"abc","kind":"red"}')).json().code).toBe('malformed')
  })

  test.each([
    ['malformed JSON', '{"name":', {}, 400, 'malformed'],
    ['an empty body', '', {}, 400, 'malformed'],
    ['another content type', '<a/>', { 'content-type': 'text/xml' }, 415, 'unsupportedMedia'],
    ['compression', '{}', { 'content-encoding': 'br' }, 415, 'unsupportedEncoding'],
    ['a body of more than a mebibyte', `{"name":"${'x'.repeat(1_100_000)}"}`, {}, 413, 'tooLarge'],
  ])('answers %s with a problem', async (_what, payload, headers, status, code) => {
    const answer = await post(payload, { headers: headers as Record<string, string> })
    expect([answer.statusCode, answer.json().code]).toEqual([status, code])
  })

  test('tells unknown addresses from unknown methods', async () => {
    expect((await get('/api/v1/nothing')).json()).toMatchObject({ status: 404, code: 'notFound' })
    const method = await get(`/api/v1/things/${id}`)
    expect([method.statusCode, method.headers.allow, method.json().code]).toEqual([405, 'POST', 'methodNotAllowed'])
    expect((await get('/api/v1/%zz')).json().code).toBe('malformed')
  })

  test.each([
    ['fault', 500, 'internal'],
    ['misfit', 500, 'internal'],
    ['gone', 503, 'storageUnavailable'],
    ['full', 507, 'storageFull'],
    ['there', 409, 'conflict'],
    ['poor', 429, 'accountLocked'],
  ])('of a failure (%s) the caller learns a code and a number, not what is inside', async (how, status, code) => {
    const answer = await get(`/api/v1/fails/${how}`)
    expect([answer.statusCode, answer.json().code, answer.json().instance]).toEqual([
      status,
      code,
      answer.headers['x-request-id'],
    ])
    expect(answer.body).not.toMatch(/secret|select|10\.1\.2\.3|li\.min|at .*\.ts/)
  })

  test('a refusal with a reason says what happened in these words', async () => {
    expect((await get('/api/v1/fails/refused')).json().detail).toBe('The login li.min is taken. Choose another one.')
  })

  test('refuses writes that another site makes the browser send', async () => {
    const codeOf = async (headers: Record<string, string>) => {
      const answer = await post(good, { headers })
      return answer.statusCode === 200 ? 'done' : answer.json().code
    }
    expect(await codeOf({ 'sec-fetch-site': 'cross-site' })).toBe('crossSite')
    expect(await codeOf({ 'sec-fetch-site': 'same-site' })).toBe('crossSite')
    expect(await codeOf({ origin: 'https://evil.example', host: 'localhost:80' })).toBe('crossSite')
    expect(await codeOf({ origin: 'null' })).toBe('crossSite')
    expect(await codeOf({ 'sec-fetch-site': 'same-origin', origin: 'http://localhost', host: 'localhost' })).toBe(
      'done',
    )
    expect(await codeOf({})).toBe('done')
  })

  test('takes no header into its answers', async () => {
    const answer = await post(good, {
      headers: { 'x-request-id': 'a\r\nset-cookie: b=1', 'accept-language': '\u0000,;;q=x' },
    })
    expect([answer.statusCode, answer.headers['set-cookie']]).toEqual([200, undefined])
  })

  describe('the console', () => {
    test('every address that is no file leads to its page, with a nonce of its own', async () => {
      const [one, two] = [await get('/cases/4601/1', { accept: 'text/html' }), await get('/', { accept: 'text/html' })]
      const nonces = [one, two].map(({ body }) => /nonce="([^"]+)"/.exec(body)?.[1])
      expect(nonces[0]).not.toBe(nonces[1])
      expect(one.headers['content-security-policy']).toContain(`style-src-elem 'self' 'nonce-${nonces[0]}'`)
      expect(one.headers['content-security-policy']).toContain("script-src 'self';")
      expect(one.headers['cache-control']).toBe('no-store')
    })

    test('files with a digest in their name are kept for ever, missing ones are not replaced by the page', async () => {
      const file = await get('/assets/app-1a2b.js')
      expect([file.statusCode, file.headers['cache-control']]).toEqual([200, 'public, max-age=31536000, immutable'])
      expect((await get('/assets/app-0000.js')).statusCode).toBe(404)
      expect((await get('/icon.svg')).json().code).toBe('notFound')
      expect((await get('/api/nothing', { accept: 'text/html' })).json().code).toBe('notFound')
    })

    test.each([
      '/../package.json',
      '/assets/../../package.json',
      '/assets/..%2f..%2fetc%2fpasswd',
      '/%2e%2e/%2e%2e/etc/passwd',
      '/assets/....//etc/passwd',
      '/.env',
      '/assets%00/app-1a2b.js',
      '/assets\\..\\..\\x',
    ])('nothing outside is read: %s', async (path) => {
      const answer = await get(path)
      expect(answer.body).not.toMatch(/SECRET|root:|"name"/)
      expect([400, 403, 404, 200].includes(answer.statusCode)).toBe(true)
      if (answer.statusCode === 200) expect(answer.body).toContain('id="root"')
    })
  })

  test('the measures are told to this machine only, or with the token', async () => {
    const asked = (headers: Record<string, string>, remoteAddress = '127.0.0.1') =>
      server.inject({ method: 'GET', url: '/metrics', headers, remoteAddress })
    expect((await asked({})).body).toContain('zhengfeng_http_answer_seconds_bucket{')
    expect((await asked({}, '10.0.0.5')).statusCode).toBe(404)
    expect((await asked({ 'x-forwarded-for': '10.0.0.5' })).statusCode).toBe(404)
    const platform = testPlatform(db, { environment: { ZHENGFENG_METRICS_TOKEN: 'a-token-of-some-length' } })
    const other = await buildServer(platform, [])
    const status = async (authorization: string) =>
      (await other.inject({ method: 'GET', url: '/metrics', headers: { authorization }, remoteAddress: '10.0.0.5' }))
        .statusCode
    expect([await status('Bearer a-token-of-some-length'), await status('Bearer another'), await status('')]).toEqual([
      200, 404, 404,
    ])
    await other.close()
  })

  test('readiness follows the database', async () => {
    const platform = testPlatform({
      ...db,
      query: async () => Promise.reject(new StorageError('storageUnavailable', 'gone')),
    } as never)
    const other = await buildServer(platform, [])
    const status = async (url: string) => (await other.inject({ method: 'GET', url })).statusCode
    expect([await status('/health'), await status('/ready')]).toEqual([200, 503])
    await other.close()
    expect((await get('/ready')).json()).toEqual({ status: 'ready' })
  })

  test('the page of a problem says what it is', async () => {
    expect((await get('/problems/outOfScope')).body).toContain('<h1>Outside your scope</h1>')
  })
})
