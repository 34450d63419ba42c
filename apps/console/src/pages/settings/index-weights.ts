import type { IndexWeightsSetting } from '@zhengfeng/contract'
import type { z } from 'zod'

export type IndexWeights = z.infer<typeof IndexWeightsSetting>
export const indexDimensions = ['satisfaction', 'efficiency', 'integrity'] as const
export type Dimension = (typeof indexDimensions)[number]

/** What people say counts for at least a fifth, and no dimension is chosen away: policy, checked by the server as well. */
export const weightFloors: Readonly<Record<Dimension, number>> = { satisfaction: 20, efficiency: 5, integrity: 5 }

export function sumOf(weights: Readonly<Record<string, number>>): number {
  return Math.round(Object.values(weights).reduce((sum, weight) => sum + weight, 0) * 1e6) / 1e6
}

/** What stands in the way of using the weights: sums that are not 100, dimensions below their floor. */
export function weightProblems({ dimensions, parts }: IndexWeights): readonly {
  readonly kind: 'sum' | 'floor'
  /** `dimensions`, or the dimension whose parts do not add up. */
  readonly of: 'dimensions' | Dimension
  readonly value: number
}[] {
  const sums = [
    { of: 'dimensions' as const, value: sumOf(dimensions) },
    ...indexDimensions.map((of) => ({ of, value: sumOf(parts[of]) })),
  ]
  return [
    ...sums.filter(({ value }) => value !== 100).map((it) => ({ kind: 'sum' as const, ...it })),
    ...indexDimensions
      .filter((of) => dimensions[of] < weightFloors[of])
      .map((of) => ({ kind: 'floor' as const, of, value: dimensions[of] })),
  ]
}
