import { describe, expect, test } from 'vitest'
import { type SketchedEvent, sketchLog } from '../example/sketch-log.ts'
import { createRandom, type Random } from '../statistics/index.ts'
import { casesBegunBetween, compareCases, findDrift } from './index.ts'

const hour = 3_600_000

/** One case an hour: accept, perhaps review, close. */
function cases(count: number, seed: number, course: (c: number, random: Random) => { review: boolean; hours: number }) {
  const random = createRandom(seed)
  return sketchLog(
    Array.from({ length: count }, (_, c): SketchedEvent[] => {
      const { review, hours } = course(c, random)
      const from = c * hour
      const middle: SketchedEvent[] = review ? [[`c${c}`, 'review', from + (hours * hour) / 2]] : []
      return [[`c${c}`, 'accept', from], ...middle, [`c${c}`, 'close', from + hours * hour]]
    }).flat(),
  )
}

describe('drift', () => {
  test('a lasting slow-down is found about where it began, and nothing else', () => {
    const log = cases(1000, 1, (c, random) => ({
      review: random() < 0.3,
      hours: (c < 400 ? 10 : 16) * (0.5 + random()),
    }))
    const { points, windowCases } = findDrift(log)
    expect(points.map(({ kind }) => kind)).toEqual(['duration'])
    const [{ atMs, effect, medianMsBefore, medianMsAfter }] = points as [(typeof points)[number]]
    expect(windowCases).toBe(99)
    expect(Math.abs(atMs / hour - 400)).toBeLessThan(30)
    expect(effect).toBeGreaterThan(0.75)
    expect(medianMsAfter / medianMsBefore).toBeCloseTo(1.6, 0)
  })

  test('a step that is left out from some day on is found as a change of flow', () => {
    const log = cases(1000, 2, (c, random) => ({
      review: random() < (c < 600 ? 0.8 : 0.3),
      hours: 10 * (0.5 + random()),
    }))
    const { points } = findDrift(log)
    expect(points.map(({ kind }) => kind)).toEqual(['flow'])
    expect(Math.abs(points[0]!.atMs / hour - 600)).toBeLessThan(30)
    expect(log.activity.values[points[0]!.activity]).toBe('review')
    expect(points[0]!.effect).toBeGreaterThan(0.3)
  })

  test('logs without change rarely raise an alarm', () => {
    let alarms = 0
    for (let seed = 0; seed < 200; seed++) {
      const log = cases(600, 100 + seed, (_, random) => ({ review: random() < 0.5, hours: 10 * (0.5 + random()) }))
      if (findDrift(log).points.length > 0) alarms++
    }
    expect(alarms).toBeLessThanOrEqual(5)
  })

  test('cases that had no time to finish are not taken for fast ones', () => {
    const whole = cases(1000, 4, (_, random) => ({ review: true, hours: 300 * random() }))
    const cut: SketchedEvent[] = []
    whole.caseIds.forEach((id, c) => {
      for (let i = whole.caseOffsets[c]!; i < whole.caseOffsets[c + 1]!; i++)
        if (whole.time[i]! < 1000 * hour)
          cut.push([id, whole.activity.values[whole.activity.codes[i]!]!, whole.time[i]!])
    })
    const log = sketchLog(cut)
    expect(findDrift(log).points).toEqual([])
    expect(findDrift(log, { maturityMs: 0 }).points.length).toBeGreaterThan(0)
  })

  test('too few cases are not judged', () => {
    expect(findDrift(cases(60, 5, () => ({ review: false, hours: 1 }))).points).toEqual([])
    expect(findDrift(sketchLog([]))).toEqual({ casesJudged: 0, windowCases: 50, points: [] })
  })
})

describe('two sets of cases', () => {
  test('are compared in duration, variants and activities', () => {
    const log = cases(200, 6, (c) => ({ review: c < 100, hours: c < 100 ? 10 : 20 }))
    const found = compareCases(
      log,
      casesBegunBetween(log, 0, 100 * hour),
      casesBegunBetween(log, 100 * hour, 200 * hour),
    )
    expect(found).toMatchObject({
      casesFirst: 100,
      casesSecond: 100,
      medianMsFirst: 10 * hour,
      medianMsSecond: 20 * hour,
      duration: { superiority: 1 },
      variantMix: { effect: 1 },
      activities: { shareFirst: Float64Array.of(1, 1, 1), shareSecond: Float64Array.of(1, 0, 1) },
    })
    expect(found.activities.qValue[1]).toBeLessThan(1e-50)
    expect(found.activities.qValue[0]).toBeCloseTo(1, 12)
  })
})
