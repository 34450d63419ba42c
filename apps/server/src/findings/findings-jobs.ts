import type { Job } from '../jobs/job.ts'
import type { Platform } from '../platform.ts'
import { type Detect, detectInThread } from './detection-thread.ts'
import { type DetectorContext, detectorContext } from './detector-context.ts'
import { followEvents, followTime } from './follow-events.ts'
import { importsSeen } from './imports-seen.ts'
import { runDivision } from './run-division.ts'
import { readThresholds } from './thresholds.ts'

const hourMs = 3_600_000
/** How old the last run over an office may become. */
const runEveryMs = 6 * hourMs
/** How old at least, where much was added since. */
const runAgainMs = hourMs / 6

/** Recurring work of detectors: looking at cases as events arrive, and at whole offices now and then. */
export function findingsJobs(platform: Platform, detect: Detect = detectInThread): readonly Job[] {
  const context = detectorContext(platform, detect)
  return [
    { name: 'findings.follow', everyMs: 2000, run: (signal) => followEvents(context, signal) },
    { name: 'findings.time', everyMs: 10_000, run: (signal) => followTime(context, signal) },
    { name: 'findings.offices', everyMs: 60_000, run: (signal) => runDue(context, signal) },
  ]
}

async function runDue(context: DetectorContext, signal: AbortSignal): Promise<void> {
  for (const division of await divisionsDue(context)) {
    if (signal.aborted) return
    await runDivision(context, division, signal)
  }
}

/** Never looked at, long ago, with other thresholds, before an import, or when there was much less to see: a fifth more than then. */
async function divisionsDue({ platform: { db }, clock }: DetectorContext): Promise<readonly string[]> {
  const { version } = await readThresholds(db)
  const imports = await importsSeen(db)
  const rows = await db.query<{ division: string }>(
    `select s.division
     from division_sequence s
     left join detector_position p on p.division = s.division
     left join unnest($4::text[], $5::text[]) as i (division, imports) on i.division = s.division
     where s.last_seq > 0
       and (
         p.ran_at is null
         or p.ran_at < $1
         or p.thresholds_version <> $3
         or p.imports is distinct from i.imports
         or (p.ran_at < $2 and s.last_seq > p.ran_seq + 1000 and s.last_seq > p.ran_seq * 1.2)
       )
     order by p.ran_at nulls first, s.division`,
    [
      new Date(clock() - runEveryMs),
      new Date(clock() - runAgainMs),
      version,
      [...imports.keys()],
      [...imports.values()],
    ],
  )
  return rows.map(({ division }) => division)
}
