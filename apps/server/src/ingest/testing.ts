import { randomUUID } from 'node:crypto'
import { canonicalActivities, type ProfileInput } from '@zhengfeng/eventlog'
import type { Database } from '../storage/database.ts'
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
