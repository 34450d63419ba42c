import type { CaseFilter } from '@zhengfeng/contract'
import { inScope, type Scope } from '../http/access.ts'
import { ProblemError } from '../http/problem-error.ts'
import { escapeLike } from '../settings/move-division.ts'
import { readCursor, writeCursor } from '../slices/cursor.ts'
import { addDays, startOfDay } from '../slices/days.ts'
import { type Conditions, conditionsOf } from '../storage/conditions.ts'
import type { Queryable } from '../storage/database.ts'
import { caseColumns, type StoredCase } from './case-row.ts'

export interface CaseQuery {
  readonly filter: CaseFilter
  /** What the caller may see, within the division asked for. */
  readonly scope: Scope
  /** What of findings the caller may see; only where the filter asks for findings. */
  readonly findingScope?: Scope
  readonly now: number
  readonly limit: number
  readonly cursor?: string | undefined
  /** Further conditions, on `c`. */
  readonly where?: (conditions: Conditions) => void
  /** Reads beside the columns of lists what each case adds to the cells. */
  readonly withContribution?: boolean
}

export interface CasePage {
  readonly rows: readonly (StoredCase & { readonly contribution?: string })[]
  readonly next?: string
}

/** The moment that a list is sorted by, and which cases have it. */
const sorts = {
  lastAt: { column: 'c.last_at', has: 'true' },
  closedAt: { column: 'c.closed_at', has: 'c.closed_at is not null' },
  openDue: { column: 'c.open_due', has: 'c.open_due is not null' },
  openSince: { column: 'c.first_at', has: 'c.closed_at is null' },
  caseNo: { column: 'c.case_no', has: 'true' },
} as const

/** A case is late at any instant after `open_due`. */
const overdue = 'c.open_due < coalesce(s.observed_until, $1::timestamptz)'

/**
 * A page of cases. Every division gives its own next rows from an index, and the page is the first of them all: so a page costs the same
 * whether there are a thousand cases or millions, however deep it lies.
 */
export async function listCases(db: Queryable, query: CaseQuery): Promise<CasePage> {
  const { filter, scope, limit } = query
  const { column, has } = sorts[filter.sort]
  const direction = filter.order
  const order = filter.sort === 'caseNo' ? ['c.case_no', 'c.division'] : [column, 'c.division', 'c.case_no']
  const inDivision = filter.sort === 'caseNo' ? ['c.case_no'] : [column, 'c.case_no']
  const conditions = conditionsOf(new Date(query.now), limit + 1)
  // The first parameter must have a place even where nothing is compared with it.
  conditions.add(() => '$1::timestamptz is not null')
  const divisions = divisionsOf(scope, conditions)
  conditions.add(() => has)
  addFilter(conditions, query)
  query.where?.(conditions)
  addCursor(conditions, query, column)
  const rows = await db.query<CasePage['rows'][number]>(
    `select c.*
     from division_sequence d
     cross join lateral (
       select ${caseColumns}${query.withContribution ? ', c.contribution' : ''}
       from service_case c
       left join source_division s on s.source_id = c.source_id and s.division = c.division
       where c.division = d.division
         and ${conditions.text()}
       order by ${inDivision.map((each) => `${each} ${direction}`).join(', ')}
       limit $2
     ) c
     where ${divisions}
     order by ${order.map((each) => `${each} ${direction}`).join(', ')}
     limit $2`,
    conditions.parameters,
  )
  const page = rows.slice(0, limit)
  return { rows: page, ...(rows.length > limit && { next: cursorAfter(page.at(-1)!, filter.sort) }) }
}

/** Divisions that a scope touches at all; departments are told apart within. */
function divisionsOf(scope: Scope, conditions: Conditions): string {
  if (scope.everything) return 'true'
  const codes = new Set([...scope.divisions, ...scope.departments.map(({ division }) => division)])
  if (scope.departments.length > 0)
    conditions.add(() => inScope(scope, { division: 'c.division', department: 'c.department' }, conditions.parameters))
  return `d.division = any($${conditions.parameters.push([...codes])}::text[])`
}

function addFilter(conditions: Conditions, { filter, findingScope }: CaseQuery): void {
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
  if (filter.open !== undefined) conditions.add(() => (filter.open ? 'c.closed_at is null' : 'c.closed_at is not null'))
  // A finished export ends before now, so the second condition leaves nothing out; but it can be answered from an index.
  if (filter.overdue) conditions.add(() => `${overdue} and c.open_due < $1::timestamptz`)
  if (filter.overdue === false) conditions.add(() => `(${overdue}) is not true`)
  if (filter.nearDue)
    conditions.add(
      () => `c.near_due <= coalesce(s.observed_until, $1::timestamptz)
         and c.open_due >= coalesce(s.observed_until, $1::timestamptz)`,
    )
  if (filter.text !== undefined) conditions.add((place) => `c.case_no like ${place}`, `${escapeLike(filter.text)}%`)
  addMoments(conditions, filter)
  if (filter.finding !== undefined) addFinding(conditions, filter.finding, findingScope)
}

function addMoments(conditions: Conditions, { sort, from, to }: CaseFilter): void {
  const column = sort === 'caseNo' ? sorts.lastAt.column : sorts[sort].column
  if (from !== undefined) conditions.add((place) => `${column} >= ${place}`, new Date(startOfDay(from)))
  if (to !== undefined) conditions.add((place) => `${column} < ${place}`, new Date(startOfDay(addDays(to, 1))))
}

function addFinding(conditions: Conditions, detector: string, scope: Scope | undefined): void {
  const kind = detector === 'any' ? 'true' : `f.detector = $${conditions.parameters.push(detector)}`
  const seen = scope
    ? inScope(scope, { division: 'f.division', department: 'f.department' }, conditions.parameters)
    : 'false'
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

/** Only what comes after the last row of the page before. */
function addCursor(conditions: Conditions, { filter, cursor }: CaseQuery, column: string): void {
  const key = readCursor(cursor, 3)
  if (!key) return
  const beyond = filter.order === 'asc' ? '>' : '<'
  const [moment, division, caseNo] = key
  if (filter.sort === 'caseNo')
    conditions.add(
      (no, code) => `c.case_no ${beyond}= ${no} and (c.case_no, c.division) ${beyond} (${no}, ${code})`,
      String(caseNo),
      String(division),
    )
  else
    conditions.add(
      (at, code, no) =>
        `${column} ${beyond}= ${at} and (${column}, c.division, c.case_no) ${beyond} (${at}, ${code}::text, ${no}::text)`,
      new Date(wholeNumber(moment)),
      String(division),
      String(caseNo),
    )
}

/** Where the page after this row begins. */
export function cursorAfter(row: StoredCase, sort: CaseFilter['sort']): string {
  const moments = {
    lastAt: row.last_at,
    closedAt: row.closed_at,
    openDue: row.open_due,
    openSince: row.first_at,
    caseNo: 0,
  }
  return writeCursor([moments[sort] ?? 0, row.division, row.case_no])
}

/** An instant that a `Date` can hold. */
function wholeNumber(key: unknown): number {
  if (typeof key === 'number' && Math.abs(key) < 8.64e15) return key
  throw new ProblemError('invalid', {}, { fields: [{ field: 'cursor', message: 'cursor' }] })
}
