import { canonicalActivities, Profile, type ProfileInput, serviceEventColumns } from '@zhengfeng/eventlog'
import fc from 'fast-check'
import type { CaseRecord } from './case-record.ts'
import { profileInForce } from './profile-in-force.ts'
import type { TraceEvent } from './trace.ts'

const hour = 3_600_000
/** Monday 2026-03-02 00:00 in Shanghai. */
export const monday = Date.parse('2026-03-02T00:00:00+08:00')

/** `02 09:30`: day and time in March 2026 in Shanghai; the 2nd is a Monday. */
export function at(text: string): number {
  return Date.parse(`2026-03-${text.replace(' ', 'T')}+08:00`)
}

export const testProfile = {
  columns: { ...serviceEventColumns, item: 'item', applicant: 'applicant', agent: 'agent', stopDocument: 'document' },
  unnamed: ['EMPTY'],
  clock: {
    statutory: { limit: { amount: 20, unit: 'workingDay' }, byItem: { quick: { amount: 2, unit: 'workingDay' } } },
    promised: { byItem: { quick: { amount: 1, unit: 'workingDay' }, slow: { amount: 10, unit: 'calendarDay' } } },
    extension: { amount: 10, unit: 'workingDay' },
  },
} as const satisfies ProfileInput

export function profileOf(input: Partial<ProfileInput> = {}): Profile {
  return profileInForce(Profile.parse({ ...testProfile, ...input }))
}

/** One event of a test: step, day and time, and what else it tells. */
export type Told = readonly [activity: string, at: string, more?: Partial<TraceEvent>]

/** A case of one division out of what is told of it. */
export function caseOf(events: readonly Told[], attributes: CaseRecord['attributes'] = {}): CaseRecord {
  return {
    division: '330100',
    caseNo: 'c1',
    attributes,
    events: events.map(([activity, time, more], index) => ({
      seq: index + 1,
      occurredAt: at(time),
      activity,
      ...more,
    })),
  }
}

const maybe = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> => fc.option(arbitrary, { nil: undefined })

const details = fc.record({
  activity: fc.constantFrom(...canonicalActivities, 'hidden step'),
  occurredAt: fc.integer({ min: 0, max: 40 * 24 * 4 }).map((quarters) => monday + (quarters * hour) / 4),
  recordedAt: maybe(fc.integer({ min: monday, max: monday + 50 * 24 * hour })),
  startedAt: maybe(fc.integer({ min: monday, max: monday + 50 * 24 * hour })),
  department: maybe(fc.constantFrom('front', 'review', 'EMPTY')),
  actor: maybe(fc.constantFrom('p1', 'p2', 'p3')),
  window: maybe(fc.constantFrom('w1', 'w2')),
  channel: maybe(fc.constantFrom('网上', '窗口')),
  transition: fc.constantFrom(undefined, undefined, undefined, 'start', 'complete'),
  batch: maybe(fc.constantFrom('b1', 'b2')),
  attributes: maybe(
    fc.record(
      {
        satisfaction: fc.constantFrom<string | number>(1, 2, '3', 4, 5, '非常不满意', 'unknown'),
        default: fc.boolean(),
        followUp: fc.boolean(),
        visits: fc.nat({ max: 3 }),
        document: fc.constantFrom('', '〔2026〕1号'),
        item: fc.constantFrom('quick', 'slow'),
      },
      { requiredKeys: [] },
    ),
  ),
})

/** Events of one case in order of `seq`, of any kind and in any order of time. */
export const traceEvents: fc.Arbitrary<TraceEvent[]> = fc
  .array(fc.tuple(fc.integer({ min: 1, max: 9 }), details), { maxLength: 12 })
  .map((list) => {
    let seq = 0
    return list.map(([step, { ...event }]) => {
      seq += step
      return JSON.parse(JSON.stringify({ seq, ...event })) as TraceEvent
    })
  })

/** Cases of two divisions, some of them without events. */
export const caseRecords: fc.Arbitrary<CaseRecord[]> = fc
  .array(
    fc.record({
      division: fc.constantFrom('330100', '330200'),
      attributes: fc.record(
        {
          item: fc.constantFrom('quick', 'slow', 'other'),
          applicantGroup: fc.constantFrom('自然人', '企业'),
          department: fc.constantFrom('lead'),
          visits: fc.constantFrom<string | number>(0, 1, '2'),
        },
        { requiredKeys: [] },
      ),
      events: traceEvents,
    }),
    { maxLength: 8 },
  )
  .map((cases) => cases.map((record, index) => ({ ...record, caseNo: `c${index}` })))
