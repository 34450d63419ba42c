import type { FastifyRequest } from 'fastify'
import { ProblemError } from './problem-error.ts'

/** Requests that may be made in a minute: a bucket that fills evenly, so that short bursts pass. */
export interface RateLimit {
  /** @throws ProblemError `tooManyRequests` with Retry-After */
  take(key: string): void
}

const rememberedAtMost = 50_000

/**
 * A limit per key.
 *
 * @param perMinute how many on average; up to `burst` at once
 */
export function createRateLimit(
  perMinute: number,
  burst: number,
  now: () => number = () => performance.now(),
): RateLimit {
  const buckets = new Map<string, { left: number; at: number }>()
  const perMs = perMinute / 60_000
  return {
    take: (key) => {
      const at = now()
      const bucket = buckets.get(key) ?? { left: burst, at }
      // The oldest stand first: a key that was used goes to the end.
      buckets.delete(key)
      buckets.set(key, bucket)
      if (buckets.size > rememberedAtMost) buckets.delete(buckets.keys().next().value as string)
      bucket.left = Math.min(burst, bucket.left + (at - bucket.at) * perMs)
      bucket.at = at
      if (bucket.left >= 1) {
        bucket.left -= 1
        return
      }
      const seconds = Math.max(1, Math.ceil((1 - bucket.left) / perMs / 1000))
      throw new ProblemError('tooManyRequests', { seconds }, { headers: { 'retry-after': String(seconds) } })
    },
  }
}

/** The limits of a server: one for proofs of who somebody is, by address; one for everything, by who calls. */
export interface RateLimits {
  /** Before anything is looked up. */
  beforeSignIn(request: FastifyRequest): void
  ofCaller(key: string): void
}

/** Passwords cost the server much: an address may try so many a minute, right or wrong. */
const signInsPerMinute = 60

export function createRateLimits(requestsPerMinute: number): RateLimits {
  const signIns = createRateLimit(signInsPerMinute, signInsPerMinute)
  const callers = createRateLimit(requestsPerMinute, Math.max(60, requestsPerMinute / 10))
  return {
    beforeSignIn: (request) => signIns.take(request.ip),
    ofCaller: (key) => callers.take(key),
  }
}
