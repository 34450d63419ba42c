import { conditionsOf } from '../storage/conditions.ts'
import type { Queryable } from '../storage/database.ts'
import {
  addFilter,
  type CaseQuery,
  caseTables,
  divisionsOf,
  type MomentSort,
  moments,
  placeOf,
} from './case-conditions.ts'
import { caseColumns, type StoredCase } from './case-row.ts'

/** A case with what it adds to the cells. */
export interface ContributingCase extends StoredCase {
  readonly contribution: string
}

export interface ScanQuery extends CaseQuery {
  readonly sort: MomentSort
  /** Further conditions on `c`, with their values. */
  readonly where?: readonly (readonly [write: (...places: string[]) => string, ...values: (string | Date)[]])[]
}

/**
 * Cases division by division, in each the latest first: the order of an index, so that many can be looked through for the few that
 * count.
 */
export async function scanCases(db: Queryable, query: ScanQuery): Promise<ContributingCase[]> {
  const { column, has } = moments[query.sort]
  const conditions = conditionsOf(new Date(query.now), query.limit)
  const divisions = divisionsOf(query.scope)
  if (divisions) conditions.add((codes) => `c.division = any(${codes}::text[])`, divisions)
  conditions.add(() => has)
  addFilter(conditions, query)
  for (const [write, ...values] of query.where ?? []) conditions.add(write, ...values)
  const place = placeOf(query.cursor)
  if (place)
    conditions.add(
      (division, at, no) => `(c.division, ${column}, c.case_no) < (${division}::text, ${at}::timestamptz, ${no}::text)`,
      place.division,
      new Date(place.moment),
      place.caseNo,
    )
  return await db.query<ContributingCase>(
    `select ${caseColumns}, c.contribution
     from ${caseTables}
     where ${conditions.text()}
     order by c.division desc, ${column} desc, c.case_no desc
     limit $2`,
    conditions.parameters,
  )
}
