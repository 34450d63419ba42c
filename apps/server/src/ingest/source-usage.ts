import { randomUUID } from 'node:crypto'
import type { RejectedEvent } from '@zhengfeng/contract'
import type { Platform } from '../platform.ts'

/** What a request of a source came to. */
export interface Usage {
  readonly sourceId: string
  readonly tokenId: string
  readonly stored: number
  readonly repeated: number
  readonly rejected: readonly RejectedEvent[]
  /** Refused for its quota. */
  readonly throttled: boolean
}

/** Keeps account of what sources send, in memory, and writes it down every few seconds. */
export interface UsageLog {
  note(usage: Usage): void
  /** Writes down what was noted. */
  flush(): Promise<void>
  /** Writes down what was noted last. */
  stop(): Promise<void>
}

interface Sums {
  requests: number
  stored: number
  repeated: number
  rejected: number
  throttled: number
  lastAt: number
}

const rejectionsKept = 100
const flushMs = 5000

const ofPlatforms = new WeakMap<object, UsageLog>()

/** The account of this process. */
export function usageLogOf(platform: Pick<Platform, 'db' | 'now' | 'log'>): UsageLog {
  let log = ofPlatforms.get(platform.db)
  if (!log) {
    log = createUsageLog(platform)
    ofPlatforms.set(platform.db, log)
  }
  return log
}

function createUsageLog(platform: Pick<Platform, 'db' | 'now' | 'log'>): UsageLog {
  let sums = new Map<string, Sums>()
  let rejections: { readonly sourceId: string; readonly at: number; readonly event: RejectedEvent }[] = []
  let tokens = new Map<string, number>()
  let timer: NodeJS.Timeout | undefined
  return {
    note: ({ sourceId, tokenId, stored, repeated, rejected, throttled }) => {
      const at = platform.now()
      const place = `${sourceId} ${new Date(at).toISOString().slice(0, 10)}`
      const sum = sums.get(place) ?? { requests: 0, stored: 0, repeated: 0, rejected: 0, throttled: 0, lastAt: at }
      sum.requests += 1
      sum.stored += stored
      sum.repeated += repeated
      sum.rejected += rejected.length
      sum.throttled += throttled ? 1 : 0
      sum.lastAt = at
      sums.set(place, sum)
      tokens.set(tokenId, at)
      for (const event of rejected.slice(-rejectionsKept)) rejections.push({ sourceId, at, event })
      if (rejections.length > 20 * rejectionsKept) rejections = rejections.slice(-10 * rejectionsKept)
      timer ??= setTimeout(flushLater, flushMs).unref()
    },
    flush,
    stop: flush,
  }

  function flushLater(): void {
    flush().catch((error: unknown) => platform.log.warn({ err: error }, 'the account of a source could not be written'))
  }

  async function flush(): Promise<void> {
    clearTimeout(timer)
    timer = undefined
    if (sums.size === 0) return
    const told = { sums, rejections, tokens }
    sums = new Map()
    rejections = []
    tokens = new Map()
    await platform.db.transaction(async (tx) => {
      for (const [place, sum] of told.sums) await tx.query(addUsage, usageRow(place, sum))
      for (const { sourceId, at, event } of told.rejections)
        await tx.query(addRejection, [
          sourceId,
          randomUUID(),
          new Date(at),
          event.line ?? event.index + 1,
          event.field,
          event.value ?? null,
          event.code,
        ])
      for (const [id, at] of told.tokens)
        await tx.query(`update api_token set last_used_at = $2 where id = $1`, [id, new Date(at)])
    })
  }
}

const addUsage = `insert into source_usage (source_id, day, requests, stored, repeated, rejected, throttled, last_received_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8)
     on conflict (source_id, day) do update
     set requests = source_usage.requests + excluded.requests,
       stored = source_usage.stored + excluded.stored,
       repeated = source_usage.repeated + excluded.repeated,
       rejected = source_usage.rejected + excluded.rejected,
       throttled = source_usage.throttled + excluded.throttled,
       last_received_at = excluded.last_received_at`

const addRejection = `insert into source_rejection (source_id, id, at, line, field, value, reason)
     values ($1, $2, $3, $4, $5, $6, $7)`

function usageRow(place: string, { requests, stored, repeated, rejected, throttled, lastAt }: Sums) {
  const [sourceId, day] = place.split(' ') as [string, string]
  return [sourceId, day, requests, stored, repeated, rejected, throttled, new Date(lastAt)]
}
