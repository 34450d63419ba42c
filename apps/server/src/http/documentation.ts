import swagger from '@fastify/swagger'
import swaggerUi from '@fastify/swagger-ui'
import type { Route } from '@zhengfeng/contract'
import type { FastifyInstance } from 'fastify'
import { version } from '../version.ts'
import { openApiDocument } from './openapi.ts'

/** `/api/openapi.json`, and the page that shows it: its files are ours, and its policy lets nothing else in. */
export async function addDocumentation(server: FastifyInstance, routes: readonly Route[]): Promise<void> {
  const document = openApiDocument(routes, version)
  const text = JSON.stringify(document)
  server.get('/api/openapi.json', (_request, reply) =>
    reply.type('application/json; charset=utf-8').header('cache-control', 'no-cache').send(text),
  )
  await server.register(async (scope) => {
    await scope.register(swagger, { mode: 'static', specification: { document: document as never } })
    await scope.register(swaggerUi, {
      routePrefix: '/api/docs',
      staticCSP: false,
      uiConfig: { docExpansion: 'none', deepLinking: true, tryItOutEnabled: false, persistAuthorization: false },
    })
  })
}
