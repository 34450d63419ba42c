import type { Overview } from '@zhengfeng/contract'
import { type Indicator, type IndicatorSums, indicators } from '@zhengfeng/monitor'
import type { Scope } from '../http/access.ts'
import type { DivisionTree } from '../settings/division-tree.ts'
import type { SettingValue } from '../settings/read-setting.ts'
import { addDays, daysBetween } from '../slices/days.ts'
import type { DatedSlice } from '../slices/default-days.ts'
import { figureOf } from './figure.ts'
import { unitsBelow } from './grouping.ts'
import type { StandingCounts } from './standing-counts.ts'
import { workingDaysDiffer } from './working-days.ts'

/** What an overview is made of, from memory or from the database. */
export interface OverviewSums {
  readonly total: IndicatorSums
  readonly before: IndicatorSums
  readonly days: ReadonlyMap<string, IndicatorSums>
  readonly counts: StandingCounts
  readonly children: readonly {
    readonly division: string
    readonly department?: string
    readonly sums: IndicatorSums
    readonly open: number
    readonly overdueOpen: number
  }[]
}

/** The indicators of the first screen. */
export const headlines: readonly Indicator[] = indicators.filter(({ headline, grain }) => headline && grain !== 'index')

/** Those of the strip of divisions: enough to see where to look. */
const childHeadlines: readonly Indicator[] = headlines.filter(({ id }) =>
  ['closed', 'overdueRate', 'onTimeShare', 'livedMedian', 'satisfactionShare', 'findingsPerThousand'].includes(id),
)

/** The days before a slice, as many as it has. */
export function daysBefore({ from, to }: Pick<DatedSlice, 'from' | 'to'>): {
  readonly from: string
  readonly to: string
} {
  return { from: addDays(from, -daysBetween(from, to)), to: addDays(from, -1) }
}

export interface OverviewOptions {
  readonly slice: DatedSlice
  readonly targets: Readonly<Record<string, number>>
  readonly now: number
  readonly calendar: Pick<SettingValue<'calendar'>, 'closed' | 'open'>
}

/** Writes an overview, without the latest events. */
export function overviewOf(
  sums: OverviewSums,
  { slice, targets, now, calendar }: OverviewOptions,
): Omit<Overview, 'latest'> {
  const division = slice.division === undefined ? {} : { division: slice.division }
  const workingDays = workingDaysDiffer(calendar, slice, daysBefore(slice))
  return {
    computedAt: new Date(now).toISOString(),
    slice: { from: slice.from, to: slice.to, ...division },
    previous: { ...daysBefore(slice), ...division },
    ...(workingDays && { workingDays }),
    headline: headlines.map((indicator) => {
      const target = targets[indicator.id] ?? indicator.target
      return {
        ...figureOf(indicator, sums.total, sums.before),
        ...(target !== undefined && { target }),
        days: sparkline(indicator, slice, sums.days),
      }
    }),
    counts: sums.counts,
    children: sums.children.map(({ division: code, department, sums: own, open, overdueOpen }) => ({
      division: code,
      ...(department !== undefined && { department }),
      open,
      overdueOpen,
      figures: childHeadlines.map((indicator) => figureOf(indicator, own)),
    })),
  }
}

/** Open cases are known as of now only, so what rests on them has no past to show. */
function sparkline(
  indicator: Indicator,
  { from, to }: DatedSlice,
  days: ReadonlyMap<string, IndicatorSums>,
): Overview['headline'][number]['days'] {
  if (indicator.grain === 'stock') return []
  const line: Overview['headline'][number]['days'] = []
  for (let day = from; day <= to; day = addDays(day, 1)) {
    const sums = days.get(day)
    const { value } = sums ? figureOf(indicator, sums) : { value: indicator.unit === 'count' ? 0 : undefined }
    line.push({ day, ...(value !== undefined && { value }) })
  }
  return line
}

/** The units of the strip; none where the division has nothing below it: then its departments are shown. */
export function stripUnits(
  tree: DivisionTree,
  scope: Scope,
  division: string | undefined,
): ReturnType<typeof unitsBelow> | undefined {
  const units = unitsBelow(tree, scope, division)
  return units.codes.length > 1 ? units : undefined
}
