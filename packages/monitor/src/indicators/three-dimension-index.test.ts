import { describe, expect, it } from 'vitest'
import { findIndicator } from './catalogue.ts'
import { checkIndexWeights, defaultIndexWeights, type IndexWeights, scoringCurves } from './index-weights.ts'
import type { IndicatorValue } from './indicator-value.ts'
import { scoreOnCurve, threeDimensionIndex } from './three-dimension-index.ts'

const told = (value: number): IndicatorValue => ({ state: 'told', value, numerator: 1, sample: 100 })
const all = {
  satisfactionShare: told(0.98),
  activeRatingShare: told(0.6),
  complaintsPerThousand: told(0),
  onTimeShare: told(1),
  actualCompression: told(0.4),
  oneVisitShare: told(1),
  supplementRepeatedShare: told(0),
  queueMean: told(0),
  findingsPerThousand: told(10),
  acceptedLateShare: told(0),
  badRatingsRectifiedOnTimeShare: told(1),
}

describe('the three-dimension index', () => {
  it('weighs the scores of its parts', () => {
    const index = threeDimensionIndex(all)
    expect(index.dimensions.map(({ score }) => score)).toEqual([95, 96, 80])
    expect(index.value).toBeCloseTo(0.4 * 95 + 0.35 * 96 + 0.25 * 80, 10)
    expect(index.missing).toEqual(['thirdParty'])
  })

  it('leaves out what cannot be told, and says so', () => {
    const { queueMean: _, ...rest } = all
    const [, efficiency] = threeDimensionIndex({
      ...rest,
      oneVisitShare: { state: 'tooFew', numerator: 1, sample: 3 },
    }).dimensions
    expect(efficiency).toMatchObject({ toldWeight: 75 })
    expect(efficiency!.score).toBeCloseTo((40 * 100 + 20 * 80 + 15 * 100) / 75, 10)
    expect(efficiency!.parts.filter(({ state }) => state !== 'told')).toEqual([
      { indicator: 'oneVisitShare', weight: 15, state: 'tooFew', sample: 3 },
      { indicator: 'queueMean', weight: 10, state: 'notMeasured', sample: 0 },
    ])
  })

  it('has no value where less than half of a dimension can be told', () => {
    const { satisfactionShare: _, ...rest } = all
    expect(threeDimensionIndex(rest)).toMatchObject({
      value: expect.any(Number),
      dimensions: [{ toldWeight: 50 }, {}, {}],
    })
    const { complaintsPerThousand: __, ...less } = rest
    const index = threeDimensionIndex(less)
    expect(index).not.toHaveProperty('value')
    expect(index.dimensions[0]).not.toHaveProperty('score')
  })
})

describe('the weights of the index', () => {
  it('may be used as they are by default', () => {
    expect(checkIndexWeights(defaultIndexWeights)).toEqual([])
  })

  it('are refused where people count for too little, a sum is not 100 or an indicator is unknown', () => {
    const weights: IndexWeights = {
      dimensions: { satisfaction: 10, efficiency: 88, integrity: 2 },
      parts: {
        satisfaction: { satisfactionShare: 90 },
        efficiency: { fast: 100 },
        integrity: { findingsPerThousand: -1 },
      },
    }
    expect(checkIndexWeights(weights).map(({ field, code }) => `${field} ${code}`)).toEqual([
      'dimensions.satisfaction belowFloor',
      'parts.satisfaction sumNot100',
      'parts.efficiency.fast unknownIndicator',
      'dimensions.integrity belowFloor',
      'parts.integrity.findingsPerThousand notANumber',
    ])
  })

  it('are refused where satisfaction is made of what the office does', () => {
    const { dimensions, parts } = defaultIndexWeights
    const of = (satisfaction: Record<string, number>, weight = 40) =>
      checkIndexWeights({
        dimensions: { ...dimensions, satisfaction: weight, efficiency: 75 - weight },
        parts: { ...parts, satisfaction },
      })
    expect(of({ satisfactionShare: 50, badRatingsRectifiedOnTimeShare: 50 })).toEqual([])
    expect(of({ satisfactionShare: 49, badRatingsRectifiedOnTimeShare: 51 })).toEqual([
      { field: 'parts.satisfaction', code: 'voiceBelowFloor', value: 49, expected: 50 },
    ])
    expect(of({ complaintsPerThousand: 99, onlineShare: 1 }, 20)).toEqual([
      { field: 'parts.satisfaction', code: 'voiceBelowFloor', value: 99, expected: 100 },
    ])
  })
})

describe('scoring curves', () => {
  it.each(Object.entries(scoringCurves))(
    '%s rises in value, goes the way of its indicator, and stays within 0 … 100',
    (id, curve) => {
      const values = curve.map(([value]) => value)
      const scores = curve.map(([, score]) => score)
      expect([...values].sort((a, b) => a - b)).toEqual(values)
      const { direction } = findIndicator(id)!
      expect([...scores].sort((a, b) => (direction === 'higher' ? a - b : b - a))).toEqual(scores)
      expect([Math.min(...scores), Math.max(...scores)]).toEqual([0, 100])
    },
  )

  it('are level beyond their ends', () => {
    expect([
      scoreOnCurve(
        [
          [1, 0],
          [2, 100],
        ],
        0,
      ),
      scoreOnCurve(
        [
          [1, 0],
          [2, 100],
        ],
        9,
      ),
    ]).toEqual([0, 100])
  })
})
