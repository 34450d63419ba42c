import { eventFlags } from '@zhengfeng/contract'
import { caseColumns } from '../ingest/case-row.ts'
import type { DivisionChange } from '../ingest/cell-rows.ts'
import { bucketKey, cellKey, dayBucketKey, dayKey, measureColumns } from '../ingest/cell-rows.ts'
import { countOccurrences, keyOf } from '../ingest/event-key.ts'
import { copyEvents } from '../ingest/event-row.ts'
import { type CaseChange, foldCases } from '../ingest/fold-cases.ts'
import type { IncomingEvent } from '../ingest/incoming-event.ts'
import { sealPerson } from '../ingest/people.ts'
import { personalSealer, type SealedEvent } from '../ingest/seal-people.ts'
import type { InForce } from '../ingest/sources-in-force.ts'
import type { StoredEventRow } from '../ingest/stored-event.ts'
import type { Keys } from '../keys.ts'
import { copyLine } from '../storage/copy-text.ts'
import type { Parameter, Transaction } from '../storage/database.ts'
import type { CountyPast } from './province-source.ts'
import type { Arriving } from './simulate-city.ts'

export interface LoadContext {
  /** The source of the events, with the rules. */
  readonly inForce: InForce
  readonly sourceId: string
  readonly keys: Keys
}

/**
 * Writes the whole past of a county at once, with everything that follows from it. The log of the county must be empty: then each case and
 * cell is written once, and rows and figures are the same as if the events had come one after the other.
 *
 * @returns number of cases
 */
export async function loadCounty(tx: Transaction, past: CountyPast, context: LoadContext): Promise<number> {
  const { inForce, sourceId, keys } = context
  const source = inForce.sources.get(sourceId)!
  const sealed = past.events.map(sealing(personalSealer(keys, source.personal)))
  const rows = sealed.map((one, index) => rowOf(one, index + 1, source.id))
  const occurrences = countOccurrences()
  await copyEvents(
    tx,
    rows.map((row, index) => ({ row, key: keyOf(sealed[index]!.event, occurrences) })),
  )
  await copyPeople(tx, sealed, context)
  const projected = foldCases(wholeCases(rows), inForce)
  await tx.copy('service_case', caseColumns, [projected.rows.map(copyLine).join('')])
  for (const change of projected.changes) await copyCells(tx, change)
  await tx.query('insert into division_sequence (division, last_seq, last_recorded_at) values ($1, $2, $3)', [
    past.division,
    rows.length,
    rows.length === 0 ? null : new Date(rows.at(-1)!.recorded_at),
  ])
  return projected.rows.length
}

type Sealed = SealedEvent & { readonly arrivesAt: number }

function sealing(seal: (event: IncomingEvent) => SealedEvent): (arriving: Arriving) => Sealed {
  return ({ event, arrivesAt }) => ({ ...seal(event), arrivesAt })
}

function rowOf({ event, people, arrivesAt }: Sealed, seq: number, sourceId: string): StoredEventRow {
  return {
    division: event.division,
    seq,
    recorded_at: arrivesAt,
    source_id: sourceId,
    batch_id: null,
    event_id: event.eventId ?? null,
    case_no: event.caseNo,
    type: 'step',
    activity: event.activity,
    occurred_at: event.occurredAt,
    source_recorded_at: event.recordedAt ?? null,
    actor: event.actor ?? null,
    department: event.department ?? null,
    window: event.window ?? null,
    channel: event.channel ?? null,
    attributes: event.attributes ?? null,
    flags: people.length > 0 ? eventFlags.personal : 0,
  }
}

function wholeCases(rows: readonly StoredEventRow[]): CaseChange[] {
  const events = new Map<string, StoredEventRow[]>()
  for (const row of rows) {
    const known = events.get(row.case_no)
    if (known) known.push(row)
    else events.set(row.case_no, [row])
  }
  return Array.from(events, ([caseNo, own]) => ({
    division: own[0]!.division,
    caseNo,
    before: undefined,
    events: own,
    whole: true,
  }))
}

const personColumns = ['division', 'digest', 'sealed', 'key_id', 'created_at']

async function copyPeople(tx: Transaction, sealed: readonly Sealed[], { keys }: LoadContext): Promise<void> {
  const lines = new Map<string, string>()
  for (const { people, arrivesAt } of sealed)
    for (const person of people)
      if (!lines.has(person.digest))
        lines.set(
          person.digest,
          copyLine([person.division, person.digest, sealPerson(keys, person), keys.id, new Date(arrivesAt)]),
        )
  await tx.copy('person_data', personColumns, [[...lines.values()].join('')])
}

async function copyCells(tx: Transaction, { division, cells, days }: DivisionChange): Promise<void> {
  const dimensions = (cell: DivisionChange['cells'][number]): Parameter[] => [
    ...[division, cell.day, cell.item, cell.department, cell.channel, cell.applicantGroup],
  ]
  await copyRows(
    tx,
    'indicator_cell',
    [...cellKey, ...measureColumns],
    cells.map((cell) => [...dimensions(cell), ...cell.values]),
  )
  await copyRows(
    tx,
    'indicator_bucket',
    [...bucketKey, 'n'],
    cells.flatMap((cell) => cell.buckets.map(({ clock, bucket, n }) => [...dimensions(cell), clock, bucket, n])),
  )
  await copyRows(
    tx,
    'indicator_day',
    [...dayKey, ...measureColumns],
    days.map(({ day, values }) => [division, day, ...values]),
  )
  await copyRows(
    tx,
    'indicator_day_bucket',
    [...dayBucketKey, 'n'],
    days.flatMap(({ day, buckets }) => buckets.map(({ clock, bucket, n }) => [division, day, clock, bucket, n])),
  )
}

function copyRows(
  tx: Transaction,
  table: string,
  columns: readonly string[],
  rows: readonly Parameter[][],
): Promise<number> {
  return tx.copy(table, columns, [rows.map(copyLine).join('')])
}
