import { copyLine } from '../storage/copy-text.ts'
import type { StoredEventRow } from './stored-event.ts'

/** The columns of `event`, in the order of `eventLine`. */
export const eventColumns = [
  'division',
  'seq',
  'recorded_at',
  'source_id',
  'batch_id',
  'event_id',
  'case_no',
  'type',
  'activity',
  'occurred_at',
  'source_recorded_at',
  'actor',
  'department',
  'window',
  'channel',
  'attributes',
  'flags',
] as const

/** A row of `event` as `copy` takes it. */
export function eventLine(row: StoredEventRow): string {
  return copyLine([
    row.division,
    row.seq,
    instantText(row.recorded_at),
    row.source_id,
    row.batch_id,
    row.event_id,
    row.case_no,
    row.type,
    row.activity,
    instantText(row.occurred_at),
    row.source_recorded_at === null ? null : instantText(row.source_recorded_at),
    row.actor,
    row.department,
    row.window,
    row.channel,
    row.attributes === null ? null : JSON.stringify(row.attributes),
    row.flags,
  ])
}

/** The columns of `event_key`, in the order of `eventKeyLine`. */
export const eventKeyColumns = ['division', 'source_id', 'key', 'seq'] as const

export function eventKeyLine(row: StoredEventRow, key: string): string {
  return copyLine([row.division, row.source_id, key, row.seq])
}

function instantText(at: number): string {
  return new Date(at).toISOString()
}
