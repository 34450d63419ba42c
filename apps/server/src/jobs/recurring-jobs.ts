import type { RecurringJob } from '@zhengfeng/contract'
import type { Queryable } from '../storage/database.ts'
import { instantOf } from './instant.ts'

interface Row {
  readonly name: string
  readonly every_ms: number
  readonly running: boolean
  readonly alive: boolean
  readonly last_started_at: number | null
  readonly last_finished_at: number | null
  readonly last_duration_ms: number | null
  readonly last_outcome: 'done' | 'failed' | 'abandoned' | null
  readonly last_error: string | null
  readonly runs: number
  readonly failures: number
  readonly failures_in_a_row: number
  readonly next_at: number | null
}

/** How a recurring job is doing, in short; instants in UTC milliseconds. */
export interface JobStatus {
  readonly name: string
  readonly everyMs: number
  readonly running: boolean
  readonly runs: number
  readonly failures: number
  readonly lastStartedAt?: number
  readonly lastMs?: number
  readonly lastFailedAt?: number
}

export async function jobStatuses(db: Queryable): Promise<readonly JobStatus[]> {
  return (await readRows(db)).map((row) => ({
    name: row.name,
    everyMs: row.every_ms,
    running: row.running && row.alive,
    runs: row.runs,
    failures: row.failures,
    ...(row.last_started_at !== null && { lastStartedAt: row.last_started_at }),
    ...(row.last_duration_ms !== null && { lastMs: row.last_duration_ms }),
    ...(row.last_outcome === 'failed' && row.last_finished_at !== null && { lastFailedAt: row.last_finished_at }),
  }))
}

/** What the server does by itself and how it went, in all its processes, by name. */
export async function recurringJobs(db: Queryable): Promise<readonly RecurringJob[]> {
  return (await readRows(db)).map(describe)
}

async function readRows(db: Queryable): Promise<Row[]> {
  return db.query<Row>(
    `select name, every_ms, running, expires_at > now() as alive, last_started_at, last_finished_at, last_duration_ms,
       last_outcome, last_error, runs, failures, failures_in_a_row, next_at
     from job_lease
     order by name`,
  )
}

function describe(row: Row): RecurringJob {
  const failing = row.failures_in_a_row > 0
  return {
    name: row.name,
    everyMs: row.every_ms,
    state: row.running && row.alive ? 'running' : failing ? 'backingOff' : 'idle',
    ...(row.last_started_at !== null && { lastStartedAt: instantOf(row.last_started_at) }),
    ...(row.last_finished_at !== null && { lastFinishedAt: instantOf(row.last_finished_at) }),
    ...(row.last_duration_ms !== null && { lastDurationMs: row.last_duration_ms }),
    // A process that died in the middle of a run could not say so.
    ...(row.running && !row.alive
      ? { lastOutcome: 'abandoned' }
      : row.last_outcome && { lastOutcome: row.last_outcome }),
    ...(row.last_error !== null && { lastError: row.last_error }),
    runs: row.runs,
    failures: row.failures,
    failuresInARow: row.failures_in_a_row,
    ...(row.next_at !== null && { nextAt: instantOf(row.next_at) }),
  }
}
