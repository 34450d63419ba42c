import type { Readable } from 'node:stream'
import type { Route } from '@zhengfeng/contract'
import { routeUrl } from '@zhengfeng/contract'
import type { FastifyInstance } from 'fastify'
import type { Example } from './examples.ts'

/** An answer as the matrix looks at it. */
export interface Asked {
  readonly status: number
  /** Of the problem; '' where there is none. */
  readonly code: string
  /** Without what differs from call to call. */
  readonly text: string
}

/** Calls a route as a browser or a source would. Of streams that never end only the beginning is read. */
export async function ask(
  server: FastifyInstance,
  route: Route,
  { headers, example }: { readonly headers: Readonly<Record<string, string>>; readonly example: Example },
): Promise<Asked> {
  const url = routeUrl(route, example)
  const payload = example.body === undefined ? {} : { payload: JSON.stringify(example.body) }
  const type = example.body === undefined ? {} : { 'content-type': 'application/json' }
  const response = await server.inject({
    method: route.method,
    url,
    headers: { 'accept-language': 'en', ...type, ...headers },
    ...payload,
    payloadAsStream: true,
  })
  const text =
    route.response === 'events' && response.statusCode === 200
      ? await beginningOf(response.stream())
      : await wholeOf(response.stream())
  const code = response.statusCode < 400 ? '' : String(JSON.parse(text).code)
  return { status: response.statusCode, code, text: text.replace(/"(instance|requestId)":"[^"]*"/g, '"$1":""') }
}

async function wholeOf(stream: Readable): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of stream) chunks.push(Buffer.from(chunk))
  return Buffer.concat(chunks).toString('latin1').startsWith('PK') ? 'a workbook' : Buffer.concat(chunks).toString()
}

const firstEventWithinMs = 10_000

/** A stream of events up to the end of the first one that holds data. */
async function beginningOf(stream: Readable): Promise<string> {
  let text = ''
  const end = Date.now() + firstEventWithinMs
  stream.on('data', (chunk) => {
    text += chunk
  })
  const first = () => /^[\s\S]*?^data:[\s\S]*?\n\n/m.exec(text)?.[0]
  while (first() === undefined && Date.now() < end) await new Promise((resolve) => setTimeout(resolve, 10))
  stream.destroy()
  return first() ?? text
}
