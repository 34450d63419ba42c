import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { accountsRoutes } from './accounts.ts'
import { createClient, ProblemFailure, routeUrl } from './client.ts'
import { identityRoutes } from './identity.ts'
import { guards, route } from './route.ts'

interface Sent {
  readonly url: string
  readonly init: RequestInit
}

function clientThatGets(response: () => Response) {
  const sent: Sent[] = []
  const problems: string[] = []
  const client = createClient({
    baseUrl: 'https://zf.example',
    headers: () => ({ 'accept-language': 'en' }),
    fetch: async (url, init) => {
      sent.push({ url, init })
      return response()
    },
    onProblem: ({ problem }) => problems.push(problem.code),
  })
  return { client, sent, problems }
}

const json = (body: unknown, init: ResponseInit = {}) => new Response(JSON.stringify(body), init)
const problem = {
  type: '/problems/notFound',
  title: 'Not found',
  status: 404,
  code: 'notFound',
  detail: 'It is not there.',
}

describe('the client', () => {
  test('writes path, query and body as the route says, and gives the parsed answer', async () => {
    const change = route({
      method: 'PUT',
      path: '/api/v1/cases/{division}/{caseNo}',
      summary: '',
      tag: 'test',
      guard: guards.public,
      params: z.object({ division: z.string(), caseNo: z.string() }),
      query: z.object({ item: z.array(z.string()).optional(), limit: z.number().default(5) }),
      body: z.object({ name: z.string() }),
      response: z.object({ at: z.string().transform((text) => Date.parse(text)) }),
    })
    const { client, sent } = clientThatGets(() => json({ at: '2026-03-02T00:00:00Z', more: 1 }))
    const answer = await client.call(change, {
      params: { division: '4601', caseNo: '甲/1?' },
      query: { item: ['a b', 'c&d'] },
      body: { name: 'x' },
    })
    expect(answer).toEqual({ at: Date.UTC(2026, 2, 2) })
    expect(sent[0].url).toBe('https://zf.example/api/v1/cases/4601/%E7%94%B2%2F1%3F?item=a+b&item=c%26d')
    expect(sent[0].init).toMatchObject({
      method: 'PUT',
      body: '{"name":"x"}',
      credentials: 'same-origin',
      headers: { 'content-type': 'application/json', 'accept-language': 'en' },
    })
  })

  test('gives nothing where there is nothing, and the response itself for a file', async () => {
    const nothing = clientThatGets(() => new Response(null, { status: 204 }))
    expect(await nothing.client.call(identityRoutes.signOut)).toBeUndefined()
    expect(nothing.sent[0].init).not.toHaveProperty('body')
    const file = clientThatGets(() => new Response('a,b'))
    expect(await (await file.client.call(accountsRoutes.export)).text()).toBe('a,b')
  })

  test('throws the problem, and tells it first', async () => {
    const { client, problems } = clientThatGets(() => json(problem, { status: 404, headers: { 'retry-after': '7' } }))
    const failure = await client.call(identityRoutes.session).catch((error: unknown) => error)
    expect(failure).toBeInstanceOf(ProblemFailure)
    expect(failure).toMatchObject({ message: 'It is not there.', problem, retryAfterSeconds: 7 })
    expect(problems).toEqual(['notFound'])
  })

  test.each([
    [502, 'storageUnavailable'],
    [418, 'internal'],
  ])('what a proxy answers in place of the server (%s) is a problem, too', async (status, code) => {
    const { client } = clientThatGets(() => new Response('<html>', { status, statusText: 'Oops' }))
    await expect(client.call(identityRoutes.session)).rejects.toMatchObject({
      problem: { status, code, title: 'Oops' },
    })
  })

  test('refuses an address with a missing part', () => {
    expect(() => routeUrl(accountsRoutes.get, { params: { id: '' } })).toThrow('id is missing')
  })

  test('takes what a route needs, and nothing else', () => {
    const { client } = clientThatGets(() => json({}))
    const check = () => {
      // @ts-expect-error the id is missing
      void client.call(accountsRoutes.get)
      // @ts-expect-error so is the password
      void client.call(identityRoutes.signIn, { body: { login: 'x' } })
      // @ts-expect-error there is no body
      void client.call(identityRoutes.session, { body: {} })
    }
    expect(check).toBeTypeOf('function')
  })
})
