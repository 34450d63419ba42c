import type { Grant } from '@zhengfeng/contract'
import type { FastifyInstance, InjectOptions, LightMyRequestResponse } from 'fastify'
import type { Platform } from '../platform.ts'
import { makeAccount } from './make-account.ts'
import { hashPassword } from './passwords.ts'
import { startSession } from './sessions.ts'

export const testPassword = 'kolibri-am-fenster-9'

let hash: Promise<string> | undefined

/** An account with the grants given and `testPassword`. */
export async function insertAccount(
  platform: Platform,
  login: string,
  grants: readonly Grant[],
  more: {
    readonly division?: string
    readonly signsInWith?: 'password' | 'oidc'
    readonly mustChangePassword?: boolean
  } = {},
): Promise<string> {
  hash ??= hashPassword(testPassword)
  const { signsInWith = 'password', mustChangePassword = false, division } = more
  const passwordHash = signsInWith === 'password' ? await hash : undefined
  const at = platform.wallClock?.() ?? Date.now()
  return platform.db.transaction((tx) =>
    makeAccount(tx, {
      login,
      name: login,
      division,
      signsInWith,
      ...(passwordHash !== undefined && { passwordHash }),
      mustChangePassword,
      grants,
      by: 'test',
      at,
    }),
  )
}

/** A signed-in session of an account, as a cookie header. */
export async function sessionCookieOf(platform: Platform, accountId: string): Promise<string> {
  const { token } = await startSession(platform, {
    accountId,
    state: 'active',
    method: 'password',
    address: '127.0.0.1',
    userAgent: 'test',
  })
  return `zf_session=${token}`
}

/** The session cookie that an answer sets. */
export function cookieSetBy(response: LightMyRequestResponse): string {
  const cookie = response.cookies.find(({ name }) => name.endsWith('zf_session'))
  return cookie ? `${cookie.name}=${cookie.value}` : ''
}

/** Calls in English, with the cookie given. */
export function callerWith(server: FastifyInstance, cookie?: string) {
  return (
    method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
    url: string,
    payload?: object,
  ): Promise<LightMyRequestResponse> => {
    const request: InjectOptions = {
      method,
      url,
      headers: { 'accept-language': 'en', ...(cookie !== undefined && { cookie }) },
      ...(payload !== undefined && { payload }),
    }
    return server.inject(request)
  }
}
