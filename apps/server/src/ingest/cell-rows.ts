import { type CellChange, type DayChange, measures } from '@zhengfeng/monitor'
import type { Queryable } from '../storage/database.ts'
import { type RecordValue, recordArray } from './record-array.ts'

/** How the cells of one division change. */
export interface DivisionChange {
  readonly division: string
  readonly cells: readonly CellChange[]
  readonly days: readonly DayChange[]
}

/**
 * Adds changes to the indicator tables. Rows of which nothing is left are removed, so that the tables depend on the cases alone and
 * not on how they came about.
 */
export async function addToCells(db: Queryable, changes: readonly DivisionChange[]): Promise<void> {
  await addTo(db, statements.cell, cellRecords(changes))
  await addTo(db, statements.day, dayRecords(changes))
  await addTo(db, statements.bucket, bucketRecords(changes))
  await addTo(db, statements.dayBucket, dayBucketRecords(changes))
}

/** Names of the columns in which measures stand, in the order of `measures`. */
export const measureColumns: readonly string[] = measures.map((name) =>
  name.replace(/[A-Z]|\d+/g, (part) => `_${part.toLowerCase()}`),
)

export const cellKey = ['division', 'day', 'item', 'department', 'channel', 'applicant_group'] as const
export const bucketKey = [...cellKey, 'clock', 'bucket'] as const
export const dayKey = ['division', 'day'] as const
export const dayBucketKey = [...dayKey, 'clock', 'bucket'] as const

/** A row to be added, and whether it takes something away. */
interface Addition {
  readonly record: readonly RecordValue[]
  readonly takes: boolean
}

interface Statements {
  readonly add: string
  readonly sweep: string
}

const statements = {
  cell: statementsFor('indicator_cell', cellKey, measureColumns),
  day: statementsFor('indicator_day', dayKey, measureColumns),
  bucket: statementsFor('indicator_bucket', bucketKey, ['n']),
  dayBucket: statementsFor('indicator_day_bucket', dayBucketKey, ['n']),
}

function statementsFor(table: string, key: readonly string[], sums: readonly string[]): Statements {
  return {
    add: `insert into ${table} (${[...key, ...sums].join(', ')})
     select ${[...key, ...sums].join(', ')}
     from unnest($1::${table}[])
     on conflict (${key.join(', ')}) do update
     set ${sums.map((name) => `${name} = ${table}.${name} + excluded.${name}`).join(', ')}`,
    sweep: `delete from ${table} as stored
     using unnest($1::${table}[]) as changed
     where ${key.map((name) => `stored.${name} = changed.${name}`).join(' and ')}
       and ${sums.map((name) => `stored.${name} = 0`).join(' and ')}`,
  }
}

async function addTo(db: Queryable, { add, sweep }: Statements, additions: readonly Addition[]): Promise<void> {
  if (additions.length === 0) return
  await db.query(add, [recordArray(additions.map(({ record }) => record))])
  const taking = additions.filter(({ takes }) => takes)
  if (taking.length > 0) await db.query(sweep, [recordArray(taking.map(({ record }) => record))])
}

function cellRecords(changes: readonly DivisionChange[]): Addition[] {
  return changes.flatMap(({ division, cells }) =>
    cells.map((cell) => addition([division, cell.day, ...dimensionsOf(cell)], cell.values)),
  )
}

function dayRecords(changes: readonly DivisionChange[]): Addition[] {
  return changes.flatMap(({ division, days }) => days.map(({ day, values }) => addition([division, day], values)))
}

function bucketRecords(changes: readonly DivisionChange[]): Addition[] {
  return changes.flatMap(({ division, cells }) =>
    cells.flatMap((cell) =>
      cell.buckets.map(({ clock, bucket, n }) =>
        addition([division, cell.day, ...dimensionsOf(cell), clock, bucket], [n]),
      ),
    ),
  )
}

function dayBucketRecords(changes: readonly DivisionChange[]): Addition[] {
  return changes.flatMap(({ division, days }) =>
    days.flatMap(({ day, buckets }) =>
      buckets.map(({ clock, bucket, n }) => addition([division, day, clock, bucket], [n])),
    ),
  )
}

function dimensionsOf(cell: CellChange): string[] {
  return [cell.item, cell.department, cell.channel, cell.applicantGroup]
}

function addition(key: readonly RecordValue[], sums: readonly number[]): Addition {
  return { record: [...key, ...sums], takes: sums.some((value) => value < 0) }
}
