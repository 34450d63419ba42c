import { request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { guards, route } from '@zhengfeng/contract'
import fastify from 'fastify'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { implement } from './implement.ts'
import { answerProblem } from './problem-answers.ts'
import { createRateLimits } from './rate-limits.ts'
import { registerRoute } from './register-route.ts'
import { limitSlowBodies } from './slow-bodies.ts'
import { testPlatform } from './testing.ts'

const base = { summary: '', tag: 'identity', guard: guards.public, response: z.object({ done: z.boolean() }) } as const
const withBody = route({ ...base, method: 'POST', path: '/api/v1/with', body: z.object({ a: z.number() }) })
const without = route({ ...base, method: 'DELETE', path: '/api/v1/without' })
const read = route({ ...base, method: 'GET', path: '/api/v1/read' })

test('a body that does not come is not waited for, and one that nobody reads ends nothing', async () => {
  // There are no divisions and no accounts.
  const platform = testPlatform({ query: async () => [], transaction: async () => undefined } as never)
  const server = fastify()
  server.setErrorHandler((error, request, reply) => answerProblem(error, request, reply))
  await server.register((await import('@fastify/cookie')).default)
  limitSlowBodies(server, 100)
  const limits = createRateLimits(6000)
  for (const one of [withBody, without, read]) {
    registerRoute(server, platform, { implementation: implement(one, async () => ({ done: true })), limits })
  }
  await server.listen({ port: 0, host: '127.0.0.1' })
  const { port } = server.server.address() as AddressInfo
  const send = (
    method: 'GET' | 'POST' | 'DELETE',
    path: string,
    end: boolean,
  ): Promise<{ statusCode: number; body: string; connection: string | undefined }> =>
    new Promise((resolve, reject) => {
      const headers = { 'content-type': 'application/json', 'transfer-encoding': 'chunked' }
      const asked = request({ port, method, path, headers }, (answer) => {
        let body = ''
        answer.on('data', (chunk) => {
          body += chunk
        })
        answer.on('end', () => {
          asked.destroy()
          resolve({ statusCode: answer.statusCode ?? 0, body, connection: answer.headers.connection })
        })
      })
      asked.once('error', reject)
      asked.write('{"a":')
      if (end) asked.end('1}')
    })
  const slow = await send('POST', '/api/v1/with', false)
  expect([slow.statusCode, JSON.parse(slow.body).code, slow.connection]).toEqual([408, 'timeout', 'close'])
  expect((await send('POST', '/api/v1/with', true)).body).toBe('{"done":true}')
  expect((await send('DELETE', '/api/v1/without', false)).statusCode).toBe(408)
  // A body that is never read.
  expect((await send('GET', '/api/v1/read', false)).statusCode).toBe(200)
  expect((await server.inject({ method: 'DELETE', url: '/api/v1/without' })).json()).toEqual({ done: true })
  const encoded = await server.inject({
    method: 'POST',
    url: '/api/v1/with',
    payload: 'x',
    headers: { 'content-encoding': 'gzip' },
  })
  expect(encoded.json().code).toBe('unsupportedEncoding')
  // Longer than the limit: nothing throws behind our back.
  await new Promise((resolve) => setTimeout(resolve, 200))
  await server.close()
})

test('a caller who asks too often waits, others do not', () => {
  const limits = createRateLimits(600)
  const take = (key: string) => {
    try {
      limits.ofCaller(key)
      return 'let pass'
    } catch (error) {
      return (error as { code: string }).code
    }
  }
  const answers = Array.from({ length: 70 }, () => take('a'))
  expect(answers.filter((answer) => answer === 'let pass')).toHaveLength(60)
  expect([answers[69], take('b')]).toEqual(['tooManyRequests', 'let pass'])
})
