import type { Access } from '../http/access.ts'

/** How the caller is named where an act is kept: the login of an account, the name of a token. */
export function callerName({ who }: Access): string {
  if (who.kind === 'account') return who.login
  return who.kind === 'token' ? who.name : ''
}
