import { describe, expect, test } from 'vitest'
import { type SketchedEvent, sketchLog } from '../example/sketch-log.ts'
import { createRandom } from '../statistics/index.ts'
import { activityInstances } from '../time/index.ts'
import { workloadEffect } from './index.ts'
import { timedWork } from './timed-work.ts'

const minute = 60_000
const day = 86_400_000

/** One officer, many days, `1 … 6` reviews a day, each as long as `serviceMs` says for the number already done that day. */
function days(serviceMs: (doneToday: number, noise: number) => number): SketchedEvent[] {
  const random = createRandom(3)
  return Array.from({ length: 200 }, (_, d) => {
    let now = d * 3 * day
    return Array.from({ length: 1 + (d % 6) }, (_, done): SketchedEvent => {
      const startTime = now
      now += serviceMs(done, 0.8 + 0.4 * random())
      return [`case ${d} ${done}`, 'review', now, { startTime, resource: 'Li' }]
    })
  }).flat()
}

function effectOf(events: readonly SketchedEvent[]) {
  const log = sketchLog(events)
  return workloadEffect(log, activityInstances(log))
}

describe('workload', () => {
  test('is what the hand completed within the horizon before it began', () => {
    const log = sketchLog([
      ['a', 'review', 10 * minute, { startTime: 0, resource: 'Li' }],
      ['b', 'review', 25 * minute, { startTime: 10 * minute, resource: 'Li' }],
      ['c', 'review', 40 * minute, { startTime: 30 * minute, resource: 'Li' }],
      ['d', 'review', 40 * minute, { startTime: 30 * minute, resource: 'Wang' }],
      ['e', 'check', 45 * minute, { resource: 'Li' }],
      ['f', 'check', 600 * minute, { resource: 'Li' }],
    ])
    expect(timedWork(log, activityInstances(log), { horizonMs: 20 * minute })).toEqual({
      resource: Int32Array.of(0, 0, 0, 0, 1),
      group: Int32Array.of(0, 0, 0, 1, 2),
      groupResource: Int32Array.of(0, 0, 1),
      load: Float64Array.of(0, 1, 1, 2, 0),
      serviceMs: Float64Array.of(10, 15, 10, 5, 10).map((minutes) => minutes * minute),
      unmeasured: 1,
      estimated: 1,
    })
  })

  test('a slow-down of 10% per piece of work is found, with its interval', () => {
    const { overall, byResource, measured, estimated, classes } = effectOf(
      days((done, noise) => 10 * minute * 1.1 ** done * noise),
    )
    expect(overall!.slope).toBeCloseTo(Math.log(1.1), 1)
    expect(overall!.slopeInterval.low).toBeLessThan(Math.log(1.1))
    expect(overall!.slopeInterval.high).toBeGreaterThan(Math.log(1.1))
    expect(byResource[0]!.slope).toBeCloseTo(overall!.slope, 12)
    expect([measured, estimated]).toEqual([696, 0])
    expect(classes[0]!.relativeServiceTime).toBeLessThan(classes.at(-1)!.relativeServiceTime)
  })

  test('no effect is not called one', () => {
    const { overall } = effectOf(days((_, noise) => 10 * minute * noise))
    expect(overall!.slopeInterval.low).toBeLessThan(0)
    expect(overall!.slopeInterval.high).toBeGreaterThan(0)
  })

  test('slow when idle and when overloaded shows as curvature', () => {
    const { curvature } = effectOf(days((done, noise) => 10 * minute * Math.exp(0.2 * (done - 2.5) ** 2) * noise))
    expect(curvature!.slope).toBeCloseTo(0.2, 1)
    expect(curvature!.pValue).toBeLessThan(1e-6)
  })

  test('a log without resources has no workload', () => {
    expect(effectOf([['a', 'review', 1]])).toEqual({
      measured: 0,
      unmeasured: 0,
      estimated: 0,
      overall: undefined,
      curvature: undefined,
      byResource: [],
      classes: [],
    })
  })
})
