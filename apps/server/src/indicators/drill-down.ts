import { CaseFilter, type CaseRow } from '@zhengfeng/contract'
import { decodeContribution } from '@zhengfeng/monitor'
import { type CaseQuery, cursorAfter } from '../cases/case-conditions.ts'
import { caseRow } from '../cases/case-row.ts'
import { listCases } from '../cases/list-cases.ts'
import { scanCases } from '../cases/scan-cases.ts'
import type { Scope } from '../http/access.ts'
import { ProblemError } from '../http/problem-error.ts'
import { readCursor, writeCursor } from '../slices/cursor.ts'
import { addDays, startOfDay } from '../slices/days.ts'
import type { DatedSlice } from '../slices/default-days.ts'
import type { Queryable } from '../storage/database.ts'
import type { Behind } from './behind.ts'

export interface DrillDown {
  readonly behind: readonly Behind[]
  readonly slice: DatedSlice
  readonly scope: Scope
  readonly findingScope: Scope
  readonly now: number
}

const candidatesAtOnce = 1_000
/** Cases that one page looks at; where few of them count, the page is short and leads on. */
const mostCandidates = 30_000
const dayMs = 86_400_000

/**
 * A page of the cases behind a figure. Whether a case counts is told by the very contribution that it adds to the cells, so the list agrees with
 * the figure to the last case.
 */
export async function drillDown(
  db: Queryable,
  asked: DrillDown,
  { limit, cursor }: { limit: number; cursor?: string | undefined },
): Promise<{ items: CaseRow[]; next?: string }> {
  const key = readCursor(cursor, 2)
  let list = listOf(key?.[0] ?? 0)
  let inner = typeof key?.[1] === 'string' ? key[1] : undefined
  const items: CaseRow[] = []
  let left = mostCandidates
  while (list < asked.behind.length && items.length < limit && left > 0) {
    const found = await nextOf(db, asked.behind[list]!, { asked, limit: limit - items.length, cursor: inner })
    items.push(...found.items)
    left -= found.looked
    inner = found.next
    if (inner === undefined) list += 1
  }
  return { items, ...(list < asked.behind.length && { next: writeCursor([list, inner ?? null]) }) }
}

/** @throws ProblemError `invalid` where the cursor is not ours */
function listOf(place: unknown): number {
  if (Number.isSafeInteger(place) && Number(place) >= 0) return Number(place)
  throw new ProblemError('invalid', {}, { fields: [{ field: 'cursor', message: 'cursor' }] })
}

interface Part {
  readonly items: CaseRow[]
  readonly looked: number
  readonly next?: string
}

type PartQuery = { readonly asked: DrillDown; readonly limit: number; readonly cursor: string | undefined }

function nextOf(db: Queryable, behind: Behind, query: PartQuery): Promise<Part> {
  return behind.kind === 'cells' ? nextOfCells(db, behind, query) : nextOfList(db, behind, query)
}

async function nextOfList(
  db: Queryable,
  behind: Exclude<Behind, { kind: 'cells' }>,
  { asked, limit, cursor }: PartQuery,
): Promise<Part> {
  const { now } = asked
  const { rows, next } = await listCases(db, { ...listQuery(behind, asked), limit, cursor })
  return { items: rows.map((row) => caseRow(row, now)), looked: rows.length, ...(next !== undefined && { next }) }
}

/** Open cases are those of now, whatever the days; findings are counted with the cases closed on the days. */
function listQuery(behind: Exclude<Behind, { kind: 'cells' }>, asked: DrillDown): Omit<CaseQuery, 'limit'> {
  const { from, to, ...dimensions } = asked.slice
  switch (behind.kind) {
    case 'open':
      return queryOf(asked, { ...dimensions, sort: 'openSince', order: 'asc' })
    case 'openOverdue':
      return { ...queryOf(asked, { ...dimensions, sort: 'openDue', order: 'asc' }, true) }
    case 'findings':
      return queryOf(asked, { ...dimensions, from, to, sort: 'closedAt', finding: behind.detector })
  }
}

function queryOf(
  { scope, findingScope, now }: DrillDown,
  filter: Partial<CaseFilter>,
  overdue?: boolean,
): Omit<CaseQuery, 'limit'> {
  const whole = { ...CaseFilter.parse({}), ...filter, ...(overdue && { overdue }) }
  return { filter: whole, scope, now, ...(filter.finding !== undefined && { findingScope }) }
}

async function nextOfCells(
  db: Queryable,
  { closing, counts, atLeast }: Extract<Behind, { kind: 'cells' }>,
  { asked, limit, cursor }: PartQuery,
): Promise<Part> {
  const { slice, now } = asked
  const { from, to, ...dimensions } = slice
  const [first, last] = [Date.parse(from) / dayMs, Date.parse(to) / dayMs]
  const isWithin = (day: number): boolean => day >= first && day <= last
  const sort = closing ? 'closedAt' : 'lastAt'
  // Days are cut in the time zone of the source, which may be another one; so look a day further on both sides.
  const wide = closing ? { from: addDays(from, -1), to: addDays(to, 1) } : {}
  const query = { ...queryOf(asked, { ...dimensions, ...wide, sort }), sort, limit: candidatesAtOnce, cursor } as const
  const where = [...(closing ? [] : [touching(slice)]), ...(atLeast === undefined ? [] : [[() => atLeast] as const])]
  const rows = await scanCases(db, { ...query, where })
  const items: CaseRow[] = []
  for (const [place, row] of rows.entries()) {
    if (!counts(decodeContribution(row.contribution), isWithin)) continue
    items.push(caseRow(row, now))
    if (items.length === limit) return { items, looked: place + 1, next: cursorAfter(row, sort) }
  }
  const isWhole = rows.length < candidatesAtOnce
  return { items, looked: rows.length, ...(!isWhole && { next: cursorAfter(rows.at(-1)!, sort) }) }
}

/** The day on which putting a bad rating right falls due may be weeks after the last event of a case. */
const latestAfterDays = 90

function touching({ from, to }: DatedSlice): readonly [(from: string, to: string) => string, Date, Date] {
  return [
    (after, before) => `c.last_at >= ${after} and c.first_at < ${before}`,
    new Date(startOfDay(addDays(from, -latestAfterDays))),
    new Date(startOfDay(addDays(to, 2))),
  ]
}
