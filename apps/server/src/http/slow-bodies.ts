import { Transform } from 'node:stream'
import type { FastifyInstance } from 'fastify'
import { ProblemError } from './problem-error.ts'

/** A body of JSON that is not here after this time is not coming: somebody holds the connection. */
const bodyWithinMs = 30_000

/** Refuses bodies that come too slowly. Without it a caller could hold a connection with one byte a minute. */
export function limitSlowBodies(server: FastifyInstance, withinMs = bodyWithinMs): void {
  server.addHook('preParsing', async (request, _reply, payload) => {
    const encoding = request.headers['content-encoding']
    if (encoding !== undefined && encoding !== 'identity') throw new ProblemError('unsupportedEncoding', { encoding })
    const length = Number(request.headers['content-length'] ?? 0)
    if (length === 0 && request.headers['transfer-encoding'] === undefined) return payload
    const watched = new Transform({ transform: (chunk, _encoding, done) => done(null, chunk) })
    const timer = setTimeout(() => watched.destroy(new ProblemError('timeout')), withinMs)
    const stop = (): void => clearTimeout(timer)
    watched.once('close', stop).once('end', stop)
    // Whoever reads it hears of the error; where nobody does any more, it must not end the process.
    watched.on('error', stop)
    payload.once('error', (error) => watched.destroy(error))
    return payload.pipe(watched)
  })
}
