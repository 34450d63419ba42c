import type { FastifyInstance, FastifyReply } from 'fastify'
import { stateOf } from './register-route.ts'

const open = new WeakMap<FastifyInstance['server'], Set<FastifyReply>>()

/** Keeps count of server-sent events that are open, so that a shutdown can end them: they never end by themselves. */
export function trackEventStreams(server: FastifyInstance): void {
  const streams = new Set<FastifyReply>()
  open.set(server.server, streams)
  server.addHook('preHandler', async (request, reply) => {
    if (stateOf(request)?.route.response !== 'events') return
    streams.add(reply)
    reply.raw.once('close', () => streams.delete(reply))
  })
}

/** Ends the streams; browsers connect again by themselves, to whoever answers then. */
export function endEventStreams(server: FastifyInstance): void {
  for (const reply of open.get(server.server) ?? []) reply.raw.end()
}
