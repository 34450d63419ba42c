import { copyLine } from '../storage/copy-text.ts'
import type { Transaction } from '../storage/database.ts'
import { insertOfRecords } from './insert-of-records.ts'
import { instantText } from './instant-text.ts'
import type { Change } from './run-together.ts'
import type { StoredEventRow } from './stored-event.ts'

/** An event to be stored, and the text by which it is known again; none where nobody will send it again. */
export interface KeyedRow {
  readonly row: StoredEventRow
  readonly key?: string
}

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
/** The columns of `event_key`, in the order of `eventKeyLine`. */
export const eventKeyColumns = ['division', 'source_id', 'key', 'seq'] as const

/** Stores many events. */
export async function copyEvents(tx: Transaction, events: readonly KeyedRow[]): Promise<void> {
  await tx.copy('event', eventColumns, [events.map(({ row }) => eventLine(row)).join('')])
  const keyed = events.filter(({ key }) => key !== undefined)
  if (keyed.length > 0)
    await tx.copy('event_key', eventKeyColumns, [keyed.map(({ row, key }) => eventKeyLine(row, key!)).join('')])
}

/** A row of `event` as `copy` takes it. */
export function eventLine(row: StoredEventRow): string {
  return copyLine(eventValues(row, JSON.stringify))
}

/** A row of `event_key` as `copy` takes it. */
export function eventKeyLine(row: StoredEventRow, key: string): string {
  return copyLine(keyValues({ row, key }))
}

const insertOfEvents = insertOfRecords('event', eventColumns)
const insertOfKeys = insertOfRecords('event_key', eventKeyColumns)

/** The changes that store few events. */
export function eventChanges(events: readonly KeyedRow[]): Change[] {
  const rows = events.map(({ row }) => eventValues(row, (attributes) => attributes))
  const keys = events.filter(({ key }) => key !== undefined).map(keyValues)
  return [
    { sql: insertOfEvents.sql, parameter: insertOfEvents.parameterOf(rows) },
    ...(keys.length > 0 ? [{ sql: insertOfKeys.sql, parameter: insertOfKeys.parameterOf(keys) }] : []),
  ]
}

function eventValues<Json>(row: StoredEventRow, json: (attributes: object) => Json) {
  return [
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
    row.attributes === null ? null : json(row.attributes),
    row.flags,
  ]
}

function keyValues({ row, key }: KeyedRow): (string | number)[] {
  return [row.division, row.source_id, key!, row.seq]
}
