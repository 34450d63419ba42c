import { eventFlags } from '@zhengfeng/contract'
import { ProblemError } from '../http/problem-error.ts'
import type { Keys } from '../keys.ts'
import type { Database, Transaction } from '../storage/database.ts'
import { keyOf, type Occurrences } from './event-key.ts'
import { copyEvents, eventChanges, type KeyedRow } from './event-row.ts'
import { findKnown, type KeyedEvent } from './find-known.ts'
import { type CaseChange, foldCases } from './fold-cases.ts'
import type { IncomingEvent } from './incoming-event.ts'
import { type LogEnd, lockDivisions, logEndsChange } from './lock-divisions.ts'
import { lookUpByIndex } from './look-up-by-index.ts'
import { markProjected } from './mark-projected.ts'
import { keepPeople } from './people.ts'
import { readCases } from './read-cases.ts'
import { type PersonToKeep, personalSealer, type SealedEvent } from './seal-people.ts'
import type { InForce, SourceInForce, SourcesInForce } from './sources-in-force.ts'
import { sourcesOf } from './sources-of.ts'
import type { StoredEventRow } from './stored-event.ts'
import { fewRows, writeProjections } from './write-projections.ts'

/** What events come with that were handed in together. */
export interface Submission {
  readonly sourceId: string
  /** The import that brings them. */
  readonly batchId?: string
  readonly occurrences: Occurrences
  /** Attributes that stand for people, besides those that the profile names. */
  readonly personalAttributes?: readonly string[]
}

export interface EventToWrite {
  readonly incoming: IncomingEvent
  readonly submission: Submission
  /** Remembered, as a transaction may be tried again. */
  keyed?: KeyedEvent & { readonly people: readonly PersonToKeep[] }
}

/** What became of an event. */
export type EventOutcome =
  | { readonly kind: 'stored'; readonly flags: number }
  | { readonly kind: 'duplicate' }
  | { readonly kind: 'contradiction'; readonly field: string }

export interface Written {
  /** One per event. */
  readonly outcomes: readonly EventOutcome[]
  /** Number of the last event, by division. */
  readonly ends: ReadonlyMap<string, number>
  readonly cases: readonly { readonly division: string; readonly caseNo: string }[]
  /** The days whose cells changed. */
  readonly days: readonly { readonly division: string; readonly day: string }[]
}

export interface WriteContext {
  readonly engine: Database['engine']
  readonly keys: Keys
  readonly sources: SourcesInForce
  /** UTC milliseconds. */
  readonly now: number
}

/**
 * Stores events with everything that follows from them: numbers, cases, cells. Either all of it is there when the transaction ends, or
 * nothing.
 *
 * @param events in the order in which their divisions are to number them
 * @throws ProblemError `gone` where a source is not there any more
 */
export async function writeEvents(
  tx: Transaction,
  events: readonly EventToWrite[],
  context: WriteContext,
): Promise<Written> {
  await lookUpByIndex(tx)
  const ends = await lockDivisions(tx, new Set(events.map(({ incoming }) => incoming.division)), context.engine)
  // Read with the divisions locked: whoever changes a profile and projects anew comes before or after all of this.
  const inForce = await context.sources.read(tx, distinct(events.map(({ submission }) => submission.sourceId)))
  const keyed = events.map((event) => keyedEvent(event, inForce, context.keys))
  const standings = await findKnown(tx, keyed)
  const rows: KeyedRow[] = []
  const people: PersonToKeep[] = []
  const outcomes = standings.map((standing, i): EventOutcome => {
    if (standing.kind !== 'new') return standing
    const end = ends.get(keyed[i]!.event.division)!
    const row = storedRow(keyed[i]!, { submission: events[i]!.submission, end, inForce, now: context.now })
    rows.push({ row, key: keyed[i]!.key })
    for (const person of keyed[i]!.people) people.push(person)
    return { kind: 'stored', flags: row.flags }
  })
  const stored = rows.length > 0 ? await store(tx, { rows, people, ends, inForce, context }) : { cases: [], days: [] }
  return { outcomes, ends: new Map(Array.from(ends, ([division, end]) => [division, end.last_seq])), ...stored }
}

interface ToStore {
  readonly rows: readonly KeyedRow[]
  readonly people: readonly PersonToKeep[]
  readonly ends: ReadonlyMap<string, LogEnd>
  readonly inForce: InForce
  readonly context: WriteContext
}

async function store(
  tx: Transaction,
  { rows, people, ends, inForce, context }: ToStore,
): Promise<Pick<Written, 'cases' | 'days'>> {
  const isSmall = rows.length <= fewRows
  if (!isSmall) await copyEvents(tx, rows)
  await keepPeople(tx, people, { keys: context.keys, at: context.now })
  const changes = await readCases(
    tx,
    rows.map(({ row }) => row),
  )
  const told = await withSourcesOf(tx, changes, { inForce, sources: context.sources })
  await markProjected(tx, told)
  const touched = distinct(rows.map(({ row }) => row.division))
  const newEnds = logEndsChange(touched.map((division) => ends.get(division)!))
  const projected = foldCases(changes, told)
  await writeProjections(tx, projected, {
    engine: context.engine,
    at: context.now,
    seqOf: (division) => ends.get(division)!.last_seq,
    also: isSmall ? [...eventChanges(rows), newEnds] : [newEnds],
  })
  return {
    cases: changes.map(({ division, caseNo }) => ({ division, caseNo })),
    days: projected.changes.flatMap(({ division, days }) => days.map(({ day }) => ({ division, day }))),
  }
}

/** As a rule a case is told of by one source only, and nothing more has to be read. */
async function withSourcesOf(
  tx: Transaction,
  changes: readonly CaseChange[],
  { inForce, sources }: { readonly inForce: InForce; readonly sources: SourcesInForce },
): Promise<InForce> {
  const needed = sourcesOf(changes)
  return needed.every((id) => inForce.sources.has(id)) ? inForce : await sources.read(tx, needed)
}

function keyedEvent(
  event: EventToWrite,
  inForce: InForce,
  keys: Keys,
): KeyedEvent & { people: readonly PersonToKeep[] } {
  if (event.keyed) return event.keyed
  const { sourceId, occurrences } = event.submission
  const source = inForce.sources.get(sourceId)
  if (!source) throw new ProblemError('gone', { reason: 'source' })
  const { event: sealed, people } = sealerOf(event.submission, source, keys)(event.incoming)
  event.keyed = { event: sealed, people, sourceId, key: keyOf(sealed, occurrences) }
  return event.keyed
}

type Seal = (event: IncomingEvent) => SealedEvent
const sealers = new WeakMap<SourceInForce | Submission, Seal>()

/** The sealer of a source, or of a submission that names more attributes that stand for people. */
function sealerOf(submission: Submission, source: SourceInForce, keys: Keys): Seal {
  const more = submission.personalAttributes ?? []
  const whose = more.length > 0 ? submission : source
  let sealer = sealers.get(whose)
  if (!sealer) {
    const names = new Set([...source.personal.names, ...more.map((name) => name.replace(/^case:/, ''))])
    sealer = personalSealer(keys, { ...source.personal, names })
    sealers.set(whose, sealer)
  }
  return sealer
}

interface Numbering {
  readonly submission: Submission
  readonly end: LogEnd
  readonly inForce: InForce
  readonly now: number
}

/** Numbers an event: the end of its division's log moves by one, and its clock never goes back. */
function storedRow({ event, people }: KeyedEvent & { people: readonly PersonToKeep[] }, to: Numbering): StoredEventRow {
  const { submission, end, now } = to
  end.last_seq += 1
  end.last_recorded_at = Math.max(now, end.last_recorded_at ?? now)
  return {
    division: event.division,
    seq: end.last_seq,
    recorded_at: end.last_recorded_at,
    source_id: submission.sourceId,
    batch_id: submission.batchId ?? null,
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
    flags: flagsOf(event, people.length > 0, to),
  }
}

const dayMs = 86_400_000

/** Files tell of the past by their nature; a live source that does so is worth a look. */
function flagsOf({ occurredAt }: IncomingEvent, personal: boolean, { submission, inForce, now }: Numbering): number {
  const { futureTolerateMs, pastTolerateDays } = inForce.rules.ingestion
  const isLive = inForce.sources.get(submission.sourceId)!.kind === 'push'
  return (
    (occurredAt > now + futureTolerateMs ? eventFlags.future : 0) |
    (isLive && occurredAt < now - pastTolerateDays * dayMs ? eventFlags.past : 0) |
    (personal ? eventFlags.personal : 0)
  )
}

function distinct(values: readonly string[]): string[] {
  return [...new Set(values)]
}
