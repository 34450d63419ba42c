import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type SketchedEvent, sketchLog } from '../example/sketch-log.ts'
import { mean, median, medianAbsoluteDeviation, standardDeviation } from '../statistics/index.ts'
import { binSegment, spectrumSegment, temporalDeviations, temporalProfile } from './index.ts'

describe('temporal profile', () => {
  test('covers every pair of an activity and one that follows it, directly or not', () => {
    const log = sketchLog([
      ['a', 'accept', 0],
      ['a', 'review', 10],
      ['a', 'close', 30],
      ['b', 'accept', 0],
      ['b', 'close', 50],
    ])
    expect(temporalProfile(log)).toEqual({
      from: Int32Array.of(0, 0, 1),
      to: Int32Array.of(2, 1, 2),
      count: Int32Array.of(2, 1, 1),
      meanMs: Float64Array.of(40, 10, 20),
      sdMs: Float64Array.of(Math.sqrt(200), 0, 0),
      medianMs: Float64Array.of(40, 10, 20),
      madMs: Float64Array.of(10, 0, 0),
    })
  })

  test('agrees with its definition', () => {
    const gaps = fc.array(fc.nat(1000), { minLength: 2, maxLength: 40 })
    fc.assert(
      fc.property(gaps, (found) => {
        const values = Float64Array.from(found)
        const log = sketchLog(
          found.flatMap((gap, i): SketchedEvent[] => [
            [`c${i}`, 'accept', i],
            [`c${i}`, 'close', i + gap],
          ]),
        )
        const { meanMs, sdMs, medianMs, madMs } = temporalProfile(log)
        expect(meanMs[0]).toBeCloseTo(mean(values), 6)
        expect(sdMs[0]).toBeCloseTo(standardDeviation(values), 6)
        expect(medianMs[0]).toBe(median(values))
        expect(madMs[0]).toBe(medianAbsoluteDeviation(values))
      }),
    )
  })

  test('a bounded sample keeps the median about where it is', () => {
    const events = Array.from({ length: 4000 }, (_, i): SketchedEvent[] => [
      [`c${i}`, 'accept', 0],
      [`c${i}`, 'close', i],
    ]).flat()
    const { medianMs, meanMs } = temporalProfile(sketchLog(events), { maxSample: 400 })
    expect(meanMs[0]).toBeCloseTo(1999.5, 6)
    expect(Math.abs(medianMs[0]! - 1999.5)).toBeLessThan(300)
  })

  test('events too far apart in their case are left out', () => {
    const log = sketchLog(['a', 'b', 'c', 'd'].map((activity, i): SketchedEvent => ['x', activity, i]))
    expect(temporalProfile(log, { maxSteps: 1 }).count.length).toBe(3)
    expect(temporalProfile(log).count.length).toBe(6)
  })
})

describe('temporal deviations', () => {
  const usual = Array.from({ length: 40 }, (_, i): SketchedEvent[] => [
    [`c${i}`, 'accept', 0],
    [`c${i}`, 'close', 100 + (i % 5)],
  ]).flat()
  const log = sketchLog([
    ...usual,
    ['late', 'accept', 0],
    ['late', 'close', 1000],
    ['early', 'accept', 0],
    ['early', 'close', 1],
  ])

  test('are found where the distance is unusual, and say by how much', () => {
    const profile = temporalProfile(log)
    const found = temporalDeviations(log, profile)
    expect(found).toEqual({
      firstEvent: Int32Array.of(80, 82),
      secondEvent: Int32Array.of(81, 83),
      pair: Int32Array.of(0, 0),
      score: Float64Array.of((1000 - 102) / 1.4826, (1 - 102) / 1.4826),
    })
    expect(temporalDeviations(log, profile, { measure: 'classic', zeta: 7 }).pair.length).toBe(0)
  })

  test('are not claimed where too little was seen', () => {
    expect(temporalDeviations(log, temporalProfile(log), { minCount: 43 }).pair.length).toBe(0)
  })
})

describe('performance spectrum', () => {
  const log = sketchLog(
    [10, 30, 20, 40].flatMap((gap, i): SketchedEvent[] => [
      [`c${i}`, 'accept', 100 - i * 10],
      [`c${i}`, 'close', 100 - i * 10 + gap],
    ]),
  )
  const segment = spectrumSegment(log, 0, 1)

  test('lists passages in order of entry, each with its class of speed', () => {
    expect(segment).toEqual({
      from: 0,
      to: 1,
      ofCase: Int32Array.of(3, 2, 1, 0),
      enter: Float64Array.of(70, 80, 90, 100),
      leave: Float64Array.of(110, 100, 120, 110),
      speedClass: Uint8Array.of(3, 1, 2, 0),
      quartilesMs: [17.5, 25, 32.5],
    })
  })

  test('counts passages by bin and class', () => {
    const bins = binSegment(segment, { from: 80, to: 120, bins: 2 })
    expect(bins).toEqual({
      entered: Int32Array.of(0, 1, 1, 0, 1, 0, 0, 0),
      left: Int32Array.of(0, 0, 0, 0, 1, 1, 0, 1),
      pending: Int32Array.of(0, 1, 1, 1, 1, 1, 1, 1),
    })
  })

  test('a segment that nobody passes is empty', () => {
    expect(spectrumSegment(log, 1, 0).enter.length).toBe(0)
  })
})
