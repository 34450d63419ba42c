import type { Scope } from '../http/access.ts'
import type { DatedSlice } from '../slices/default-days.ts'
import type { Queryable } from '../storage/database.ts'
import type { Units } from './grouping.ts'
import { needsOf } from './needs.ts'
import { daysBefore, headlines, type OverviewSums } from './overview.ts'
import { type GroupSums, sliceSums } from './slice-sums.ts'
import { standingCounts, sumCounts } from './standing-counts.ts'

export interface DatabaseQuery {
  readonly scope: Scope
  readonly slice: DatedSlice
  /** Absent: the strip shows the departments of `division`. */
  readonly units: Units | undefined
  readonly division: string
  readonly now: number
}

const needs = needsOf(headlines)
const mostDepartments = 200

/** Adds an overview up from the cells: for scopes of departments, and where there is too much for memory. */
export async function sumsFromDatabase(
  db: Queryable,
  { scope, slice, units, division, now }: DatabaseQuery,
): Promise<OverviewSums> {
  const query = { slice, scope, by: [] }
  const [total, before, days, children, counts] = await Promise.all([
    sliceSums(db, query, needs, { now }),
    sliceSums(db, { ...query, slice: { ...slice, ...daysBefore(slice) } }, { ...needs, findings: true }, {}),
    sliceSums(db, { ...query, by: ['day'] }, needs, {}),
    sliceSums(db, units ? { ...query, by: ['division'], units } : { ...query, by: ['department'] }, needs, { now }),
    standingCounts(db, now, scope),
  ])
  return {
    total: total[0]!.sums,
    before: before[0]!.sums,
    days: new Map(days.map(({ keys, sums }) => [keys[0]!, sums])),
    counts: sumCounts(counts, counts.keys()),
    children: children.slice(0, mostDepartments).map((child) => childOf(child, units ? undefined : division)),
  }
}

function childOf({ keys, sums }: GroupSums, division: string | undefined): OverviewSums['children'][number] {
  return {
    division: division ?? keys[0]!,
    ...(division !== undefined && { department: keys[0]! }),
    sums,
    open: sums.stock?.open ?? 0,
    overdueOpen: sums.stock?.openOverdue ?? 0,
  }
}
