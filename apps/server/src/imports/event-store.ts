import { bulkLoad } from '../ingest/bulk-load.ts'
import type { IncomingEvent } from '../ingest/incoming-event.ts'
import { voidBatch } from '../ingest/void-batch.ts'
import type { Platform } from '../platform.ts'
import { ReadingFailure } from './reading/failures.ts'

/** A batch of events on its way into the log. */
export interface Batch {
  readonly id: string
  readonly sourceId: string
  /** Attributes that identify people beside those that the profile names, as they stand in events. */
  readonly personalAttributes: readonly string[]
}

export interface TakeBackOptions {
  readonly signal: AbortSignal
  /** Cases looked at so far. */
  readonly onProgress: (cases: number) => void
}

/** What imports need of whoever writes events. */
export interface EventStore {
  /** Writes events in their order, all or none of them, each once however often it is called with them. */
  write(batch: Batch, events: readonly IncomingEvent[]): Promise<void>
  /**
   * Takes back all that a batch brought, going on where an earlier call stopped.
   *
   * @returns false where the signal stopped it before the end
   */
  takeBack(batchId: string, options: TakeBackOptions): Promise<boolean>
}

/** Stores the events of imports in the log of the platform. */
export function logStore(platform: Platform): EventStore {
  return {
    write: async ({ id, sourceId, personalAttributes }, events) => {
      const eventsAtOnce = Math.max(1, events.length)
      const { contradictions } = await bulkLoad(platform, { sourceId, batchId: id, personalAttributes, eventsAtOnce }, [
        events,
      ])
      if (contradictions > 0) throw new ReadingFailure('contradiction', { count: contradictions })
    },
    takeBack: async (batchId, options) => (await voidBatch(platform, batchId, options)).complete,
  }
}
