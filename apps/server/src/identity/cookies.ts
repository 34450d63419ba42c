import type {} from '@fastify/cookie'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Configuration } from '../configuration.ts'

/**
 * Browsers of the server come over https: cookies are then Secure and bound to the host by their name.
 */
export function isHttps(configuration: Configuration): boolean {
  return configuration.ZHENGFENG_PUBLIC_URL?.startsWith('https:') ?? false
}

export function readSessionCookie(request: FastifyRequest, configuration: Configuration): string | undefined {
  const token = request.cookies[sessionCookie(configuration)]
  return token !== undefined && /^[\w-]{43}$/.test(token) ? token : undefined
}

/** Without an expiry: the cookie goes when the browser is closed, the session when it is over. */
export function setSessionCookie(reply: FastifyReply, configuration: Configuration, token: string): void {
  reply.setCookie(sessionCookie(configuration), token, { ...options(configuration), sameSite: 'strict' })
}

export function clearSessionCookie(reply: FastifyReply, configuration: Configuration): void {
  reply.clearCookie(sessionCookie(configuration), { ...options(configuration), sameSite: 'strict' })
}

/** Must come back when the identity provider sends the browser here from its own site, so not `strict`; ten minutes. */
export function setOidcCookie(reply: FastifyReply, configuration: Configuration, value: string): void {
  reply.setCookie(oidcCookie(configuration), value, { ...options(configuration), sameSite: 'lax', maxAge: 600 })
}

export function takeOidcCookie(
  request: FastifyRequest,
  reply: FastifyReply,
  configuration: Configuration,
): string | undefined {
  const name = oidcCookie(configuration)
  reply.clearCookie(name, { ...options(configuration), sameSite: 'lax' })
  return request.cookies[name]
}

function sessionCookie(configuration: Configuration): string {
  return isHttps(configuration) ? '__Host-zf_session' : 'zf_session'
}

function oidcCookie(configuration: Configuration): string {
  return isHttps(configuration) ? '__Host-zf_oidc' : 'zf_oidc'
}

function options(configuration: Configuration) {
  return { path: '/', httpOnly: true, secure: isHttps(configuration) } as const
}
