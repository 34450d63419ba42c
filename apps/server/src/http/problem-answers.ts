import type { Route } from '@zhengfeng/contract'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { languageOf } from './language.ts'
import { problemDocument } from './problem-document.ts'
import { ProblemError } from './problem-error.ts'
import { refusalOf } from './refusal.ts'
import { stateOf } from './register-route.ts'
import { loggable } from './request-log.ts'

/** Answers an error as problem details (RFC 9457). Faults go to the log whole, to the caller as a number to ask with. */
export function answerProblem(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const refusal = refusalOf(error)
  const document = problemDocument(refusal, languageOf(request.headers['accept-language']), request.id)
  const state = stateOf(request)
  if (state) state.problem = refusal.code
  if (document.status >= 500) {
    const level = refusal.code === 'internal' ? 'error' : 'warn'
    request.log[level]({ requestId: request.id, ...loggable(refusal.cause ?? refusal) }, refusal.code)
  }
  // What a handler had begun to say of its own answer does not hold for this one.
  for (const header of ['content-disposition', 'content-length', 'content-encoding', 'etag', 'last-modified']) {
    reply.removeHeader(header)
  }
  // Who sends so slowly is not given the connection for more.
  if (refusal.code === 'timeout') reply.header('connection', 'close')
  return reply
    .code(document.status)
    .headers({
      ...refusal.headers,
      'cache-control': 'no-store',
      'content-language': languageOf(request.headers['accept-language']),
      vary: 'accept-language',
    })
    .type('application/problem+json; charset=utf-8')
    .send(JSON.stringify({ ...refusal.extension, ...document }))
}

/** A path that is not there, or a method that its route does not know. */
export function answerUnknownPath(
  routes: readonly Route[],
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
  const path = request.url.split('?', 1)[0]
  const methods = routes.filter((route) => fits(route.path, path)).map(({ method }) => method)
  if (methods.length === 0) return answerProblem(new ProblemError('notFound', { reason: 'path' }), request, reply)
  const allow = [...new Set(methods)].sort().join(', ')
  return answerProblem(new ProblemError('methodNotAllowed', { allow }, { headers: { allow } }), request, reply)
}

function fits(pattern: string, path: string): boolean {
  const wanted = pattern.split('/')
  const given = path.split('/')
  return (
    wanted.length === given.length &&
    wanted.every((part, i) => part === given[i] || (part.startsWith('{') && given[i] !== ''))
  )
}
