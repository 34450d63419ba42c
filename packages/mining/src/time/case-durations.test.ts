import { expect, test } from 'vitest'
import { sketchLog } from '../example/sketch-log.ts'
import { caseDurations, caseStarts, meanTimeBetweenArrivals } from './index.ts'

const log = sketchLog([
  ['a', 'accept', 100, { startTime: 90 }],
  ['a', 'review', 120, { startTime: 40 }],
  ['a', 'close', 200],
  ['b', 'accept', 400],
  ['c', 'accept', 240],
])

test('a case lasts from its first sign, which may be a start, to its last event', () => {
  expect(caseStarts(log)).toEqual(Float64Array.of(40, 400, 240))
  expect(caseDurations(log)).toEqual(Float64Array.of(160, 0, 0))
})

test('a working clock measures the same stretch', () => {
  expect(caseDurations(log, (from, to) => to * 1000 + from)).toEqual(Float64Array.of(200_040, 400_400, 240_240))
})

test('arrivals are measured between beginnings, in whatever order the cases stand', () => {
  expect(meanTimeBetweenArrivals(log)).toBe(180)
  expect(meanTimeBetweenArrivals(sketchLog([['a', 'accept', 1]]))).toBeNaN()
})
