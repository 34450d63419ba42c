import { describe, expect, test } from 'vitest'
import { type SketchedEvent, sketchLog } from '../example/sketch-log.ts'
import { activityInstances, activityTimes } from './index.ts'

const unknown = Number.NaN

function on(caseId: string, activity: string, time: number, lifecycle: string): SketchedEvent {
  return [caseId, activity, time, { lifecycle }]
}

describe('activity instances', () => {
  test('without starts, work could begin when the event before it was done', () => {
    const log = sketchLog([
      ['a', 'accept', 10],
      ['a', 'close', 50],
      ['b', 'accept', 20],
    ])
    expect(activityInstances(log)).toEqual({
      event: Int32Array.of(0, 1, 2),
      ofCase: Int32Array.of(0, 0, 1),
      enabledAt: Float64Array.of(unknown, 10, unknown),
      startAt: Float64Array.of(unknown, unknown, unknown),
      completeAt: Float64Array.of(10, 50, 20),
    })
  })

  test('start and complete of one activity are paired, first opened first closed', () => {
    const log = sketchLog([
      on('a', 'check', 0, 'START'),
      on('a', 'check', 5, 'start'),
      on('a', 'check', 7, 'schedule'),
      on('a', 'check', 20, 'COMPLETE'),
      on('a', 'check', 30, 'complete'),
      on('a', 'check', 40, 'complete'),
      on('b', 'check', 50, 'start'),
      on('c', 'check', 60, 'complete'),
    ])
    expect(activityInstances(log)).toEqual({
      event: Int32Array.of(3, 4, 5, 6, 7),
      ofCase: Int32Array.of(0, 0, 0, 1, 2),
      enabledAt: Float64Array.of(unknown, unknown, 30, unknown, unknown),
      startAt: Float64Array.of(0, 5, unknown, 50, unknown),
      completeAt: Float64Array.of(20, 30, 40, unknown, 60),
    })
  })

  test('a start time counts where it is not after the end', () => {
    const log = sketchLog([
      ['a', 'accept', 10, { startTime: 4 }],
      ['a', 'review', 30, { startTime: 12 }],
      ['a', 'close', 40, { startTime: 41 }],
    ])
    const { enabledAt, startAt } = activityInstances(log)
    expect(startAt).toEqual(Float64Array.of(4, 12, unknown))
    expect(enabledAt).toEqual(Float64Array.of(unknown, 10, 30))
  })

  test('parallel work could begin when the work before both was done', () => {
    const log = sketchLog([
      ['a', 'accept', 10, { startTime: 0 }],
      ['a', 'review', 30, { startTime: 12 }],
      ['a', 'measure', 50, { startTime: 20 }],
    ])
    expect(activityInstances(log).enabledAt).toEqual(Float64Array.of(unknown, 10, 10))
  })

  test('a log that never says complete is complete wherever it is not start', () => {
    const log = sketchLog([on('a', 'check', 0, 'start'), on('a', 'check', 9, 'done')])
    expect(activityInstances(log).startAt).toEqual(Float64Array.of(0))
  })
})

describe('activity times', () => {
  test('split sojourn into waiting and service where the start is known', () => {
    const log = sketchLog([
      ['a', 'accept', 10],
      ['a', 'review', 40, { startTime: 30 }],
      ['b', 'accept', 10],
      ['b', 'review', 100],
    ])
    const times = activityTimes(log, activityInstances(log))
    const figures = times.map(({ waiting, service, sojourn }) =>
      [waiting, service, sojourn].map(({ count, mean }) => [count, mean]),
    )
    expect(figures).toEqual([
      [
        [0, unknown],
        [0, unknown],
        [0, unknown],
      ],
      [
        [1, 20],
        [1, 10],
        [2, 60],
      ],
    ])
  })

  test('a working clock replaces the wall clock', () => {
    const log = sketchLog([
      ['a', 'accept', 10],
      ['a', 'review', 40],
    ])
    expect(activityTimes(log, activityInstances(log), () => 7)[1]!.sojourn.sum).toBe(7)
  })
})
