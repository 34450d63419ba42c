import type { Job } from '../jobs/job.ts'
import type { Platform } from '../platform.ts'
import { closeDaysJob } from './close-days.ts'
import { refreshProjectionsJob } from './refresh-projections.ts'

/** What ingestion does by itself. */
export function ingestJobs(platform: Platform): readonly Job[] {
  return [closeDaysJob(platform), refreshProjectionsJob(platform)]
}
