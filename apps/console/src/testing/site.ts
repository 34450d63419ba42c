import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { extname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Answer, Route } from '@zhengfeng/contract'
import * as contract from '@zhengfeng/contract'

/** What a call carried. */
export interface MockCall {
  readonly params: Readonly<Record<string, string>>
  readonly query: Readonly<Record<string, string>>
  readonly body: unknown
}

export interface MockAnswer {
  readonly route: Route
  readonly answer: (call: MockCall) => unknown
}

/** Answers a route with data of the contract’s type; what it gives is also validated when it is asked for. */
export function answer<const R extends Route>(route: R, data: (call: MockCall) => Answer<R>): MockAnswer {
  return { route, answer: data }
}

/** Answers a stream of server-sent events: each entry once, then nothing more. */
export function stream(
  route: Route,
  events: (call: MockCall) => readonly { readonly name: string; readonly data: unknown }[],
): MockAnswer {
  return { route, answer: events }
}

/** A refusal, thrown by an answer. */
export class MockProblem {
  readonly code: contract.ProblemCode
  constructor(code: contract.ProblemCode) {
    this.code = code
  }
}

export interface Site {
  readonly url: string
  /** `GET /api/v1/overview?…` of every call so far. */
  readonly calls: readonly string[]
  readonly close: () => Promise<void>
}

const siteFolder = fileURLToPath(new URL('../../dist/site/', import.meta.url))

/** Serves the built console, and answers of the API as told. Later answers to a route stand over earlier ones. */
export async function startSite(answers: readonly MockAnswer[], port = 0): Promise<Site> {
  const calls: string[] = []
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://site')
    if (!url.pathname.startsWith('/api/')) return sendFile(url.pathname, response)
    calls.push(`${request.method} ${request.url}`)
    void answerCall(answers, { request, response, url })
  })
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
}

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
}

/** As the server sets it; a page that breaks it fails its test. */
function policy(nonce: string): string {
  return [
    "default-src 'self'",
    "script-src-attr 'none'",
    `style-src-elem 'self' 'nonce-${nonce}'`,
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' data:",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ')
}

function sendFile(path: string, response: ServerResponse): void {
  const file = join(siteFolder, path)
  const type = types[extname(path)]
  if (type && extname(path) !== '.html' && existsSync(file)) {
    response.writeHead(200, { 'content-type': type }).end(readFileSync(file))
    return
  }
  const nonce = randomBytes(16).toString('base64')
  const page = readFileSync(join(siteFolder, 'index.html'), 'utf8').replaceAll('__CSP_NONCE__', nonce)
  response
    .writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': policy(nonce) })
    .end(page)
}

interface Exchange {
  readonly request: IncomingMessage
  readonly response: ServerResponse
  readonly url: URL
}

async function answerCall(answers: readonly MockAnswer[], exchange: Exchange): Promise<void> {
  const { request, response, url } = exchange
  const found = answers.findLast(({ route }) => route.method === request.method && paramsOf(route, url.pathname))
  if (!found) return sendProblem(response, 'notFound', `${request.method} ${url.pathname}`)
  const call = {
    params: paramsOf(found.route, url.pathname) ?? {},
    query: Object.fromEntries(url.searchParams),
    body: await readBody(request),
  }
  try {
    const input = found.route.query?.safeParse(call.query)
    if (input && !input.success) return sendProblem(response, 'invalid', input.error.message)
    send(found, response, found.answer(call))
  } catch (error) {
    if (error instanceof MockProblem) sendProblem(response, error.code, error.code)
    else sendProblem(response, 'internal', String(error))
  }
}

function paramsOf(route: Route, path: string): Record<string, string> | undefined {
  const pattern = new RegExp(`^${route.path.replace(/\{(\w+)\}/g, '(?<$1>[^/]+)')}$`)
  const match = pattern.exec(path)
  if (!match) return undefined
  const groups = Object.entries(match.groups ?? {})
  return Object.fromEntries(groups.map(([name, value]) => [name, decodeURIComponent(value)]))
}

async function readBody(request: IncomingMessage): Promise<unknown> {
  let text = ''
  for await (const chunk of request) text += String(chunk)
  return text && request.headers['content-type']?.startsWith('application/json') ? JSON.parse(text) : text
}

function send({ route }: MockAnswer, response: ServerResponse, data: unknown): void {
  if (route.response === 'nothing') {
    response.writeHead(204).end()
    return
  }
  if (route.response === 'events') {
    response.writeHead(200, { 'content-type': 'text/event-stream' })
    for (const event of data as readonly { readonly name: string; readonly data: unknown }[])
      response.write(`event: ${event.name}\ndata: ${JSON.stringify(event.data)}\n\n`)
    return
  }
  if (typeof route.response === 'string') {
    response.writeHead(200, { 'content-type': 'text/csv' }).end(String(data))
    return
  }
  // A mock that is not what the contract says would prove nothing.
  const text = JSON.stringify(route.response.parse(data))
  response.writeHead(200, { 'content-type': 'application/json' }).end(text)
}

function sendProblem(response: ServerResponse, code: contract.ProblemCode, detail: string): void {
  const status = contract.problems[code]
  const problem = { type: `/problems/${code}`, title: code, status, detail, code }
  response.writeHead(status, { 'content-type': 'application/problem+json' }).end(JSON.stringify(problem))
}
