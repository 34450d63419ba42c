import {
  assembleLog,
  type Column,
  canonicalActivities,
  type EventLog,
  Profile,
  type ProfileInput,
  type StringColumn,
} from '@zhengfeng/eventlog'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { overdueBy, overdueCases, readService, type ServiceLog } from './index.ts'

type Step = (typeof canonicalActivities)[number]
/** Case, step, day and time in March 2026 (the 2nd is a Monday), and attributes. */
type Told = readonly [caseId: string, step: string, at: string, more?: Readonly<Record<string, string>>]

const hour = 3_600_000
const day = 24 * hour

describe('the milestones of a case', () => {
  it('are the first submission and acceptance, the last decision and closing', () => {
    const service = read([
      ['a', 'submit', '02 09:00'],
      ['a', 'submit', '02 10:00'],
      ['a', 'accept', '02 11:00'],
      ['a', 'accept', '03 09:00'],
      ['a', 'decide', '04 09:00'],
      ['a', 'decide', '05 09:00'],
      ['a', 'close', '05 10:00'],
      ['a', 'close', '06 10:00'],
      ['b', 'review', '06 11:00'],
    ])
    expect(shownAll(service.milestones)).toEqual({
      submit: ['02 09:00', '—'],
      accept: ['02 11:00', '—'],
      decide: ['05 09:00', '—'],
      close: ['06 10:00', '—'],
    })
  })

  it.each<[string, Told[], string]>([
    [
      'its closing, whatever was delivered or rated after it',
      [
        ['a', 'close', '03 09:00'],
        ['a', 'deliver', '09 09:00'],
        ['a', 'rate', '10 09:00'],
      ],
      '03 09:00',
    ],
    [
      'its refusal',
      [
        ['a', 'receive', '02 09:00'],
        ['a', 'refuse', '03 09:00'],
        ['a', 'deliver', '04 09:00'],
      ],
      '03 09:00',
    ],
    [
      'its withdrawal',
      [
        ['a', 'accept', '02 09:00'],
        ['a', 'withdraw', '03 09:00'],
      ],
      '03 09:00',
    ],
    [
      'no refusal after which it was accepted',
      [
        ['a', 'refuse', '02 09:00'],
        ['a', 'accept', '03 09:00'],
      ],
      '—',
    ],
    [
      'a refusal of the same day, which may be stamped with its date alone',
      [
        ['a', 'refuse', '02 00:00'],
        ['a', 'accept', '02 09:00'],
      ],
      '02 00:00',
    ],
    [
      'its last delivery where nothing else ends it',
      [
        ['a', 'deliver', '03 09:00'],
        ['a', 'deliver', '04 09:00'],
      ],
      '04 09:00',
    ],
    [
      'nothing where it is open',
      [
        ['a', 'accept', '02 09:00'],
        ['a', 'review', '03 09:00'],
      ],
      '—',
    ],
  ])('end with %s', (_, events, end) => {
    expect(shownAll(read(events).milestones).close).toEqual([end])
  })

  it('count a step when it is completed, where the log tells', () => {
    const service = read([
      ['a', 'accept', '02 09:00', { lifecycle: 'start' }],
      ['a', 'accept', '02 11:00', { lifecycle: 'complete' }],
      ['a', 'close', '03 09:00', { lifecycle: 'complete' }],
      ['a', 'close', '03 12:00', { lifecycle: 'schedule' }],
    ])
    expect(shownAll(service.milestones)).toMatchObject({ accept: ['02 11:00'], close: ['03 09:00'] })
  })

  it('count beginnings where the log tells nothing else', () => {
    const service = read([['a', 'accept', '02 09:00', { lifecycle: 'start' }]])
    expect(shownAll(service.milestones).accept).toEqual(['02 09:00'])
  })
})

describe('the official clock', () => {
  it('runs in working time from acceptance to closing', () => {
    const service = read([
      ['a', 'submit', '02 09:00'],
      ['a', 'accept', '06 16:00'],
      ['a', 'close', '09 10:00'],
    ])
    expect(Array.from(service.clock.officialMs)).toEqual([2 * hour])
    expect(Array.from(service.clock.livedMs)).toEqual([7 * day + hour])
  })

  it('runs to the last event of its office while a case is open, and has not started before acceptance', () => {
    const service = read([
      ['a', 'accept', '02 09:00', { office: 'east' }],
      ['b', 'submit', '02 10:00', { office: 'east' }],
      ['b', 'review', '03 10:00', { office: 'east' }],
      ['c', 'accept', '02 09:00', { office: 'west' }],
      ['c', 'close', '31 10:00', { office: 'west' }],
    ])
    expect(shown(service.observedUntil)).toEqual(['03 10:00', '03 10:00', '31 10:00'])
    expect(shown(service.clock.to)).toEqual(['—', '—', '31 10:00'])
    expect(Array.from(service.clock.officialMs.subarray(0, 2))).toEqual([8 * hour, Number.NaN])
    expect(Array.from(service.clock.livedMs.subarray(0, 2))).toEqual([25 * hour, day])
  })

  it('is judged no later than the cut-off', () => {
    const log = logOf([
      ['a', 'accept', '02 09:00'],
      ['b', 'review', '31 10:00'],
    ])
    const service = readService(log, profileOf({}), { until: at('02 11:00') })
    expect(Array.from(service.clock.officialMs)).toEqual([2 * hour, Number.NaN])
    expect(Array.from(service.clock.livedMs)).toEqual([2 * hour, 0])
  })

  it('leaves out stops, overlapping ones once, and a stop without an end up to the end of the case', () => {
    const service = read(
      [
        ['a', 'accept', '02 09:00'],
        ['a', 'suspend', '02 10:00'],
        ['a', 'specialStart', '02 11:00'],
        ['a', 'resume', '02 14:00'],
        ['a', 'specialEnd', '02 15:00'],
        ['a', 'close', '02 16:00'],
        ['b', 'accept', '02 09:00'],
        ['b', 'suspend', '02 10:00'],
        ['b', 'close', '06 10:00'],
        ['d', 'accept', '02 09:00'],
        ['d', 'suspend', '02 10:00'],
        ['d', 'specialStart', '02 11:00'],
        ['d', 'specialEnd', '02 12:00'],
        ['d', 'resume', '02 15:00'],
        ['d', 'close', '02 16:00'],
        ['c', 'suspend', '02 09:00'],
        ['c', 'accept', '02 10:00'],
        ['c', 'resume', '02 11:00'],
        ['c', 'close', '02 12:00'],
        ['c', 'suspend', '03 09:00'],
        ['c', 'resume', '03 10:00'],
      ],
      { clock: { stops: ['suspend', 'special'] } },
    )
    expect(Array.from(service.clock.officialMs)).toEqual([2 * hour, hour, 2 * hour, hour])
  })

  it('follows attributes of the case, and ends with the close of a case that has none', () => {
    const service = read(
      [
        ['a', 'review', '04 09:00', { 'case:applied': '02 09:00', 'case:ended': '05 09:00' }],
        ['b', 'close', '06 09:00', { 'case:applied': '02 09:00' }],
        ['c', 'review', '06 10:00'],
      ],
      { clock: { from: { attribute: 'case:applied' }, to: { attribute: 'ended' } } },
    )
    expect(shown(service.clock.from)).toEqual(['02 09:00', '02 09:00', '—'])
    expect(shown(service.clock.to)).toEqual(['05 09:00', '06 09:00', '—'])
    expect(Array.from(service.clock.livedMs)).toEqual([3 * day, 4 * day, 0])
  })

  it('can run from the first to the last event', () => {
    const service = read(
      [
        ['a', 'x', '02 09:00'],
        ['a', 'y', '03 09:00'],
        ['b', 'x', '04 09:00'],
      ],
      {
        clock: { from: 'firstEvent', to: 'lastEvent' },
      },
    )
    expect(shown(service.clock.from)).toEqual(['02 09:00', '04 09:00'])
    expect(shown(service.clock.to)).toEqual(['03 09:00', '04 09:00'])
  })

  it('is never negative, even where the close stands before the acceptance', () => {
    const service = read([
      ['a', 'close', '02 00:00'],
      ['a', 'accept', '02 09:00'],
    ])
    expect(Array.from(service.clock.officialMs)).toEqual([0])
    expect(Array.from(service.clock.livedMs)).toEqual([0])
  })
})

describe('what is due', () => {
  const accepted: Told[] = [['a', 'accept', '02 09:00', { 'case:item': 'licence' }]]

  it('follows from the limit of the item, or the one for all others', () => {
    const events: Told[] = [
      ...accepted,
      ['b', 'accept', '02 09:00', { 'case:item': 'permit' }],
      ['c', 'accept', '02 09:00'],
    ]
    const service = read(events, {
      clock: {
        statutory: {
          limit: { amount: 10, unit: 'workingDay' },
          byItem: { licence: { amount: 2, unit: 'workingDay' } },
        },
        promised: { byItem: { licence: { amount: 1, unit: 'workingDay' } } },
      },
    })
    expect(shown(service.clock.statutoryDue)).toEqual(['04 17:00', '16 17:00', '16 17:00'])
    expect(shown(service.clock.promisedDue)).toEqual(['03 17:00', '—', '—'])
  })

  it('follows from a length in the data, be it a number or written as one', () => {
    const events: Told[] = [
      ['a', 'accept', '02 09:00', { 'case:days': '3', 'case:written': '2' }],
      ['b', 'accept', '02 09:00', { 'case:days': '0', 'case:written': 'soon' }],
      ['c', 'accept', '02 09:00', { 'case:days': '-1' }],
    ]
    const service = read(events, {
      clock: { statutory: { amount: 'days', unit: 'workingDay' }, promised: { amount: 'written', unit: 'workingDay' } },
    })
    expect(shown(service.clock.statutoryDue)).toEqual(['05 17:00', '02 17:00', '—'])
    expect(shown(service.clock.promisedDue)).toEqual(['04 17:00', '—', '—'])
  })

  it('is moved by stops where it follows from a length, and kept where the source gives the instant', () => {
    const service = read(
      [
        ['a', 'accept', '02 09:00', { 'case:due': '09 17:00' }],
        ['a', 'specialStart', '03 09:00'],
        ['a', 'specialEnd', '05 09:00'],
      ],
      { clock: { statutory: { limit: { amount: 5, unit: 'workingDay' } }, promised: { due: 'due' } } },
    )
    expect(shown(service.clock.statutoryDue)).toEqual(['11 17:00'])
    expect(shown(service.clock.promisedDue)).toEqual(['09 17:00'])
  })

  it('goes on moving while a stop lasts, as far as the log shows', () => {
    const service = read([...accepted, ['a', 'suspend', '03 09:00'], ['b', 'x', '10 09:00']], {
      clock: { statutory: { limit: { amount: 2, unit: 'workingDay' } } },
    })
    expect(shown(service.clock.statutoryDue)).toEqual(['11 17:00', '—'])
    expect(Array.from(overdueCases(service, 'statutory'))).toEqual([0, -1])
  })

  it('is extended as the profile says, unknown where it does not, and not after it has run out', () => {
    const events: Told[] = [
      ['a', 'accept', '02 09:00'],
      ['a', 'extend', '04 16:00'],
      ['b', 'accept', '02 09:00'],
      ['b', 'extend', '05 09:00'],
      ['c', 'extend', '02 08:00'],
      ['c', 'accept', '02 09:00'],
    ]
    const statutory = { limit: { amount: 2, unit: 'workingDay' as const } }
    const extended = read(events, { clock: { statutory, extension: { amount: 3, unit: 'workingDay' } } })
    expect(shown(extended.clock.statutoryDue)).toEqual(['09 17:00', '04 17:00', '04 17:00'])
    expect(Array.from(extended.clock.extended)).toEqual([1, 1, 0])
    expect(shown(read(events, { clock: { statutory } }).clock.statutoryDue)).toEqual(['—', '04 17:00', '04 17:00'])
    const inHours = read(events, { clock: { statutory, extension: { amount: 24, unit: 'hour' } } })
    expect(shown(inHours.clock.statutoryDue)).toEqual(['05 17:00', '04 17:00', '04 17:00'])
  })
})

describe('the stops of the clock', () => {
  it('are those that the profile lists, each from its beginning to its own end', () => {
    const events: Told[] = [
      ['a', 'resume', '02 09:00'],
      ['a', 'suspend', '02 10:00'],
      ['a', 'suspend', '02 11:00'],
      ['a', 'supplementRequest', '02 12:00'],
      ['a', 'specialStart', '02 13:00'],
      ['a', 'resume', '02 14:00'],
      ['a', 'suspend', '02 15:00'],
      ['b', 'resume', '03 09:00'],
      ['b', 'supplementRequest', '03 10:00'],
      ['b', 'supplementAnswer', '03 11:00'],
    ]
    const { stops } = read(events)
    expect(stops.kind).toEqual(['suspend', 'special', 'suspend'])
    expect(shown(stops.from)).toEqual(['02 10:00', '02 13:00', '02 15:00'])
    expect(shown(stops.to)).toEqual(['02 14:00', '—', '—'])
    expect(Array.from(stops.offsets)).toEqual([0, 3, 3])
    expect(Array.from(stops.event)).toEqual([1, 4, 6])
    const supplements = read(events, { clock: { stops: ['supplement'] } }).stops
    expect(shown(supplements.from)).toEqual(['02 12:00', '03 10:00'])
    expect(shown(supplements.to)).toEqual(['—', '03 11:00'])
    expect(Array.from(supplements.offsets)).toEqual([0, 1, 2])
  })

  it('are documented by a document at their beginning or end, or not; or the source does not say', () => {
    const events: Told[] = [
      ['a', 'suspend', '02 10:00', { document: '〔2026〕1号' }],
      ['a', 'resume', '02 11:00'],
      ['a', 'suspend', '02 12:00'],
      ['a', 'resume', '02 13:00', { document: '〔2026〕2号' }],
      ['a', 'suspend', '02 14:00', { document: ' ' }],
      ['a', 'resume', '02 15:00'],
    ]
    const withColumn = read(events, { columns: { ...columns, stopDocument: 'document' } })
    expect(Array.from(withColumn.stops.documented)).toEqual([1, 1, 0])
    expect(Array.from(read(events).stops.documented)).toEqual([-1, -1, -1])
  })
})

describe('items, offices, priority and accounts', () => {
  it('have one without a name where the source has none', () => {
    const service = read([['a', 'x', '02 09:00']])
    expect(service.item).toEqual({ kind: 'string', codes: Int32Array.of(0), values: [''] })
    expect(service.office).toEqual({ kind: 'string', codes: Int32Array.of(0), values: [''] })
    expect(service.systemAccount).toEqual(new Uint8Array(0))
  })

  it('take the item from events where it is written there: the first that the case has', () => {
    const service = read(
      [
        ['a', 'x', '02 09:00'],
        ['a', 'x', '02 10:00', { task: '0101' }],
        ['a', 'x', '02 11:00', { task: '0102' }],
      ],
      {
        columns: { ...columns, item: 'task' },
      },
    )
    expect(service.item).toEqual({ kind: 'string', codes: Int32Array.of(0), values: ['0101'] })
  })

  it('know which cases may go first', () => {
    const service = read(
      [
        ['a', 'x', '02 09:00', { 'case:lane': 'green' }],
        ['b', 'x', '02 09:00', { 'case:lane': 'plain' }],
        ['c', 'x', '02 09:00'],
      ],
      {
        priority: { attribute: 'lane', values: ['green'] },
      },
    )
    expect(Array.from(service.priority)).toEqual([1, 0, 0])
  })

  it('know programs by pattern, in which only `*` is special', () => {
    const names = ['system-1', 'system', 'System-1', 'a.b', 'aXb', 'night batch run']
    const events = names.map((resource, i): Told => ['a', 'x', `02 09:0${i}`, { resource }])
    const service = read(events, { systemAccounts: ['system-*', 'a.b', '*batch*'] })
    expect(Array.from(service.systemAccount)).toEqual([1, 0, 0, 1, 0, 1])
  })

  it('list what the profile names and the log cannot serve', () => {
    const service = read([['a', 'accept', '02 09:00', { 'case:item': 'licence' }]], {
      clock: { from: { attribute: 'applied' }, statutory: { due: 'item' }, promised: { amount: 'item', unit: 'hour' } },
    })
    expect(service.unusableAttributes).toEqual([
      { attribute: 'applied', field: 'clock.from.attribute', reason: 'absent' },
      { attribute: 'item', field: 'clock.statutory.due', reason: 'wrongType' },
      { attribute: 'item', field: 'clock.promised.amount', reason: 'wrongType' },
    ])
    expect(shown(service.clock.statutoryDue)).toEqual(['—'])
  })
})

describe('being overdue', () => {
  it('is measured in working time, and open cases as far as the log shows', () => {
    const service = read(
      [
        ['late', 'accept', '02 09:00'],
        ['late', 'close', '04 11:00'],
        ['early', 'accept', '02 09:00'],
        ['early', 'close', '03 16:00'],
        ['open', 'accept', '03 09:00'],
        ['openLate', 'accept', '02 09:00'],
        ['unborn', 'submit', '02 09:00'],
        ['x', 'submit', '04 12:00'],
      ],
      { clock: { statutory: { limit: { amount: 1, unit: 'workingDay' } } } },
    )
    expect(service.log.caseIds).toEqual(['late', 'early', 'open', 'openLate', 'unborn', 'x'])
    const hours = overdueBy(service, 'statutory').map((ms) => ms / hour)
    expect(Array.from(hours)).toEqual([2, -1, -4, 3, Number.NaN, Number.NaN])
    expect(Array.from(overdueCases(service, 'statutory'))).toEqual([1, 0, 0, 1, -1, -1])
    expect(Array.from(overdueCases(service, 'promised'))).toEqual([-1, -1, -1, -1, -1, -1])
  })

  it('begins on a later day or after working time, not after hours on the last day', () => {
    const ends = ['03 17:00', '03 23:59', '04 08:00', '04 09:01']
    const events = ends.flatMap((end): Told[] => [
      [end, 'accept', '02 09:00'],
      [end, 'close', end],
    ])
    const service = read(events, { clock: { statutory: { limit: { amount: 1, unit: 'workingDay' } } } })
    expect(Array.from(overdueCases(service, 'statutory'))).toEqual([0, 0, 1, 1])
    expect(Array.from(overdueBy(service, 'statutory'), (ms) => ms / 60_000)).toEqual([0, 0, 0, 1])
  })

  it('gives the whole day to a due date without a time of day', () => {
    const ends = ['04 16:00', '05 09:00']
    const events = ends.flatMap((end): Told[] => [
      [end, 'accept', '02 09:00', { 'case:due': '04 00:00' }],
      [end, 'close', end],
    ])
    const service = read(events, { clock: { promised: { due: 'due' } } })
    expect(Array.from(overdueCases(service, 'promised'))).toEqual([0, 1])
    expect(shown(service.clock.promisedDue)).toEqual(['04 00:00', '04 00:00'])
  })
})

describe('reading a log as service', () => {
  it('gives the same for every case in whatever order the source tells it', () => {
    fc.assert(
      fc.property(
        someLog.chain((events) => fc.tuple(fc.constant(events), shuffled(events))),
        ([events, reordered]) => {
          expect(byCase(read(reordered, limits))).toEqual(byCase(read(events, limits)))
        },
      ),
      { numRuns: 300 },
    )
  })

  it('keeps the clocks in their bounds', () => {
    fc.assert(
      fc.property(someLog, (events) => {
        const { clock, stops, observedUntil } = read(events, limits)
        clock.from.forEach((from, c) => {
          const lived = clock.livedMs[c]!
          expect(lived).toBeGreaterThanOrEqual(0)
          if (Number.isNaN(from)) expect(clock.officialMs[c]).toBeNaN()
          else {
            const until = Number.isNaN(clock.to[c]!) ? observedUntil[c]! : clock.to[c]!
            expect(clock.officialMs[c]).toBeGreaterThanOrEqual(0)
            expect(clock.officialMs[c]).toBeLessThanOrEqual(Math.max(until - from, 0))
          }
        })
        stops.from.forEach((from, s) => {
          expect(Number.isNaN(stops.to[s]!) || stops.to[s]! >= from).toBe(true)
        })
      }),
      { numRuns: 300 },
    )
  })
})

const columns = { case: 'id', activity: 'step', time: 'at', item: 'item' }
const limits: Partial<ProfileInput> = {
  clock: {
    statutory: { limit: { amount: 5, unit: 'workingDay' } },
    promised: { limit: { amount: 3, unit: 'calendarDay' } },
    stops: ['suspend', 'special', 'supplement'],
    extension: { amount: 2, unit: 'workingDay' },
  },
}
/** Up to 25 events of four cases, no two at the same minute. */
const someLog: fc.Arbitrary<Told[]> = fc
  .uniqueArray(fc.integer({ min: 2 * 1440, max: 27 * 1440 }), { minLength: 1, maxLength: 25 })
  .chain((minutes) =>
    fc.tuple(
      ...minutes.map((minute) =>
        fc
          .tuple(fc.constantFrom('a', 'b', 'c', 'd'), fc.constantFrom(...canonicalActivities))
          .map(([id, step]): Told => [id, step, clockFace(minute)]),
      ),
    ),
  )

function shuffled(events: readonly Told[]): fc.Arbitrary<Told[]> {
  return fc.shuffledSubarray([...events], { minLength: events.length, maxLength: events.length })
}

function clockFace(minute: number): string {
  const two = (value: number): string => String(value).padStart(2, '0')
  return `${two(Math.floor(minute / 1440))} ${two(Math.floor(minute / 60) % 24)}:${two(minute % 60)}`
}

function byCase(service: ServiceLog): Record<string, unknown> {
  const { clock, milestones, stops } = service
  return Object.fromEntries(
    service.log.caseIds.map((id, c) => {
      const numbers = Object.entries({ ...clock, ...milestones }).map(([name, values]) => [name, values[c]])
      const own = [stops.offsets[c]!, stops.offsets[c + 1]!] as const
      const periods = [
        Array.from(stops.from.slice(...own)),
        Array.from(stops.to.slice(...own)),
        stops.kind.slice(...own),
      ]
      return [id, { ...Object.fromEntries(numbers), periods, late: overdueBy(service, 'statutory')[c] }]
    }),
  )
}

function read(events: readonly Told[], profile: Partial<ProfileInput> = {}): ServiceLog {
  return readService(logOf(events), profileOf(profile))
}

function profileOf(input: Partial<ProfileInput>): Profile {
  const steps: Partial<Record<Step, string[]>> = {}
  for (const step of canonicalActivities) steps[step] = [step]
  return Profile.parse({ columns, activities: steps, ...input })
}

/** Attributes named `case:…` are of the case; those that hold a day and time are instants, those that are numbers are numbers. */
function logOf(events: readonly Told[]): EventLog {
  const ids = [...new Set(events.map(([id]) => id))]
  const names = [...new Set(events.flatMap(([, , , more]) => Object.keys(more ?? {})))]
  const ofEvents = (name: string): StringColumn => coded(events.map(([, , , more]) => more?.[name]))
  const ofCase = (id: string, name: string): string | undefined =>
    events.find((told) => told[0] === id && told[3]?.[name])?.[3]?.[name]
  const own = ['office', 'resource', 'lifecycle']
  const caseAttributes = names
    .filter((name) => name.startsWith('case:'))
    .map((name) => [name.slice(5), typed(ids.map((id) => ofCase(id, name)))] as const)
  return assembleLog({
    timeZone: 'Asia/Shanghai',
    caseIds: ids,
    eventCase: Int32Array.from(events, ([id]) => ids.indexOf(id)),
    activity: coded(events.map(([, step]) => step)),
    time: Float64Array.from(events, ([, , time]) => at(time)),
    sourceRow: Int32Array.from(events, (_, row) => row + 1),
    ...(names.includes('office') && { caseOffice: coded(ids.map((id) => ofCase(id, 'office'))) }),
    ...(names.includes('resource') && { resource: ofEvents('resource') }),
    ...(names.includes('lifecycle') && { lifecycle: ofEvents('lifecycle') }),
    eventAttributes: new Map(
      names.filter((name) => !name.startsWith('case:') && !own.includes(name)).map((name) => [name, ofEvents(name)]),
    ),
    caseAttributes: new Map(caseAttributes),
  }).log
}

function typed(texts: readonly (string | undefined)[]): Column {
  const told = texts.filter((text) => text !== undefined)
  if (told.every((text) => /^\d\d \d\d:\d\d$/.test(text)))
    return { kind: 'instant', values: Float64Array.from(texts, (text) => (text === undefined ? Number.NaN : at(text))) }
  if (told.every((text) => /^-?\d+$/.test(text)))
    return { kind: 'number', integer: true, values: Float64Array.from(texts, (text) => Number(text ?? Number.NaN)) }
  return coded(texts)
}

function coded(texts: readonly (string | undefined)[]): StringColumn {
  const values = [...new Set(texts.filter((text) => text !== undefined))]
  return {
    kind: 'string',
    codes: Int32Array.from(texts, (text) => (text === undefined ? -1 : values.indexOf(text))),
    values,
  }
}

function at(text: string): number {
  return Date.parse(`2026-03-${text.replace(' ', 'T')}+08:00`)
}

function shown(instants: Float64Array): string[] {
  return Array.from(instants, (instant) =>
    Number.isNaN(instant) ? '—' : new Date(instant + 8 * hour).toISOString().slice(8, 16).replace('T', ' '),
  )
}

function shownAll(milestones: ServiceLog['milestones']): Record<string, string[]> {
  return Object.fromEntries(Object.entries(milestones).map(([name, instants]) => [name, shown(instants)]))
}
