import type { IndicatorGroup, Permission, Ranking, RankingQuery } from '@zhengfeng/contract'
import {
  designEffectsOf,
  type FlowIndicator,
  findIndicator,
  type QuantileClock,
  type RankedUnit,
  type RankingUnit,
  rankUnits,
  type StratumSums,
  termsValue,
} from '@zhengfeng/monitor'
import type { z } from 'zod'
import type { Access, Scope } from '../http/access.ts'
import { ProblemError } from '../http/problem-error.ts'
import type { Platform } from '../platform.ts'
import { cachedTree } from '../settings/cached-tree.ts'
import type { DivisionTree } from '../settings/division-tree.ts'
import { readSetting } from '../settings/read-setting.ts'
import { withDays } from '../slices/default-days.ts'
import { narrow, ofTree } from '../slices/narrow.ts'
import { type Units, unitsBelow, unitsOfLeaves } from './grouping.ts'
import { needsOf } from './needs.ts'
import type { CellQuery } from './query-cells.ts'
import { readSquares } from './query-squares.ts'
import { readPeriods } from './read-periods.ts'
import { sliceSums } from './slice-sums.ts'
import { told } from './values.ts'

type Query = z.output<typeof RankingQuery>
type Level = Query['level']

const mostGroups = 200_000
const mostUnits = 2_000

/** The clock whose sketch tells how the values of a mean spread. */
const clockOfMean: Readonly<Record<string, QuantileClock>> = {
  officialMean: 'official',
  livedMean: 'lived',
  acceptanceWaitMean: 'acceptanceWait',
}

/**
 * Units ranked by an indicator, their mix of items held equal.
 *
 * @throws ProblemError `invalid` where nothing can be ranked by the indicator, `outOfScope`
 */
export async function rankingOf(
  platform: Platform,
  query: Query,
  { access, permissions }: { access: Access; permissions: readonly Permission[] },
): Promise<Ranking> {
  const { indicator: id, level, ...asked } = query
  const indicator = rankableIndicator(id)
  const tree = await cachedTree(platform)
  const scope = narrow(asked, { access, tree, permissions })
  const now = platform.now()
  const slice = await withDays(platform.db, asked, { scope, now })
  const { minimumSample } = await readSetting(platform.db, 'indicators')
  const adjusted = level !== 'item' && slice.item === undefined
  const cells: CellQuery = {
    slice,
    scope: ofTree(scope, tree),
    ...groupsOf(level, { tree, scope, division: slice.division }),
  }
  const kind = kindOf(indicator)
  const better = indicator.direction === 'lower' ? 'lower' : 'higher'
  const options = { kind, better, minimumSample } as const
  const strata: CellQuery = adjusted ? { ...cells, by: [...cells.by, 'item'] } : cells
  const [units, periods] = await Promise.all([
    unitsToRank(platform, indicator, { cells, strata, adjusted, now }),
    readPeriods(platform.db, indicator, { query: strata, adjusted, most: mostGroups }),
  ])
  const effects = designEffectsOf(units, periods, options)
  const ranking = rankUnits(
    units.map((unit) => ({ ...unit, designEffect: effects.get(unit.key)! })),
    options,
  )
  const write = writer(indicator.per ?? 1)
  return {
    computedAt: new Date(now).toISOString(),
    slice: told(slice),
    indicator: id,
    level,
    minimumSample,
    adjustedFor: adjusted ? ['item'] : [],
    ...(!Number.isNaN(ranking.overall) && { overall: write(ranking.overall) }),
    units: ranking.units.slice(0, mostUnits).map((unit) => ({
      ...namesOf(unit.key, level, slice.division),
      ...toldUnit(unit, write),
      designEffect: effects.get(unit.key)!,
    })),
  }
}

function rankableIndicator(id: string): FlowIndicator {
  const indicator = findIndicator(id)
  if (indicator?.rankable && (indicator.grain === 'flow' || indicator.grain === 'stock') && indicator.denominator)
    return indicator
  const message = indicator ? 'notRankable' : 'unknownIndicator'
  throw new ProblemError('invalid', {}, { fields: [{ field: 'indicator', value: id, message }] })
}

function kindOf({ interval }: FlowIndicator): 'share' | 'rate' | 'mean' {
  return interval === 'wilson' ? 'share' : interval === 'poisson' ? 'rate' : 'mean'
}

function groupsOf(
  level: Level,
  { tree, scope, division }: { tree: DivisionTree; scope: Scope; division: string | undefined },
): { readonly by: readonly IndicatorGroup[]; readonly units?: Units } {
  switch (level) {
    case 'item':
      return { by: ['item'] }
    case 'department':
      return { by: ['division', 'department'], units: everyDivision(unitsOfAll(tree, scope, division)) }
    case 'leaf':
      return { by: ['division'], units: unitsOfLeaves(tree, scope, division) }
    case 'division':
      return { by: ['division'], units: unitsBelow(tree, scope, division) }
  }
}

/** All divisions that are seen. */
function unitsOfAll(tree: DivisionTree, scope: Scope, division: string | undefined): readonly string[] {
  const within = division === undefined ? tree.nodes.map(({ code }) => code) : tree.subtree(division)
  if (scope.everything) return within
  const seen = new Set([...scope.divisions, ...scope.departments.map((part) => part.division)])
  return within.filter((code) => seen.has(code))
}

function everyDivision(codes: readonly string[]): Units {
  return { codes, divisions: codes, units: codes }
}

interface Sought {
  /** By the unit; `strata` by the item as well where the mix of items is held equal. */
  readonly cells: CellQuery
  readonly strata: CellQuery
  readonly adjusted: boolean
  readonly now: number
}

/** What each unit did, by item where these are held equal. */
async function unitsToRank(
  { db }: Platform,
  indicator: FlowIndicator,
  { cells, strata, adjusted, now }: Sought,
): Promise<RankingUnit[]> {
  const width = cells.by.length
  const clock = kindOf(indicator) === 'mean' ? clockOfMean[indicator.id] : undefined
  const [groups, squares] = await Promise.all([
    sliceSums(db, strata, needsOf([indicator]), { now, most: mostGroups }),
    clock ? readSquares(db, strata, clock) : [],
  ])
  const squaresOf = new Map(squares.map((row) => [JSON.stringify(row.keys), row.squares]))
  const units = new Map<string, StratumSums[]>()
  for (const { keys, sums } of groups) {
    const n = termsValue(indicator.denominator!, sums)
    if (!(n > 0)) continue
    const key = JSON.stringify(keys.slice(0, width))
    const own = squaresOf.get(JSON.stringify(keys))
    const stratum = {
      stratum: adjusted ? keys[width]! : '',
      n,
      sum: termsValue(indicator.numerator, sums),
      ...(own !== undefined && { squares: own }),
    }
    const strata = units.get(key)
    if (strata) strata.push(stratum)
    else units.set(key, [stratum])
  }
  // Units without a single case are told too, as ones with too few.
  if (cells.by.length === 1 && cells.units)
    for (const code of cells.units.codes)
      if (code !== cells.units.self && !units.has(JSON.stringify([code]))) units.set(JSON.stringify([code]), [])
  return Array.from(units, ([key, strata]) => ({ key, strata }))
}

function namesOf(
  key: string,
  level: Level,
  division: string | undefined,
): { division?: string; department?: string; item?: string } {
  const [first, second] = JSON.parse(key) as [string, string?]
  if (level === 'item') return { item: first, ...(division !== undefined && { division }) }
  return { division: first, ...(second !== undefined && { department: second }) }
}

function toldUnit(
  unit: RankedUnit,
  write: (value: number) => number,
): Omit<Ranking['units'][number], 'division' | 'department' | 'item'> {
  const { sample, observed, expected, adjusted, interval, rank, rankRange, state, reasons } = unit
  return {
    sample,
    ...(observed !== undefined && { observed: write(observed) }),
    ...(expected !== undefined && { expected: write(expected) }),
    ...(adjusted !== undefined && { adjusted: write(adjusted) }),
    ...(interval && { interval: [write(interval.low), write(interval.high)] as [number, number] }),
    ...(rank !== undefined && { rank }),
    ...(rankRange && { rankRange: [...rankRange] as [number, number] }),
    state,
    reasons: reasons.map(({ key, values }) => ({ key, values: writtenValues(values, write) })),
  }
}

/** Values that are in the unit of the indicator. */
const inUnit = new Set(['observed', 'expected', 'adjusted', 'overall', 'difference', 'low', 'high'])

function writtenValues(
  values: Readonly<Record<string, string | number>>,
  write: (value: number) => number,
): Record<string, string | number> {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      typeof value === 'number' && inUnit.has(name) ? write(value) : value,
    ]),
  )
}

/** Rates are ranked by case and told by so many cases. */
function writer(per: number): (value: number) => number {
  return (value) => value * per
}
