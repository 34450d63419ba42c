import type { Guard, ProblemCode, Route } from '@zhengfeng/contract'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { authenticate, type Caller } from '../identity/authenticate.ts'
import type { Platform } from '../platform.ts'
import { auditRequest } from './audit-request.ts'
import type { Implementation } from './implement.ts'
import { languageOf } from './language.ts'
import { ProblemError } from './problem-error.ts'
import type { RateLimits } from './rate-limits.ts'
import { createValidator } from './validation.ts'

/** What the base knows of a request that is being answered. */
export interface RequestState {
  readonly route: Route
  caller?: Caller
  /** The parsed answer, for what the audit trail needs of it. */
  result?: unknown
  problem?: ProblemCode
}

const states = new WeakMap<FastifyRequest, RequestState>()

export function stateOf(request: FastifyRequest): RequestState | undefined {
  return states.get(request)
}

/** Who sent a request; known once the guard has let it pass. */
export function callerOf(request: FastifyRequest): Caller {
  const caller = states.get(request)?.caller
  if (!caller) throw new Error(`${request.method} ${request.routeOptions.url}: nobody was authenticated`)
  return caller
}

export interface RouteOptions {
  readonly implementation: Implementation
  readonly limits: RateLimits
}

/** Answers one route of the contract: guard, rate, input, handler, output, audit. */
export function registerRoute(
  server: FastifyInstance,
  platform: Platform,
  { implementation, limits }: RouteOptions,
): void {
  const { route, handler } = implementation
  const validate = createValidator(route)
  const answer = createAnswer(route)
  server.route({
    method: route.method,
    url: route.path.replace(/\{(\w+)\}/g, ':$1'),
    onRequest: async (request) => {
      const state: RequestState = { route }
      states.set(request, state)
      if (provesWho(route)) limits.beforeSignIn(request)
      state.caller = await authenticate(platform, request)
      // Sources that push events have a quota of their own, in events.
      if (route.guard.kind !== 'token') limits.ofCaller(callerKey(request, state.caller))
      enforceGuard(route, state.caller)
    },
    handler: async (request, reply) => {
      const language = languageOf(request.headers['accept-language'])
      const input = validate(request, language)
      const access = callerOf(request).access
      const result = await handler({ ...input, access, language, request, reply } as never)
      return answer(result, { request, reply })
    },
    onResponse: async (request, reply) => {
      const state = states.get(request)
      if (!state || isAuditedBeforeAnswer(route)) return
      await auditRequest(platform, { route, request, caller: state.caller }, endingOf(reply.statusCode, state))
    },
    ...(isAuditedBeforeAnswer(route) && {
      onSend: async (request: FastifyRequest, reply: FastifyReply) => {
        const state = states.get(request)
        if (!state) return
        await auditRequest(platform, { route, request, caller: state.caller }, endingOf(reply.statusCode, state))
      },
    }),
  })
}

/** Passwords, codes and setup tokens could be guessed there. */
function provesWho(route: Route): boolean {
  return route.guard.kind === 'public' && route.method === 'POST'
}

function callerKey(request: FastifyRequest, { access, session }: Caller): string {
  const { who } = access
  if (who.kind === 'token') return `token:${who.id}`
  return session ? `session:${session.id}` : `address:${request.ip}`
}

/** Writes are in the trail before the caller hears of them; reads that were refused may be written down afterwards. */
function isAuditedBeforeAnswer(route: Route): boolean {
  return route.method !== 'GET'
}

function endingOf(status: number, { problem, result }: RequestState) {
  return { status, result, ...(problem && { problem }) }
}

/**
 * Lets pass whom the guard allows.
 *
 * @throws ProblemError `signInNeeded`, `passwordMustChange`, `tokenInvalid`, `forbidden`
 */
export function enforceGuard(route: Route, caller: Caller): void {
  const { guard } = route
  if (guard.kind === 'public') return
  const { who } = caller.access
  if (who.kind === 'nobody') throw nobody(guard, caller)
  if (who.kind === 'account' && caller.session?.account.mustChangePassword && route.tag !== 'identity') {
    throw new ProblemError('passwordMustChange')
  }
  if (!isAllowed(guard, caller)) throw new ProblemError('forbidden', neededOf(guard))
}

function isAllowed(guard: Guard, { access, tokenScopes }: Caller): boolean {
  switch (guard.kind) {
    case 'public':
      return true
    case 'signedIn':
      return access.who.kind === 'account'
    case 'permission':
      if (access.who.kind === 'account') return access.can(guard.permission)
      return guard.tokenScope !== undefined && tokenScopes.includes(guard.tokenScope)
    case 'token':
      return access.who.kind === 'token' && tokenScopes.includes(guard.scope)
  }
}

function nobody(guard: Guard, { session }: Caller): ProblemError {
  if (guard.kind === 'token') return new ProblemError('tokenInvalid', {}, { headers: { 'www-authenticate': 'Bearer' } })
  return new ProblemError(session?.state === 'pending' ? 'secondFactorNeeded' : 'signInNeeded')
}

function neededOf(guard: Guard): Record<string, string> {
  if (guard.kind === 'permission') return { needed: guard.permission }
  return guard.kind === 'token' ? { needed: guard.scope } : { needed: 'account' }
}

type Answer = (result: unknown, exchange: { readonly request: FastifyRequest; readonly reply: FastifyReply }) => unknown

/** Only what the response schema names leaves the server. */
function createAnswer(route: Route): Answer {
  const { response } = route
  if (response instanceof z.ZodType) {
    return (result, { request, reply }) => {
      const parsed = response.safeParse(result)
      if (!parsed.success) throw new MisfitError(route, parsed.error)
      const state = states.get(request)
      if (state) state.result = parsed.data
      return reply
        .type('application/json; charset=utf-8')
        .header('cache-control', 'no-store')
        .send(JSON.stringify(parsed.data))
    }
  }
  if (response === 'nothing') return (_, { reply }) => reply.code(204).send()
  return (_, { reply }) => {
    if (response === 'file' && !reply.hasHeader('cache-control')) reply.header('cache-control', 'no-store')
    return reply
  }
}

/** The server made an answer that its own contract does not allow. Says where, never what. */
class MisfitError extends Error {
  override readonly name = 'MisfitError'
  constructor(route: Route, error: z.ZodError) {
    const places = error.issues.slice(0, 5).map((issue) => `${issue.path.join('.')} (${issue.code})`)
    super(`${route.method} ${route.path}: the answer does not fit its schema at ${places.join(', ')}`)
  }
}
