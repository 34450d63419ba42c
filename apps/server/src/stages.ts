import { auditJobs } from './audit/audit-jobs.ts'
import { auditRoutes } from './audit/audit-routes.ts'
import { auditWriter } from './audit/audit-writer.ts'
import { caseRoutes } from './cases/cases-routes.ts'
import { findingsJobs } from './findings/findings-jobs.ts'
import { findingsRoutesOf } from './findings/routes.ts'
import type { Implementation } from './http/implement.ts'
import { accountsRoutes } from './identity/accounts-routes.ts'
import { identityRoutes } from './identity/identity-routes.ts'
import { importsJobs } from './imports/imports-jobs.ts'
import { importsRoutesOf } from './imports/imports-routes.ts'
import { indicatorRoutes } from './indicators/indicators-routes.ts'
import { createEventWriter, type EventWriter } from './ingest/event-writer.ts'
import { ingestJobs } from './ingest/jobs.ts'
import { ingestRoutes } from './ingest/routes.ts'
import { usageLogOf } from './ingest/source-usage.ts'
import type { Job } from './jobs/job.ts'
import { longJobKeeper, stopLongJobs } from './jobs/long-jobs.ts'
import { jobsRoutesOf } from './jobs/routes.ts'
import type { Platform } from './platform.ts'
import { divisionRoutes } from './settings/divisions-routes.ts'
import { settingRoutes } from './settings/settings-routes.ts'
import { viewRoutes } from './settings/views-routes.ts'
import { checkUpJobs } from './sources/check-up.ts'
import { sourcesRoutesOf } from './sources/sources-routes.ts'
import { warningsRoutesOf } from './warnings/routes.ts'
import { warningsJobs } from './warnings/warnings-jobs.ts'
import { webhooksRoutesOf } from './webhooks/routes.ts'
import { webhookJobs } from './webhooks/webhook-jobs.ts'

/** All that the server does: the routes it answers and what it does by itself. */
export interface Stages {
  readonly implementations: readonly Implementation[]
  readonly jobs: readonly Job[]
  /** The one through which every event of this process is written. */
  readonly writer: EventWriter
  /** Ends what is under way; nothing that was acknowledged is lost. */
  stop(): Promise<void>
}

/** Puts the stages of the chain together. */
export function assembleStages(platform: Platform): Stages {
  const writer = createEventWriter(platform)
  return {
    implementations: implementationsOf(platform, writer),
    jobs: jobsOf(platform),
    writer,
    stop: async () => {
      await stopLongJobs()
      await writer.stop()
      await usageLogOf(platform).flush()
      await auditWriter(platform).drain()
    },
  }
}

function implementationsOf(platform: Platform, writer: EventWriter): Implementation[] {
  return [
    ...identityRoutes(platform),
    ...accountsRoutes(platform),
    ...auditRoutes(platform),
    ...ingestRoutes(platform, writer),
    ...importsRoutesOf(platform),
    ...sourcesRoutesOf(platform),
    ...divisionRoutes(platform),
    ...settingRoutes(platform),
    ...viewRoutes(platform),
    ...caseRoutes(platform),
    ...indicatorRoutes(platform),
    ...findingsRoutesOf(platform),
    ...warningsRoutesOf(platform),
    ...webhooksRoutesOf(platform),
    ...jobsRoutesOf(platform),
  ]
}

function jobsOf(platform: Platform): Job[] {
  return [
    ...auditJobs(platform),
    ...importsJobs(platform),
    ...ingestJobs(platform),
    ...checkUpJobs(platform),
    ...findingsJobs(platform),
    ...warningsJobs(platform),
    ...webhookJobs(platform),
    longJobKeeper(platform),
  ]
}
