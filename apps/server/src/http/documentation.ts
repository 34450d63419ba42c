import swagger from '@fastify/swagger'
import swaggerUi from '@fastify/swagger-ui'
import type { Route } from '@zhengfeng/contract'
import type { FastifyInstance } from 'fastify'
import { version } from '../version.ts'
import { contentSecurityPolicy } from './content-security.ts'
import { openApiDocument } from './openapi.ts'

const noLogo = '<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>'

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
      logo: { type: 'image/svg+xml', content: Buffer.from(noLogo) },
      theme: { title: 'ZhengFeng API' },
      // The page writes a style element of its own; it shows nothing but the description.
      staticCSP: contentSecurityPolicy({ anyStyle: true }),
      uiConfig: { docExpansion: 'none', deepLinking: true, tryItOutEnabled: false, persistAuthorization: false },
    })
  })
}
