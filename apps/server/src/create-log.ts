import fastify, { type FastifyBaseLogger } from 'fastify'
import type { Configuration } from './configuration.ts'
import { loggable } from './http/request-log.ts'

/** The log: one line of JSON for each entry on standard output. Errors are told without the values that databases repeat. */
export function createLog({ ZHENGFENG_LOG: level }: Pick<Configuration, 'ZHENGFENG_LOG'>): FastifyBaseLogger {
  const error = loggable as (error: unknown) => object
  // Fastify's own logger, so that there is one way to write the log.
  return fastify({ logger: { level, base: null, serializers: { err: error, error: error as never } } as never }).log
}
