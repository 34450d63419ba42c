import { type Detection, runDetectors } from '@zhengfeng/detectors'
import { type EventLog, formatProfile, Profile, type ProfileInput, type ReadingReport } from '@zhengfeng/eventlog'
import { readService, sketchLog } from '@zhengfeng/mining'
import { buildCheckUp } from '../model/build-check-up.ts'
import type { CheckUp } from '../model/check-up.ts'

const hourMs = 3_600_000

/** What may be told of a log besides its events; the rest is plain. */
export interface Told {
  readonly profile?: Partial<ProfileInput>
  readonly readings?: readonly ReadingReport[]
  readonly detections?: readonly Detection[]
}

/** The check-up of a log, for tests: everything that is not told is fixed. */
export function checkUpOf(log: EventLog, { profile: more, readings = [], detections }: Told = {}): CheckUp {
  const profile = Profile.parse({
    name: 'test',
    timeZone: log.timeZone,
    columns: { case: 'case', activity: 'activity', time: 'time' },
    ...more,
  })
  const service = readService(log, profile)
  return buildCheckUp({
    service,
    detections: detections ?? runDetectors(service),
    readings,
    inputs: [{ path: 'cases.csv', sha256: 'a'.repeat(64) }],
    profileText: formatProfile(profile),
    profileSha256: 'b'.repeat(64),
    generatedAt: Date.UTC(2026, 0, 5, 9),
    version: '0.0.0',
  })
}

/**
 * Forty cases of two offices that are accepted, sent out and back, and closed, the slower office a day later each; one is
 * still open. Small enough to be reckoned by hand, rich enough to fill every section.
 */
export function smallCheckUp(): CheckUp {
  const monday = Date.UTC(2026, 2, 2, 9)
  const log = sketchLog(
    Array.from({ length: 40 }, (_, index) => {
      const start = monday + index * 24 * hourMs
      const office = index % 2 === 0 ? '城东区' : 'Riverside'
      const id = `case-${index}`
      const slow = index % 2 === 0 ? 0 : 24
      const clerk = { resource: `officer ${index % 3}`, department: 'window', office }
      const expert = { resource: 'officer 9', department: 'review', office }
      return [
        [id, 'accept', start, clerk],
        [id, 'review', start + 2 * hourMs, expert],
        [id, 'check', start + 3 * hourMs, clerk],
        ...(index === 39 ? [] : [[id, 'close', start + (30 + slow) * hourMs, clerk] as const]),
      ] as const
    }).flat(),
  )
  return checkUpOf(log, { profile: smallProfile, readings: [smallReading] })
}

const smallProfile: Partial<ProfileInput> = {
  activities: { accept: ['accept'], review: ['review'], close: ['close'] },
  clock: {
    statutory: { limit: { amount: 5, unit: 'workingDay' } },
    promised: { limit: { amount: 1, unit: 'workingDay' } },
  },
}

const smallReading: ReadingReport = {
  source: 'cases.csv',
  format: 'csv',
  rowsRead: 160,
  rowsKept: 159,
  rowsRefused: 1,
  refusedByReason: { unreadableTime: 1 },
  refusals: [{ line: 17, column: 'time', value: '31/02/2026', reason: 'unreadableTime' }],
  notices: [{ kind: 'midnightOnly', column: 'time', count: 4, examples: [{ line: 3, value: '2026-03-02' }] }],
}
