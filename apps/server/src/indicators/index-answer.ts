import type { IndexAnswer, IndexQuery, Permission } from '@zhengfeng/contract'
import {
  findIndicator,
  type Indicator,
  type IndicatorValue,
  indicatorValue,
  type ThreeDimensionIndex,
  threeDimensionIndex,
} from '@zhengfeng/monitor'
import type { z } from 'zod'
import type { Access, Scope } from '../http/access.ts'
import type { Platform } from '../platform.ts'
import { cachedTree } from '../settings/cached-tree.ts'
import type { DivisionTree } from '../settings/division-tree.ts'
import { readSetting } from '../settings/read-setting.ts'
import { withDays } from '../slices/default-days.ts'
import { narrow, ofTree } from '../slices/narrow.ts'
import { type Units, unitsBelow, unitsOfLeaves } from './grouping.ts'
import { needsOf } from './needs.ts'
import { noSums, sliceSums } from './slice-sums.ts'
import { told } from './values.ts'

type Query = z.output<typeof IndexQuery>

/**
 * The index of three dimensions of each unit, best first; units without a value last.
 *
 * @throws ProblemError `outOfScope`
 */
export async function indexOf(
  platform: Platform,
  query: Query,
  { access, permissions }: { access: Access; permissions: readonly Permission[] },
): Promise<IndexAnswer> {
  const { level, ...asked } = query
  const tree = await cachedTree(platform)
  const scope = narrow(asked, { access, tree, permissions })
  const now = platform.now()
  const slice = await withDays(platform.db, asked, { scope, now })
  const weights = await readSetting(platform.db, 'indexWeights')
  const indicators = partsOf(weights)
  const needs = needsOf(indicators)
  const units = unitsOf(level, { tree, scope, division: slice.division })
  const cells = { slice, scope: ofTree(scope, tree), by: ['division'], units } as const
  const groups = await sliceSums(platform.db, cells, needs, { now })
  const sumsOf = new Map(groups.map(({ keys, sums }) => [keys[0]!, sums]))
  const empty = noSums(needs, needs.stock)
  const shown = units.codes.filter((code) => level === 'self' || code !== units.self || sumsOf.has(code))
  const found = shown.map((division) => {
    const values = Object.fromEntries(
      indicators.map((indicator): [string, IndicatorValue] => [
        indicator.id,
        indicatorValue(indicator, sumsOf.get(division) ?? empty),
      ]),
    )
    return { division, index: threeDimensionIndex(values, weights) }
  })
  return {
    computedAt: new Date(now).toISOString(),
    slice: told(slice),
    units: found.map(toldUnit).sort((a, b) => (b.value ?? -1) - (a.value ?? -1) || (a.division < b.division ? -1 : 1)),
    missing: ['thirdParty'],
  }
}

/** The indicators that the weights name. */
function partsOf({
  parts,
}: {
  readonly parts: Readonly<Record<string, Readonly<Record<string, number>>>>
}): Indicator[] {
  const ids = new Set(Object.values(parts).flatMap((weights) => Object.keys(weights)))
  return [...ids].map(findIndicator).filter((indicator) => indicator !== undefined)
}

function unitsOf(
  level: Query['level'],
  { tree, scope, division }: { tree: DivisionTree; scope: Scope; division: string | undefined },
): Units {
  if (level === 'leaf') return unitsOfLeaves(tree, scope, division)
  const below = unitsBelow(tree, scope, division)
  if (level === 'division') return below
  // All that is looked at as one unit.
  const self = division ?? below.codes[0] ?? ''
  return { codes: [self], divisions: below.divisions, units: below.divisions.map(() => self) }
}

function toldUnit({ division, index }: { division: string; index: ThreeDimensionIndex }): IndexAnswer['units'][number] {
  return {
    division,
    ...(index.value !== undefined && { value: index.value }),
    dimensions: index.dimensions.map(({ parts, ...dimension }) => ({
      ...dimension,
      parts: parts.map((part) => ({ ...part })),
    })),
  }
}
