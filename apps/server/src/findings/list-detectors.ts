import type { DetectorView, findingsRoutes } from '@zhengfeng/contract'
import { aloneDetectors, type Detector, detectors } from '@zhengfeng/detectors'
import type { z } from 'zod'
import { instantOf } from '../jobs/instant.ts'
import type { Queryable } from '../storage/database.ts'
import { detectorQuality, type Quality } from './detector-quality.ts'
import { readThresholds, type Thresholds } from './thresholds.ts'

interface Runs {
  readonly last: number | null
  readonly notApplicable: ReadonlyMap<string, number>
}

/** The detectors with what they need, the thresholds that the platform sets, and how often they were right. */
export async function listDetectors(db: Queryable): Promise<z.input<typeof findingsRoutes.detectors.response>> {
  const thresholds = await readThresholds(db)
  const quality = await detectorQuality(db)
  const runs = await readRuns(db)
  const items = detectors.map((detector) => view(detector, { thresholds, runs, quality: quality[detector.name] }))
  return { version: thresholds.version, items }
}

async function readRuns(db: Queryable): Promise<Runs> {
  const [last] = await db.query<{ at: number | null }>('select max(ran_at) as at from detector_position')
  const rows = await db.query<{ detector: string; n: number }>(
    `select detector, count(*) as n
     from detector_position
     cross join lateral jsonb_object_keys(coalesce(not_applicable, '{}')) as detector
     group by detector
     order by detector`,
  )
  return { last: last!.at, notApplicable: new Map(rows.map(({ detector, n }) => [detector, n])) }
}

function view(
  { name, level, requires, parameters }: Detector,
  { thresholds, runs, quality }: { thresholds: Thresholds; runs: Runs; quality: Quality },
): z.input<typeof DetectorView> {
  const set = thresholds.overrides[name] ?? {}
  return {
    name,
    level,
    alone: aloneDetectors.includes(name),
    requires: [...requires],
    parameters: Object.entries(parameters).map(([parameter, { default: usual, unit, range }]) => ({
      name: parameter,
      default: usual,
      value: set[parameter] ?? usual,
      unit,
      low: range[0],
      high: range[1],
    })),
    quality,
    ...(runs.last !== null && { lastRunAt: instantOf(runs.last) }),
    notApplicableIn: runs.notApplicable.get(name) ?? 0,
  }
}
