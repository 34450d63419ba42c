import type { IndicatorGroup } from '@zhengfeng/contract'
import { inScope } from '../http/access.ts'
import { addDays, startOfDay } from '../slices/days.ts'
import { type Conditions, conditionsOf } from '../storage/conditions.ts'
import type { Queryable } from '../storage/database.ts'
import { groupColumn, timeGroups } from './grouping.ts'
import { type CellQuery, examined, groupBy, joinUnits } from './query-cells.ts'

export interface StockRow {
  readonly keys: readonly string[]
  readonly open: number
  readonly openOverdue: number
}

/**
 * Counts open cases as of now, whatever the days of the slice; those of a finished export as of its end. By days there is none: nobody
 * knows any more how many were open then.
 */
export async function readStock(db: Queryable, query: CellQuery, now: number): Promise<StockRow[]> {
  if (query.by.some((group) => timeGroups.has(group))) return []
  const conditions = conditionsOf(new Date(now))
  conditions.add(() => 'cell.closed_at is null')
  addCaseFilters(conditions, query)
  const groups = query.by.map(groupColumn)
  const rows = await db.query<Record<string, number | string>>(
    `select ${[
      ...groups.map((column, g) => `${column} as k${g}`),
      'count(*) as open',
      'count(*) filter (where cell.open_due < coalesce(s.observed_until, $1::timestamptz)) as overdue',
    ].join(', ')}
     from service_case cell
     left join source_division s on s.source_id = cell.source_id and s.division = cell.division${joinUnits(conditions, query.units)}
     where ${conditions.text()}
     ${groupBy(groups)}`,
    conditions.parameters,
  )
  return rows.map((row) => ({
    keys: groups.map((_, g) => String(row[`k${g}`])),
    open: row.open as number,
    openOverdue: row.overdue as number,
  }))
}

export interface FindingRow {
  readonly keys: readonly string[]
  readonly detector: string
  readonly n: number
}

/** The divisions that have events, in which detectors never ran over the office. */
export async function readUnexamined(db: Queryable): Promise<string[]> {
  const rows = await db.query<{ division: string }>(
    `select s.division
     from division_sequence s
     where s.last_seq > 0 and not ${examined('s.division')}
     order by s.division`,
  )
  return rows.map(({ division }) => division)
}

/** Counts findings that were not dismissed in cases that were closed on the days of the slice, of divisions where detectors ran over the office. */
export async function readFindings(db: Queryable, query: CellQuery): Promise<FindingRow[]> {
  const { slice, by } = query
  const conditions = conditionsOf(new Date(startOfDay(slice.from)), new Date(startOfDay(addDays(slice.to, 1))))
  conditions.add(() => 'cell.closed_at >= $1 and cell.closed_at < $2')
  conditions.add(() => `f.state in ('suspected', 'confirmed')`)
  conditions.add(() => examined('f.division'))
  addCaseFilters(conditions, query)
  const groups = by.map((group) => (timeGroups.has(group) ? closedDay(group) : groupColumn(group)))
  const rows = await db.query<Record<string, number | string>>(
    `select ${[...groups.map((column, g) => `${column} as k${g}`), 'f.detector', 'count(distinct f.id) as n'].join(', ')}
     from finding f
     join finding_case fc on fc.division = f.division and fc.finding_id = f.id
     join service_case cell on cell.division = fc.division and cell.case_no = fc.case_no${joinUnits(conditions, query.units)}
     where ${conditions.text()}
     ${groupBy([...groups, 'f.detector'])}`,
    conditions.parameters,
  )
  return rows.map((row) => ({
    keys: groups.map((_, g) => String(row[`k${g}`])),
    detector: String(row.detector),
    n: row.n as number,
  }))
}

function closedDay(group: IndicatorGroup): string {
  return `date_trunc('${group}', cell.closed_at at time zone 'Asia/Shanghai')::date::text`
}

function addCaseFilters(conditions: Conditions, { slice, scope }: CellQuery): void {
  conditions.add(() =>
    inScope(scope, { division: 'cell.division', department: 'cell.department' }, conditions.parameters),
  )
  const equal = (column: string, value: string | undefined): void => {
    if (value !== undefined) conditions.add((place) => `cell.${column} = ${place}`, value)
  }
  equal('item', slice.item)
  equal('department', slice.department)
  equal('channel', slice.channel)
  equal('applicant_group', slice.applicantGroup)
}
