import { canonicalActivities, type ProfileInput } from '@zhengfeng/eventlog'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { overdueBy, type ServiceLog } from './index.ts'
import { columns, read, shown, type Told } from './sketch-service.ts'

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
