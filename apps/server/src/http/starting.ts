import type { IncomingMessage, ServerResponse } from 'node:http'
import { languageOf, textsIn } from './language.ts'
import { plainPage } from './plain-page.ts'
import { problemDocument } from './problem-document.ts'
import { ProblemError } from './problem-error.ts'

const againAfterSeconds = 3

/** Answers while the database is opened, migrated and filled: the server can be reached from its first second. */
export function answerStarting(request: IncomingMessage, response: ServerResponse): void {
  const { status, headers, text } = answerTo(request)
  // What was not read of the request is not waited for.
  if (request.method !== 'GET') response.setHeader('connection', 'close')
  response.writeHead(status, { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff', ...headers }).end(text)
}

interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly text: string
}

function answerTo(request: IncomingMessage): Answer {
  const path = (request.url ?? '/').split('?', 1)[0]
  const language = languageOf(request.headers['accept-language'])
  const again = { 'retry-after': String(againAfterSeconds) }
  if (path === '/health') return json(200, '{"status":"alive"}')
  if (path === '/ready') return json(503, '{"status":"notReady"}', again)
  if (/text\/html/.test(request.headers.accept ?? '') && !path.startsWith('/api/')) {
    const { t } = textsIn(language)
    const page = plainPage({
      language,
      title: t('server.product'),
      text: t('server.pages.starting'),
      againAfterSeconds,
    })
    const headers = { ...again, 'content-type': 'text/html; charset=utf-8', 'content-security-policy': page.policy }
    return { status: 503, headers, text: page.html }
  }
  const document = problemDocument(new ProblemError('starting'), language, '-')
  return {
    status: document.status,
    headers: { ...again, 'content-type': 'application/problem+json; charset=utf-8' },
    text: JSON.stringify(document),
  }
}

function json(status: number, text: string, headers: Readonly<Record<string, string>> = {}): Answer {
  return { status, headers: { ...headers, 'content-type': 'application/json; charset=utf-8' }, text }
}
