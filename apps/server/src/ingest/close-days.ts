import { measures } from '@zhengfeng/monitor'
import type { Job } from '../jobs/job.ts'
import type { Platform } from '../platform.ts'
import { readSetting } from '../settings/read-setting.ts'
import { measureColumns } from './cell-rows.ts'

const dayMs = 86_400_000
const hourMs = 3_600_000

/** Closes days: keeps their figures as they were told first. What changes them later is listed as a restatement. */
export function closeDaysJob(platform: Pick<Platform, 'db' | 'now'>): Job {
  return { name: 'ingest.closeDays', everyMs: hourMs, run: (signal) => closeDays(platform, signal) }
}

/** Nobody was told figures of days before; a stray date must not make a thousand years of zeros. */
const oldestDays = 1100
/** Divisions at once, so that no statement runs for long. */
const divisionsAtOnce = 50

/**
 * Closes every day that ended so many whole days ago as the setting `closing` says. A day without figures is closed too, with nothing
 * but zeros, if it comes after the first day of its division: then nothing is what was told.
 */
export async function closeDays(platform: Pick<Platform, 'db' | 'now'>, signal?: AbortSignal): Promise<void> {
  const { afterDays } = await readSetting(platform.db, 'closing')
  const last = new Date(platform.now() - (afterDays + 1) * dayMs).toISOString().slice(0, 10)
  const divisions = await platform.db.query<{ division: string }>(
    `select division
     from division_sequence
     order by division`,
  )
  for (let at = 0; at < divisions.length; at += divisionsAtOnce) {
    if (signal?.aborted) return
    const some = divisions.slice(at, at + divisionsAtOnce).map(({ division }) => division)
    await platform.db.query(closeStatement, [some, last, new Date(platform.now())])
  }
}

const figures = measureColumns.map((column, i) => `'${measures[i]!}', coalesce(indicator_day.${column}, 0)`)
/** A function takes a hundred arguments at most. */
const figuresObject = chunked(figures, 40)
  .map((some) => `jsonb_build_object(${some.join(', ')})`)
  .join(' || ')

/** One statement sees one state: the figures and the last event that they rest on belong together. */
const closeStatement = `insert into day_snapshot (division, day, taken_at, seq, figures)
     select day.division, day.day, $3, division_sequence.last_seq, ${figuresObject}
     from (
       select first.division, generate_series(first.day, $2::date, interval '1 day')::date as day
       from (
         select division, coalesce(
           (select max(day) + 1 from day_snapshot where day_snapshot.division = division_sequence.division),
           (select min(day) from indicator_day where indicator_day.division = division_sequence.division and day > $2::date - ${oldestDays})
         ) as day
         from division_sequence
         where division = any($1::text[])
       ) as first
       where first.day is not null
     ) as day
     join division_sequence
       on division_sequence.division = day.division
     left join indicator_day
       on indicator_day.division = day.division
      and indicator_day.day = day.day
     on conflict (division, day) do nothing`

function chunked<Item>(items: readonly Item[], size: number): Item[][] {
  const chunks: Item[][] = []
  for (let at = 0; at < items.length; at += size) chunks.push(items.slice(at, at + size))
  return chunks
}
