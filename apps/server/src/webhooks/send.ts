import { lookup } from 'node:dns/promises'
import { type IncomingMessage, request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'
import { isIP, type LookupFunction } from 'node:net'
import { performance } from 'node:perf_hooks'
import type { DeliveryView } from '@zhengfeng/contract'
import type { z } from 'zod'
import { isLoopback, mayReach, type Reach } from './addresses.ts'

export type SendError = NonNullable<z.infer<typeof DeliveryView>['lastError']>

export interface Sent {
  /** What the receiver answered. */
  readonly status?: number
  /** Absent where the receiver took it (2xx). */
  readonly error?: SendError
  readonly durationMs: number
}

export interface Post {
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
  readonly timeoutMs: number
  readonly reach: Reach
}

/** The host was found, and leads to where nothing may be sent. */
export class ForbiddenAddress extends Error {
  override readonly name = 'ForbiddenAddress'
}

/**
 * Sends one request. The address that was checked is the one that is connected to, so that a name cannot lead elsewhere in
 * between; redirects are not followed.
 */
export async function post({ url, headers, body, timeoutMs, reach }: Post): Promise<Sent> {
  const began = performance.now()
  const took = (): number => Math.round(performance.now() - began)
  try {
    const target = checkedUrl(url, reach)
    const status = await exchange(target, {
      headers,
      body,
      signal: AbortSignal.timeout(timeoutMs),
      lookup: checkedLookup(reach),
    })
    const error = status >= 200 && status < 300 ? undefined : status >= 300 && status < 400 ? 'redirect' : 'status'
    return { status, durationMs: took(), ...(error && { error }) }
  } catch (error) {
    return { error: errorOf(error), durationMs: took() }
  }
}

/**
 * The address as it may be sent to.
 *
 * @throws ForbiddenAddress for http beyond this machine, for user names in it, and for addresses that may not be reached
 */
export function checkedUrl(text: string, reach: Reach): URL {
  const url = new URL(text)
  const host = url.hostname.replace(/^\[|\]$/g, '')
  const plainAllowed = reach.loopback && (host === 'localhost' || isLoopback(host))
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && plainAllowed)) throw new ForbiddenAddress('protocol')
  if (url.username || url.password) throw new ForbiddenAddress('credentials')
  if (isIP(host) && !mayReach(host, reach)) throw new ForbiddenAddress('address')
  return url
}

/** Where a host leads, all of it reachable. @throws ForbiddenAddress */
export async function checkedAddresses(
  host: string,
  reach: Reach,
): Promise<readonly { address: string; family: number }[]> {
  const found = await lookup(host, { all: true, verbatim: true })
  if (!found.every(({ address }) => mayReach(address, reach))) throw new ForbiddenAddress('address')
  return found
}

function checkedLookup(reach: Reach): LookupFunction {
  return (host, options, answer) => {
    checkedAddresses(host, reach).then(
      (found) => (options.all ? answer(null, [...found]) : answer(null, found[0]!.address, found[0]!.family)),
      (error: NodeJS.ErrnoException) => answer(error, '', 4),
    )
  }
}

interface Exchange {
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
  readonly signal: AbortSignal
  readonly lookup: LookupFunction
}

function exchange(url: URL, { headers, body, signal, lookup }: Exchange): Promise<number> {
  const request = url.protocol === 'https:' ? requestHttps : requestHttp
  return new Promise((resolve, reject) => {
    const sent = request(url, {
      method: 'POST',
      headers: { ...headers, 'content-length': Buffer.byteLength(body) },
      signal,
      lookup,
      agent: false,
    })
    sent.on('error', reject)
    sent.on('response', (response: IncomingMessage) => {
      resolve(response.statusCode ?? 0)
      // What it says is nobody’s concern; the connection ends with it.
      response.on('error', () => undefined)
      response.destroy()
    })
    sent.end(body)
  })
}

const errorsByCode: Readonly<Record<string, SendError>> = {
  ABORT_ERR: 'timeout',
  ETIMEDOUT: 'timeout',
  ECONNREFUSED: 'refused',
  EHOSTUNREACH: 'refused',
  ENETUNREACH: 'refused',
  ENOTFOUND: 'unresolved',
  EAI_AGAIN: 'unresolved',
  ECONNRESET: 'reset',
  EPIPE: 'reset',
}

function errorOf(error: unknown): SendError {
  if (error instanceof ForbiddenAddress) return 'forbiddenAddress'
  const code = (error as NodeJS.ErrnoException)?.code ?? ''
  if (errorsByCode[code]) return errorsByCode[code]
  if (error instanceof DOMException || (error as Error)?.name === 'TimeoutError') return 'timeout'
  return /CERT|SSL|TLS|SIGNED/.test(code) ? 'tls' : 'other'
}
