import type { CaseSort } from '@zhengfeng/contract'
import { escapeLike } from '../settings/move-division.ts'
import { type Conditions, conditionsOf } from '../storage/conditions.ts'
import type { Queryable } from '../storage/database.ts'
import {
  addFilter,
  type CasePage,
  type CaseQuery,
  caseTables,
  cursorAfter,
  divisionsOf,
  type MomentSort,
  moments,
  placeOf,
} from './case-conditions.ts'
import { caseColumns, type StoredCase } from './case-row.ts'

/**
 * A page of cases. It costs the same whether there are a thousand cases or millions, however deep it lies.
 *
 * Where the beginning of a number is asked for, cases are in order of their numbers, whatever else was asked for.
 */
export async function listCases(db: Queryable, query: CaseQuery): Promise<CasePage> {
  const { sort, text } = query.filter
  const rows = sort === 'caseNo' || text !== undefined ? await byNumber(db, query) : await byMoment(db, query, sort)
  return pageOf(rows, query.limit, text === undefined ? sort : 'caseNo')
}

function pageOf(rows: readonly StoredCase[], limit: number, sort: CaseSort): CasePage {
  const page = rows.slice(0, limit)
  return { rows: page, ...(rows.length > limit && { next: cursorAfter(page.at(-1)!, sort) }) }
}

/** Every division gives its own next rows from an index, and the page is the first of them all. */
async function byMoment(db: Queryable, query: CaseQuery, sort: MomentSort): Promise<StoredCase[]> {
  const { column, has } = moments[sort]
  const direction = query.filter.order
  const conditions = conditionsOf(new Date(query.now), query.limit + 1)
  const divisions = divisionsOf(query.scope)
  const within = divisions ? `d.division = any($${conditions.parameters.push(divisions)}::text[])` : 'true'
  conditions.add(() => has)
  addFilter(conditions, query)
  addPlace(conditions, query, column)
  return await db.query<StoredCase>(
    `select c.*
     from division_sequence d
     cross join lateral (
       select ${caseColumns}
       from ${caseTables}
       where c.division = d.division
         and ${conditions.text()}
       order by ${column} ${direction}, c.case_no ${direction}
       limit $2
     ) c
     where ${within}
     order by ${column} ${direction}, c.division ${direction}, c.case_no ${direction}
     limit $2`,
    conditions.parameters,
  )
}

/** The condition on the column alone is what the index can begin at. */
function addPlace(conditions: Conditions, { filter, cursor }: CaseQuery, column: string): void {
  const place = placeOf(cursor)
  if (!place) return
  const beyond = filter.order === 'asc' ? '>' : '<'
  conditions.add(
    (at, division, no) =>
      `${column} ${beyond}= ${at} and (${column}, c.division, c.case_no) ${beyond} (${at}, ${division}::text, ${no}::text)`,
    new Date(place.moment),
    place.division,
    place.caseNo,
  )
}

/** In the order of bytes, in which an index can find the beginning of a number. */
async function byNumber(db: Queryable, query: CaseQuery): Promise<StoredCase[]> {
  const { filter, scope, cursor, limit } = query
  const isRising = filter.text !== undefined || filter.order === 'asc'
  const conditions = conditionsOf(new Date(query.now), limit + 1)
  const divisions = divisionsOf(scope)
  if (divisions) conditions.add((codes) => `c.division = any(${codes}::text[])`, divisions)
  if (filter.text !== undefined) conditions.add((pattern) => `c.case_no like ${pattern}`, `${escapeLike(filter.text)}%`)
  addFilter(conditions, query)
  const place = placeOf(cursor)
  if (place) {
    const [atLeast, beyond, than] = isRising ? ['~>=~', '~>~', '>'] : ['~<=~', '~<~', '<']
    conditions.add(
      (no, division) => `c.case_no ${atLeast} ${no} and (c.case_no ${beyond} ${no} or c.division ${than} ${division})`,
      place.caseNo,
      place.division,
    )
  }
  return await db.query<StoredCase>(
    `select ${caseColumns}
     from ${caseTables}
     where ${conditions.text()}
     order by c.case_no using ${isRising ? '~<~' : '~>~'}, c.division ${isRising ? 'asc' : 'desc'}
     limit $2`,
    conditions.parameters,
  )
}
