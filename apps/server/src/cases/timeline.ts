import type { CaseEvent } from '@zhengfeng/contract'
import type { Queryable } from '../storage/database.ts'
import { instant } from './case-row.ts'
import { maskAttributes } from './mask-attributes.ts'
import type { CaseKey } from './read-stored-case.ts'

/** An event of a case as it is stored. */
export interface StoredEvent {
  readonly seq: number
  readonly type: 'step' | 'void'
  readonly activity: string
  readonly occurred_at: number
  readonly recorded_at: number
  readonly source_recorded_at: number | null
  readonly batch_id: string | null
  readonly actor: string | null
  readonly department: string | null
  readonly window: string | null
  readonly channel: string | null
  readonly attributes: Readonly<Record<string, unknown>> | null
  readonly flags: number
}

/** Events that the page of a case holds at most. */
export const mostEvents = 1_000

/** The events of a case by time of happening, then number; one more than `mostEvents` where there are more. */
export async function readEvents(
  db: Queryable,
  { division, caseNo }: CaseKey,
  most = mostEvents + 1,
): Promise<StoredEvent[]> {
  return await db.query<StoredEvent>(
    `select seq, type, activity, occurred_at, recorded_at, source_recorded_at, batch_id, actor, department, "window", channel,
       attributes, flags
     from event
     where division = $1
       and case_no = $2
     order by occurred_at, seq
     limit $3`,
    [division, caseNo, most],
  )
}

export interface TimelineOptions {
  readonly stepOf: ReadonlyMap<string, string> | undefined
  /** A file is written down long after; only its own clock tells how long a step took to be written down. */
  readonly live: boolean
}

/** The events as they are told, personal data masked. */
export function timelineOf(events: readonly StoredEvent[], { stepOf, live }: TimelineOptions): CaseEvent[] {
  const voidedUntil = new Map<unknown, number>()
  for (const { type, attributes, seq } of events) if (type === 'void') voidedUntil.set(attributes?.batch, seq)
  return events.map((event) => {
    const step = event.type === 'step' ? stepOf?.get(event.activity) : undefined
    const writtenAt = event.source_recorded_at ?? (live ? event.recorded_at : null)
    return {
      seq: event.seq,
      type: event.type,
      activity: event.activity,
      ...(step !== undefined && { step }),
      occurredAt: instant(event.occurred_at),
      recordedAt: instant(event.recorded_at),
      ...(event.source_recorded_at !== null && { sourceRecordedAt: instant(event.source_recorded_at) }),
      ...(writtenAt !== null && { lagMs: writtenAt - event.occurred_at }),
      ...named('actor', event.actor),
      ...named('department', event.department),
      ...named('window', event.window),
      ...named('channel', event.channel),
      ...(event.attributes && { attributes: maskAttributes(event.attributes) as NonNullable<CaseEvent['attributes']> }),
      flags: flagNames.filter((_, bit) => event.flags & (1 << bit)),
      voided: event.type === 'step' && event.seq < (voidedUntil.get(event.batch_id ?? undefined) ?? 0),
    }
  })
}

/** By bit of the column `flags`. */
const flagNames = ['future', 'longAgo', 'personalMoved'] as const

function named<Name extends string>(name: Name, text: string | null): { [N in Name]?: string } {
  return (text === null ? {} : { [name]: text }) as { [N in Name]?: string }
}
