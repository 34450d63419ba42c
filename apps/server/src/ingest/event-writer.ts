import { metrics } from '../http/metrics.ts'
import { ProblemError } from '../http/problem-error.ts'
import type { Platform } from '../platform.ts'
import { StorageError } from '../storage/storage-error.ts'
import { countOccurrences } from './event-key.ts'
import type { IncomingEvent } from './incoming-event.ts'
import { type SourcesInForce, sourcesInForce } from './sources-in-force.ts'
import { type EventOutcome, type EventToWrite, type Written, writeEvents } from './write-events.ts'
import { createWriteLane, type Slice, type WriteLane } from './write-lane.ts'

export interface SubmitOptions {
  readonly sourceId: string
  /** The import that brings the events. */
  readonly batchId?: string
}

export interface Submitted {
  /** One per event, in the order of the submission. */
  readonly outcomes: readonly EventOutcome[]
  /** Number of the last event, by division of the submission. */
  readonly position: ReadonlyMap<string, number>
}

export interface EventWriter {
  /**
   * Stores events. What it resolves with is on disk.
   *
   * @param events checked: each division exists, and the source may send for it
   * @throws ProblemError `tooManyRequests` with `retry-after` where too much waits already (nothing is stored), `gone` where the source
   * is not there; StorageError where the database fails (what was stored of the submission will be a duplicate when it is sent again)
   */
  submit(events: readonly IncomingEvent[], options: SubmitOptions): Promise<Submitted>
  readonly sources: SourcesInForce
  /** Events that wait or are being written. */
  waiting(): number
  /** Takes nothing more, and resolves when everything taken is written. */
  stop(): Promise<void>
}

export interface EventWriterOptions {
  /** Divisions are shared out among so many transactions at a time. One makes the largest groups, which cost least for each event. */
  readonly lanes?: number
  readonly groupSize?: number
  /** More events than these do not wait; further submissions are refused. */
  readonly mostWaiting?: number
}

const written = metrics.counter({
  name: 'zhengfeng_events_written_total',
  help: 'Events handed to the event log, by what became of them.',
  labels: ['outcome'],
})
const groupSeconds = metrics.histogram({
  name: 'zhengfeng_event_group_seconds',
  help: 'Time of one transaction that writes a group of events.',
  buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
})

/**
 * Makes the one way by which events get into the log of this process. Submissions that arrive at the same time share a transaction;
 * sources take turns; a division is written by one transaction at a time, here and in other processes.
 */
export function createEventWriter(
  platform: Pick<Platform, 'db' | 'now' | 'keys' | 'bus'>,
  { lanes = 1, groupSize = 2000, mostWaiting = 50_000 }: EventWriterOptions = {},
): EventWriter {
  const sources = sourcesInForce()
  const pace = createPace()
  const all = Array.from({ length: lanes }, () =>
    createWriteLane<LaneItem>(writeGroup, isOfData, { groupSize, turnSize: Math.ceil(groupSize / 4) }),
  )
  let stopped = false
  const waiting = (): number => all.reduce((sum, lane) => sum + lane.size(), 0)

  return {
    sources,
    waiting,
    submit: async (events, options) => {
      if (stopped) throw new ProblemError('starting', { reason: 'stopping' }, { headers: { 'retry-after': '5' } })
      // One submission always has a place, however large: else it would never have one.
      if (waiting() > 0 && waiting() + events.length > mostWaiting) throw tooMuch(pace.secondsFor(waiting()))
      return await submitTo(all, events, options)
    },
    stop: async () => {
      stopped = true
      await Promise.all(all.map((lane) => lane.idle()))
    },
  }

  async function writeGroup(slices: readonly Slice<LaneItem>[]): Promise<void> {
    const items = slices.flatMap(({ task, from, to }) => task.items.slice(from, to))
    const began = performance.now()
    const { outcomes, ends, cases, days } = await platform.db.transaction((tx) =>
      writeEvents(
        tx,
        items.map(({ event }) => event),
        {
          engine: platform.db.engine,
          keys: platform.keys,
          sources,
          now: platform.now(),
        },
      ),
    )
    const tookMs = performance.now() - began
    groupSeconds.observe(tookMs / 1000)
    pace.observe(items.length, tookMs)
    for (const [i, item] of items.entries()) item.settle(outcomes[i]!, ends)
    tell(outcomes, { cases, days })
  }

  function tell(outcomes: readonly EventOutcome[], changed: Pick<Written, 'cases' | 'days'>): void {
    const counts = { stored: 0, duplicate: 0, contradiction: 0 }
    for (const { kind } of outcomes) counts[kind] += 1
    for (const [outcome, count] of Object.entries(counts)) if (count > 0) written.inc({ outcome }, count)
    if (counts.stored > 0) platform.bus.tell({ kind: 'events', count: counts.stored, ...changed })
  }
}

interface LaneItem {
  readonly event: EventToWrite
  readonly settle: (outcome: EventOutcome, ends: ReadonlyMap<string, number>) => void
}

async function submitTo(
  lanes: readonly WriteLane<LaneItem>[],
  events: readonly IncomingEvent[],
  { sourceId, batchId }: SubmitOptions,
): Promise<Submitted> {
  const submission = { sourceId, ...(batchId !== undefined && { batchId }), occurrences: countOccurrences() }
  const outcomes = new Array<EventOutcome>(events.length)
  const position = new Map<string, number>()
  const shares = lanes.map((): LaneItem[] => [])
  events.forEach((incoming, i) => {
    shares[laneOf(incoming.division, lanes.length)]!.push({
      event: { incoming, submission },
      settle: (outcome, ends) => {
        outcomes[i] = outcome
        position.set(incoming.division, ends.get(incoming.division)!)
      },
    })
  })
  await Promise.all(lanes.map((lane, i) => lane.add({ owner: sourceId, items: shares[i]! })))
  return { outcomes, position }
}

/** The same division always goes the same way, so that its events keep their order and two lanes never wait for one another. */
function laneOf(division: string, lanes: number): number {
  let sum = 0
  for (let i = 0; i < division.length; i++) sum = (sum * 31 + division.charCodeAt(i)) % 1_000_003
  return sum % lanes
}

/** The database is there, but does not take these data. */
function isOfData(error: unknown): boolean {
  if (error instanceof StorageError) return error.code === 'storageRefused' || error.code === 'storageConflict'
  return true
}

function tooMuch(seconds: number): ProblemError {
  return new ProblemError(
    'tooManyRequests',
    { reason: 'queue', seconds },
    { headers: { 'retry-after': String(seconds) } },
  )
}

/** How fast events were written lately, to tell callers when to come again. */
function createPace(): { observe(events: number, ms: number): void; secondsFor(events: number): number } {
  let perMs = 5
  return {
    observe: (events, ms) => {
      perMs = 0.8 * perMs + 0.2 * (events / Math.max(ms, 1))
    },
    secondsFor: (events) => Math.min(60, Math.max(1, Math.ceil(events / Math.max(perMs, 0.1) / 1000))),
  }
}
