import type { EventLog, StringColumn } from '@zhengfeng/eventlog'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type SketchedEvent, sketchLog } from '../example/sketch-log.ts'
import { handOvers, pingPong } from './index.ts'

/** A log with one event per letter and one case per word; `-` names nobody. */
function passes(...words: string[]): { readonly log: EventLog; readonly by: StringColumn } {
  const events = words.flatMap((word, c) =>
    Array.from(word, (hand, i): SketchedEvent => [`c${c}`, 'step', i, hand === '-' ? {} : { department: hand }]),
  )
  const log = sketchLog(events)
  return { log, by: log.department! }
}

describe('hand-overs', () => {
  test('are neighbouring events with two different hands', () => {
    const { log, by } = passes('AABA', 'ABC-C')
    expect(handOvers(log, by)).toEqual({
      from: Int32Array.of(0, 1, 1),
      to: Int32Array.of(1, 0, 2),
      count: Int32Array.of(2, 1, 1),
      pairs: 7,
      selfPairs: 1,
      handOvers: 4,
      pairsMissing: 2,
      eventsMissing: 1,
      hands: 3,
      reciprocal: 1,
    })
  })
})

describe('ping-pong', () => {
  test('counts bounces on collapsed runs and returns to an earlier hand', () => {
    const { log, by } = passes('AABBA', 'ABCA', 'ABABA', 'AB')
    expect(pingPong(log, by)).toEqual({
      bounces: Int32Array.of(1, 0, 3, 0),
      returns: Int32Array.of(1, 1, 3, 0),
      bouncesTotal: 4,
      returnsTotal: 5,
      casesWithBounce: 2,
      casesWithReturn: 3,
      pairs: { from: Int32Array.of(0, 1), to: Int32Array.of(1, 0), count: Int32Array.of(3, 1) },
    })
  })

  test('passes over events that name nobody', () => {
    const { log, by } = passes('A-A', 'A-B-A')
    expect(pingPong(log, by).bounces).toEqual(Int32Array.of(0, 1))
  })

  test('agrees with its definition: runs, runs − distinct hands', () => {
    fc.assert(
      fc.property(fc.array(fc.stringMatching(/^[A-D-]{1,12}$/), { minLength: 1, maxLength: 8 }), (words) => {
        const { log, by } = passes('A', ...words)
        const found = pingPong(log, by)
        words.forEach((word, i) => {
          const runs = Array.from(word.replaceAll('-', '')).filter((hand, at, all) => hand !== all[at - 1])
          expect(found.returns[i + 1]).toBe(runs.length - new Set(runs).size)
          expect(found.bounces[i + 1]).toBe(runs.filter((hand, at) => hand === runs[at + 2]).length)
        })
      }),
    )
  })
})
