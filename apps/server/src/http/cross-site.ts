import type { FastifyRequest } from 'fastify'
import { ProblemError } from './problem-error.ts'

const reading = new Set(['GET', 'HEAD', 'OPTIONS'])

/**
 * Refuses a write that another site made the browser send. Browsers tell where a request comes from in `Sec-Fetch-Site`, older
 * ones in `Origin`; programs send neither, and have no cookie that a site could misuse. Requests with a token are left alone.
 *
 * @param publicUrl how browsers reach the server, where that differs from the Host header
 */
export function refuseCrossSite(request: FastifyRequest, publicUrl: string | undefined): void {
  if (reading.has(request.method) || request.headers.authorization !== undefined) return
  const site = request.headers['sec-fetch-site']
  const fetched = site === undefined || site === 'same-origin' || site === 'none'
  const origin = request.headers.origin
  if (fetched && (origin === undefined || origin === ownOrigin(request, publicUrl))) return
  // Behind a proxy that ends TLS the scheme that we see is not the browser's; the browser's own word is enough then.
  if (site === 'same-origin') return
  throw new ProblemError('crossSite')
}

function ownOrigin(request: FastifyRequest, publicUrl: string | undefined): string {
  return publicUrl === undefined ? `${request.protocol}://${request.headers.host}` : new URL(publicUrl).origin
}
