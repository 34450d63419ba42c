import type { EventLog } from '@zhengfeng/eventlog'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type SketchedEvent, sketchLog } from '../example/sketch-log.ts'
import { activitiesOf, activityCounts, directlyFollows, type PairCounts, stepDurations, variants } from './index.ts'
import { PairIndex } from './pair-index.ts'

const minute = 60_000

/** accept → review → review → close; accept → close; accept → close */
const small = sketchLog([
  ['a', 'accept', 0],
  ['a', 'review', minute],
  ['a', 'review', 3 * minute],
  ['a', 'close', 4 * minute],
  ['b', 'accept', 0],
  ['b', 'close', 10 * minute],
  ['c', 'accept', 5 * minute],
  ['c', 'close', 25 * minute],
])

describe('directly-follows', () => {
  test('counts pairs within cases, most frequent first', () => {
    expect(named(small, directlyFollows(small))).toEqual([
      ['accept', 'close', 2],
      ['accept', 'review', 1],
      ['review', 'review', 1],
      ['review', 'close', 1],
    ])
  })

  test('a log without events has none', () => {
    expect(directlyFollows(sketchLog([]))).toEqual({
      from: new Int32Array(),
      to: new Int32Array(),
      count: new Int32Array(),
    })
  })

  test('steps are measured on the wall clock and on the working clock', () => {
    const { wall, working } = stepDurations(small, (from, to) => (to - from) / 4)
    expect(wall.map(({ count, median }) => [count, median / minute])).toEqual([
      [2, 15],
      [1, 1],
      [1, 2],
      [1, 1],
    ])
    expect(working!.map(({ p90 }) => p90)).toEqual(wall.map(({ p90 }) => p90 / 4))
  })

  test('many activities are counted as exactly as few', () => {
    const pairs = fc.array(fc.tuple(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 0, max: 40 })), {
      maxLength: 3000,
    })
    fc.assert(
      fc.property(pairs, (added) => {
        const dense = new PairIndex(41)
        const hashed = new PairIndex(1_000_000)
        // Far apart, so that the table is hashed and grows.
        for (const [from, to] of added) expect(hashed.add(from * 20_000, to * 20_000)).toBe(dense.add(from, to))
        expect(hashed.finish().count).toEqual(dense.finish().count)
        expect(hashed.finish().to).toEqual(dense.finish().to.map((to) => to * 20_000))
        expect(hashed.get(1, 1)).toBe(-1)
      }),
      { numRuns: 20 },
    )
  })
})

describe('pair index', () => {
  test('finds every pair again after it has grown', () => {
    const index = new PairIndex(1_000_000)
    for (let k = 0; k < 5000; k++) expect(index.add(k * 17, 900_000 - k)).toBe(k)
    for (let k = 0; k < 5000; k++) expect(index.get(k * 17, 900_000 - k)).toBe(k)
    expect(index.finish().count).toEqual(new Int32Array(5000).fill(1))
  })
})

describe('variants', () => {
  test('group equal sequences, the most frequent first', () => {
    const found = variants(small)
    expect(found).toEqual({
      ofCase: Int32Array.of(1, 0, 0),
      cases: Int32Array.of(2, 1),
      firstCase: Int32Array.of(1, 0),
    })
    expect(activitiesOf(small, 0)).toEqual(Int32Array.of(0, 1, 1, 2))
  })

  test('two cases share a variant exactly where their sequences are equal', () => {
    fc.assert(
      fc.property(logs, (events) => {
        const log = sketchLog(events)
        const { ofCase, cases } = variants(log)
        const keys = log.caseIds.map((_, c) => activitiesOf(log, c).join())
        keys.forEach((key, c) => {
          keys.forEach((other, d) => {
            expect(ofCase[c] === ofCase[d]).toBe(key === other)
          })
        })
        expect(cases.reduce((a, b) => a + b, 0)).toBe(keys.length)
        expect(cases).toEqual(cases.slice().sort().reverse())
      }),
    )
  })

  test.each([
    ['equal length', [34, 0, 37, 0], [12, 36, 20, 1]],
    ['unlike length', [32, 8, 21], [17, 35, 37, 0]],
  ])('sequences of %s that share a hash stay apart', (_, first, second) => {
    const names = Array.from({ length: 40 }, (_, code): SketchedEvent => ['dictionary', `activity ${code}`, code])
    const course = (id: string, codes: number[]) => codes.map((code, i): SketchedEvent => [id, `activity ${code}`, i])
    const log = sketchLog([...names, ...course('a', first), ...course('b', second)])
    expect(variants(log).ofCase).toEqual(Int32Array.of(0, 1, 2))
  })

  test('hundreds of variants that differ in one place stay apart', () => {
    const events = Array.from({ length: 5000 }, (_, i): SketchedEvent => [`c${i >> 1}`, i % 2 ? `x${i}` : 'accept', i])
    expect(variants(sketchLog(events)).cases).toEqual(new Int32Array(2500).fill(1))
  })
})

describe('activity counts', () => {
  test('tell rework from self-loops', () => {
    const log = sketchLog([
      ['a', 'x', 1],
      ['a', 'x', 2],
      ['a', 'x', 3],
      ['a', 'y', 4],
      ['a', 'x', 5],
      ['b', 'y', 1],
      ['b', 'x', 2],
      ['b', 'y', 3],
    ])
    expect(activityCounts(log)).toEqual({
      events: Int32Array.of(5, 3),
      cases: Int32Array.of(2, 2),
      starts: Int32Array.of(1, 1),
      ends: Int32Array.of(1, 1),
      reworkCases: Int32Array.of(1, 1),
      selfLoops: Int32Array.of(2, 0),
      selfLoopCases: Int32Array.of(1, 0),
    })
  })
})

describe('laws', () => {
  test('the order of cases does not matter', () => {
    fc.assert(
      fc.property(logs, (events) => {
        const mirrored = sketchLog([...events].reverse())
        expect(summaryOf(mirrored)).toEqual(summaryOf(sketchLog(events)))
      }),
    )
  })

  test('the counts of a log are the sums of the counts of its parts', () => {
    fc.assert(
      fc.property(logs, (events) => {
        const part = (odd: boolean) => events.filter(([caseId]) => (Number(caseId) % 2 === 1) === odd)
        const total = new Map<string, number>()
        for (const odd of [true, false])
          for (const [key, count] of Object.entries(summaryOf(sketchLog(part(odd)))))
            total.set(key, (total.get(key) ?? 0) + count)
        expect(Object.fromEntries(total)).toEqual(summaryOf(sketchLog(events)))
      }),
    )
  })

  test('a further case never makes a count smaller', () => {
    fc.assert(
      fc.property(logs, logs, (events, more) => {
        const further = more.map(([caseId, activity, time]): SketchedEvent => [`further ${caseId}`, activity, time])
        const before = summaryOf(sketchLog(events))
        const after = summaryOf(sketchLog([...events, ...further]))
        for (const [key, count] of Object.entries(before)) expect(after[key]).toBeGreaterThanOrEqual(count)
        expect(variants(sketchLog([...events, ...further])).cases.length).toBeGreaterThanOrEqual(
          variants(sketchLog(events)).cases.length,
        )
      }),
    )
  })

  test('delaying the last event makes the case, and no step before it, longer', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(1000), { minLength: 2, maxLength: 8 }), fc.nat(1000), (gaps, delay) => {
        let now = 0
        const events = gaps.map((gap, i): SketchedEvent => {
          now += gap
          return ['a', `step ${i}`, now]
        })
        const [caseId, activity, time] = events.at(-1)!
        const before = stepDurations(sketchLog(events)).wall.map(({ sum }) => sum)
        const late = sketchLog([...events.slice(0, -1), [caseId, activity, time + delay]])
        const after = stepDurations(late).wall.map(({ sum }) => sum)
        expect(after).toEqual([...before.slice(0, -1), before.at(-1)! + delay])
      }),
    )
  })

  test('a shift of all times changes no duration', () => {
    fc.assert(
      fc.property(logs, (events) => {
        const shifted = events.map(([caseId, activity, time]): SketchedEvent => [caseId, activity, time + 1e12])
        expect(stepDurations(sketchLog(shifted))).toEqual(stepDurations(sketchLog(events)))
      }),
    )
  })
})

/** Events in time order, times distinct, so that the order within a case is settled. */
const logs = fc
  .array(fc.tuple(fc.integer({ min: 0, max: 9 }), fc.constantFrom('a', 'b', 'c')), { maxLength: 60 })
  .map((rows) => rows.map(([caseId, activity], i): SketchedEvent => [String(caseId), activity, i * minute]))

function named(log: EventLog, { from, to, count }: PairCounts): [string, string, number][] {
  const name = (code: number) => log.activity.values[code]!
  return Array.from(from, (code, i) => [name(code), name(to[i]!), count[i]!])
}

/** Everything that must add up, by name. */
function summaryOf(log: EventLog): Record<string, number> {
  const { wall } = stepDurations(log)
  const edges = named(log, directlyFollows(log)).flatMap(([from, to, count], i) => [
    [`${from}>${to}`, count] as const,
    [`${from}>${to} ms`, wall[i]!.sum] as const,
  ])
  const activities = Object.entries(activityCounts(log)).flatMap(([what, counts]: [string, Int32Array]) =>
    Array.from(counts, (count, code) => [`${what} ${log.activity.values[code]}`, count] as const),
  )
  return Object.fromEntries([...edges, ...activities])
}
