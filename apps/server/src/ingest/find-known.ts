import type { Queryable } from '../storage/database.ts'
import type { IncomingEvent } from './incoming-event.ts'
import { differingField, differingFromIncoming, type StoredEventRow, storedEventColumns } from './stored-event.ts'

/** An event without personal data, and the text by which it is known again. */
export interface KeyedEvent {
  readonly event: IncomingEvent
  readonly sourceId: string
  readonly key: string
}

/** How an event stands to those that are stored and to those before it in the same group. */
export type Standing =
  | { readonly kind: 'new' }
  | { readonly kind: 'duplicate' }
  | { readonly kind: 'contradiction'; readonly field: string }

/**
 * Finds out which events are new. The divisions are locked, so that nobody else can store them meanwhile.
 *
 * @returns one per event
 */
export async function findKnown(db: Queryable, events: readonly KeyedEvent[]): Promise<Standing[]> {
  const seqs = await readSeqs(db, events)
  const stored = await readStored(db, events, seqs)
  const firsts = new Map<string, IncomingEvent>()
  return events.map(({ event, sourceId, key }, i): Standing => {
    const seq = seqs.get(i)
    if (seq !== undefined) {
      const row = stored.get(`${event.division} ${seq}`)
      return standingOf(row && differingField(event, row))
    }
    const place = `${event.division} ${sourceId} ${key}`
    const first = firsts.get(place)
    if (first) return standingOf(differingFromIncoming(event, first))
    firsts.set(place, event)
    return { kind: 'new' }
  })
}

function standingOf(field: string | undefined): Standing {
  return field === undefined ? { kind: 'duplicate' } : { kind: 'contradiction', field }
}

async function readSeqs(db: Queryable, events: readonly KeyedEvent[]): Promise<Map<number, number>> {
  const rows = await db.query<{ place: number; seq: number }>(
    `select wanted.place - 1 as place, event_key.seq
     from unnest($1::text[], $2::uuid[], $3::text[]) with ordinality as wanted (division, source_id, key, place)
     join event_key
       on event_key.division = wanted.division
      and event_key.source_id = wanted.source_id
      and event_key.key = wanted.key collate "C"`,
    [events.map(({ event }) => event.division), events.map(({ sourceId }) => sourceId), events.map(({ key }) => key)],
  )
  return new Map(rows.map(({ place, seq }) => [place, seq]))
}

/** Only events with an id can contradict; for the others the key is the content. */
async function readStored(
  db: Queryable,
  events: readonly KeyedEvent[],
  seqs: ReadonlyMap<number, number>,
): Promise<Map<string, StoredEventRow>> {
  const wanted = Array.from(seqs).filter(([place]) => events[place]!.event.eventId !== undefined)
  if (wanted.length === 0) return new Map()
  const rows = await db.query<StoredEventRow>(
    `select ${storedEventColumns}
     from event
     where (division, seq) in (select * from unnest($1::text[], $2::bigint[]))`,
    [wanted.map(([place]) => events[place]!.event.division), wanted.map(([, seq]) => seq)],
  )
  return new Map(rows.map((row) => [`${row.division} ${row.seq}`, row]))
}
