import type { CaseFilter, CaseSort } from '@zhengfeng/contract'
import { inScope, type Scope } from '../http/access.ts'
import { ProblemError } from '../http/problem-error.ts'
import { readCursor, writeCursor } from '../slices/cursor.ts'
import { addDays, startOfDay } from '../slices/days.ts'
import type { Conditions } from '../storage/conditions.ts'
import type { StoredCase } from './case-row.ts'

export interface CaseQuery {
  readonly filter: CaseFilter
  /** What the caller may see, within the division asked for. */
  readonly scope: Scope
  /** What of findings the caller may see; only where the filter asks for findings. */
  readonly findingScope?: Scope
  readonly now: number
  readonly limit: number
  readonly cursor?: string | undefined
}

export interface CasePage {
  readonly rows: readonly StoredCase[]
  readonly next?: string
}

/** The moment that a list is sorted by, and which cases have it. */
export const moments = {
  lastAt: { column: 'c.last_at', has: 'true', of: (row: StoredCase) => row.last_at },
  closedAt: { column: 'c.closed_at', has: 'c.closed_at is not null', of: (row: StoredCase) => row.closed_at },
  openDue: { column: 'c.open_due', has: 'c.open_due is not null', of: (row: StoredCase) => row.open_due },
  openSince: { column: 'c.first_at', has: 'c.closed_at is null', of: (row: StoredCase) => row.first_at },
} as const
export type MomentSort = keyof typeof moments

/** The table, and until when finished exports show their offices. */
export const caseTables = `service_case c
       left join source_division s on s.source_id = c.source_id and s.division = c.division`

/** A case is late at any instant after `open_due`. */
const overdue = 'c.open_due < coalesce(s.observed_until, $1::timestamptz)'

/** Everything that a filter asks for but divisions, sort and place. The first parameter is now, the second how many rows are read. */
export function addFilter(conditions: Conditions, { filter, findingScope, scope }: CaseQuery): void {
  // The first parameter must have a place even where nothing is compared with it.
  conditions.add(() => '$1::timestamptz is not null')
  if (scope.departments.length > 0)
    conditions.add(() => inScope(scope, { division: 'c.division', department: 'c.department' }, conditions.parameters))
  addColumns(conditions, filter)
  if (filter.open !== undefined) conditions.add(() => (filter.open ? 'c.closed_at is null' : 'c.closed_at is not null'))
  // A finished export ends before now, so the second condition leaves nothing out; but it can be answered from an index.
  if (filter.overdue) conditions.add(() => `${overdue} and c.open_due < $1::timestamptz`)
  if (filter.overdue === false) conditions.add(() => `(${overdue}) is not true`)
  if (filter.nearDue)
    conditions.add(
      () => `c.near_due <= coalesce(s.observed_until, $1::timestamptz)
         and c.open_due >= coalesce(s.observed_until, $1::timestamptz)`,
    )
  addMoments(conditions, filter)
  if (filter.finding !== undefined) addFinding(conditions, filter.finding, findingScope)
}

function addColumns(conditions: Conditions, filter: CaseFilter): void {
  const equal = (column: string, value: string | undefined): void => {
    if (value !== undefined) conditions.add((place) => `${column} = ${place}`, value)
  }
  equal('c.item', filter.item)
  equal('c.department', filter.department)
  equal('c.channel', filter.channel)
  equal('c.applicant_group', filter.applicantGroup)
  equal('c.status', filter.status)
  equal('c.holder_department', filter.holderDepartment)
  equal('c.holder_actor', filter.holderActor)
  if (filter.source !== undefined) conditions.add((place) => `c.source_id = ${place}::uuid`, filter.source)
}

function addMoments(conditions: Conditions, { sort, from, to }: CaseFilter): void {
  const { column } = moments[sort === 'caseNo' ? 'lastAt' : sort]
  if (from !== undefined) conditions.add((place) => `${column} >= ${place}`, new Date(startOfDay(from)))
  if (to !== undefined) conditions.add((place) => `${column} < ${place}`, new Date(startOfDay(addDays(to, 1))))
}

function addFinding(conditions: Conditions, detector: string, scope: Scope | undefined): void {
  const kind = detector === 'any' ? 'true' : `f.detector = $${conditions.parameters.push(detector)}`
  const columns = { division: 'f.division', department: 'f.department' }
  const seen = scope ? inScope(scope, columns, conditions.parameters) : 'false'
  conditions.add(
    () => `exists (
           select 1
           from finding_case fc
           join finding f on f.division = fc.division and f.id = fc.finding_id
           where fc.division = c.division
             and fc.case_no = c.case_no
             and f.state in ('suspected', 'confirmed')
             and ${kind}
             and ${seen}
         )`,
  )
}

/** Divisions that a scope touches at all; departments are told apart by `addFilter`. */
export function divisionsOf(scope: Scope): readonly string[] | undefined {
  if (scope.everything) return undefined
  return [...new Set([...scope.divisions, ...scope.departments.map(({ division }) => division)])]
}

export interface Place {
  readonly moment: number
  readonly division: string
  readonly caseNo: string
}

/**
 * Reads after which row a page begins.
 *
 * @throws ProblemError `invalid`
 */
export function placeOf(cursor: string | undefined): Place | undefined {
  const key = readCursor(cursor, 3)
  if (!key) return undefined
  const [moment, division, caseNo] = key
  // What a `Date` can hold.
  const fits =
    typeof moment === 'number' &&
    Math.abs(moment) < 8.64e15 &&
    typeof division === 'string' &&
    typeof caseNo === 'string'
  if (fits) return { moment, division, caseNo }
  throw new ProblemError('invalid', {}, { fields: [{ field: 'cursor', message: 'cursor' }] })
}

/** Where the page after this row begins. */
export function cursorAfter(row: StoredCase, sort: CaseSort): string {
  return writeCursor([sort === 'caseNo' ? 0 : (moments[sort].of(row) ?? 0), row.division, row.case_no])
}
