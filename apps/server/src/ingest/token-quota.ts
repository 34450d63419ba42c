import { ProblemError } from '../http/problem-error.ts'
import { readSetting } from '../settings/read-setting.ts'
import type { Queryable } from '../storage/database.ts'

/** How many events tokens may bring in a minute. Counted in the memory of this process: several processes allow as many times more. */
export interface TokenQuotas {
  /**
   * Checks that a token has some of its quota left.
   *
   * @throws ProblemError `quotaExceeded` with `retry-after`
   */
  check(tokenId: string): Promise<void>
  /** Counts events. More than is left may be taken at once; the token then waits until that is made up for. */
  take(tokenId: string, events: number): void
  /** Events of the last minute or so, as far as they still count. */
  used(tokenId: string): number | undefined
}

interface Bucket {
  perMinute: number
  readAt: number
  left: number
  at: number
}

/** How long a quota that was changed may still be the old one. */
const freshMs = 30_000

const ofPlatforms = new WeakMap<object, TokenQuotas>()

/** The quotas of this process. */
export function tokenQuotasOf({ db }: { readonly db: Queryable }): TokenQuotas {
  let quotas = ofPlatforms.get(db)
  if (!quotas) {
    quotas = createTokenQuotas(db)
    ofPlatforms.set(db, quotas)
  }
  return quotas
}

/** @param now milliseconds of a clock that never goes back */
export function createTokenQuotas(db: Queryable, now: () => number = () => performance.now()): TokenQuotas {
  const buckets = new Map<string, Bucket>()
  return {
    check: async (tokenId) => {
      const bucket = await bucketOf(tokenId)
      refill(bucket)
      if (bucket.left > 0) return
      const seconds = Math.max(1, Math.ceil(((1 - bucket.left) * 60) / bucket.perMinute))
      throw new ProblemError(
        'quotaExceeded',
        { reason: 'events', perMinute: bucket.perMinute, seconds },
        { headers: { 'retry-after': String(seconds) } },
      )
    },
    take: (tokenId, events) => {
      const bucket = buckets.get(tokenId)
      if (bucket) bucket.left -= events
    },
    used: (tokenId) => {
      const bucket = buckets.get(tokenId)
      if (!bucket) return undefined
      refill(bucket)
      return Math.round(bucket.perMinute - bucket.left)
    },
  }

  async function bucketOf(tokenId: string): Promise<Bucket> {
    const known = buckets.get(tokenId)
    if (known && now() - known.readAt < freshMs) return known
    const perMinute = await readQuota(db, tokenId)
    const bucket = buckets.get(tokenId) ?? { perMinute, readAt: 0, left: perMinute, at: now() }
    // A new quota counts from now on; what was used of the old one stays used.
    bucket.left += perMinute - bucket.perMinute
    bucket.perMinute = perMinute
    bucket.readAt = now()
    buckets.set(tokenId, bucket)
    return bucket
  }

  function refill(bucket: Bucket): void {
    const at = now()
    bucket.left = Math.min(bucket.perMinute, bucket.left + ((at - bucket.at) / 60_000) * bucket.perMinute)
    bucket.at = at
  }
}

async function readQuota(db: Queryable, tokenId: string): Promise<number> {
  const [row] = await db.query<{ quota_per_minute: number | null }>(
    `select quota_per_minute
     from api_token
     where id = $1`,
    [tokenId],
  )
  return row?.quota_per_minute ?? (await readSetting(db, 'ingestion')).eventsPerMinute
}
