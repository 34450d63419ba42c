import type { WarningFilter, WarningSummary, warningsRoutes } from '@zhengfeng/contract'
import type { z } from 'zod'
import { readCursor, writeCursor } from '../jobs/cursor.ts'
import type { Conditions } from '../storage/conditions.ts'
import type { Parameter, Queryable } from '../storage/database.ts'
import { type FilterContext, warningConditions } from './warning-filter.ts'
import { type WarningRow, warningColumns, warningSummary, warningTables } from './warning-row.ts'

type Query = z.output<typeof warningsRoutes.list.query>
type Order = Query['order']

/** A page of cards. In the order of deadlines, cards that need no reply are left out. */
export async function listWarnings(
  db: Queryable,
  { cursor, limit, order, ...filter }: Query,
  context: FilterContext,
): Promise<{ items: WarningSummary[]; next?: string }> {
  const rows = await warningPage(db, { where: warningConditions(filter, context), order, cursor, limit: limit + 1 })
  const last = rows.length > limit ? rows[limit - 1]! : undefined
  return {
    items: rows.slice(0, limit).map((row) => warningSummary(row, context.now)),
    ...(last && { next: cursorAfter(last, order) }),
  }
}

const orders: Readonly<
  Record<Order, { readonly column: 'raised_at' | 'reply_due'; readonly direction: 'asc' | 'desc' }>
> = {
  newest: { column: 'raised_at', direction: 'desc' },
  oldest: { column: 'raised_at', direction: 'asc' },
  replyDue: { column: 'reply_due', direction: 'asc' },
}

export function cursorAfter(row: WarningRow, order: Order): string {
  return writeCursor([row[orders[order].column]!, row.division, row.id])
}

export async function warningPage(
  db: Queryable,
  { where, order, cursor, limit }: { where: Conditions; order: Order; cursor: string | undefined; limit: number },
): Promise<readonly WarningRow[]> {
  const { column, direction } = orders[order]
  if (order === 'replyDue') where.add(() => 'w.reply_due is not null')
  const from = readCursor(cursor, ['number', 'string', 'string'])
  if (from) {
    where.add(
      (at, division, id) =>
        `(w.${column} ${direction === 'asc' ? '>' : '<'} ${at} or w.${column} = ${at} and (w.division, w.id) > (${division}, ${id}))`,
      ...[new Date(from[0]), from[1], from[2]],
    )
  }
  return db.query<WarningRow>(
    `select ${warningColumns}
     from ${warningTables}
     where ${where.text()}
     order by w.${column} ${direction}, w.division, w.id
     limit ${limit}`,
    where.parameters,
  )
}

const facets = ['level', 'state', 'rule', 'division', 'department', 'item'] as const
type Facet = (typeof facets)[number]
type Counts = { value: string; count: number }[]

/**
 * How many cards there are by each field of the filter, each leaving its own setting aside. One statement: what is counted together
 * fits together, whatever is raised meanwhile.
 */
export async function countWarnings(
  db: Queryable,
  filter: WarningFilter,
  context: FilterContext,
): Promise<{ total: number } & Record<Facet, Counts>> {
  const parameters: Parameter[] = []
  const counts = facets.map((facet) => {
    const where = warningConditions(filter, context, { except: facet, parameters })
    return `(
       select '${facet}' as facet, w.${facet} as value, count(*) as count
       from warning w
       where ${where.text()}
         and w.${facet} <> ''
       group by w.${facet}
       order by count(*) desc, w.${facet}
       limit 100
     )`
  })
  const where = warningConditions(filter, context, { parameters })
  const rows = await db.query<{ facet: Facet | 'total'; value: string; count: number }>(
    `${counts.join('\n     union all\n     ')}
     union all
     select 'total', '', count(*)
     from warning w
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
    level: of('level'),
    state: of('state'),
    rule: of('rule'),
    division: of('division'),
    department: of('department'),
    item: of('item'),
  }
}
