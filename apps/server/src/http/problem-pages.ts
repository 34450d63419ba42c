import { problemCodes, problems } from '@zhengfeng/contract'
import type { FastifyInstance } from 'fastify'
import { languageOf, textsIn } from './language.ts'
import { plainPage } from './plain-page.ts'

/** `/problems/<code>`: what the `type` of a problem leads to, so that whoever reads a log of refusals can look it up. */
export function addProblemPages(server: FastifyInstance): void {
  for (const code of problemCodes) {
    server.get(`/problems/${code}`, (request, reply) => {
      const { t, language } = textsIn(languageOf(request.headers['accept-language']))
      const title = t(`server.problems.${code}.title`)
      const page = plainPage({
        language,
        title,
        text: `${code} · ${t('server.pages.problemStatus', { status: String(problems[code]) })}`,
      })
      return reply.header('content-security-policy', page.policy).type('text/html; charset=utf-8').send(page.html)
    })
  }
}
