import type { FindingFilter, FindingSummary, findingsRoutes } from '@zhengfeng/contract'
import { createTranslator, type Language } from '@zhengfeng/locales'
import type { z } from 'zod'
import { readCursor, writeCursor } from '../jobs/cursor.ts'
import type { Conditions } from '../storage/conditions.ts'
import type { Parameter, Queryable } from '../storage/database.ts'
import { type FilterContext, findingConditions } from './finding-filter.ts'
import { type FindingRow, findingColumns, findingSummary } from './finding-row.ts'

type Query = z.output<typeof findingsRoutes.list.query>
type Order = Query['order']

/** A page of findings. */
export async function listFindings(
  db: Queryable,
  { cursor, limit, order, ...filter }: Query,
  { context, language }: { context: FilterContext; language: Language },
): Promise<{ items: FindingSummary[]; next?: string }> {
  const rows = await findingPage(db, { where: findingConditions(filter, context), order, cursor, limit: limit + 1 })
  const last = rows.length > limit ? rows[limit - 1]! : undefined
  const translator = createTranslator(language)
  return {
    items: rows.slice(0, limit).map((row) => findingSummary(row, translator)),
    ...(last && { next: cursorAfter(last, order) }),
  }
}

const orders: Readonly<
  Record<Order, { readonly column: 'found_at' | 'changed_at'; readonly direction: 'asc' | 'desc' }>
> = {
  newest: { column: 'found_at', direction: 'desc' },
  oldest: { column: 'found_at', direction: 'asc' },
  changed: { column: 'changed_at', direction: 'desc' },
}

export function cursorAfter(row: FindingRow, order: Order): string {
  return writeCursor([row[orders[order].column], row.division, row.id])
}

/** Rows after a cursor; ends of pages are told by the caller asking for one more. */
export async function findingPage(
  db: Queryable,
  { where, order, cursor, limit }: { where: Conditions; order: Order; cursor: string | undefined; limit: number },
): Promise<readonly FindingRow[]> {
  const { column, direction } = orders[order]
  const from = readCursor(cursor, ['number', 'string', 'string'])
  if (from) {
    where.add(
      (at, division, id) =>
        `(f.${column} ${direction === 'asc' ? '>' : '<'} ${at} or f.${column} = ${at} and (f.division, f.id) > (${division}, ${id}))`,
      ...[new Date(from[0]), from[1], from[2]],
    )
  }
  return db.query<FindingRow>(
    `select ${findingColumns}
     from finding f
     join division d on d.code = f.division
     where ${where.text()}
     order by f.${column} ${direction}, f.division, f.id
     limit ${limit}`,
    where.parameters,
  )
}

const facets = {
  state: 'state',
  detector: 'detector',
  subject: 'subject_kind',
  division: 'division',
  department: 'department',
  item: 'item',
} as const
type Facet = keyof typeof facets
type Counts = { value: string; count: number }[]

/**
 * How many findings there are by each field of the filter, each leaving its own setting aside. One statement: what is counted
 * together fits together, whatever is found meanwhile.
 */
export async function countFindings(
  db: Queryable,
  filter: FindingFilter,
  context: FilterContext,
): Promise<{ total: number } & Record<Facet, Counts>> {
  const parameters: Parameter[] = []
  const counts = (Object.keys(facets) as Facet[]).map((facet) => {
    const where = findingConditions(filter, context, { except: facet, parameters })
    return `(
       select '${facet}' as facet, f.${facets[facet]} as value, count(*) as count
       from finding f
       where ${where.text()}
         and f.${facets[facet]} <> ''
       group by f.${facets[facet]}
       order by count(*) desc, f.${facets[facet]}
       limit 100
     )`
  })
  const where = findingConditions(filter, context, { parameters })
  const rows = await db.query<{ facet: Facet | 'total'; value: string; count: number }>(
    `${counts.join('\n     union all\n     ')}
     union all
     select 'total', '', count(*)
     from finding f
     where ${where.text()}`,
    parameters,
  )
  // The order of parts that are put together is not promised.
  const of = (facet: Facet): Counts =>
    rows
      .filter((row) => row.facet === facet)
      .map(({ value, count }) => ({ value, count }))
      .sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1))
  return {
    total: rows.find(({ facet }) => facet === 'total')!.count,
    state: of('state'),
    detector: of('detector'),
    subject: of('subject'),
    division: of('division'),
    department: of('department'),
    item: of('item'),
  }
}
