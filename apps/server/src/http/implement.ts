import type { Route } from '@zhengfeng/contract'
import type { Language } from '@zhengfeng/locales'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { z } from 'zod'
import type { Access } from './access.ts'

type Parsed<S> = S extends z.ZodType ? z.output<S> : undefined
/** What a handler returns; a stream, a file or events it writes to `reply` itself. */
export type ResponseOf<R extends Route> = R['response'] extends z.ZodType
  ? z.input<R['response']>
  : R['response'] extends 'nothing'
    ? // biome-ignore lint/suspicious/noConfusingVoidType: handlers of these routes return nothing
      void
    : FastifyReply

/** A call of a route, validated: handlers trust it. */
export interface Call<R extends Route> {
  readonly params: Parsed<R['params']>
  readonly query: Parsed<R['query']>
  readonly body: Parsed<R['body']>
  readonly access: Access
  readonly language: Language
  readonly request: FastifyRequest
  readonly reply: FastifyReply
}

export interface Implementation {
  readonly route: Route
  readonly handler: (call: Call<Route>) => Promise<unknown>
}

/** Binds a handler to a route of the contract. */
export function implement<const R extends Route>(
  route: R,
  handler: (call: Call<R>) => Promise<ResponseOf<R>>,
): Implementation {
  return { route, handler: handler as unknown as Implementation['handler'] }
}
