import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { createChangeBus } from '../change-bus.ts'
import type { OwnedDatabase } from '../storage/pooled-database.ts'
import { engines, openTestDatabase, silentLog } from '../storage/testing.ts'
import { createJobRunner, waitAfter } from './create-job-runner.ts'
import type { Job } from './job.ts'
import { cancelLongJob, LongJobRefusal, longJobKeeper, startLongJob } from './long-jobs.ts'
import { recurringJobs } from './recurring-jobs.ts'

describe.each(engines)('jobs on $name', (engine) => {
  let db: OwnedDatabase
  beforeAll(async () => {
    db = await openTestDatabase(engine)
  })
  afterAll(() => db.close())
  beforeEach(async () => {
    await db.query('delete from job_lease')
    await db.query('delete from job')
  })

  const options = { leaseMs: 600, tellEveryMs: 0, alone: false }
  const platform = () => ({ db, log: silentLog, bus: createChangeBus(() => undefined), now: () => Date.now() })
  const job = (run: Job['run'], everyMs = 20): Job => ({ name: 'count', everyMs, run })

  it('runs a job in one of two processes only', async () => {
    const ran = { a: 0, b: 0 }
    const a = createJobRunner(platform(), [job(async () => void ran.a++)], options)
    const b = createJobRunner(platform(), [job(async () => void ran.b++)], options)
    a.start()
    await until(() => ran.a > 0)
    b.start()
    await delay(400)
    await Promise.all([a.stop(), b.stop()])
    expect(ran.a).toBeGreaterThan(2)
    expect(ran.b).toBe(0)
  })

  it('leave nothing behind at the signal that stops them, however many there are and however often they run', async () => {
    const warned: string[] = []
    const hear = ({ name }: Error): void => void warned.push(name)
    process.on('warning', hear)
    const held = new Set<AbortSignal>()
    const listeners = vi.spyOn(AbortSignal.prototype, 'addEventListener')
    const removed = vi.spyOn(AbortSignal.prototype, 'removeEventListener')
    const any = vi.spyOn(AbortSignal, 'any')
    const names = Array.from({ length: 12 }, (_, index) => `count ${index}`)
    const jobs = names.map((name) => ({ name, everyMs: 20, run: async (signal: AbortSignal) => void held.add(signal) }))
    const runner = createJobRunner(platform(), jobs, options)
    runner.start()
    await until(() => held.size > 60)
    await runner.stop()
    process.off('warning', hear)
    const counts = [listeners.mock.calls.length - removed.mock.calls.length, any.mock.calls.length]
    vi.restoreAllMocks()
    // Each loop waits with one listener, which goes with the stop itself.
    expect(counts[0]).toBeLessThanOrEqual(names.length)
    expect(counts[1]).toBe(0)
    expect(warned).toEqual([])
  })

  it('is taken over at once where the other process stopped, and after the lease where it died', async () => {
    const ran = { a: 0, b: 0 }
    const a = createJobRunner(platform(), [job(async () => void ran.a++)], options)
    a.start()
    await until(() => ran.a > 0)
    await a.stop()
    expect((await db.query(`select holder from job_lease`))[0]).toEqual({ holder: null })
    // Died in the middle of a run.
    await db.query(
      `update job_lease set holder = '00000000-0000-4000-8000-000000000000', running = true, expires_at = now() + interval '300 milliseconds'`,
    )
    const diedAt = performance.now()
    const b = createJobRunner(platform(), [job(async () => void ran.b++)], options)
    b.start()
    await until(() => ran.b > 0)
    await b.stop()
    expect(performance.now() - diedAt).toBeGreaterThan(250)
    const [lease] = await db.query<{ failures: number }>('select failures from job_lease')
    expect(lease).toEqual({ failures: 1 })
  })

  it('waits for no lease of a process that died where none can be beside it', async () => {
    await db.query(
      `insert into job_lease (name, holder, expires_at, every_ms, running)
       values ('count', '00000000-0000-4000-8000-000000000000', now() + interval '1 hour', 20, true)`,
    )
    let runs = 0
    const a = createJobRunner(platform(), [job(async () => void runs++)], { ...options, alone: true })
    a.start()
    await until(() => runs > 0)
    await a.stop()
    expect((await recurringJobs(db))[0]).toMatchObject({ failures: 1, lastOutcome: 'done' })
  })

  it('aborts a run whose lease was lost, so that two never run for long', async () => {
    let aborted = false
    let running = false
    const a = createJobRunner(
      platform(),
      [
        job(async (signal) => {
          running = true
          await delay(5000, undefined, { signal }).catch(() => {
            aborted = true
          })
        }),
      ],
      options,
    )
    a.start()
    await until(() => running)
    await db.query(
      `update job_lease set holder = '00000000-0000-4000-8000-000000000000', expires_at = now() + interval '1 hour'`,
    )
    await until(() => aborted)
    await a.stop()
    expect(aborted).toBe(true)
  })

  it('counts and tells failures, and the next run comes', async () => {
    let runs = 0
    const a = createJobRunner(
      platform(),
      [
        job(async () => {
          runs++
          if (runs === 1) throw Object.assign(new Error('with data in it'), { code: 'storageFull' })
        }, 300_000),
      ],
      options,
    )
    a.start()
    await until(() => runs === 1)
    await a.stop()
    const [failed] = await recurringJobs(db)
    expect(failed).toMatchObject({
      name: 'count',
      everyMs: 300_000,
      state: 'backingOff',
      lastOutcome: 'failed',
      lastError: 'storageFull',
      runs: 1,
      failures: 1,
      failuresInARow: 1,
    })
  })

  it('does not run a rare job again because the server was restarted', async () => {
    let runs = 0
    for (const _ of [1, 2]) {
      const a = createJobRunner(platform(), [job(async () => void runs++, 60_000)], options)
      a.start()
      await delay(300)
      await a.stop()
    }
    expect(runs).toBe(1)
  })

  it('a long job tells its progress and its result', async () => {
    let release = (): void => undefined
    const held = new Promise<void>((resolve) => {
      release = resolve
    })
    const id = await startLongJob(platform(), {
      kind: 'import',
      by: { id: 'p1', name: 'Zhang' },
      run: async ({ progress }) => {
        progress(40, 100, { key: 'reading', values: { file: 'a.csv' } })
        await held
        progress(100)
        return { cases: 7 }
      },
    })
    await until(async () => (await read(id))!.progress === 40)
    expect(await read(id)).toMatchObject({ state: 'running', progress: 40, total: 100, message: { key: 'reading' } })
    release()
    await until(async () => (await read(id))!.state === 'done')
    expect(await read(id)).toMatchObject({ progress: 100, total: 100, result: { cases: 7 }, by_name: 'Zhang' })
  })

  it('a refusal is told with its values, and a fault with its code alone', async () => {
    const refused = await startLongJob(platform(), {
      kind: 'import',
      by: { id: 'p1', name: 'Zhang' },
      run: () => Promise.reject(new LongJobRefusal({ key: 'noCases', values: { file: 'a.csv' } })),
    })
    const failed = await startLongJob(platform(), {
      kind: 'import',
      by: { id: 'p1', name: 'Zhang' },
      run: () => Promise.reject(new Error('张三 13800000000')),
    })
    await until(async () => (await read(failed))!.state === 'failed')
    expect(await read(refused)).toMatchObject({
      state: 'failed',
      message: { key: 'noCases', values: { file: 'a.csv' } },
    })
    expect(await read(failed)).toMatchObject({ message: { key: 'failed', values: { code: 'Error' } } })
  })

  it('is cancelled from any process, and one whose process died is marked as failed', async () => {
    const id = await startLongJob(platform(), {
      kind: 'import',
      by: { id: 'p1', name: 'Zhang' },
      run: async ({ signal }) => {
        await delay(10_000, undefined, { signal })
        return undefined
      },
    })
    await until(async () => (await read(id))!.state === 'running')
    // As another process asks for it.
    await db.query('update job set cancel_requested = true where id = $1', [id])
    await until(async () => (await read(id))!.state !== 'running')
    expect(await read(id)).toMatchObject({ state: 'cancelled', message: { key: 'cancelled' } })
    await cancelLongJob({ db }, id)

    await db.query(
      `update job set state = 'running', finished_at = null, message = null, alive_until = now() - interval '1 second' where id = $1`,
      [id],
    )
    await longJobKeeper(platform()).run(new AbortController().signal)
    expect(await read(id)).toMatchObject({ state: 'failed', message: { key: 'interrupted' } })
  })

  async function read(id: string): Promise<{ state: string; progress: number } | undefined> {
    const [row] = await db.query<{ state: string; progress: number }>('select * from job where id = $1', [id])
    return row
  }
})

describe('the wait after a run', () => {
  it('doubles with each failure of a frequent job, to five minutes, and stays for rare ones', () => {
    expect([0, 1, 2, 5, 12, 40].map((failures) => waitAfter(1000, failures))).toEqual([
      1000, 2000, 4000, 32_000, 300_000, 300_000,
    ])
    expect(waitAfter(3_600_000, 3)).toBe(3_600_000)
  })
})

async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  const end = performance.now() + 8000
  while (!(await holds())) {
    if (performance.now() > end) throw new Error('waited in vain')
    await delay(20)
  }
}
