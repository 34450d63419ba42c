import type { IndicatorGroup } from '@zhengfeng/contract'
import { type BucketCount, type Measure, measures, type QuantileClock, quantileClocks } from '@zhengfeng/monitor'
import { inScope, type Scope } from '../http/access.ts'
import type { DatedSlice } from '../slices/default-days.ts'
import { type Conditions, conditionsOf } from '../storage/conditions.ts'
import type { Queryable } from '../storage/database.ts'
import { groupColumn, type Units } from './grouping.ts'

/** Which cells are added up, and how they are put together. */
export interface CellQuery {
  readonly slice: DatedSlice
  readonly scope: Scope
  readonly by: readonly IndicatorGroup[]
  /** Where `by` has divisions; else every division is read. */
  readonly units?: Units | undefined
  /** Only divisions in which detectors never ran over the office. */
  readonly unexamined?: boolean
}

/** Whether detectors ran over the office of a division at least once. */
export function examined(division: string): string {
  return `exists (select 1 from detector_position p where p.division = ${division} and p.ran_at is not null)`
}

/** The column of a measure. */
export function columnOf(measure: Measure): string {
  return measure.replace(/[A-Z]|\d+/g, (part) => `_${part.toLowerCase()}`)
}

/** Adds up the measures of a slice; one row per group, in order of the groups. Measures that are not asked for are 0. */
export async function readMeasures(
  db: Queryable,
  query: CellQuery,
  asked: readonly Measure[],
  most: number,
): Promise<{ readonly keys: readonly string[]; readonly values: readonly number[] }[]> {
  if (asked.length === 0) return []
  const places = asked.map((measure) => measures.indexOf(measure))
  const conditions = conditionsOf(most)
  const { from, groups } = cells(query, conditions, 'measures')
  const rows = await db.query<Record<string, number | string>>(
    `select ${[...groups.map((column, g) => `${column} as k${g}`), ...asked.map((measure, m) => `sum(cell.${columnOf(measure)}) as m${m}`)].join(', ')}
     from ${from}
     where ${conditions.text()}
     ${groupBy(groups)}
     limit $1`,
    conditions.parameters,
  )
  return rows.map((row) => {
    const values = new Array<number>(measures.length).fill(0)
    places.forEach((place, m) => {
      values[place] = (row[`m${m}`] as number | null) ?? 0
    })
    return { keys: groups.map((_, g) => String(row[`k${g}`])), values }
  })
}

/** The sketch of one clock in one group. */
export interface SketchRow {
  readonly keys: readonly string[]
  readonly clock: QuantileClock
  readonly buckets: readonly BucketCount[]
}

/** The sketches of a slice: one row for all buckets of a sketch, as reading a row costs more than adding it up. */
export async function readSketches(
  db: Queryable,
  query: CellQuery,
  clocks: readonly QuantileClock[],
): Promise<SketchRow[]> {
  if (clocks.length === 0) return []
  const conditions = conditionsOf(clocks.map((clock) => quantileClocks[clock]))
  conditions.add(() => 'cell.clock = any($1::smallint[])')
  const { from, groups } = cells(query, conditions, 'buckets')
  const keys = groups.map((_, g) => `k${g}`)
  const rows = await db.query<SketchColumns & Record<string, string>>(
    `select ${[...keys, 'clock', 'array_agg(bucket) as buckets', 'array_agg(n) as counts'].join(', ')}
     from (
       select ${[...groups.map((column, g) => `${column} as k${g}`), 'cell.clock', 'cell.bucket', 'sum(cell.n) as n'].join(', ')}
       from ${from}
       where ${conditions.text()}
       group by ${[...groups, 'cell.clock', 'cell.bucket'].join(', ')}
     ) added
     ${groupBy([...keys, 'clock'])}`,
    conditions.parameters,
  )
  return rows.map((row) => ({
    keys: keys.map((key) => String(row[key])),
    clock: clockNames.get(row.clock)!,
    buckets: row.buckets.map((bucket, b) => ({ bucket, n: row.counts[b]! })),
  }))
}

type SketchColumns = { readonly clock: number; readonly buckets: readonly number[]; readonly counts: readonly number[] }

const clockNames = new Map(
  Object.entries(quantileClocks).map(([name, number]) => [number as number, name as QuantileClock]),
)

const tables = {
  measures: { byDay: 'indicator_day', byCell: 'indicator_cell' },
  buckets: { byDay: 'indicator_day_bucket', byCell: 'indicator_bucket' },
} as const

/** The sums by division and day, where nothing else is asked for, are a fraction of the cells. */
function cells(
  { slice, scope, by, units, unexamined }: CellQuery,
  conditions: Conditions,
  what: keyof typeof tables,
): { readonly from: string; readonly groups: readonly string[] } {
  const filters = [slice.item, slice.department, slice.channel, slice.applicantGroup]
  const coarse =
    scope.departments.length === 0 &&
    filters.every((filter) => filter === undefined) &&
    by.every((group) => group === 'division' || group === 'day' || group === 'week' || group === 'month')
  const table = tables[what][coarse ? 'byDay' : 'byCell']
  conditions.add((from, to) => `cell.day between ${from}::date and ${to}::date`, slice.from, slice.to)
  if (unexamined) conditions.add(() => `not ${examined('cell.division')}`)
  addFilters(conditions, slice)
  const columns = coarse ? { division: 'cell.division' } : { division: 'cell.division', department: 'cell.department' }
  conditions.add(() => inScope(scope, columns, conditions.parameters))
  return { from: `${table} cell${joinUnits(conditions, units)}`, groups: by.map(groupColumn) }
}

function addFilters(conditions: Conditions, slice: DatedSlice): void {
  const equal = (column: string, value: string | undefined): void => {
    if (value !== undefined) conditions.add((place) => `cell.${column} = ${place}`, value)
  }
  equal('item', slice.item)
  equal('department', slice.department)
  equal('channel', slice.channel)
  equal('applicant_group', slice.applicantGroup)
}

/** Puts the unit of a division beside its cells. */
export function joinUnits(conditions: Conditions, units: Units | undefined): string {
  if (!units) return ''
  const divisions = conditions.parameters.push([...units.divisions])
  const codes = conditions.parameters.push([...units.units])
  return `
     join unnest($${divisions}::text[], $${codes}::text[]) as unit (division, unit) on unit.division = cell.division`
}

export function groupBy(groups: readonly string[]): string {
  if (groups.length === 0) return ''
  return `group by ${groups.join(', ')}
     order by ${groups.join(', ')}`
}
