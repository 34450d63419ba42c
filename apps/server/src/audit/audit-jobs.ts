import { metrics } from '../http/metrics.ts'
import type { Job } from '../jobs/job.ts'
import type { Platform } from '../platform.ts'
import { verifyChains } from './verify-chain.ts'

const intact = metrics.gauge({
  name: 'zhengfeng_audit_intact',
  help: '1 where the audit trail was whole when last verified, else 0.',
})

/**
 * Verifies the trail every day and writes the ends of the chains to the log. A log that is kept elsewhere then shows if somebody with
 * all rights on the database cut the trail and its ends back together.
 */
export function auditJobs(platform: Platform): readonly Job[] {
  return [{ name: 'audit-verify', everyMs: 86_400_000, run: (signal) => verify(platform, signal) }]
}

async function verify(platform: Platform, signal: AbortSignal): Promise<void> {
  const everything = { everything: true, divisions: [], departments: [] }
  const verification = await verifyChains(platform, everything, signal)
  intact.set(verification.intact ? 1 : 0)
  for (const { division, entries, digest } of verification.chains) {
    platform.log.info({ division, entries, digest }, 'end of the audit chain')
  }
  for (const problem of verification.problems) platform.log.error(problem, 'the audit trail was altered')
}
