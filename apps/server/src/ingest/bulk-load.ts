import type { Platform } from '../platform.ts'
import { countOccurrences } from './event-key.ts'
import type { IncomingEvent } from './incoming-event.ts'
import { sourcesInForce } from './sources-in-force.ts'
import { type EventToWrite, type Submission, writeEvents } from './write-events.ts'

export interface BulkLoadOptions {
  readonly sourceId: string
  /** The import that brings the events. */
  readonly batchId?: string
  /** Attributes that stand for people, besides those that the profile names. */
  readonly personalAttributes?: readonly string[]
  /** Ends after the events that are being written; loading the same again goes on. */
  readonly signal?: AbortSignal
  readonly onProgress?: (loaded: Loaded) => void
  /** Events in one transaction. */
  readonly eventsAtOnce?: number
}

export interface Loaded {
  readonly accepted: number
  /** Events that were there already with the same content. */
  readonly duplicates: number
  /** Events whose id was there already with another content; they were left out. */
  readonly contradictions: number
}

/**
 * Loads many events, in the way every event goes but in large transactions. It is fastest where the events of a case come together, since
 * each case and cell is then written once; the projections are the same in any order.
 *
 * Loading the same again, also after the process was killed in the middle, stores only what is missing: so events without id must be
 * told in the same order, or with `occurrence`.
 *
 * @param chunks checked events, of any number each; those of one division in the order in which they are to be numbered
 * @throws StorageError; what was reported by `onProgress` is on disk
 */
export async function bulkLoad(
  platform: Pick<Platform, 'db' | 'now' | 'keys' | 'bus'>,
  { sourceId, batchId, personalAttributes, signal, onProgress, eventsAtOnce = 20_000 }: BulkLoadOptions,
  chunks: AsyncIterable<readonly IncomingEvent[]> | Iterable<readonly IncomingEvent[]>,
): Promise<Loaded> {
  const sources = sourcesInForce()
  const submission: Submission = {
    sourceId,
    occurrences: countOccurrences(),
    ...(batchId !== undefined && { batchId }),
    ...(personalAttributes && { personalAttributes }),
  }
  const loaded = { accepted: 0, duplicates: 0, contradictions: 0 }
  for await (const events of inGroups(chunks, eventsAtOnce)) {
    if (signal?.aborted) break
    const items = events.map((incoming): EventToWrite => ({ incoming, submission }))
    const { outcomes, cases, days } = await platform.db.transaction((tx) =>
      writeEvents(tx, items, { engine: platform.db.engine, keys: platform.keys, sources, now: platform.now() }),
    )
    let stored = 0
    for (const { kind } of outcomes) {
      if (kind === 'stored') stored += 1
      else if (kind === 'duplicate') loaded.duplicates += 1
      else loaded.contradictions += 1
    }
    loaded.accepted += stored
    if (stored > 0) platform.bus.tell({ kind: 'events', count: stored, cases, days })
    onProgress?.({ ...loaded })
  }
  return loaded
}

/** Joins chunks until a group is large enough, so that cases that stand together stay together where that is possible. */
async function* inGroups(
  chunks: AsyncIterable<readonly IncomingEvent[]> | Iterable<readonly IncomingEvent[]>,
  size: number,
): AsyncGenerator<readonly IncomingEvent[], void, undefined> {
  let group: IncomingEvent[] = []
  for await (const chunk of chunks) {
    for (const event of chunk) {
      const previous = group.at(-1)
      const isSameCase = previous?.caseNo === event.caseNo && previous.division === event.division
      // A case of endless events must not make an endless transaction.
      if (group.length >= size && (!isSameCase || group.length >= 2 * size)) {
        yield group
        group = []
      }
      group.push(event)
    }
  }
  if (group.length > 0) yield group
}
