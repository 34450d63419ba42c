import type { z } from 'zod'
import type { Permission, TokenScope } from './permissions.ts'

/** Who may call a route: anybody, anybody signed in, holders of a permission, or also tokens with a scope. */
export type Guard =
  | { readonly kind: 'public' }
  | { readonly kind: 'signedIn' }
  | { readonly kind: 'permission'; readonly permission: Permission; readonly tokenScope?: TokenScope }
  | { readonly kind: 'token'; readonly scope: TokenScope }

/** One operation of the API. The server implements it, the client calls it, OpenAPI describes it. */
export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** With parameters as `{id}`. */
  readonly path: `/api/v1/${string}`
  /** In OpenAPI: one English sentence. */
  readonly summary: string
  /** A stage of the chain: `events`, `cases`, `indicators`, … */
  readonly tag: string
  readonly guard: Guard
  readonly params?: z.ZodObject
  readonly query?: z.ZodObject
  /** Absent: no body. `'stream'`: read by the handler (events, uploads). */
  readonly body?: z.ZodType | 'stream'
  /** `'file'`: a download; `'events'`: server-sent events; `'nothing'`: 204; `'redirect'`: leads the browser elsewhere. */
  readonly response: z.ZodType | 'file' | 'events' | 'nothing' | 'redirect'
}

/** Declares a route with its exact types. */
export function route<const R extends Route>(definition: R): R {
  return definition
}

export const guards = {
  public: { kind: 'public' },
  signedIn: { kind: 'signedIn' },
  may: (permission: Permission, tokenScope?: TokenScope): Guard => ({
    kind: 'permission',
    permission,
    ...(tokenScope && { tokenScope }),
  }),
  token: (scope: TokenScope): Guard => ({ kind: 'token', scope }),
} as const
