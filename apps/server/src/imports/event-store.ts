import type { IncomingEvent } from '../ingest/incoming-event.ts'

/** A batch of events on its way into the log. */
export interface Batch {
  readonly id: string
  readonly sourceId: string
  /** Attributes that identify people beside those that the profile names, as they stand in events. */
  readonly personalAttributes: readonly string[]
}

export interface Written {
  /** Stored now. */
  readonly stored: number
  /** There already. */
  readonly repeated: number
}

/** What imports need of whoever writes events. */
export interface EventStore {
  /** Writes events in their order, each once however often it is called with them. */
  write(batch: Batch, events: readonly IncomingEvent[]): Promise<Written>
  /** Takes back all that a batch brought; going on where an earlier call stopped. */
  takeBack(batchId: string, options: TakeBackOptions): Promise<void>
}

export interface TakeBackOptions {
  readonly signal: AbortSignal
  /** Cases done so far, and of how many. */
  readonly onProgress: (done: number, total: number) => void
}
