import { setTimeout as delay } from 'node:timers/promises'
import type { SandboxSpeed, SandboxStatus } from '@zhengfeng/contract'
import type { FastifyBaseLogger } from 'fastify'
import type { EventWriter } from '../ingest/event-writer.ts'
import type { Platform } from '../platform.ts'
import { ensurePartitions } from '../storage/partitions.ts'
import type { OwnedDatabase } from '../storage/pooled-database.ts'
import { type Loading, loadProvince } from './load-province.ts'
import { type ProvinceThread, startProvinceThread } from './province-thread.ts'
import { createSandboxClock, type SandboxClock } from './sandbox-clock.ts'
import { readSandboxState, type SandboxState, writeSandboxState } from './sandbox-state.ts'
import type { Arriving } from './simulate-city.ts'

/** The sandbox province of one server: its clock, its past, and its life. */
export interface Sandbox {
  /** The time in the province, UTC milliseconds; the platform's time. */
  now(): number
  status(): SandboxStatus
  setSpeed(speed: SandboxSpeed): void
  /** Loads the province where it is not there yet, or goes back to where it stopped. Nothing else may use the database meanwhile. */
  prepare(platform: Platform, db: OwnedDatabase): Promise<void>
  /** Lets the province live from now on: its events go into the writer as they happen. */
  live(platform: Platform, writer: Pick<EventWriter, 'submit'>): void
  stop(): Promise<void>
}

export interface SandboxOptions {
  readonly log: FastifyBaseLogger
  readonly seed?: number
  readonly speed?: SandboxSpeed
  /** True time in milliseconds; default: `Date.now`. */
  readonly wall?: () => number
  readonly startThread?: (state: SandboxState) => ProvinceThread
  /** How often what has happened is written. */
  readonly tickMs?: number
}

/** A writer takes so many events of one submission at once. */
const mostAtOnce = 5000

export function createSandbox(options: SandboxOptions): Sandbox {
  const { log, seed = 1, wall = Date.now, startThread = startProvinceThread, tickMs = 1000 } = options
  let clock: SandboxClock | undefined
  let thread: ProvinceThread | undefined
  let state: SandboxState | undefined
  let loading: Loading | undefined = { step: 'preparing', doneShare: 0, cases: 0 }
  let living: Promise<void> = Promise.resolve()
  let failed = false
  const stopping = new AbortController()
  const recent = createRate(wall)
  let unwritten: readonly Arriving[] = []
  let partitions: ((now: number) => Promise<void>) | undefined

  return {
    now: () => clock?.now() ?? wall(),
    status: () => ({
      state: failed ? 'failed' : clock ? 'living' : 'loading',
      ...(loading && { loading }),
      ...(clock && { clock: clockStatus(clock, recent.perMinute()) }),
    }),
    setSpeed: (speed) => clock?.setSpeed(speed),
    prepare,
    live: (platform, writer) => {
      living = live(platform, writer)
    },
    stop: async () => {
      stopping.abort()
      await living
      await thread?.stop()
    },
  }

  async function prepare({ keys }: Platform, db: OwnedDatabase): Promise<void> {
    const stored = await readSandboxState(db)
    const at = wall()
    state = stored ?? { seed, loadedAt: at, position: at, speed: options.speed ?? 60 }
    thread = startThread(state)
    if (stored) await thread.skip(stored.position)
    else await loadProvince(db, { keys, state, thread, onProgress: tell })
    loading = undefined
    partitions = partitionKeeper(db)
    clock = createSandboxClock({ at: state.position, speed: state.speed, wall })
  }

  function tell(now: Loading): void {
    loading = now
  }

  async function live(platform: Platform, writer: Pick<EventWriter, 'submit'>): Promise<void> {
    const sourceId = await sandboxSource(platform)
    while (!stopping.signal.aborted) {
      const began = wall()
      try {
        await liveOn(platform, writer, sourceId)
        failed = false
      } catch (error) {
        if (stopping.signal.aborted) return
        failed = true
        log.error({ error }, 'the sandbox province stands still; it is tried again')
      }
      await delay(Math.max(tickMs / 20, tickMs - (wall() - began)), undefined, { signal: stopping.signal }).catch(
        () => {},
      )
    }
  }

  async function liveOn(platform: Platform, writer: Pick<EventWriter, 'submit'>, sourceId: string): Promise<void> {
    const at = clock!.now()
    await partitions!(at)
    // What could not be written the last time comes first; what was written of it is recognised.
    unwritten = [...unwritten, ...(await thread!.until(at))]
    const events = unwritten
    for (let from = 0; from < events.length; from += mostAtOnce) {
      const part = events.slice(from, from + mostAtOnce)
      await writer.submit(
        part.map(({ event }) => event),
        { sourceId },
      )
      recent.add(part.length)
    }
    unwritten = []
    const speed = clock!.speed()
    if (events.length === 0 && speed === state!.speed) return
    state = { ...state!, position: at, speed }
    await writeSandboxState(platform.db, state)
  }
}

function clockStatus(clock: SandboxClock, eventsPerMinute: number): NonNullable<SandboxStatus['clock']> {
  return { now: new Date(clock.now()).toISOString(), speed: clock.speed(), isOpen: clock.isOpen(), eventsPerMinute }
}

/** Months go by in minutes here: too fast for the job that makes partitions. */
function partitionKeeper(db: OwnedDatabase): (now: number) => Promise<void> {
  let done = ''
  return async (now) => {
    const month = new Date(now).toISOString().slice(0, 7)
    if (month === done) return
    await ensurePartitions(db, now)
    done = month
  }
}

async function sandboxSource({ db }: Platform): Promise<string> {
  const [source] = await db.query<{ id: string }>(
    "select id from source where kind = 'sandbox' order by created_at, id limit 1",
  )
  return source!.id
}

/** Counts what happened in the last minute of true time. */
function createRate(wall: () => number): { add(count: number): void; perMinute(): number } {
  const counts: { readonly at: number; readonly count: number }[] = []
  const forget = (): void => {
    while (counts.length > 0 && counts[0]!.at < wall() - 60_000) counts.shift()
  }
  return {
    add: (count) => {
      forget()
      counts.push({ at: wall(), count })
    },
    perMinute: () => {
      forget()
      return counts.reduce((sum, { count }) => sum + count, 0)
    },
  }
}
