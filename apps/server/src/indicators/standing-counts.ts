import { inScope, type Scope } from '../http/access.ts'
import { conditionsOf } from '../storage/conditions.ts'
import type { Queryable } from '../storage/database.ts'

/** What stands now in a division, whatever days are looked at. */
export interface StandingCounts {
  readonly open: number
  readonly overdueOpen: number
  readonly nearDueOpen: number
  readonly warningsYellow: number
  readonly warningsRed: number
  readonly findingsAwaiting: number
}

type Name = keyof StandingCounts

export const noCounts: StandingCounts = {
  open: 0,
  overdueOpen: 0,
  nearDueOpen: 0,
  warningsYellow: 0,
  warningsRed: 0,
  findingsAwaiting: 0,
}

/**
 * Counts what stands, by division. Each count is answered from an index of its own; what belongs to a finished export is judged as of its
 * end, so cases that fell due after that are taken off again.
 */
export async function standingCounts(
  db: Queryable,
  now: number,
  scope?: Scope,
): Promise<ReadonlyMap<string, StandingCounts>> {
  const found = new Map<string, Record<Name, number>>()
  await Promise.all(
    counts.map(async ({ name, sign, from, where }) => {
      const conditions = conditionsOf(new Date(now))
      conditions.add(() => '$1::timestamptz is not null')
      conditions.add(() => where)
      if (scope)
        conditions.add(() =>
          inScope(scope, { division: 'c.division', department: 'c.department' }, conditions.parameters),
        )
      const rows = await db.query<{ division: string; n: number }>(
        `select c.division, count(*) as n
         from ${from}
         where ${conditions.text()}
         group by c.division`,
        conditions.parameters,
      )
      for (const { division, n } of rows) {
        const standing = found.get(division) ?? { ...noCounts }
        standing[name] += sign * n
        found.set(division, standing)
      }
    }),
  )
  return found
}

interface Count {
  readonly name: Name
  readonly sign: 1 | -1
  readonly from: string
  readonly where: string
}

const cases = 'service_case c'
const ofExports = 'source_division s join service_case c on c.division = s.division and c.source_id = s.source_id'

const counts: readonly Count[] = [
  { name: 'open', sign: 1, from: cases, where: 'c.closed_at is null' },
  { name: 'overdueOpen', sign: 1, from: cases, where: 'c.open_due < $1' },
  { name: 'overdueOpen', sign: -1, from: ofExports, where: 'c.open_due >= s.observed_until and c.open_due < $1' },
  { name: 'nearDueOpen', sign: 1, from: cases, where: 'c.near_due <= $1 and c.open_due >= $1' },
  // Of a finished export: what is near at its end, in place of what is near now.
  {
    name: 'nearDueOpen',
    sign: -1,
    from: ofExports,
    where: 'c.near_due <= $1 and c.open_due >= $1 and s.observed_until < $1',
  },
  {
    name: 'nearDueOpen',
    sign: 1,
    from: ofExports,
    where: 'c.near_due <= s.observed_until and c.open_due >= s.observed_until and s.observed_until < $1',
  },
  {
    name: 'warningsYellow',
    sign: 1,
    from: 'warning c',
    where: `c.level = 'yellow' and c.state in ('open', 'replied', 'returned')`,
  },
  {
    name: 'warningsRed',
    sign: 1,
    from: 'warning c',
    where: `c.level = 'red' and c.state in ('open', 'replied', 'returned')`,
  },
  { name: 'findingsAwaiting', sign: 1, from: 'finding c', where: `c.state = 'suspected'` },
]

/** Adds counts of divisions up. */
export function sumCounts(counted: ReadonlyMap<string, StandingCounts>, divisions: Iterable<string>): StandingCounts {
  const sum: Record<Name, number> = { ...noCounts }
  for (const division of divisions) {
    const standing = counted.get(division)
    if (standing) for (const name of Object.keys(sum) as Name[]) sum[name] += standing[name]
  }
  return sum
}
