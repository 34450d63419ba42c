import type { Queryable } from '../storage/database.ts'

/** What a run came to. */
export interface Outcome {
  readonly durationMs: number
  /** Code of the error; absent where the run was done. */
  readonly error?: string
}

/** Runs that were not yet written down, and the last of them. */
export interface RunsToTell {
  readonly runs: number
  readonly failures: number
  readonly failuresInARow: number
  readonly last: Outcome
  readonly nextInMs: number
}

export interface Lease {
  /** How long ago the job last started, anywhere; undefined where it never did. */
  readonly sinceLastStartMs?: number
  readonly failuresInARow: number
}

/**
 * Takes or prolongs the right to run a job. Times are those of the database, so processes need not agree on the time.
 *
 * @returns undefined where another process has the right
 */
export async function takeLease(
  db: Queryable,
  { name, everyMs, holder, leaseMs }: { name: string; everyMs: number; holder: string; leaseMs: number },
): Promise<Lease | undefined> {
  const [row] = await db.query<{ since: number | null; failures_in_a_row: number }>(
    `insert into job_lease (name, holder, expires_at, every_ms)
     values ($1, $2, now() + $3 * interval '1 millisecond', $4)
     on conflict (name) do update
     set holder = excluded.holder,
       expires_at = excluded.expires_at,
       every_ms = excluded.every_ms,
       -- The process before ended in the middle of a run.
       running = job_lease.running and job_lease.holder = excluded.holder,
       last_outcome = case when job_lease.running and job_lease.holder is distinct from excluded.holder then 'abandoned' else job_lease.last_outcome end,
       failures = job_lease.failures + case when job_lease.running and job_lease.holder is distinct from excluded.holder then 1 else 0 end
     where job_lease.holder is null
       or job_lease.holder = excluded.holder
       or job_lease.expires_at < now()
     returning round(extract(epoch from now() - last_started_at) * 1000) as since, failures_in_a_row`,
    [name, holder, leaseMs, everyMs],
  )
  if (!row) return undefined
  return { failuresInARow: row.failures_in_a_row, ...(row.since !== null && { sinceLastStartMs: row.since }) }
}

/** Says that a run goes on, and prolongs its lease. False where the lease was lost. */
export async function keepLease(
  db: Queryable,
  { name, holder, leaseMs, runningMs }: { name: string; holder: string; leaseMs: number; runningMs: number },
): Promise<boolean> {
  const rows = await db.query(
    `update job_lease
     set expires_at = now() + $3 * interval '1 millisecond',
       running = true,
       last_started_at = now() - $4 * interval '1 millisecond'
     where name = $1
       and holder = $2
     returning name`,
    [name, holder, leaseMs, runningMs],
  )
  return rows.length > 0
}

/** Writes down what the last runs came to, as soon as the last of them has ended. */
export async function tellRuns(
  db: Queryable,
  { name, holder, told }: { name: string; holder: string; told: RunsToTell },
): Promise<void> {
  const { runs, failures, failuresInARow, last, nextInMs } = told
  await db.query(
    `update job_lease
     set running = false,
       last_started_at = now() - $3 * interval '1 millisecond',
       last_finished_at = now(),
       last_duration_ms = $3,
       last_outcome = $4,
       last_error = $5,
       runs = runs + $6,
       failures = failures + $7,
       failures_in_a_row = $8,
       next_at = now() + $9 * interval '1 millisecond'
     where name = $1
       and holder = $2`,
    [
      name,
      holder,
      Math.round(last.durationMs),
      last.error === undefined ? 'done' : 'failed',
      last.error ?? null,
      runs,
      failures,
      failuresInARow,
      Math.round(nextInMs),
    ],
  )
}

/** Ends all leases: whoever held them is no more. */
export async function endLeases(db: Queryable): Promise<void> {
  await db.query(
    `update job_lease
     set holder = null,
       expires_at = now(),
       last_outcome = case when running then 'abandoned' else last_outcome end,
       failures = failures + case when running then 1 else 0 end,
       running = false
     where holder is not null`,
  )
}

/** Gives the right back, so that another process need not wait for its end. */
export async function dropLease(db: Queryable, name: string, holder: string): Promise<void> {
  await db.query(
    `update job_lease
     set holder = null,
       running = false,
       expires_at = now()
     where name = $1
       and holder = $2`,
    [name, holder],
  )
}
