import type { Job } from '../jobs/job.ts'
import type { Platform } from '../platform.ts'
import { rebuildProjections } from './rebuild-projections.ts'
import { type SourceInForce, sourcesInForce } from './sources-in-force.ts'

const minuteMs = 60_000

/**
 * Projects the cases of a source anew when its profile, the calendar, limits or warning rules of the platform, or the way of projecting have
 * changed since. Events go on coming in meanwhile and are projected in the new way at once.
 */
export function refreshProjectionsJob(platform: Pick<Platform, 'db' | 'now' | 'log'>): Job {
  return {
    name: 'ingest.refreshProjections',
    everyMs: minuteMs,
    run: async (signal) => {
      for (const source of await outdatedSources(platform)) {
        if (signal.aborted) return
        platform.log.info({ source: source.id }, 'cases of a source are projected anew')
        const { complete } = await rebuildProjections(platform, { sourceId: source.id, signal })
        // Where it changed again meanwhile, the next run does it again.
        if (complete) await markAnew(platform, source)
      }
    },
  }
}

async function outdatedSources({ db }: Pick<Platform, 'db'>): Promise<SourceInForce[]> {
  const ids = await db.query<{ id: string }>(
    `select id
     from source
     where projected_with is not null
     order by id`,
  )
  const { sources } = await sourcesInForce().read(
    db,
    ids.map(({ id }) => id),
  )
  return [...sources.values()].filter(({ projection, projectedWith }) => projection !== projectedWith)
}

async function markAnew({ db }: Pick<Platform, 'db'>, { id, projection }: SourceInForce): Promise<void> {
  await db.query(
    `update source
     set projected_with = $2
     where id = $1`,
    [id, projection],
  )
}
