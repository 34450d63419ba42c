import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { sketchLog } from '../example/sketch-log.ts'
import { activityInstances, casesInProgress, levelAt, levelOf, queueLengths, sampleLevel } from './index.ts'

describe('levels', () => {
  test('rise with arrivals and fall with departures', () => {
    expect(levelOf(Float64Array.of(30, 0, 10), Float64Array.of(10, 40))).toEqual({
      at: Float64Array.of(0, 30, 40),
      level: Int32Array.of(1, 2, 1),
      mean: 1.25,
      max: 2,
    })
  })

  test('can be read at any instant', () => {
    const level = levelOf(Float64Array.of(0, 10), Float64Array.of(20, 20))
    expect([-1, 0, 9, 10, 19, 20].map((at) => levelAt(level, at))).toEqual([0, 1, 1, 2, 2, 0])
    expect(sampleLevel(level, 0, 20, 3)).toEqual(Int32Array.of(1, 2, 0))
  })

  test('at any instant, the level is arrivals so far − departures so far', () => {
    const stays = fc.array(fc.tuple(fc.nat(20), fc.nat(20)), { minLength: 1, maxLength: 30 })
    fc.assert(
      fc.property(stays, fc.integer({ min: -5, max: 45 }), (found, at) => {
        const enter = Float64Array.from(found, ([from]) => from)
        const leave = Float64Array.from(found, ([from, length]) => from + length)
        const inside = found.filter(([from, length]) => from <= at && at < from + length).length
        expect(levelAt(levelOf(enter, leave), at)).toBe(inside)
      }),
    )
  })

  test('cases are in progress from their first sign to their last event', () => {
    const log = sketchLog([
      ['a', 'accept', 0],
      ['a', 'close', 10],
      ['b', 'accept', 5],
      ['b', 'close', 30],
    ])
    expect(casesInProgress(log)).toEqual({
      at: Float64Array.of(0, 5, 10, 30),
      level: Int32Array.of(1, 2, 1, 0),
      mean: 35 / 30,
      max: 2,
    })
  })

  test('work queues from the moment it could begin until it is started', () => {
    const log = sketchLog([
      ['a', 'accept', 0, { department: 'front' }],
      ['a', 'review', 30, { department: 'back', startTime: 20 }],
      ['b', 'accept', 10, { department: 'front' }],
      ['b', 'review', 40, { department: 'back' }],
    ])
    const [front, back] = queueLengths(activityInstances(log), log.department!)
    expect(front).toEqual({ at: new Float64Array(), level: new Int32Array(), mean: 0, max: 0 })
    expect(back).toEqual({ at: Float64Array.of(0, 10, 20, 40), level: Int32Array.of(1, 2, 1, 0), mean: 1.25, max: 2 })
  })
})
