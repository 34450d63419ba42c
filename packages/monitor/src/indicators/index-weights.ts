/** The three dimensions of the index. */
export const indexDimensions = ['satisfaction', 'efficiency', 'integrity'] as const
export type IndexDimension = (typeof indexDimensions)[number]

/** Weights in per cent: of the dimensions, and of the indicators within each. */
export interface IndexWeights {
  readonly dimensions: Readonly<Record<IndexDimension, number>>
  readonly parts: Readonly<Record<IndexDimension, Readonly<Record<string, number>>>>
}

/** What may be chosen: weights are free between these bounds. In per cent. */
export const indexFloors = {
  /** What people say themselves must count for at least so much of the index. */
  satisfaction: 20,
  /** No dimension may be chosen away. */
  dimension: 5,
} as const

/** Score of a value by straight lines between points `[value, score]`, values rising, scores 0 … 100. */
export type ScoringCurve = readonly (readonly [value: number, score: number])[]

/** What people say themselves; that their bad ratings are put right is the office's own doing. */
const ownVoice: ReadonlySet<string> = new Set([
  'satisfactionShare',
  'activeRatingShare',
  'badRatingShare',
  'satisfactionScore',
  'complaintsPerThousand',
])

/** From value to score, for every indicator that may be a part of the index. */
export const scoringCurves: Readonly<Record<string, ScoringCurve>> = {
  satisfactionShare: [
    [0.6, 0],
    [0.9, 60],
    [0.98, 90],
    [1, 100],
  ],
  activeRatingShare: [
    [0, 0],
    [0.3, 60],
    [0.6, 100],
  ],
  badRatingShare: [
    [0, 100],
    [0.02, 90],
    [0.1, 60],
    [0.4, 0],
  ],
  satisfactionScore: [
    [4, 0],
    [8, 60],
    [9.6, 90],
    [10, 100],
  ],
  complaintsPerThousand: [
    [0, 100],
    [5, 60],
    [20, 0],
  ],
  badRatingsRectifiedOnTimeShare: [
    [0.5, 0],
    [0.9, 60],
    [1, 100],
  ],
  onTimeShare: [
    [0.7, 0],
    [0.95, 60],
    [0.99, 90],
    [1, 100],
  ],
  overdueRate: [
    [0, 100],
    [0.01, 90],
    [0.05, 60],
    [0.3, 0],
  ],
  statutoryOverdueShare: [
    [0, 100],
    [0.01, 60],
    [0.1, 0],
  ],
  earlyShare: [
    [0, 0],
    [0.5, 60],
    [0.9, 100],
  ],
  promiseCompression: [
    [0, 0],
    [0.4, 80],
    [0.7, 100],
  ],
  actualCompression: [
    [0, 0],
    [0.4, 80],
    [0.7, 100],
  ],
  acceptedLateShare: [
    [0, 100],
    [0.01, 80],
    [0.1, 0],
  ],
  supplementShare: [
    [0, 100],
    [0.2, 60],
    [0.6, 0],
  ],
  supplementRepeatedShare: [
    [0, 100],
    [0.05, 60],
    [0.3, 0],
  ],
  oneVisitShare: [
    [0.5, 0],
    [0.9, 80],
    [1, 100],
  ],
  onlineShare: [
    [0.2, 0],
    [0.8, 60],
    [0.98, 100],
  ],
  queueMean: [
    [15 * 60_000, 100],
    [32 * 60_000, 40],
    [60 * 60_000, 0],
  ],
  longQueueShare: [
    [0, 100],
    [0.1, 60],
    [0.5, 0],
  ],
  stoppedTimeShare: [
    [0, 100],
    [0.2, 60],
    [0.6, 0],
  ],
  findingsPerThousand: [
    [0, 100],
    [10, 60],
    [50, 0],
  ],
}

/** The weights where nobody changed any. */
export const defaultIndexWeights: IndexWeights = {
  dimensions: { satisfaction: 40, efficiency: 35, integrity: 25 },
  parts: {
    satisfaction: { satisfactionShare: 50, activeRatingShare: 20, complaintsPerThousand: 30 },
    efficiency: {
      onTimeShare: 40,
      actualCompression: 20,
      oneVisitShare: 15,
      supplementRepeatedShare: 15,
      queueMean: 10,
    },
    integrity: { findingsPerThousand: 50, acceptedLateShare: 25, badRatingsRectifiedOnTimeShare: 25 },
  },
}

/** What is wrong with weights. `value` is what was given, `expected` the bound that it breaks. */
export interface IndexWeightsProblem {
  readonly field: string
  readonly code: 'sumNot100' | 'belowFloor' | 'voiceBelowFloor' | 'unknownIndicator' | 'notANumber'
  readonly value: number | string
  readonly expected: number | string
}

/**
 * Checks weights against the rules for them: they add up to 100, what people say themselves counts for at least 20, no dimension is chosen away,
 * and each part is an indicator that has a scoring curve.
 *
 * @returns every problem; none where the weights may be used
 * @example
 * checkIndexWeights(defaultIndexWeights) // → []
 */
export function checkIndexWeights({ dimensions, parts }: IndexWeights): readonly IndexWeightsProblem[] {
  const problems: IndexWeightsProblem[] = [...checkSum('dimensions', dimensions)]
  for (const dimension of indexDimensions) {
    const floor = dimension === 'satisfaction' ? indexFloors.satisfaction : indexFloors.dimension
    const weight = dimensions[dimension]
    if (weight < floor)
      problems.push({ field: `dimensions.${dimension}`, code: 'belowFloor', value: weight, expected: floor })
    problems.push(...checkSum(`parts.${dimension}`, parts[dimension]))
    for (const indicator of Object.keys(parts[dimension]))
      if (!Object.hasOwn(scoringCurves, indicator))
        problems.push({
          field: `parts.${dimension}.${indicator}`,
          code: 'unknownIndicator',
          value: indicator,
          expected: Object.keys(scoringCurves).join(', '),
        })
  }
  return [...problems, ...checkVoice(dimensions, parts)]
}

/** A dimension called satisfaction is not enough: its parts must be what people say. */
function checkVoice({ satisfaction }: IndexWeights['dimensions'], parts: IndexWeights['parts']): IndexWeightsProblem[] {
  if (!(satisfaction >= indexFloors.satisfaction)) return []
  const voice = Object.entries(parts.satisfaction).reduce(
    (sum, [id, weight]) => sum + (ownVoice.has(id) ? weight : 0),
    0,
  )
  const expected = Math.ceil((100 * indexFloors.satisfaction) / satisfaction)
  if (voice >= (100 * indexFloors.satisfaction) / satisfaction - 1e-9) return []
  return [{ field: 'parts.satisfaction', code: 'voiceBelowFloor', value: voice, expected }]
}

function checkSum(field: string, weights: Readonly<Record<string, number>>): readonly IndexWeightsProblem[] {
  for (const [name, weight] of Object.entries(weights))
    if (!(weight >= 0 && weight <= 100))
      return [{ field: `${field}.${name}`, code: 'notANumber', value: String(weight), expected: '0 … 100' }]
  const sum = Object.values(weights).reduce((total, weight) => total + weight, 0)
  return Math.abs(sum - 100) < 1e-9 ? [] : [{ field, code: 'sumNot100', value: sum, expected: 100 }]
}
