import { createHash, timingSafeEqual } from 'node:crypto'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Configuration } from '../configuration.ts'
import { metrics } from './metrics.ts'
import { ProblemError } from './problem-error.ts'

/** `/metrics` for Prometheus: with the token of the configuration, or without one only from this machine. */
export function addMetricsRoute(server: FastifyInstance, configuration: Configuration): void {
  server.get('/metrics', async (request, reply) => {
    if (!isAllowed(request, configuration)) throw new ProblemError('notFound', { reason: 'path' })
    return reply
      .type(metrics.contentType)
      .header('cache-control', 'no-store')
      .send(await metrics.text())
  })
}

function isAllowed(request: FastifyRequest, { ZHENGFENG_METRICS_TOKEN: token }: Configuration): boolean {
  if (token !== undefined) return same(request.headers.authorization ?? '', `Bearer ${token}`)
  // A proxy on this machine would make everybody local: what it forwards for others says so.
  const forwarded = request.headers['x-forwarded-for'] !== undefined || request.headers.forwarded !== undefined
  return !forwarded && ['127.0.0.1', '::1', '::ffff:127.0.0.1'].includes(request.socket.remoteAddress ?? '')
}

function same(given: string, expected: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(given), digest(expected))
}
