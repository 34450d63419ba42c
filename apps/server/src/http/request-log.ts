import type { FastifyInstance } from 'fastify'
import { StorageError } from '../storage/storage-error.ts'
import { answerSeconds } from './metrics.ts'

/**
 * Logs and measures every answer. Told are the route as a pattern, the status and the time; never an address, a query, a path with what
 * stands in it, a header or a body.
 */
export function observeRequests(server: FastifyInstance): void {
  server.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? 'unknown'
    const status = reply.statusCode
    answerSeconds.observe({ method: request.method, route, status: String(status) }, reply.elapsedTime / 1000)
    request.log.info(
      { requestId: request.id, method: request.method, route, status, ms: Math.round(reply.elapsedTime * 10) / 10 },
      'answered',
    )
  })
  server.addHook('onRequestAbort', async (request) => {
    request.log.info(
      { requestId: request.id, method: request.method, route: request.routeOptions.url },
      'aborted by the caller',
    )
  })
}

/** What of an error may stand in the log: of the database’s errors the code and the place, as their texts repeat values. */
export function loggable(error: unknown): Readonly<Record<string, unknown>> {
  if (error instanceof StorageError) {
    const { code, sqlState, constraint } = error
    // Mistakes in statements are told whole: they name tables and columns, not values.
    const message = sqlState?.startsWith('42') ? { message: error.message } : {}
    return { code, sqlState, constraint, ...message, at: stackOf(error) }
  }
  if (error instanceof Error) return { error: error.name, message: error.message, at: stackOf(error) }
  return { error: typeof error }
}

/** The places without the first lines, which are the message. */
function stackOf(error: Error): string[] {
  return (error.stack ?? '')
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .slice(0, 12)
    .map((line) => line.trim())
}
