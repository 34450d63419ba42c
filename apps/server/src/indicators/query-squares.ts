import { type QuantileClock, quantileClocks, sketchError } from '@zhengfeng/monitor'
import { inScope } from '../http/access.ts'
import { conditionsOf } from '../storage/conditions.ts'
import type { Queryable } from '../storage/database.ts'
import { groupColumn } from './grouping.ts'
import { type CellQuery, groupBy, joinUnits } from './query-cells.ts'

export interface SquaresRow {
  readonly keys: readonly string[]
  /** Sum of squared durations, by the middle of each bucket. */
  readonly squares: number
}

const growth = (1 + sketchError) / (1 - sketchError)

/** Sums of squares of durations by group, added up in the database: the buckets themselves would be many. */
export async function readSquares(db: Queryable, query: CellQuery, clock: QuantileClock): Promise<SquaresRow[]> {
  const { slice, scope, by, units } = query
  const conditions = conditionsOf(growth)
  conditions.add((number) => `cell.clock = ${number}::smallint`, quantileClocks[clock])
  conditions.add((from, to) => `cell.day between ${from}::date and ${to}::date`, slice.from, slice.to)
  for (const [column, value] of [
    ['item', slice.item],
    ['department', slice.department],
    ['channel', slice.channel],
    ['applicant_group', slice.applicantGroup],
  ] as const)
    if (value !== undefined) conditions.add((place) => `cell.${column} = ${place}`, value)
  conditions.add(() =>
    inScope(scope, { division: 'cell.division', department: 'cell.department' }, conditions.parameters),
  )
  const groups = by.map(groupColumn)
  const rows = await db.query<Record<string, number | string>>(
    `select ${groups.map((column, g) => `${column} as k${g}, `).join('')}
       sum(cell.n * case when cell.bucket = 0 then 0 else (2 * $1::float8 ^ (cell.bucket - 1) / ($1::float8 + 1)) ^ 2 end) as squares
     from indicator_bucket cell${joinUnits(conditions, units)}
     where ${conditions.text()}
     ${groupBy(groups)}`,
    conditions.parameters,
  )
  return rows.map((row) => ({ keys: groups.map((_, g) => String(row[`k${g}`])), squares: row.squares as number }))
}
