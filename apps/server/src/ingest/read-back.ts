import type { EventPosition, eventsRoutes, StoredEvent } from '@zhengfeng/contract'
import { maskAttributes } from '../cases/mask-attributes.ts'
import { inScope } from '../http/access.ts'
import type { Call } from '../http/implement.ts'
import { ProblemError } from '../http/problem-error.ts'
import type { Platform } from '../platform.ts'
import { cachedTree } from '../settings/cached-tree.ts'
import type { Parameter } from '../storage/database.ts'
import { instantText } from './instant-text.ts'
import { type StoredEventRow, storedEventColumns } from './stored-event.ts'

type Reading = Pick<Platform, 'db' | 'bus'>

/** Reads events of a division back, in the order of their numbers. */
export async function listEvents({ db }: Reading, call: Call<(typeof eventsRoutes)['list']>) {
  const { division, afterSeq, untilSeq, limit } = call.query
  const parameters: Parameter[] = [division, afterSeq, untilSeq ?? null, limit + 1]
  const rows = await db.query<StoredEventRow>(
    `select ${storedEventColumns}
     from event
     where division = $1
       and seq > $2
       and ($3::bigint is null or seq <= $3)
       and ${inScope(call.access.scope('case.read'), { division: 'division', department: 'department' }, parameters)}
     order by division, seq
     limit $4`,
    parameters,
  )
  const items = rows.slice(0, limit).map(storedEvent)
  return { items, ...(rows.length > limit && { next: items.at(-1)!.seq }) }
}

/** How far the log of each division has got. */
export async function eventPositions(platform: Reading, call: Call<(typeof eventsRoutes)['position']>) {
  const { division } = call.query
  const subtree = division === undefined ? null : (await cachedTree(platform)).subtree(division)
  if (subtree?.length === 0) throw new ProblemError('notFound', { reason: 'division' })
  const parameters: Parameter[] = [subtree && [...subtree]]
  const rows = await platform.db.query<{ division: string; last_seq: number; last_recorded_at: number | null }>(
    `select division, last_seq, last_recorded_at
     from division_sequence
     where ($1::text[] is null or division = any($1))
       and ${inScope(call.access.scope('case.read'), { division: 'division' }, parameters)}
     order by division`,
    parameters,
  )
  return {
    items: rows.map(
      (row): EventPosition => ({
        division: row.division,
        seq: row.last_seq,
        ...(row.last_recorded_at !== null && { recordedAt: instantText(row.last_recorded_at) }),
      }),
    ),
  }
}

function storedEvent(row: StoredEventRow): StoredEvent {
  return {
    division: row.division,
    seq: row.seq,
    caseNo: row.case_no,
    type: row.type,
    activity: row.activity,
    occurredAt: instantText(row.occurred_at),
    recordedAt: instantText(row.recorded_at),
    source: row.source_id,
    flags: row.flags,
    ...(row.event_id !== null && { eventId: row.event_id }),
    ...(row.source_recorded_at !== null && { sourceRecordedAt: instantText(row.source_recorded_at) }),
    ...(row.batch_id !== null && { batch: row.batch_id }),
    ...(row.actor !== null && { actor: row.actor }),
    ...(row.department !== null && { department: row.department }),
    ...(row.window !== null && { window: row.window }),
    ...(row.channel !== null && { channel: row.channel }),
    ...(row.attributes !== null && {
      attributes: maskAttributes(row.attributes) as NonNullable<StoredEvent['attributes']>,
    }),
  }
}
