import { createHash, createSign, generateKeyPairSync, type KeyObject } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { buildServer } from '../http/build-server.ts'
import { testPlatform } from '../http/testing.ts'
import type { OwnedDatabase } from '../storage/pooled-database.ts'
import { openTestDatabase } from '../storage/testing.ts'
import { identityRoutes } from './identity-routes.ts'
import { callerWith, cookieSetBy, insertAccount } from './testing.ts'

const clientId = 'zhengfeng'
const home = 'http://127.0.0.1:9'

/** A provider that signs what the test tells it to say. */
interface Provider {
  readonly url: string
  readonly http: Server
  /** What the next code stands for. */
  claims: Record<string, unknown>
  challenge: string
  /** Keys that are not the provider's own. */
  forge?: KeyObject
}

async function startProvider(): Promise<Provider> {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const jwk = { ...publicKey.export({ format: 'jwk' }), kid: 'k', use: 'sig', alg: 'RS256' }
  const http = createServer((request, response) => {
    const answer = (body: object, status = 200): void => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
    }
    if (request.url === '/.well-known/openid-configuration') {
      answer({
        issuer: provider.url,
        authorization_endpoint: `${provider.url}/authorize`,
        token_endpoint: `${provider.url}/token`,
        jwks_uri: `${provider.url}/jwks`,
        response_types_supported: ['code'],
        subject_types_supported: ['public'],
        id_token_signing_alg_values_supported: ['RS256'],
      })
      return
    }
    if (request.url === '/jwks') {
      answer({ keys: [jwk] })
      return
    }
    let body = ''
    request.on('data', (chunk) => {
      body += chunk
    })
    request.on('end', () => {
      const verifier = new URLSearchParams(body).get('code_verifier') ?? ''
      const fits = createHash('sha256').update(verifier).digest('base64url') === provider.challenge
      if (!fits) return answer({ error: 'invalid_grant' }, 400)
      answer({
        access_token: 'a',
        token_type: 'bearer',
        id_token: signed(provider.claims, provider.forge ?? privateKey),
      })
    })
  })
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve))
  const provider: Provider = {
    url: `http://127.0.0.1:${(http.address() as AddressInfo).port}`,
    http,
    claims: {},
    challenge: '',
  }
  return provider
}

function signed(claims: object, key: KeyObject): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const text = `${part({ alg: 'RS256', kid: 'k' })}.${part(claims)}`
  return `${text}.${createSign('RSA-SHA256').update(text).sign(key).toString('base64url')}`
}

describe('signing in with an identity provider', () => {
  let db: OwnedDatabase
  let server: FastifyInstance
  let provider: Provider

  beforeAll(async () => {
    db = await openTestDatabase({ name: 'PGlite' })
    provider = await startProvider()
    const environment = {
      ZHENGFENG_OIDC_ISSUER: provider.url,
      ZHENGFENG_OIDC_CLIENT_ID: clientId,
      ZHENGFENG_OIDC_CLIENT_SECRET: 's',
      ZHENGFENG_PUBLIC_URL: home,
    }
    const platform = testPlatform(db, { environment })
    server = await buildServer(platform, identityRoutes(platform))
    await insertAccount(platform, 'wang.fang', [{ role: 'analyst' }], { signsInWith: 'oidc' })
    await insertAccount(platform, 'local.person', [{ role: 'analyst' }])
  })
  afterAll(async () => {
    await server?.close()
    provider?.http.close()
    await db?.close()
  })

  /** Goes to the provider and comes back; `change` alters what it says or what the browser brings. */
  const walk = async (
    claims: Record<string, unknown>,
    change: { state?: string; cookie?: string; returnTo?: string; forge?: KeyObject } = {},
  ) => {
    const query = change.returnTo === undefined ? '' : `?returnTo=${encodeURIComponent(change.returnTo)}`
    const start = await callerWith(server)('GET', `/api/v1/session/oidc${query}`)
    const asked = new URL(String(start.headers.location)).searchParams
    provider.challenge = asked.get('code_challenge') ?? ''
    const now = Math.floor(Date.now() / 1000)
    provider.claims = {
      iss: provider.url,
      aud: clientId,
      iat: now,
      exp: now + 300,
      nonce: asked.get('nonce'),
      ...claims,
    }
    if (change.forge) provider.forge = change.forge
    else delete provider.forge
    const [name, value] = String(start.headers['set-cookie']).split(';', 1)[0].split(/=(.*)/s)
    const cookie = change.cookie ?? `${name}=${value}`
    const state = change.state ?? asked.get('state')
    const back = await callerWith(server, cookie)('GET', `/api/v1/session/oidc/callback?code=c&state=${state}`)
    return { start, back, asked, location: back.headers.location, cookie: cookieSetBy(back) }
  }
  const login = async (cookie: string) => (await callerWith(server, cookie)('GET', '/api/v1/session')).json().me?.login

  test('leads to the provider with PKCE, state and nonce, and remembers them in a sealed cookie', async () => {
    const { start, asked } = await walk({ sub: '1', preferred_username: 'wang.fang' })
    expect(start.statusCode).toBe(302)
    expect([...asked.keys()].sort()).toEqual([
      'client_id',
      'code_challenge',
      'code_challenge_method',
      'nonce',
      'redirect_uri',
      'response_type',
      'scope',
      'state',
    ])
    expect(asked.get('redirect_uri')).toBe(`${home}/api/v1/session/oidc/callback`)
    expect(start.headers['set-cookie']).toMatch(/^zf_oidc=[\w-]+; Max-Age=600; Path=\/; HttpOnly; SameSite=Lax$/)
  })

  test('opens the account that was made for the login, and from then on only for that subject', async () => {
    const first = await walk({ sub: '1', preferred_username: 'Wang.Fang' }, { returnTo: '/cases?x=1' })
    expect([first.location, await login(first.cookie)]).toEqual(['/cases?x=1', 'wang.fang'])
    const renamed = await walk({ sub: '1', preferred_username: 'wang.f' })
    expect(await login(renamed.cookie)).toBe('wang.fang')
    const taken = await walk({ sub: '2', preferred_username: 'wang.fang' })
    expect([taken.location, taken.cookie]).toEqual(['/login?problem=oidcUnknown', ''])
  })

  test('never opens an account with a password, and never makes one', async () => {
    expect((await walk({ sub: '3', preferred_username: 'local.person' })).location).toBe('/login?problem=oidcUnknown')
    expect((await walk({ sub: '4', email: 'new@example.org', email_verified: true })).location).toBe(
      '/login?problem=oidcUnknown',
    )
  })

  test('refuses what does not belong together', async () => {
    const claims = { sub: '1', preferred_username: 'wang.fang' }
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
    const problems = [
      await walk(claims, { state: 'other' }),
      await walk({ ...claims, nonce: 'other' }),
      await walk({ ...claims, aud: 'somebody-else' }),
      await walk({ ...claims, iss: 'https://evil.example' }),
      await walk({ ...claims, exp: 1 }),
      await walk(claims, { forge: privateKey }),
    ].map(({ location, cookie }) => [location, cookie])
    expect(problems).toEqual(Array(6).fill(['/login?problem=oidcRefused', '']))
    expect((await walk(claims, { cookie: 'zf_oidc=altered' })).location).toBe('/login?problem=oidcExpired')
  })

  test.each([
    'https://evil.example',
    '//evil.example',
    '/\\evil.example',
    '/\t/evil.example',
    '/api/v1/session',
    'javascript:alert(1)',
    '/a\r\nset-cookie: x=1',
  ])('does not lead elsewhere afterwards: %s', async (returnTo) => {
    expect((await walk({ sub: '1' }, { returnTo })).location).toBe('/')
  })

  test('is not there where no provider is configured', async () => {
    const platform = testPlatform(db)
    const other = await buildServer(platform, identityRoutes(platform))
    const answer = await callerWith(other)('GET', '/api/v1/session/oidc')
    expect([answer.statusCode, (await callerWith(other)('GET', '/api/v1/session')).json().oidc]).toEqual([404, false])
    await other.close()
  })
})
