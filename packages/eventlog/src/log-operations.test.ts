import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { assembleLog } from './assemble.ts'
import { type Column, type StringColumn, valueAt } from './column.ts'
import { filterCases, filterEvents } from './filter.ts'
import { caseCount, type EventLog, eventCount } from './log.ts'
import { mergeLogs } from './merge.ts'
import { sampleCases } from './sample.ts'
import { selectCases } from './select.ts'

interface Event {
  readonly id: string
  readonly activity: string
  readonly time: number
  readonly by: string | undefined
  readonly fee: number
}

const events: fc.Arbitrary<Event[]> = fc
  .array(
    fc.record({
      id: fc.constantFrom('A', 'B', 'C', 'D', 'E'),
      activity: fc.constantFrom('accept', 'check', 'close'),
      time: fc.integer({ min: 0, max: 20 }),
      by: fc.constantFrom('Li', 'Wu', undefined),
      fee: fc.constantFrom(1, 2.5, Number.NaN),
    }),
    { maxLength: 30 },
  )
  // Times differ within a case, so that the order of a log does not depend on the order of its source.
  .map((drawn) => drawn.map((event, i) => ({ ...event, time: event.time * 100 + i })))

function logOf(drawn: readonly Event[]): EventLog {
  const caseIds = [...new Set(drawn.map(({ id }) => id))]
  return assembleLog({
    timeZone: 'UTC',
    caseIds,
    eventCase: Int32Array.from(drawn, ({ id }) => caseIds.indexOf(id)),
    activity: strings(drawn.map(({ activity }) => activity)),
    time: Float64Array.from(drawn, ({ time }) => time),
    startTime: Float64Array.from(drawn, ({ time, by }) => (by === 'Li' ? time - 5 : Number.NaN)),
    resource: strings(drawn.map(({ by }) => by)),
    sourceRow: Int32Array.from(drawn, (_, i) => i + 2),
    eventAttributes: new Map<string, Column>([
      ['fee', { kind: 'number', integer: false, values: Float64Array.from(drawn, ({ fee }) => fee) }],
    ]),
    caseAttributes: new Map<string, Column>([
      ['first', strings(caseIds.map((id) => (id === 'C' ? undefined : `${id}!`)))],
    ]),
  }).log
}

function strings(texts: readonly (string | undefined)[]): StringColumn {
  const values = [...new Set(texts.filter((text) => text !== undefined))]
  return {
    kind: 'string',
    codes: Int32Array.from(texts, (text) => (text === undefined ? -1 : values.indexOf(text))),
    values,
  }
}

/** What a log says, whatever the order of its cases and dictionaries and the rows of its source. */
function contentOf(log: EventLog): unknown[] {
  const cases = Array.from(log.caseIds, (id, c) => ({
    id,
    office: log.caseOffice && valueAt(log.caseOffice, c),
    attributes: Array.from(log.caseAttributes, ([name, column]) => [name, valueAt(column, c)]),
    events: Array.from({ length: log.caseOffsets[c + 1]! - log.caseOffsets[c]! }, (_, i) =>
      eventOf(log, log.caseOffsets[c]! + i),
    ),
  }))
  return cases.sort((a, b) => (a.id + a.office < b.id + b.office ? -1 : 1))
}

function eventOf(log: EventLog, event: number): unknown {
  return {
    activity: valueAt(log.activity, event),
    time: log.time[event],
    start: log.startTime?.[event],
    by: log.resource && valueAt(log.resource, event),
    attributes: Array.from(log.eventAttributes, ([name, column]) => [name, valueAt(column, event)]),
  }
}

const three = logOf([
  { id: 'A', activity: 'accept', time: 0, by: 'Li', fee: 1 },
  { id: 'B', activity: 'accept', time: 1, by: 'Wu', fee: 2 },
  { id: 'B', activity: 'close', time: 2, by: undefined, fee: Number.NaN },
  { id: 'C', activity: 'check', time: 3, by: 'Li', fee: 4 },
])

describe('selectCases', () => {
  it('takes cases in the order given', () => {
    const { eventAttributes, caseAttributes, ...log } = selectCases(three, [2, 1])
    expect(log).toEqual({
      timeZone: 'UTC',
      caseIds: ['C', 'B'],
      caseOffsets: Int32Array.of(0, 1, 3),
      activity: { kind: 'string', codes: Int32Array.of(2, 0, 1), values: ['accept', 'close', 'check'] },
      time: Float64Array.of(3, 1, 2),
      startTime: Float64Array.of(-2, Number.NaN, Number.NaN),
      resource: { kind: 'string', codes: Int32Array.of(0, 1, -1), values: ['Li', 'Wu'] },
      sourceRow: Int32Array.of(5, 3, 4),
      meta: three.meta,
    })
    expect(eventAttributes.get('fee')).toEqual({
      kind: 'number',
      integer: false,
      values: Float64Array.of(4, 2, Number.NaN),
    })
    expect(caseAttributes.get('first')).toEqual({ kind: 'string', codes: Int32Array.of(-1, 1), values: ['A!', 'B!'] })
  })

  it('shares the arrays of the log where the cases stand next to each other', () => {
    const part = selectCases(three, [1, 2])
    expect(part.time.buffer).toBe(three.time.buffer)
    expect(part.activity.values).toBe(three.activity.values)
    expect(part.caseOffsets).toEqual(Int32Array.of(0, 2, 3))
    expect(selectCases(three, [0, 1, 2])).toBe(three)
    expect(eventCount(selectCases(three, []))).toBe(0)
  })

  it('takes the same whether it may share or must copy', () => {
    fc.assert(
      fc.property(events, fc.nat(5), fc.nat(5), (drawn, from, count) => {
        const log = logOf(drawn)
        const run = log.caseIds.map((_, c) => c).slice(from, from + count)
        expect(selectCases(log, run)).toEqual(
          selectCases(selectCases(log, [...run].reverse()), [...run.keys()].reverse()),
        )
      }),
    )
  })
})

describe('filterCases and filterEvents', () => {
  it('keep what they are told to, and drop cases that lose every event', () => {
    expect(filterCases(three, (c) => three.caseIds[c] !== 'B').caseIds).toEqual(['A', 'C'])
    const kept = filterEvents(three, (event) => three.time[event]! % 2 === 1)
    expect(kept.caseIds).toEqual(['B', 'C'])
    expect(kept.caseOffsets).toEqual(Int32Array.of(0, 1, 2))
    expect(kept.sourceRow).toEqual(Int32Array.of(3, 5))
    expect(filterEvents(three, () => true)).toBe(three)
    expect(caseCount(filterEvents(three, () => false))).toBe(0)
  })

  it('agree with a log built of the kept events alone', () => {
    fc.assert(
      fc.property(events, fc.constantFrom('accept', 'check', 'close'), (drawn, activity) => {
        const log = logOf(drawn)
        const code = log.activity.values.indexOf(activity)
        const kept = filterEvents(log, (event) => log.activity.codes[event] !== code)
        expect(contentOf(kept)).toEqual(contentOf(logOf(drawn.filter((event) => event.activity !== activity))))
      }),
    )
  })
})

describe('sampleCases', () => {
  it('draws as many cases as it is told, in their order, the same for the same seed', () => {
    fc.assert(
      fc.property(events, fc.nat(6), fc.integer(), (drawn, size, seed) => {
        const log = logOf(drawn)
        const sample = sampleCases(log, size, seed)
        expect(caseCount(sample)).toBe(Math.min(size, caseCount(log)))
        expect(sample.caseIds).toEqual(log.caseIds.filter((id) => sample.caseIds.includes(id)))
        expect(sampleCases(log, size, seed)).toEqual(sample)
      }),
    )
  })

  it('draws every case about equally often', () => {
    const drawn = [0, 0, 0]
    for (let seed = 0; seed < 3000; seed++) drawn[three.caseIds.indexOf(sampleCases(three, 1, seed).caseIds[0]!)]!++
    for (const count of drawn) expect(Math.abs(count - 1000)).toBeLessThan(100)
  })
})

describe('mergeLogs', () => {
  it('keeps the same case id in two offices apart, and missing columns missing', () => {
    const east = selectCases(three, [0])
    const { resource: _, ...rest } = selectCases(three, [0, 2])
    const west: EventLog = {
      ...rest,
      department: strings(['D1', 'D2']),
      eventAttributes: new Map<string, Column>([['fee', strings(['free', undefined])]]),
      caseAttributes: new Map<string, Column>([['urgent', { kind: 'boolean', values: Int8Array.of(1, 0) }]]),
    }
    const merged = mergeLogs([
      { office: 'east', log: east },
      { office: 'west', log: west },
    ])
    expect(merged).toEqual({
      timeZone: 'UTC',
      caseIds: ['A', 'A', 'C'],
      caseOffsets: Int32Array.of(0, 1, 2, 3),
      caseOffice: { kind: 'string', codes: Int32Array.of(0, 1, 1), values: ['east', 'west'] },
      activity: { kind: 'string', codes: Int32Array.of(0, 0, 2), values: ['accept', 'close', 'check'] },
      time: Float64Array.of(0, 0, 3),
      startTime: Float64Array.of(-5, -5, -2),
      resource: { kind: 'string', codes: Int32Array.of(0, -1, -1), values: ['Li', 'Wu'] },
      department: { kind: 'string', codes: Int32Array.of(-1, 0, 1), values: ['D1', 'D2'] },
      sourceRow: Int32Array.of(2, 2, 5),
      eventAttributes: new Map([['fee', { kind: 'string', codes: Int32Array.of(0, 1, -1), values: ['1', 'free'] }]]),
      caseAttributes: new Map<string, Column>([
        ['first', { kind: 'string', codes: Int32Array.of(0, -1, -1), values: ['A!', 'B!'] }],
        ['urgent', { kind: 'boolean', values: Int8Array.of(-1, 1, 0) }],
      ]),
      meta: three.meta,
    })
  })

  it('makes one case of two with one id in one office, with the first attributes that are there', () => {
    const later = logOf([{ id: 'A', activity: 'close', time: -9, by: 'Li', fee: 1 }])
    const merged = mergeLogs([
      { office: 'east', log: { ...three, caseAttributes: new Map([['first', strings([undefined, 'b', 'c'])]]) } },
      { office: 'east', log: later },
    ])
    expect(merged.caseIds).toEqual(['A', 'B', 'C'])
    expect(Array.from(merged.time.subarray(0, 2))).toEqual([-9, 0])
    expect(valueAt(merged.caseAttributes.get('first')!, 0)).toBe('A!')
  })

  it('lets the office that a log names for a case win', () => {
    const log = { ...three, caseOffice: strings(['north', undefined, 'south']) }
    expect(mergeLogs([{ office: 'file', log }]).caseOffice).toEqual(strings(['north', 'file', 'south']))
  })

  it('gives a log back that was split by case or by event, whatever the order of the parts', () => {
    fc.assert(
      fc.property(
        events,
        fc.array(fc.boolean(), { minLength: 30, maxLength: 30 }),
        fc.boolean(),
        (drawn, sides, byCase) => {
          const log = logOf(drawn)
          const parts = [false, true].map((side) =>
            byCase ? filterCases(log, (c) => sides[c] === side) : filterEvents(log, (event) => sides[event] === side),
          )
          const merge = (logs: EventLog[]) => contentOf(mergeLogs(logs.map((part) => ({ office: 'one', log: part }))))
          const whole = merge([log])
          expect(merge(parts)).toEqual(whole)
          expect(merge(parts.reverse())).toEqual(whole)
        },
      ),
    )
  })
})

describe('the content of a log', () => {
  it('does not depend on the order of the rows in its source', () => {
    const shuffled = events.chain((drawn) =>
      fc.tuple(fc.constant(drawn), fc.shuffledSubarray(drawn, { minLength: drawn.length })),
    )
    fc.assert(
      fc.property(shuffled, ([drawn, again]) => {
        expect(contentOf(logOf(again))).toEqual(contentOf(logOf(drawn)))
      }),
    )
  })
})
