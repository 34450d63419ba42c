import { createRandom, type Random } from '@zhengfeng/mining'
import { describe, expect, it } from 'vitest'
import { designEffectsOf, type PeriodSums } from './design-effect.ts'
import { type RankingOptions, type RankingUnit, rankUnits } from './rank-units.ts'

const overdue = { kind: 'share', better: 'lower' } as const
const weeks = ['w1', 'w2', 'w3', 'w4', 'w5']

interface Fair {
  readonly share: number
  /** Spread of the share of a unit from week to week. */
  readonly spread: number
  readonly flip?: boolean
}

/** Twenty equal units, whose share of late cases goes up and down from week to week. */
function fairUnits(random: Random, { share, spread, flip = false }: Fair): readonly PeriodSums[] {
  return Array.from({ length: 20 }, (_, u) =>
    weeks.flatMap((period) => {
      const ofWeek = share + spread * (random() < 0.5 ? -1 : 1)
      return ['x', 'y'].map((stratum): PeriodSums => {
        const p = stratum === 'x' ? ofWeek : ofWeek / 2
        const late = Array.from({ length: 50 }, () => random()).filter((drawn) => drawn < p).length
        return { key: `u${u}`, period, stratum, n: 50, sum: flip ? 50 - late : late }
      })
    }),
  ).flat()
}

function unitsOf(periods: readonly PeriodSums[]): readonly RankingUnit[] {
  return [...new Set(periods.map(({ key }) => key))].map((key) => ({
    key,
    strata: ['x', 'y'].map((stratum) => {
      const own = periods.filter((row) => row.key === key && row.stratum === stratum)
      return { stratum, n: own.reduce((sum, { n }) => sum + n, 0), sum: own.reduce((all, { sum }) => all + sum, 0) }
    }),
  }))
}

function withEffects(
  units: readonly RankingUnit[],
  periods: readonly PeriodSums[],
  options: RankingOptions,
): readonly RankingUnit[] {
  const effects = designEffectsOf(units, periods, options)
  return units.map((unit) => ({ ...unit, designEffect: effects.get(unit.key)! }))
}

/** Of so many fair rankings, how many name somebody. */
function wronged(fair: Fair, options: RankingOptions, estimated: boolean): number {
  const random = createRandom(7)
  let named = 0
  for (let i = 0; i < 200; i++) {
    const periods = fairUnits(random, fair)
    const units = unitsOf(periods)
    const judged = estimated ? withEffects(units, periods, options) : units
    if (rankUnits(judged, options).units.some(({ state }) => state === 'bottom')) named += 1
  }
  return named
}

describe('the design effect', () => {
  it('keeps units from being named for a bad week', () => {
    const uneven = { share: 0.16, spread: 0.12 }
    expect(wronged(uneven, overdue, false)).toBeGreaterThan(80)
    expect(wronged(uneven, overdue, true)).toBeLessThan(20)
    expect(wronged({ ...uneven, flip: true }, { kind: 'share', better: 'higher' }, true)).toBeLessThan(20)
  })

  it('is about 1 where weeks differ by chance, and does not hide a bad unit', () => {
    const periods = fairUnits(createRandom(3), { share: 0.1, spread: 0 })
    expect(Math.max(...designEffectsOf(unitsOf(periods), periods, overdue).values())).toBeLessThan(1.3)
    const bad = periods.map((row) => (row.key === 'u4' ? { ...row, sum: Math.min(row.n, row.sum * 3) } : row))
    const { units } = rankUnits(withEffects(unitsOf(bad), bad, overdue), overdue)
    const named = units.filter(({ state }) => state === 'bottom')
    expect(named.map(({ key }) => key)).toEqual(['u4'])
  })

  it('is 1 where nothing can be told', () => {
    const one = [{ key: 'a', period: 'w1', stratum: '', n: 50, sum: 9 }]
    expect(designEffectsOf([{ key: 'a', strata: [{ stratum: '', n: 50, sum: 9 }] }], one, overdue)).toEqual(
      new Map([['a', 1]]),
    )
    expect(designEffectsOf([{ key: 'b', strata: [] }], [], overdue)).toEqual(new Map([['b', 1]]))
  })

  it('is not told by units that are too small to be ranked', () => {
    const even = fairUnits(createRandom(3), { share: 0.1, spread: 0 })
    const small = (period: string, sum: number): PeriodSums => ({ key: 'tiny', period, stratum: 'x', n: 5, sum })
    const periods = [...even, small('w1', 5), small('w2', 0)]
    const units = [...unitsOf(even), { key: 'tiny', strata: [{ stratum: 'x', n: 10, sum: 5 }] }]
    expect(designEffectsOf(units, periods, overdue)).toEqual(
      new Map([...designEffectsOf(unitsOf(even), even, overdue), ['tiny', 1]]),
    )
  })

  it('of means weighs weeks by how much single cases vary', () => {
    const units = [{ key: 'a', strata: [{ stratum: '', n: 200, sum: 200_000, squares: 200 * (1000 ** 2 + 100 ** 2) }] }]
    const week = (period: string, sum: number): PeriodSums => ({ key: 'a', period, stratum: '', n: 100, sum })
    const mean = { kind: 'mean', better: 'lower' } as const
    expect(designEffectsOf(units, [week('w1', 100_500), week('w2', 99_500)], mean).get('a')).toBe(1)
    // Each week is 2,000 off; a hundred independent cases spread by 1,000 in all.
    expect(designEffectsOf(units, [week('w1', 102_000), week('w2', 98_000)], mean).get('a')).toBeCloseTo(8, 0)
  })
})
