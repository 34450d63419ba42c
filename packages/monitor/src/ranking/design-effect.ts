import { referenceOf } from './compare-unit.ts'
import type { RankingOptions, RankingUnit } from './rank-units.ts'

/** What a unit did in one kind of cases in one period, such as a week. */
export interface PeriodSums {
  readonly key: string
  readonly period: string
  readonly stratum: string
  readonly n: number
  readonly sum: number
}

/**
 * By how much more the cases of each unit vary together than if they were independent: one bad week makes many cases late at once, and the
 * more the larger the unit. To be given to `rankUnits`, which would else take such a week for a bad office.
 *
 * The level of every unit goes up and down from period to period by the same relative variance τ², which is estimated by moments from
 * all units, each held to its own level and its mix of each period. Source: random effects as in DerSimonian and Laird 1986.
 *
 * @param units as they are ranked; where means are ranked their squares tell how much single cases vary
 * @param periods what the same units did by period, such as a week; at least two are needed
 * @returns by key, never less than 1; 1 where cases vary no more than by chance, nothing can be told, or the unit is too small to be ranked
 * @example
 * const strata = [{ stratum: '', n: 200, sum: 20 }]
 * const periods = [['w1', 20], ['w2', 0]].map(([period, sum]) => ({ key: 'a', period, stratum: '', n: 100, sum }))
 * Math.round(designEffectsOf([{ key: 'a', strata }], periods, { kind: 'share', better: 'lower' }).get('a')) // → 22
 */
export function designEffectsOf(
  units: readonly RankingUnit[],
  periods: readonly PeriodSums[],
  options: RankingOptions,
): ReadonlyMap<string, number> {
  const large = largeUnits(units, options)
  const rows = rarerSide(periods, options).filter(({ key }) => large.has(key))
  const ofCase = caseOf(units, rows, options)
  const found = Array.from(
    grouped(rows, ({ key }) => key),
    ([key, own]) => ({ key, ...unevenness(own, ofCase) }),
  )
  const excess = total(found, (unit) => unit.excess)
  const shifts = total(found, (unit) => unit.shifts)
  const relativeVariance = shifts > 0 ? Math.max(0, excess / shifts) : 0
  const effects = new Map(units.map(({ key }) => [key, 1]))
  for (const { key, shiftPerChance } of found) effects.set(key, 1 + relativeVariance * shiftPerChance)
  return effects
}

interface Unevenness {
  /** Of the squares of what periods differ by, what chance does not explain; in units of the variance by chance. */
  readonly excess: number
  /** The same for a relative variance of 1. */
  readonly shifts: number
  /** Variance of the sum for a relative variance of 1, by that of chance. */
  readonly shiftPerChance: number
}

function unevenness(ofUnit: readonly PeriodSums[], ofCase: (row: PeriodSums) => OneCase): Unevenness {
  const expected = total(ofUnit, (row) => row.n * ofCase(row).mean)
  const level = total(ofUnit, ({ sum }) => sum) / expected
  const periods = Array.from(grouped(ofUnit, ({ period }) => period).values(), (rows) => ({
    part: total(rows, (row) => row.n * ofCase(row).mean) / expected,
    sum: total(rows, ({ sum }) => sum),
    chance: total(rows, (row) => row.n * ofCase(row).variance(level)),
  }))
  const chance = total(periods, (period) => period.chance)
  if (!(level > 0 && chance > 0)) return { excess: 0, shifts: 0, shiftPerChance: 0 }
  const all = level * expected
  const parts = total(periods, ({ part }) => part ** 2)
  /** Expected sum of squares of what is left where the level is that of the unit's own sum. */
  const left = (of: (period: (typeof periods)[number]) => number): number =>
    total(periods, (period) => of(period) * (1 - 2 * period.part + parts))
  const shift = ({ part }: { readonly part: number }): number => (all * part) ** 2
  return {
    excess: (total(periods, ({ sum, part }) => (sum - all * part) ** 2) - left((period) => period.chance)) / chance,
    shifts: left(shift) / chance,
    shiftPerChance: total(periods, shift) / chance,
  }
}

/** Those that are ranked: a handful of cases tells nothing of weeks, but would count as much. */
function largeUnits(units: readonly RankingUnit[], { minimumSample = 30 }: RankingOptions): ReadonlySet<string> {
  return new Set(units.filter(({ strata }) => total(strata, ({ n }) => n) >= minimumSample).map(({ key }) => key))
}

/** A level that is a multiple of the mean fits what is rare: of shares near 1, the others are looked at. */
function rarerSide(periods: readonly PeriodSums[], { kind }: RankingOptions): readonly PeriodSums[] {
  const rows = periods.filter(({ n }) => n > 0)
  if (kind !== 'share' || total(rows, ({ sum }) => sum) * 2 <= total(rows, ({ n }) => n)) return rows
  return rows.map((row) => ({ ...row, sum: row.n - row.sum }))
}

interface OneCase {
  readonly mean: number
  /** Of a unit whose level is so many times that of all. */
  readonly variance: (level: number) => number
}

/** What one case of each stratum is like, of all units together. */
function caseOf(
  units: readonly RankingUnit[],
  rows: readonly PeriodSums[],
  options: RankingOptions,
): (row: PeriodSums) => OneCase {
  const { byStratum } = referenceOf(units, options)
  const ofStratum = new Map<string, OneCase>()
  for (const [stratum, all] of grouped(rows, (row) => row.stratum)) {
    const mean = total(all, ({ sum }) => sum) / total(all, ({ n }) => n)
    const own = byStratum.get(stratum)?.variance ?? 0
    const variance = {
      share: (level: number) => Math.min(1, level * mean) * (1 - Math.min(1, level * mean)),
      rate: (level: number) => level * mean,
      mean: () => own,
    }[options.kind]
    ofStratum.set(stratum, { mean, variance })
  }
  return ({ stratum }) => ofStratum.get(stratum)!
}

function grouped<Row>(rows: readonly Row[], keyOf: (row: Row) => string): ReadonlyMap<string, readonly Row[]> {
  const groups = new Map<string, Row[]>()
  for (const row of rows) {
    const group = groups.get(keyOf(row))
    if (group) group.push(row)
    else groups.set(keyOf(row), [row])
  }
  return groups
}

function total<Row>(rows: readonly Row[], of: (row: Row) => number): number {
  let sum = 0
  for (const row of rows) sum += of(row)
  return sum
}
