import { operationsRoutes as routes } from '@zhengfeng/contract'
import { type Implementation, implement } from '../http/implement.ts'
import type { JobRunner } from '../jobs/create-job-runner.ts'
import type { Platform } from '../platform.ts'
import { version } from '../version.ts'
import { readCounts, readLastEvent, readStorage } from './read-status.ts'

/** How the server is doing, for those who run it. */
export function operationsRoutes(
  platform: Platform,
  running: { readonly startedAt: number; readonly status: JobRunner['status'] },
): readonly Implementation[] {
  return [
    implement(routes.status, async () => {
      const [counts, lastEvent, storage, jobs] = await Promise.all([
        readCounts(platform.db),
        readLastEvent(platform),
        readStorage(platform.db),
        running.status(),
      ])
      const { rss, heapUsed } = process.memoryUsage()
      return {
        version,
        node: process.version,
        engine: platform.db.engine,
        engineVersion: storage.engineVersion,
        schemaVersion: storage.schemaVersion,
        startedAt: new Date(running.startedAt).toISOString(),
        now: new Date(platform.now()).toISOString(),
        ready: true,
        counts,
        ...(lastEvent && { lastEvent }),
        storage: { sizeBytes: storage.sizeBytes, waitMs: storage.waitMs },
        memory: { residentBytes: rss, heapBytes: heapUsed },
        jobs: jobs.map(jobOf),
      }
    }),
  ]
}

type Status = Awaited<ReturnType<JobRunner['status']>>[number]

function jobOf(job: Status) {
  const at = (ms: number | undefined): string | undefined => (ms === undefined ? undefined : new Date(ms).toISOString())
  const lastStartedAt = at(job.lastStartedAt)
  const lastFailedAt = at(job.lastFailedAt)
  return {
    name: job.name,
    everyMs: job.everyMs,
    running: job.running,
    runs: job.runs,
    failures: job.failures,
    ...(lastStartedAt !== undefined && { lastStartedAt }),
    ...(job.lastMs !== undefined && { lastMs: job.lastMs }),
    ...(lastFailedAt !== undefined && { lastFailedAt }),
  }
}
