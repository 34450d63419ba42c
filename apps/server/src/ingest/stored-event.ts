import type { EventAttributes, IncomingEvent } from './incoming-event.ts'

/** A row of `event`, instants in UTC milliseconds. */
export interface StoredEventRow {
  readonly division: string
  readonly seq: number
  readonly recorded_at: number
  readonly source_id: string
  readonly batch_id: string | null
  readonly event_id: string | null
  readonly case_no: string
  readonly type: 'step' | 'void'
  readonly activity: string
  readonly occurred_at: number
  readonly source_recorded_at: number | null
  readonly actor: string | null
  readonly department: string | null
  readonly window: string | null
  readonly channel: string | null
  readonly attributes: EventAttributes | null
  readonly flags: number
}

export const storedEventColumns = `division, seq, recorded_at, source_id, batch_id, event_id, case_no, type, activity, occurred_at,
       source_recorded_at, actor, department, "window", channel, attributes, flags`

/**
 * The first field in which an event contradicts the one that was stored under its id; undefined where they say the same.
 *
 * @param event after personal data was taken out
 */
export function differingField(event: IncomingEvent, stored: StoredEventRow): string | undefined {
  if (event.caseNo !== stored.case_no) return 'caseNo'
  if (event.activity !== stored.activity) return 'activity'
  if (event.occurredAt !== stored.occurred_at) return 'occurredAt'
  if ((event.recordedAt ?? null) !== stored.source_recorded_at) return 'recordedAt'
  for (const field of ['actor', 'department', 'window', 'channel'] as const)
    if ((event[field] ?? null) !== stored[field]) return field
  return differingAttribute(event.attributes ?? {}, stored.attributes ?? {})
}

/** As `differingField`, for two events of one request. */
export function differingFromIncoming(event: IncomingEvent, first: IncomingEvent): string | undefined {
  for (const field of [
    'caseNo',
    'activity',
    'occurredAt',
    'recordedAt',
    'actor',
    'department',
    'window',
    'channel',
  ] as const)
    if (event[field] !== first[field]) return field
  return differingAttribute(event.attributes ?? {}, first.attributes ?? {})
}

function differingAttribute(one: EventAttributes, other: EventAttributes): string | undefined {
  for (const name of new Set([...Object.keys(one), ...Object.keys(other)]))
    if (!isSame(one[name], other[name])) return `attributes.${name}`
  return undefined
}

/** Equal as JSON: the order of names does not count. */
export function isSame(one: unknown, other: unknown): boolean {
  if (one === other) return true
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return false
  if (Array.isArray(one) !== Array.isArray(other)) return false
  const names = Object.keys(one)
  if (names.length !== Object.keys(other).length) return false
  return names.every(
    (name) => Object.hasOwn(other, name) && isSame((one as EventAttributes)[name], (other as EventAttributes)[name]),
  )
}
