import { randomBytes } from 'node:crypto'
import type { FastifyHelmetOptions } from '@fastify/helmet'

/** Stands in the console's page for the nonce of one answer. */
export const nonceMark = '__CSP_NONCE__'

export function createNonce(): string {
  return randomBytes(16).toString('base64')
}

/**
 * What pages may load. Scripts come from our own files only. Ant Design writes style elements while it runs: a page that holds `nonceMark`
 * hands it a nonce that is new for every answer; a page that does not may write any style element. Charts and tables set single style
 * attributes, which can load nothing under the other rules.
 */
export function contentSecurityPolicy(style: { readonly nonce?: string; readonly anyStyle?: boolean } = {}): string {
  const elements = style.nonce === undefined ? (style.anyStyle ? " 'unsafe-inline'" : '') : ` 'nonce-${style.nonce}'`
  return [
    "default-src 'self'",
    "script-src 'self'",
    "script-src-attr 'none'",
    `style-src-elem 'self'${elements}`,
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self' data:",
    "worker-src 'self' blob:",
    "connect-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ')
}

/** The other headers that keep browsers from doing more than they need. The policy above is set by whoever answers with a page. */
export function securityHeaders(https: boolean): FastifyHelmetOptions {
  return {
    contentSecurityPolicy: false,
    hsts: https ? { maxAge: 31_536_000, includeSubDomains: false } : false,
    referrerPolicy: { policy: 'same-origin' },
    frameguard: { action: 'deny' },
    crossOriginEmbedderPolicy: false,
    crossOriginOpenerPolicy: { policy: 'same-origin' },
    crossOriginResourcePolicy: { policy: 'same-origin' },
  }
}
