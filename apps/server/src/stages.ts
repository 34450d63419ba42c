import { auditJobs } from './audit/audit-jobs.ts'
import { auditRoutes } from './audit/audit-routes.ts'
import { auditWriter } from './audit/audit-writer.ts'
import type { Implementation } from './http/implement.ts'
import { accountsRoutes } from './identity/accounts-routes.ts'
import { identityRoutes } from './identity/identity-routes.ts'
import type { Job } from './jobs/job.ts'
import type { Platform } from './platform.ts'

/** All that the server does: the routes it answers and what it does by itself. */
export interface Stages {
  readonly implementations: readonly Implementation[]
  readonly jobs: readonly Job[]
  /** Ends what is under way; nothing that was acknowledged is lost. */
  stop(): Promise<void>
}

/** Puts the stages of the chain together. */
export function assembleStages(platform: Platform): Stages {
  return {
    implementations: [...identityRoutes(platform), ...accountsRoutes(platform), ...auditRoutes(platform)],
    jobs: [...auditJobs(platform)],
    stop: () => auditWriter(platform).drain(),
  }
}
