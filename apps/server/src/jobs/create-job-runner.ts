import { randomUUID } from 'node:crypto'
import { setMaxListeners } from 'node:events'
import { performance } from 'node:perf_hooks'
import { setTimeout as delay } from 'node:timers/promises'
import type { Platform } from '../platform.ts'
import { errorCode } from './error-code.ts'
import type { Job } from './job.ts'
import { dropLease, endLeases, keepLease, type Outcome, takeLease, tellRuns } from './leases.ts'
import { type JobStatus, jobStatuses } from './recurring-jobs.ts'

export interface JobRunner {
  /** Begins to run the jobs, each when it is due. */
  start(): void
  /** Aborts what runs, waits for its end and gives the leases back. */
  stop(): Promise<void>
  /** How the jobs are doing, whichever process runs them; instants in UTC milliseconds. */
  status(): Promise<readonly JobStatus[]>
}

export interface JobRunnerOptions {
  /** How long a lease lasts from its last prolonging; after it another process may take over. */
  readonly leaseMs?: number
  /** How long outcomes of frequent runs are kept before they are written down. */
  readonly tellEveryMs?: number
  /** No other process can be there, so that leases of one that died need not be waited for; so it is with the embedded database. */
  readonly alone?: boolean
}

const defaultLeaseMs = 30_000
const defaultTellEveryMs = 10_000
const longestBackoffMs = 300_000

/**
 * Runs jobs in this process, each in at most one process at a time: whoever holds a job's lease runs it, and holds it until it
 * stops or dies. A job that fails is logged and counted; a frequent one then waits longer, up to five minutes.
 */
export function createJobRunner(
  platform: Pick<Platform, 'db' | 'log'>,
  jobs: readonly Job[],
  {
    leaseMs = defaultLeaseMs,
    tellEveryMs = defaultTellEveryMs,
    alone = platform.db.engine === 'pglite',
  }: JobRunnerOptions = {},
): JobRunner {
  const names = new Set(jobs.map(({ name }) => name))
  if (names.size !== jobs.length) throw new Error('two jobs bear the same name')
  const stopping = new AbortController()
  // Every job listens to it.
  setMaxListeners(0, stopping.signal)
  const holder = randomUUID()
  let loops: Promise<void>[] = []
  return {
    start: () => {
      // Where it fails, the leases run out by themselves.
      const ready = alone ? endLeases(platform.db).catch(() => undefined) : Promise.resolve()
      const setup = { holder, leaseMs, tellEveryMs, stop: stopping.signal }
      loops = jobs.map((job) => ready.then(() => keepRunning(platform, job, setup)))
    },
    stop: async () => {
      stopping.abort()
      await Promise.all(loops)
    },
    status: async () => (await jobStatuses(platform.db)).filter(({ name }) => names.has(name)),
  }
}

interface Setup {
  readonly holder: string
  readonly leaseMs: number
  readonly tellEveryMs: number
  readonly stop: AbortSignal
}

/** What this process knows of a job between runs. */
interface Memory {
  /** On this process's clock, which does not jump. */
  leasedUntil: number
  /** How long until the job is due, where it was run elsewhere. */
  restMs: number
  toldAt: number
  runs: number
  failures: number
  failuresInARow: number
}

async function keepRunning(platform: Pick<Platform, 'db' | 'log'>, job: Job, setup: Setup): Promise<void> {
  const memory: Memory = {
    leasedUntil: 0,
    restMs: 0,
    toldAt: Number.NEGATIVE_INFINITY,
    runs: 0,
    failures: 0,
    failuresInARow: 0,
  }
  while (!setup.stop.aborted) {
    const waitMs = await turn(platform, job, { setup, memory }).catch((error: unknown) => {
      // The database is gone for now: the lease runs out by itself and is taken anew.
      platform.log.warn({ job: job.name, code: errorCode(error) }, 'a job could not take its turn')
      memory.leasedUntil = 0
      return Math.min(setup.leaseMs, 5000)
    })
    await delay(waitMs, undefined, { signal: setup.stop }).catch(() => undefined)
  }
  await dropLease(platform.db, job.name, setup.holder).catch(() => undefined)
}

/** Runs the job where it is due and the right is held; tells how long to wait for the next turn. */
async function turn(
  platform: Pick<Platform, 'db' | 'log'>,
  job: Job,
  { setup, memory }: { setup: Setup; memory: Memory },
): Promise<number> {
  if (performance.now() > memory.leasedUntil - (setup.leaseMs * 2) / 3) {
    const askedAt = performance.now()
    const lease = await takeLease(platform.db, { name: job.name, everyMs: job.everyMs, ...setup })
    if (!lease) {
      memory.leasedUntil = 0
      memory.restMs = 0
      return Math.min(Math.max(job.everyMs, 1000), setup.leaseMs / 2)
    }
    // A job that was run a moment ago, here before a restart or by another process, is not due yet.
    const restMs = job.everyMs - (lease.sinceLastStartMs ?? job.everyMs)
    if (restMs > job.everyMs * 0.05) memory.restMs = restMs
    memory.leasedUntil = askedAt + setup.leaseMs
  }
  if (memory.restMs > 0) {
    const waitMs = memory.restMs
    memory.restMs = 0
    return waitMs
  }
  return afterRun(platform, job, { setup, memory, outcome: await runOnce(platform, job, { setup, memory }) })
}

async function runOnce(
  platform: Pick<Platform, 'db' | 'log'>,
  job: Job,
  { setup, memory }: { setup: Setup; memory: Memory },
): Promise<Outcome> {
  const began = performance.now()
  // `AbortSignal.any` would leave a trace of each run at `setup.stop` for as long as the process lives.
  const ending = new AbortController()
  const end = (): void => ending.abort()
  let lost = false
  setup.stop.addEventListener('abort', end)
  if (setup.stop.aborted) end()
  const beat = setInterval(() => void prolong(), setup.leaseMs / 3)
  const prolong = async (): Promise<void> => {
    const askedAt = performance.now()
    const runningMs = Math.round(askedAt - began)
    const kept = await keepLease(platform.db, {
      name: job.name,
      holder: setup.holder,
      leaseMs: setup.leaseMs,
      runningMs,
    }).catch(
      // Unknown: it still holds until it runs out.
      () => performance.now() < memory.leasedUntil,
    )
    if (!kept) {
      lost = true
      end()
    } else memory.leasedUntil = Math.max(memory.leasedUntil, askedAt + setup.leaseMs)
  }
  try {
    await job.run(ending.signal)
    return { durationMs: performance.now() - began }
  } catch (error) {
    const durationMs = performance.now() - began
    if (setup.stop.aborted) return { durationMs }
    platform.log.error({ job: job.name, err: error }, 'a job failed')
    return { durationMs, error: errorCode(error) }
  } finally {
    clearInterval(beat)
    setup.stop.removeEventListener('abort', end)
    if (lost) memory.leasedUntil = 0
  }
}

async function afterRun(
  platform: Pick<Platform, 'db' | 'log'>,
  job: Job,
  { setup, memory, outcome }: { setup: Setup; memory: Memory; outcome: Outcome },
): Promise<number> {
  const failed = outcome.error !== undefined
  const changed = failed !== memory.failuresInARow > 0
  memory.runs++
  memory.failures += failed ? 1 : 0
  memory.failuresInARow = failed ? memory.failuresInARow + 1 : 0
  const nextInMs = waitAfter(job.everyMs, memory.failuresInARow)
  if (failed || changed || setup.stop.aborted || performance.now() - memory.toldAt >= setup.tellEveryMs) {
    await tellRuns(platform.db, { name: job.name, holder: setup.holder, told: { ...memory, last: outcome, nextInMs } })
    memory.toldAt = performance.now()
    memory.runs = 0
    memory.failures = 0
  }
  return Math.max(0, nextInMs - outcome.durationMs)
}

/** Frequent jobs wait longer after each failure; rare ones come as planned. */
export function waitAfter(everyMs: number, failuresInARow: number): number {
  if (failuresInARow === 0 || everyMs >= longestBackoffMs) return everyMs
  return Math.max(everyMs, Math.min(longestBackoffMs, 1000 * 2 ** Math.min(failuresInARow, 12)))
}
