import { randomUUID } from 'node:crypto'
import { canonicalActivities, type ProfileInput } from '@zhengfeng/eventlog'
import type { Database } from '../storage/database.ts'
import type { OwnedDatabase } from '../storage/pooled-database.ts'
import { caseColumns } from './case-row.ts'
import { bucketKey, cellKey, dayBucketKey, dayKey } from './cell-rows.ts'
import type { IncomingEvent } from './incoming-event.ts'

/** A Monday in Shanghai, ten in the morning. */
export const monday = Date.UTC(2026, 2, 2, 2)
export const hourMs = 3_600_000

/** A profile that maps every step to itself, with a limit of five working days. */
export const testProfile: ProfileInput = {
  timeZone: 'Asia/Shanghai',
  columns: {
    case: 'caseNo',
    activity: 'activity',
    time: 'occurredAt',
    item: 'item',
    applicant: 'applicant',
    stopDocument: 'document',
  },
  activities: Object.fromEntries(canonicalActivities.map((step) => [step, [step]])),
  clock: { statutory: { limit: { amount: 5, unit: 'workingDay' } } },
}

export async function addDivisions(db: Database, codes: readonly string[]): Promise<void> {
  await db.query(`insert into division (code, parent, path, name, level) values ('44', null, '44/', '省', 1)`)
  for (const code of codes)
    await db.query(`insert into division (code, parent, path, name, level) values ($1, '44', $2, $1, 2)`, [
      code,
      `44/${code}/`,
    ])
}

export async function addSource(
  db: Database,
  {
    kind = 'push',
    profile = testProfile,
    division = '44',
  }: { kind?: string; profile?: ProfileInput; division?: string } = {},
): Promise<string> {
  const id = randomUUID()
  await db.query(
    `insert into source (id, name, kind, division, profile, profile_text, created_at, created_by)
     values ($1, $2, $3, $4, $5, '', $6, 'test')`,
    [id, `source ${id}`, kind, division, profile, new Date(monday)],
  )
  return id
}

/** An event so many hours after `monday`. */
export function told(
  caseNo: string,
  activity: string,
  hours: number,
  more: Partial<IncomingEvent> = {},
): IncomingEvent {
  return { division: '4401', caseNo, activity, occurredAt: monday + hours * hourMs, ...more }
}

/** Everything that follows from the log of events, row by row, for comparing. Numbers of events are left out: they tell of the order. */
export async function projectionsOf(db: Database): Promise<Readonly<Record<string, readonly object[]>>> {
  const rows = (sql: string): Promise<object[]> => db.query(sql)
  return {
    cases: await rows(
      `select ${caseColumns.filter((name) => name !== 'last_seq' && name !== 'trace').join(', ')}
       from service_case
       order by division, case_no`,
    ),
    cells: await rows(`select * from indicator_cell order by ${cellKey.join(', ')}`),
    days: await rows(`select * from indicator_day order by ${dayKey.join(', ')}`),
    buckets: await rows(`select * from indicator_bucket order by ${bucketKey.join(', ')}`),
    dayBuckets: await rows(`select * from indicator_day_bucket order by ${dayBucketKey.join(', ')}`),
  }
}

/** Removes all events and what follows from them; divisions and sources stay. */
export async function emptyLog(db: OwnedDatabase): Promise<void> {
  await db.administer((tx) =>
    tx.script(
      `truncate event, event_key, division_sequence, person_data, service_case, indicator_cell, indicator_day, indicator_bucket,
         indicator_day_bucket, day_snapshot, restatement`,
    ),
  )
}
