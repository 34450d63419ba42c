import type { FastifyInstance } from 'fastify'
import type { Platform } from '../platform.ts'

/** Whether the server can do its work, beside that the database answers; for example, not while it shuts down. */
export type Readiness = () => boolean

const askedForMs = 3_000

/** `/health`: the process lives. `/ready`: it can answer; 503 otherwise, for load balancers. */
export function addHealthRoutes(server: FastifyInstance, platform: Platform, readiness: Readiness = () => true): void {
  server.get('/health', (_request, reply) => reply.header('cache-control', 'no-store').send({ status: 'alive' }))
  server.get('/ready', async (_request, reply) => {
    const ready = readiness() && (await answers(platform))
    return reply
      .code(ready ? 200 : 503)
      .header('cache-control', 'no-store')
      .send({ status: ready ? 'ready' : 'notReady' })
  })
}

async function answers({ db }: Platform): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), askedForMs)
  })
  try {
    return await Promise.race([db.query('select 1 as one').then(() => true), late])
  } catch {
    return false
  } finally {
    clearTimeout(timer)
  }
}
