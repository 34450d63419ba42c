import type { RequestListener } from 'node:http'
import { languageOf, textsIn } from '../http/language.ts'
import { plainPage } from '../http/plain-page.ts'
import { answerStarting } from '../http/starting.ts'
import type { Sandbox } from './sandbox.ts'

const againAfterSeconds = 1

/** Answers while the province is loaded: how far that is, to people on a page, to programs at `/api/v1/sandbox`. */
export function answerLoading(sandbox: Pick<Sandbox, 'status'>): RequestListener {
  return (request, response) => {
    const path = (request.url ?? '/').split('?', 1)[0]!
    const status = sandbox.status()
    if (request.method !== 'GET') return answerStarting(request, response)
    if (path === '/api/v1/sandbox') {
      response.writeHead(200, { ...plainHeaders, 'content-type': 'application/json; charset=utf-8' })
      response.end(JSON.stringify(status))
      return
    }
    const isPage = /text\/html/.test(request.headers.accept ?? '') && !path.startsWith('/api/')
    if (!isPage || !status.loading) return answerStarting(request, response)
    const language = languageOf(request.headers['accept-language'])
    const { html, policy } = loadingPage(language, status.loading)
    const headers = { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': policy }
    response.writeHead(503, { ...plainHeaders, ...headers, 'retry-after': String(againAfterSeconds) }).end(html)
  }
}

const plainHeaders = { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' }

function loadingPage(
  language: ReturnType<typeof languageOf>,
  { doneShare, cases }: { readonly doneShare: number; readonly cases: number },
): ReturnType<typeof plainPage> {
  const { t } = textsIn(language)
  const done = `${Math.floor(doneShare * 100)}%`
  const text = t('server.pages.loadingSandbox', { done, cases })
  return plainPage({ language, title: t('server.product'), text, againAfterSeconds })
}
