import type { z } from 'zod'
import { Problem } from './problem.ts'
import type { Route } from './route.ts'

type Input<S> = S extends z.ZodType ? z.input<S> : never
type BodyInput<S> = S extends 'stream' ? StreamBody : Input<S>
/** What a route that reads a stream is sent. */
export type StreamBody = string | Blob | FormData | ArrayBuffer | Uint8Array

type Part<Name extends string, Value> = [Value] extends [never]
  ? { readonly [K in Name]?: undefined }
  : Record<string, never> extends Value
    ? { readonly [K in Name]?: Value }
    : { readonly [K in Name]: Value }

/** What a call of a route takes, from the route's schemas. */
export type CallOptions<R extends Route> = Part<'params', Input<R['params']>> &
  Part<'query', Input<R['query']>> &
  Part<'body', BodyInput<R['body']>> & {
    readonly signal?: AbortSignal
    readonly headers?: Readonly<Record<string, string>>
  }

/** What a call of a route gives: the parsed body; for files and events the `Response` itself. */
export type Answer<R extends Route> = R['response'] extends z.ZodType
  ? z.output<R['response']>
  : R['response'] extends 'nothing'
    ? undefined
    : Response

type Optional<O> = Record<string, never> extends O ? [options?: O] : [options: O]

export interface Client {
  /** @throws ProblemFailure where the server refuses; whatever `fetch` throws where it is not reached */
  call<const R extends Route>(route: R, ...options: Optional<CallOptions<R>>): Promise<Answer<R>>
}

/** The server refused, and says why. */
export class ProblemFailure extends Error {
  override readonly name = 'ProblemFailure'
  readonly problem: Problem
  /** Seconds to wait before trying again, where the server told them. */
  readonly retryAfterSeconds: number | undefined
  constructor(problem: Problem, retryAfterSeconds?: number) {
    super(problem.detail ?? problem.title)
    this.problem = problem
    this.retryAfterSeconds = retryAfterSeconds
  }
}

/**
 * Makes a client of the API, typed by the routes of this package. Works in browsers and in Node.
 *
 * @param options.fetch how to fetch; default: the global one
 * @param options.baseUrl where the server is, without a closing slash; default: the page's own origin
 * @param options.onProblem hears of every refusal before it is thrown, to lead to the login page for example
 * @example
 * const client = createClient({ fetch: async () => new Response('{"needed":true}', { headers: { 'content-type': 'application/json' } }) })
 * await client.call(identityRoutes.setupState) // → { needed: true }
 */
export function createClient(
  options: {
    readonly fetch?: (url: string, init: RequestInit) => Promise<Response>
    readonly baseUrl?: string
    readonly headers?: () => Readonly<Record<string, string>>
    readonly onProblem?: (failure: ProblemFailure) => void
  } = {},
): Client {
  const send = options.fetch ?? ((url: string, init: RequestInit) => fetch(url, init))
  return {
    call: async (route, ...[given]) => {
      const call = (given ?? {}) as LooseOptions
      const url = routeUrl(route, call, options.baseUrl)
      const response = await send(url, request(route, call, options.headers?.()))
      if (response.ok || response.redirected) return answer(route, response)
      const failure = await failureOf(response)
      options.onProblem?.(failure)
      throw failure
    },
  }
}

/**
 * The address of a call, for links, downloads and `EventSource`.
 *
 * @throws Error where a parameter of the path is missing
 * @example
 * routeUrl(identityRoutes.oidcStart, { query: { returnTo: '/cases' } }) // → '/api/v1/session/oidc?returnTo=%2Fcases'
 */
export function routeUrl(
  route: Route,
  given: { readonly params?: object | undefined; readonly query?: object | undefined } = {},
  baseUrl = '',
): string {
  const params = (given.params ?? {}) as Record<string, unknown>
  const path = route.path.replace(/\{(\w+)\}/g, (_, name: string) => {
    if (params[name] === undefined || params[name] === '') throw new Error(`${route.path}: ${name} is missing`)
    return encodeURIComponent(String(params[name]))
  })
  const query = queryText((given.query ?? {}) as Record<string, unknown>)
  return `${baseUrl}${path}${query && `?${query}`}`
}

interface LooseOptions {
  readonly params?: object
  readonly query?: object
  readonly body?: unknown
  readonly signal?: AbortSignal
  readonly headers?: Readonly<Record<string, string>>
}

function queryText(query: Record<string, unknown>): string {
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) {
    for (const one of Array.isArray(value) ? value : [value]) {
      if (one !== undefined && one !== null) search.append(name, String(one))
    }
  }
  return search.toString()
}

function request(route: Route, call: LooseOptions, always: Readonly<Record<string, string>> = {}): RequestInit {
  const json = route.body !== undefined && route.body !== 'stream'
  const headers = {
    accept: 'application/json, application/problem+json, */*',
    ...(json && { 'content-type': 'application/json' }),
    ...always,
    ...call.headers,
  }
  const body = json ? JSON.stringify(call.body) : (call.body as StreamBody | undefined)
  return {
    method: route.method,
    headers,
    credentials: 'same-origin',
    ...(body !== undefined && { body }),
    ...(call.signal && { signal: call.signal }),
  } as RequestInit
}

async function answer(route: Route, response: Response): Promise<never> {
  if (route.response === 'nothing') return undefined as never
  if (typeof route.response === 'string') return response as never
  return route.response.parse(await response.json()) as never
}

async function failureOf(response: Response): Promise<ProblemFailure> {
  const parsed = Problem.safeParse(await response.json().catch(() => undefined))
  const problem = parsed.success ? parsed.data : unreadable(response)
  const retryAfter = Number(response.headers.get('retry-after') ?? Number.NaN)
  return new ProblemFailure(problem, Number.isFinite(retryAfter) ? retryAfter : undefined)
}

/** Something between us and the server answered in its place. */
function unreadable(response: Response): Problem {
  return {
    type: '/problems/internal',
    title: response.statusText || `HTTP ${response.status}`,
    status: response.status,
    code:
      response.status === 503 || response.status === 502 || response.status === 504 ? 'storageUnavailable' : 'internal',
  }
}
