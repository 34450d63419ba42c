import { existsSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Configuration } from '../configuration.ts'
import { contentSecurityPolicy, createNonce, nonceMark } from './content-security.ts'
import { languageOf, textsIn } from './language.ts'
import { plainPage } from './plain-page.ts'

const builtConsole = fileURLToPath(new URL('../../../console/dist/site', import.meta.url))

/**
 * The console's files. Names under /assets/ carry a digest of their content and are kept for ever; every other address that is no file
 * leads to the console's page, which finds its own way; the API's addresses never do.
 */
export async function addConsole(server: FastifyInstance, configuration: Configuration): Promise<void> {
  const root = configuration.ZHENGFENG_CONSOLE ?? builtConsole
  if (!existsSync(join(root, 'index.html'))) {
    server.get('/', (request, reply) => answerNotBuilt(request, reply))
    return
  }
  const page = createPage(join(root, 'index.html'))
  await server.register(fastifyStatic, {
    root,
    index: false,
    serve: false,
    dotfiles: 'ignore',
    cacheControl: false,
    setHeaders: (reply, path) => {
      const lasting = path.slice(root.length).startsWith('/assets/')
      reply.header('cache-control', lasting ? 'public, max-age=31536000, immutable' : 'no-cache')
    },
  })
  server.get('/', (_request, reply) => page(reply))
  server.get<{ Params: { '*': string } }>('/*', (request, reply) => {
    const path = request.params['*']
    return path === 'index.html' || isPage(request) ? page(reply) : reply.sendFile(path)
  })
}

/** An address of the console: asked for by a browser that wants a page, and without the ending of a file. */
function isPage(request: FastifyRequest): boolean {
  const path = request.url.split('?', 1)[0]
  if (path.startsWith('/api/') || path === '/api' || path.startsWith('/assets/')) return false
  const wantsPage = /text\/html|\*\/\*/.test(request.headers.accept ?? '*/*')
  return wantsPage && !/\.[a-z0-9]{1,8}$/i.test(path)
}

function createPage(file: string): (reply: FastifyReply) => FastifyReply {
  let kept = { changedAt: -1, text: '' }
  return (reply) => {
    const changedAt = statSync(file).mtimeMs
    if (changedAt !== kept.changedAt) kept = { changedAt, text: readFileSync(file, 'utf8') }
    const nonce = createNonce()
    const policy = contentSecurityPolicy(kept.text.includes(nonceMark) ? { nonce } : { anyStyle: true })
    return reply
      .header('content-security-policy', policy)
      .header('cache-control', 'no-store')
      .type('text/html; charset=utf-8')
      .send(kept.text.replaceAll(nonceMark, nonce))
  }
}

function answerNotBuilt(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const { t, language } = textsIn(languageOf(request.headers['accept-language']))
  const page = plainPage({ language, title: t('server.product'), text: t('server.pages.notBuilt') })
  return reply.code(404).header('content-security-policy', page.policy).type('text/html; charset=utf-8').send(page.html)
}
