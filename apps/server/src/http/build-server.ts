import { randomBytes } from 'node:crypto'
import { Readable } from 'node:stream'
import { constants } from 'node:zlib'
import compress from '@fastify/compress'
import cookie from '@fastify/cookie'
import helmet from '@fastify/helmet'
import multipart from '@fastify/multipart'
import fastify, {
  type FastifyInstance,
  type FastifyServerFactory,
  type FastifyServerOptions,
  LogController,
} from 'fastify'
import { isHttps } from '../identity/cookies.ts'
import type { Platform } from '../platform.ts'
import { answerClientError } from './client-errors.ts'
import { addConsole } from './console-files.ts'
import { contentSecurityPolicy, securityHeaders } from './content-security.ts'
import { refuseCrossSite } from './cross-site.ts'
import { addDocumentation } from './documentation.ts'
import { trackEventStreams } from './event-streams.ts'
import { addHealthRoutes, type Readiness } from './health-routes.ts'
import type { Implementation } from './implement.ts'
import { addMetricsRoute } from './metrics-route.ts'
import { answerProblem, answerUnknownPath } from './problem-answers.ts'
import { addProblemPages } from './problem-pages.ts'
import { createRateLimits } from './rate-limits.ts'
import { registerRoute } from './register-route.ts'
import { observeRequests } from './request-log.ts'
import { limitSlowBodies } from './slow-bodies.ts'

/** JSON bodies; files and events are streamed, and limited where they are read. */
const bodyAtMost = 1_048_576
/** A case number of 500 Chinese characters, percent-encoded. */
const parameterAtMost = 5_000

export interface ServerOptions {
  /** Where requests come in; default: a server of Fastify's own, for tests with `inject`. */
  readonly serverFactory?: FastifyServerFactory
  readonly readiness?: Readiness
}

/**
 * Builds the HTTP server from the implementations of the contract's routes. It does not listen yet.
 *
 * @param implementations at most one per route
 */
export async function buildServer(
  platform: Platform,
  implementations: readonly Implementation[],
  { serverFactory, readiness }: ServerOptions = {},
): Promise<FastifyInstance> {
  const { configuration } = platform
  const options: FastifyServerOptions = {
    loggerInstance: platform.log,
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: () => randomBytes(9).toString('base64url'),
    requestIdHeader: false,
    // Only the proxy in front of us is believed, not what its callers say of themselves.
    trustProxy: configuration.ZHENGFENG_TRUST_PROXY ? (_address, hop) => hop < 1 : false,
    bodyLimit: bodyAtMost,
    exposeHeadRoutes: false,
    routerOptions: { maxParamLength: parameterAtMost, ignoreTrailingSlash: false, caseSensitive: true },
    return503OnClosing: false,
    forceCloseConnections: false,
    clientErrorHandler: answerClientError as never,
    frameworkErrors: (error, request, reply) => answerProblem(error, request, reply),
    ...(serverFactory && { serverFactory }),
  }
  const server = fastify(options)
  const paths = implementations.map(({ route }) => route)
  server.setErrorHandler((error, request, reply) => answerProblem(error, request, reply))
  server.setNotFoundHandler((request, reply) => answerUnknownPath(paths, request, reply))
  observeRequests(server)
  await addBasics(server, platform)
  addHealthRoutes(server, platform, readiness)
  addMetricsRoute(server, configuration)
  await addApi(server, platform, implementations)
  addProblemPages(server)
  await addDocumentation(server, paths)
  await addConsole(server, configuration)
  return server
}

async function addBasics(server: FastifyInstance, { configuration }: Platform): Promise<void> {
  const publicUrl = configuration.ZHENGFENG_PUBLIC_URL
  await server.register(helmet, securityHeaders(isHttps(configuration)))
  await server.register(cookie)
  await server.register(compress, {
    encodings: ['br', 'gzip'],
    threshold: 1024,
    globalDecompression: false,
    brotliOptions: { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } },
  })
  server.addHook('onRequest', async (request, reply) => {
    reply.header('x-request-id', request.id)
    reply.header('content-security-policy', contentSecurityPolicy())
    refuseCrossSite(request, publicUrl)
  })
}

async function addApi(
  server: FastifyInstance,
  platform: Platform,
  implementations: readonly Implementation[],
): Promise<void> {
  const limits = createRateLimits(platform.configuration.ZHENGFENG_REQUESTS_PER_MINUTE)
  const streamed = implementations.filter(({ route }) => route.body === 'stream')
  const plain = implementations.filter(({ route }) => route.body !== 'stream')
  await server.register(async (scope) => {
    limitSlowBodies(scope)
    trackEventStreams(scope)
    for (const implementation of plain) registerRoute(scope, platform, { implementation, limits })
  })
  await server.register(async (scope) => {
    scope.removeAllContentTypeParsers()
    await scope.register(multipart)
    // The handler reads, decodes and limits it.
    scope.addContentTypeParser('*', (_request, payload, done) => done(null, payload))
    // A request without a body is one with an empty body.
    scope.addHook('preHandler', async (request) => {
      if (request.body === undefined && !request.isMultipart()) request.body = Readable.from([])
    })
    for (const implementation of streamed) registerRoute(scope, platform, { implementation, limits })
  })
}
