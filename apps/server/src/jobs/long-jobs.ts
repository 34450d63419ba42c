import { randomUUID } from 'node:crypto'
import type { jobKinds, MessageOf } from '@zhengfeng/contract'
import { ProblemError } from '../http/problem-error.ts'
import type { Platform } from '../platform.ts'
import { errorCode } from './error-code.ts'
import type { Job } from './job.ts'

export interface LongJobContext {
  /** Aborts where somebody cancels the job or the server stops. */
  readonly signal: AbortSignal
  /** Says how far the job is; written down about once a second. */
  progress(done: number, total?: number, message?: MessageOf): void
}

export interface LongJob {
  readonly kind: (typeof jobKinds)[number]
  readonly division?: string
  readonly by: { readonly id: string; readonly name: string }
  readonly message?: MessageOf
  /**
   * Does the work and gives its result (JSON). Where it throws `LongJobRefusal`, its message is told; anything else is logged and
   * told as a failure. It must take back by itself what it wrote in part.
   */
  readonly run: (context: LongJobContext) => Promise<object | undefined>
}

/** The job cannot be done, and why: key under `work.jobs`. */
export class LongJobRefusal extends Error {
  override readonly name = 'LongJobRefusal'
  readonly told: MessageOf
  constructor(told: MessageOf) {
    super(told.key)
    this.told = told
  }
}

const beatMs = 1000
const aliveMs = 30_000

/** Jobs of one kind follow each other, so that memory is bounded. */
const queues = new Map<string, Promise<unknown>>()
const here = new Map<string, AbortController>()

/**
 * Begins long work that goes on after the request has been answered. It is listed by the jobs routes, can be cancelled, and is
 * marked as failed where its process dies.
 *
 * @returns the id of the job
 */
export async function startLongJob(
  platform: Pick<Platform, 'db' | 'log' | 'bus' | 'now'>,
  job: LongJob,
): Promise<string> {
  const id = randomUUID()
  await platform.db.query(
    `insert into job (id, kind, division, state, message, created_at, by_id, by_name, alive_until)
     values ($1, $2, $3, 'waiting', $4, $5, $6, $7, now() + $8 * interval '1 millisecond')`,
    [
      id,
      job.kind,
      job.division ?? null,
      job.message ?? null,
      new Date(platform.now()),
      job.by.id,
      job.by.name,
      aliveMs,
    ],
  )
  const cancel = new AbortController()
  here.set(id, cancel)
  const before = queues.get(job.kind) ?? Promise.resolve()
  const work = before.then(() => perform(platform, { id, job, cancel }))
  const settled = work.catch((error: unknown) =>
    platform.log.error({ err: error, job: id }, 'a long job could not be written down'),
  )
  queues.set(job.kind, settled)
  void settled.finally(() => here.delete(id))
  return id
}

/** Aborts the long jobs of this process and waits for their end. */
export async function stopLongJobs(): Promise<void> {
  for (const cancel of here.values()) cancel.abort(stopReason)
  await Promise.all(queues.values())
}

const stopReason = 'stopping'

/** Asks a job to end, in whichever process it runs. */
export async function cancelLongJob(platform: Pick<Platform, 'db'>, id: string): Promise<void> {
  await platform.db.query(`update job set cancel_requested = true where id = $1 and state in ('waiting', 'running')`, [
    id,
  ])
  here.get(id)?.abort()
}

/** Marks jobs as failed whose process has died, and forgets those that ended long ago. */
export function longJobKeeper(platform: Pick<Platform, 'db' | 'now'>): Job {
  return {
    name: 'jobs.keep',
    everyMs: 15_000,
    run: async () => {
      await platform.db.query(
        `update job
         set state = 'failed',
           finished_at = $1,
           message = $2
         where state in ('waiting', 'running')
           and alive_until < now()`,
        [new Date(platform.now()), { key: 'interrupted', values: {} }],
      )
      await platform.db.query(`delete from job where finished_at < $1`, [new Date(platform.now() - 90 * 86_400_000)])
    },
  }
}

interface Performance {
  readonly id: string
  readonly job: LongJob
  readonly cancel: AbortController
}

interface Progress {
  done: number
  total: number | undefined
  message: MessageOf | undefined
}

async function perform(
  platform: Pick<Platform, 'db' | 'log' | 'bus' | 'now'>,
  { id, job, cancel }: Performance,
): Promise<void> {
  const progress: Progress = { done: 0, total: undefined, message: job.message }
  const beat = setInterval(() => void say(), beatMs)
  let saying = false
  const say = async (): Promise<void> => {
    if (saying) return
    saying = true
    await tellProgress(platform, { id, progress, cancel }).catch(() => undefined)
    saying = false
  }
  try {
    if (!cancel.signal.aborted) await begin(platform, id)
    const result = cancel.signal.aborted ? undefined : await job.run(contextOf(progress, cancel.signal))
    clearInterval(beat)
    await finish(platform, { id, progress, state: cancel.signal.aborted ? 'cancelled' : 'done', result })
  } catch (error) {
    clearInterval(beat)
    await finish(platform, {
      id,
      progress: { ...progress, message: failureOf(error, cancel.signal) },
      state: stateOf(cancel.signal),
    })
    if (!(error instanceof LongJobRefusal) && !cancel.signal.aborted) {
      platform.log.error({ err: error, job: id, kind: job.kind }, 'a long job failed')
    }
  }
}

function contextOf(progress: Progress, signal: AbortSignal): LongJobContext {
  return {
    signal,
    progress: (done, total, message) => {
      progress.done = done
      progress.total = total ?? progress.total
      progress.message = message ?? progress.message
    },
  }
}

/** The server stopped: that is no wish of the person who started the job. */
function stateOf(signal: AbortSignal): 'cancelled' | 'failed' {
  return signal.aborted && signal.reason !== stopReason ? 'cancelled' : 'failed'
}

function failureOf(error: unknown, signal: AbortSignal): MessageOf {
  if (signal.aborted) return { key: signal.reason === stopReason ? 'interrupted' : 'cancelled', values: {} }
  if (error instanceof LongJobRefusal) return error.told
  if (error instanceof ProblemError) return { key: 'refused', values: { code: error.code, ...error.values } }
  return { key: 'failed', values: { code: errorCode(error) } }
}

async function begin(platform: Pick<Platform, 'db' | 'now'>, id: string): Promise<void> {
  await platform.db.query(
    `update job set state = 'running', started_at = $2, alive_until = now() + $3 * interval '1 millisecond' where id = $1`,
    [id, new Date(platform.now()), aliveMs],
  )
}

/** Also hears whether somebody cancelled the job in another process. */
async function tellProgress(
  platform: Pick<Platform, 'db' | 'bus'>,
  { id, progress, cancel }: { id: string; progress: Progress; cancel: AbortController },
): Promise<void> {
  const [row] = await platform.db.query<{ cancel_requested: boolean }>(
    `update job
     set progress = $2,
       total = $3,
       message = $4,
       alive_until = now() + $5 * interval '1 millisecond'
     where id = $1
       and state in ('waiting', 'running')
     returning cancel_requested`,
    [id, progress.done, progress.total ?? null, progress.message ?? null, aliveMs],
  )
  platform.bus.tell({ kind: 'job', id })
  if (row?.cancel_requested) cancel.abort()
}

async function finish(
  platform: Pick<Platform, 'db' | 'bus' | 'now'>,
  {
    id,
    progress,
    state,
    result,
  }: { id: string; progress: Progress; state: 'done' | 'failed' | 'cancelled'; result?: object | undefined },
): Promise<void> {
  await platform.db.query(
    `update job
     set state = $2,
       progress = $3,
       total = $4,
       message = $5,
       result = $6,
       finished_at = $7
     where id = $1`,
    [
      id,
      state,
      progress.done,
      progress.total ?? null,
      progress.message ?? null,
      result ?? null,
      new Date(platform.now()),
    ],
  )
  platform.bus.tell({ kind: 'job', id })
}
