import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type SketchedEvent, sketchLog } from '../example/sketch-log.ts'
import { activityInstances } from '../time/index.ts'
import { type BatchOptions, batches, batchKinds } from './index.ts'

const second = 1000

/** Closings by one officer, one case each: `[completed]` or `[completed, started]` in seconds. */
function closings(...work: readonly (readonly [at: number, from?: number])[]): SketchedEvent[] {
  return work.map(
    ([at, from], i): SketchedEvent => [
      `c${i}`,
      'close',
      at * second,
      { resource: 'Wang', ...(from !== undefined && { startTime: from * second }) },
    ],
  )
}

function found(events: readonly SketchedEvent[], options?: BatchOptions) {
  const log = sketchLog(events)
  const { kind, from, to, cases } = batches(log, activityInstances(log), options)
  return Array.from(kind, (code, b) => [batchKinds[code], from[b]! / second, to[b]! / second, cases[b]])
}

describe('batches', () => {
  test('work at the very same time is simultaneous', () => {
    expect(found(closings([5], [5], [5], [4000]))).toEqual([['simultaneous', 5, 5, 3]])
  })

  test('work in close succession is sequential, whatever the order of the cases', () => {
    expect(found(closings([100], [20], [5000], [60]))).toEqual([['sequential', 20, 100, 3]])
  })

  test('work that overlaps is concurrent, and a start after the end of all before is not', () => {
    expect(found(closings([30, 0], [50, 10], [70, 60]))).toEqual([['concurrent', 0, 70, 3]])
    expect(found(closings([30, 0], [50, 31], [70, 60]))).toEqual([['sequential', 0, 70, 3]])
    expect(found(closings([30, 0], [50, 30], [70, 50]))).toEqual([['sequential', 0, 70, 3]])
  })

  test('a long piece of work bridges the gap between short ones', () => {
    expect(found(closings([900, 0], [20, 10], [910, 905]))).toEqual([['concurrent', 0, 910, 3]])
  })

  test('a simultaneous batch stands alone in a busy stretch', () => {
    expect(found(closings([10], [20], [30], [40], [40], [40], [50], [60], [70]))).toEqual([
      ['sequential', 10, 30, 3],
      ['simultaneous', 40, 40, 3],
      ['sequential', 50, 70, 3],
    ])
  })

  test('needs different cases, one resource, one activity, and no excluded account', () => {
    const oneCase = closings([1], [1], [1]).map(([, ...rest]): SketchedEvent => ['same', ...rest])
    const hands = closings([1], [1], [1]).map(
      ([id, activity, at], i): SketchedEvent => [id, activity, at, { resource: `r${i}` }],
    )
    const steps = closings([1], [1], [1]).map(
      ([id, , at], i): SketchedEvent => [id, `step ${i}`, at, { resource: 'Wang' }],
    )
    const nobody = closings([1], [1], [1]).map(([id, activity, at]): SketchedEvent => [id, activity, at])
    expect([oneCase, hands, steps, nobody].map((events) => found(events))).toEqual([[], [], [], []])
    expect(found(closings([1], [1], [1]), { excludedResources: Uint8Array.of(1) })).toEqual([])
  })

  test('dates without time of day are no evidence of the same moment', () => {
    expect(found(closings([0], [0], [0]))).toEqual([])
    expect(found(closings([0], [0], [0]), { includeDateOnly: true })).toEqual([['simultaneous', 0, 0, 3]])
  })

  test('minimum and gap can be told', () => {
    expect(found(closings([1], [100]), { minCases: 2 })).toEqual([])
    expect(found(closings([1], [100]), { minCases: 2, maxGapMs: 99 * second })).toEqual([['sequential', 1, 100, 2]])
  })

  test('every piece of work is in at most one batch, and batches do not depend on the order of the source', () => {
    const times = fc.array(fc.integer({ min: 1, max: 600 }), { maxLength: 40 })
    fc.assert(
      fc.property(times, (seconds) => {
        const events = closings(...seconds.map((at) => [at] as const))
        const log = sketchLog(events)
        const { instances, offsets } = batches(log, activityInstances(log))
        expect(new Set(instances).size).toBe(instances.length)
        expect(offsets.at(-1)).toBe(instances.length)
        expect(found([...events].reverse())).toEqual(found(events))
      }),
    )
  })
})
