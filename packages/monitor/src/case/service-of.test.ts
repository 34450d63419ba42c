import { createReadStream, existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { createGunzip } from 'node:zlib'
import {
  type EventLog,
  type Profile,
  readCsv,
  readXes,
  serviceEventColumns,
  shippedProfile,
  writeNdjson,
} from '@zhengfeng/eventlog'
import { overdueCases, readService, type ServiceLog } from '@zhengfeng/mining'
import { describe, expect, it } from 'vitest'
import { at, caseOf, profileOf } from './arbitrary-cases.ts'
import { type CaseEvent, type CaseRecord, extendCase } from './case-record.ts'
import { profileInForce } from './profile-in-force.ts'
import { serviceOf } from './service-of.ts'
import { decodeTrace, encodeTrace } from './trace.ts'

const shared = (path: string): string => fileURLToPath(new URL(`../../../../../shared/data/${path}`, import.meta.url))
const wabo = shared('permits-wabo/receipt.csv')
const bpic = shared('permits-bpic15/BPIC15_2.xes.gz')

/** The log's events as they would be pushed, folded into cases, with their traces written and read back. */
function casesOf(log: EventLog, profile: Profile): CaseRecord[] {
  const cases = new Map<string, { division: string; caseNo: string; events: CaseEvent[] }>()
  let seq = 0
  for (const chunk of writeNdjson(log))
    for (const line of chunk.trimEnd().split('\n')) {
      const { division = 'd', caseNo, occurredAt, recordedAt, ...event } = JSON.parse(line)
      const key = `${division}/${caseNo}`
      if (!cases.has(key)) cases.set(key, { division, caseNo, events: [] })
      const recorded = recordedAt === undefined ? {} : { recordedAt: Date.parse(recordedAt) }
      cases.get(key)!.events.push({ ...event, seq: ++seq, occurredAt: Date.parse(occurredAt), ...recorded })
    }
  return Array.from(cases.values(), ({ events, ...of }) => {
    const record = extendCase(undefined, events, { ...of, profile })
    return { ...record, events: decodeTrace(encodeTrace(record.events)) }
  })
}

/** What is said of each case, to the millisecond; of open cases what does not depend on when they are looked at. */
function told(service: ServiceLog): unknown[] {
  const { clock, milestones, stops, log, item } = service
  const [statutory, promised] = [overdueCases(service, 'statutory'), overdueCases(service, 'promised')]
  return log.caseIds.map((id, c) => {
    const ended = !Number.isNaN(clock.to[c]!)
    return {
      id,
      item: item.codes[c]! < 0 ? '' : item.values[item.codes[c]!],
      events: log.caseOffsets[c + 1]! - log.caseOffsets[c]!,
      clock: [clock.from, clock.to, milestones.accept, milestones.close].map((instants) => Math.floor(instants[c]!)),
      extended: clock.extended[c],
      stops: stops.offsets[c + 1]! - stops.offsets[c]!,
      priority: service.priority[c],
      // Traces are in whole milliseconds.
      ...(ended && {
        due: [clock.statutoryDue, clock.promisedDue].map((instants) => Math.floor(instants[c]!)),
        late: [statutory[c], promised[c]],
        official: Math.round(clock.officialMs[c]! / 10),
        lived: Math.round(clock.livedMs[c]! / 10),
      }),
    }
  })
}

function compare(log: EventLog, profile: Profile): void {
  const { columns } = profile
  const own = profileInForce({ ...profile, columns: { ...columns, ...serviceEventColumns } })
  expect(told(serviceOf(casesOf(log, own), own))).toEqual(told(readService(log, profile)))
}

describe('cases read as service', () => {
  it.skipIf(!existsSync(wabo))(
    'say the same as the file that they came from: WABO (skipped: ../shared is absent)',
    async () => {
      const profile = shippedProfile('wabo')
      compare((await readCsv(createReadStream(wabo), profile, { source: 'receipt.csv' })).log, profile)
    },
  )

  it.skipIf(!existsSync(bpic))(
    'say the same as the file that they came from: BPIC15 (skipped: ../shared is absent)',
    async () => {
      const profile = shippedProfile('bpic15')
      const bytes = createReadStream(bpic).pipe(createGunzip())
      compare((await readXes(bytes, profile, { source: 'BPIC15_2.xes.gz' })).log, profile)
    },
  )

  it('take a name that the profile maps, and the canonical one besides', () => {
    const profile = profileOf({ activities: { accept: ['受理'] } })
    const events = [caseOf([['受理', '02 09:00']]), caseOf([['accept', '02 09:00']])]
    const { milestones } = serviceOf(events, profile)
    expect(Array.from(milestones.accept)).toEqual([at('02 09:00'), at('02 09:00')])
  })

  it('leave a name alone that the profile gives another meaning', () => {
    const profile = profileOf({ activities: { decide: ['close'] } })
    const { milestones } = serviceOf([caseOf([['close', '02 09:00']])], profile)
    expect([milestones.close[0], milestones.decide[0]]).toEqual([Number.NaN, at('02 09:00')])
  })

  it('judge open cases as of the instant that is asked for', () => {
    const open = caseOf([['accept', '02 09:00']])
    expect(serviceOf([open], profileOf(), { until: at('03 10:00') }).clock.officialMs[0]).toBe(8 * 3_600_000)
  })
})

describe('the profile in force', () => {
  const limit = { amount: 3, unit: 'workingDay' } as const
  it('has the limits and days off that the platform sets before those of the profile', () => {
    const profile = profileInForce(profileOf(), {
      limits: { byItem: { quick: { promised: limit } } },
      calendar: { closed: ['2026-03-03'], hours: [] },
    })
    const { clock } = serviceOf([caseOf([['accept', '02 09:00']], { item: 'quick' })], profile, {
      until: at('02 10:00'),
    })
    expect([clock.promisedDue[0], clock.statutoryDue[0]]).toEqual([at('06 17:00'), at('05 17:00')])
  })

  it('leaves due instants of the source as they are', () => {
    const profile = profileOf({ clock: { statutory: { due: 'due' } } })
    const set = profileInForce(profile, { limits: { byItem: { quick: { statutory: limit } } } })
    expect(set.clock.statutory).toEqual({ due: 'due' })
  })
})
