import type { Figure, IndicatorGroup, Permission, Values, ValuesQuery } from '@zhengfeng/contract'
import type { Indicator, IndicatorSums } from '@zhengfeng/monitor'
import type { z } from 'zod'
import type { Access } from '../http/access.ts'
import { ProblemError } from '../http/problem-error.ts'
import type { Platform } from '../platform.ts'
import { cachedTree } from '../settings/cached-tree.ts'
import { addDays, lastYear } from '../slices/days.ts'
import { type DatedSlice, withDays } from '../slices/default-days.ts'
import { narrow, ofTree } from '../slices/narrow.ts'
import { knownIndicator } from './describe-indicator.ts'
import { figureOf } from './figure.ts'
import { timeGroups, type Units, unitsBelow } from './grouping.ts'
import { type Needs, needsOf } from './needs.ts'
import { daysBefore } from './overview.ts'
import type { CellQuery } from './query-cells.ts'
import { type GroupSums, noSums, sliceSums } from './slice-sums.ts'

const mostRows = 5_000

type Query = z.output<typeof ValuesQuery>

/**
 * Indicators of a slice, grouped.
 *
 * @throws ProblemError `invalid` for an unknown indicator or group twice, `outOfScope`
 */
export async function valuesOf(
  platform: Platform,
  query: Query,
  { access, permissions }: { access: Access; permissions: readonly Permission[] },
): Promise<Values> {
  const { indicators: ids, by = [], compare, ...asked } = query
  const indicators = ids.map(cellIndicator)
  if (new Set(by).size < by.length) throw refused('by', by.join(','), 'groupTwice')
  const tree = await cachedTree(platform)
  const scope = narrow(asked, { access, tree, permissions })
  const now = platform.now()
  const slice = await withDays(platform.db, asked, { scope, now })
  const units = by.includes('division') ? unitsBelow(tree, scope, slice.division) : undefined
  const cells: CellQuery = { slice, scope: ofTree(scope, tree), by, units }
  const needs = needsOf(indicators)
  const [found, before] = await Promise.all([
    sliceSums(platform.db, cells, needs, { now, most: mostRows + 1 }),
    compare ? sliceSums(platform.db, { ...cells, slice: comparedWith(slice, compare) }, needs, {}) : undefined,
  ])
  const rows = withEmptyGroups(found, cells, needs)
  const beforeOf = before && matching(before, { cells, compare: compare!, needs })
  return {
    computedAt: new Date(now).toISOString(),
    slice: told(slice),
    by: [...by],
    rows: rows.slice(0, mostRows).map(({ keys, sums }) => ({
      keys: [...keys],
      figures: indicators.map((indicator): Figure => figureOf(indicator, sums, beforeOf?.(keys))),
    })),
    cut: rows.length > mostRows,
  }
}

function cellIndicator(id: string): Indicator {
  const indicator = knownIndicator(id)
  if (indicator.grain === 'index') throw refused('indicators', id, 'indexElsewhere')
  return indicator
}

/** The slice as answers tell it. */
export function told({ from, to, division }: DatedSlice): Values['slice'] {
  return { from, to, ...(division !== undefined && { division }) }
}

function comparedWith(slice: DatedSlice, compare: 'previous' | 'lastYear'): DatedSlice {
  if (compare === 'previous') return { ...slice, ...daysBefore(slice) }
  return { ...slice, from: lastYear(slice.from), to: lastYear(slice.to) }
}

/** Groups in which nothing happened are told too, where all groups are known: else a chart would lie about quiet days. */
function withEmptyGroups(
  found: readonly GroupSums[],
  { by, slice, units }: CellQuery,
  needs: Needs,
): readonly GroupSums[] {
  const [group, second] = by
  if (group === undefined || second !== undefined) return found
  const keys = timeGroups.has(group)
    ? periods(slice, group)
    : group === 'division'
      ? unitCodes(units!, found)
      : undefined
  if (!keys) return found
  const byKey = new Map(found.map((row) => [row.keys[0]!, row]))
  const empty = noSums(needs, needs.stock && !timeGroups.has(group))
  return keys.map((key) => byKey.get(key) ?? { keys: [key], sums: empty })
}

/** The division itself only where something stands in it. */
function unitCodes({ codes, self }: Units, found: readonly GroupSums[]): readonly string[] {
  return codes.filter((code) => code !== self || found.some(({ keys: [key] }) => key === code))
}

/** The first days of all days, weeks or months of a slice. */
function periods({ from, to }: DatedSlice, group: IndicatorGroup): readonly string[] {
  const found: string[] = []
  for (let day = from; day <= to; day = addDays(day, 1)) {
    const first = firstDay(day, group)
    if (found.at(-1) !== first) found.push(first)
  }
  return found
}

function firstDay(day: string, group: IndicatorGroup): string {
  if (group === 'month') return `${day.slice(0, 7)}-01`
  if (group === 'day') return day
  const weekday = (new Date(Date.parse(day)).getUTCDay() + 6) % 7
  return addDays(day, -weekday)
}

/** Finds the group of the period compared with: by its place where days are grouped by, else by its key. */
function matching(
  before: readonly GroupSums[],
  { cells, compare, needs }: { cells: CellQuery; compare: 'previous' | 'lastYear'; needs: Needs },
): (keys: readonly string[]) => IndicatorSums {
  const byKey = new Map(before.map(({ keys, sums }) => [JSON.stringify(keys), sums]))
  const earlier = cells.by.map((group) =>
    timeGroups.has(group) ? shifted(cells.slice, { group, compare }) : undefined,
  )
  const empty = noSums(needs, false)
  return (keys) => byKey.get(JSON.stringify(keys.map((key, k) => earlier[k]?.get(key) ?? key))) ?? empty
}

/** The period before by the period, in the order in which they follow. */
function shifted(
  slice: DatedSlice,
  { group, compare }: { group: IndicatorGroup; compare: 'previous' | 'lastYear' },
): ReadonlyMap<string, string> {
  const now = periods(slice, group)
  const then = periods(comparedWith(slice, compare), group)
  return new Map(now.map((key, place) => [key, then[place] ?? '']))
}

function refused(field: string, value: string, message: string): ProblemError {
  return new ProblemError('invalid', {}, { fields: [{ field, value, message }] })
}
