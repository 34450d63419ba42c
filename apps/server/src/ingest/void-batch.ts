import type { Platform } from '../platform.ts'
import type { Transaction } from '../storage/database.ts'
import { keyRange } from './event-key.ts'
import { copyEvents } from './event-row.ts'
import { type CaseChange, foldCases } from './fold-cases.ts'
import type { IncomingEvent } from './incoming-event.ts'
import { type LogEnd, lockDivisions, logEndsChange } from './lock-divisions.ts'
import { lookUpByIndex } from './look-up-by-index.ts'
import { type CaseName, readHistories } from './read-histories.ts'
import { type SourcesInForce, sourcesInForce } from './sources-in-force.ts'
import { sourcesOf } from './sources-of.ts'
import type { StoredEventRow } from './stored-event.ts'
import { writeProjections } from './write-projections.ts'

export interface VoidOptions {
  /** Ends after the cases that are being taken back; calling again goes on. */
  readonly signal?: AbortSignal
  /** Cases looked at so far. */
  readonly onProgress?: (cases: number) => void
}

export interface Voided {
  /** Cases from which something was taken back now. */
  readonly cases: number
  readonly events: number
  /** Whether nothing of the batch stands any more. */
  readonly complete: boolean
}

const casesAtOnce = 300

/**
 * Takes back what an import brought, by an event of type `void` in each of its cases: nothing is deleted from the log; cases and
 * cells follow. What was taken back can be sent or imported again. Calling it again takes nothing back twice and goes on where it ended.
 */
export async function voidBatch(
  platform: Pick<Platform, 'db' | 'now' | 'bus'>,
  batchId: string,
  { signal, onProgress }: VoidOptions = {},
): Promise<Voided> {
  const sources = sourcesInForce()
  const total = { cases: 0, events: 0 }
  let looked = 0
  let after: CaseName = { division: '', caseNo: '' }
  for (;;) {
    if (signal?.aborted) return { ...total, complete: false }
    const cases = await casesOfBatch(platform, batchId, after)
    if (cases.length === 0) return { ...total, complete: true }
    const taken = await platform.db.transaction((tx) => voidCases(tx, cases, { platform, batchId, sources }))
    total.cases += taken.cases.length
    total.events += taken.events
    if (taken.cases.length > 0) platform.bus.tell({ kind: 'events', count: taken.cases.length, cases: taken.cases })
    looked += cases.length
    onProgress?.(looked)
    after = cases.at(-1)!
  }
}

/** The next cases in which the batch has events, in order. */
function casesOfBatch(
  { db }: Pick<Platform, 'db'>,
  batchId: string,
  after: CaseName,
): Promise<{ division: string; caseNo: string }[]> {
  return db.query(
    `select division, case_no as "caseNo"
     from event
     where batch_id = $1
       and (division, case_no) > ($2, $3)
     group by division, case_no
     order by division, case_no
     limit $4`,
    [batchId, after.division, after.caseNo, casesAtOnce],
  )
}

interface Voiding {
  readonly platform: Pick<Platform, 'db' | 'now'>
  readonly batchId: string
  readonly sources: SourcesInForce
}

async function voidCases(
  tx: Transaction,
  cases: readonly CaseName[],
  { platform, batchId, sources }: Voiding,
): Promise<{ cases: readonly CaseName[]; events: number }> {
  const now = platform.now()
  await lookUpByIndex(tx)
  const ends = await lockDivisions(tx, new Set(cases.map(({ division }) => division)), platform.db.engine)
  const histories = await readHistories(tx, cases)
  const brought = histories.map(({ events }) => standingOf(events, batchId))
  const changes: CaseChange[] = []
  const voids: StoredEventRow[] = []
  histories.forEach((history, i) => {
    if (brought[i]!.length === 0) return
    const row = voidRow(brought[i]![0]!, { end: ends.get(history.division)!, batchId, now })
    voids.push(row)
    changes.push({ ...history, events: [...history.events, row] })
  })
  if (voids.length === 0) return { cases: [], events: 0 }
  const inForce = await sources.read(tx, sourcesOf(changes))
  await copyEvents(
    tx,
    voids.map((row) => ({ row })),
  )
  await giveKeysFree(tx, brought.flat())
  await writeProjections(tx, foldCases(changes, inForce), {
    at: now,
    seqOf: (division) => ends.get(division)!.last_seq,
    also: [logEndsChange([...ends.values()].filter(({ last_recorded_at }) => last_recorded_at !== null))],
    engine: platform.db.engine,
  })
  return {
    cases: changes.map(({ division, caseNo }) => ({ division, caseNo })),
    events: brought.reduce((sum, { length }) => sum + length, 0),
  }
}

/** What the batch brought to a case and no earlier voiding took back. */
function standingOf(events: readonly StoredEventRow[], batchId: string): StoredEventRow[] {
  const lastVoid = events.findLast(({ type, attributes }) => type === 'void' && attributes?.batch === batchId)
  return events.filter(({ batch_id, seq }) => batch_id === batchId && seq > (lastVoid?.seq ?? 0))
}

function voidRow(
  first: StoredEventRow,
  { end, batchId, now }: { readonly end: LogEnd; readonly batchId: string; readonly now: number },
): StoredEventRow {
  end.last_seq += 1
  end.last_recorded_at = Math.max(now, end.last_recorded_at ?? now)
  return {
    ...first,
    seq: end.last_seq,
    recorded_at: end.last_recorded_at,
    batch_id: null,
    event_id: null,
    type: 'void',
    activity: 'void',
    occurred_at: end.last_recorded_at,
    source_recorded_at: null,
    actor: null,
    department: null,
    window: null,
    channel: null,
    attributes: { batch: batchId },
    flags: 0,
  }
}

/** An event that was taken back may come again. */
async function giveKeysFree(tx: Transaction, events: readonly StoredEventRow[]): Promise<void> {
  const ranges = events.map((row) => keyRange(incomingOf(row)))
  await tx.query(
    `delete from event_key
     using unnest($1::text[], $2::uuid[], $3::text[], $4::text[], $5::bigint[]) as free (division, source_id, low, high, seq)
     where event_key.division = free.division
       and event_key.source_id = free.source_id
       and event_key.key >= free.low collate "C"
       and event_key.key <= free.high collate "C"
       and event_key.seq = free.seq`,
    [
      events.map(({ division }) => division),
      events.map(({ source_id }) => source_id),
      ranges.map(({ from }) => from),
      ranges.map(({ to }) => to),
      events.map(({ seq }) => seq),
    ],
  )
}

/** The event as it was handed in, as far as its key goes. */
function incomingOf(row: StoredEventRow): IncomingEvent {
  return {
    division: row.division,
    caseNo: row.case_no,
    activity: row.activity,
    occurredAt: row.occurred_at,
    ...(row.event_id !== null && { eventId: row.event_id }),
    ...(row.source_recorded_at !== null && { recordedAt: row.source_recorded_at }),
    ...(row.actor !== null && { actor: row.actor }),
    ...(row.department !== null && { department: row.department }),
    ...(row.window !== null && { window: row.window }),
    ...(row.channel !== null && { channel: row.channel }),
    ...(row.attributes !== null && { attributes: row.attributes }),
  }
}
