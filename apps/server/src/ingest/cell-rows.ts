import { type CellChange, type DayChange, measures } from '@zhengfeng/monitor'
import { type RecordValue, recordArray } from './record-array.ts'
import type { Change } from './run-together.ts'

/** How the cells of one division change. */
export interface DivisionChange {
  readonly division: string
  readonly cells: readonly CellChange[]
  readonly days: readonly DayChange[]
}

/** The changes of the indicator tables that add to their rows; parts of which there are none are left out. */
export function additionsOf(changes: readonly DivisionChange[]): Change[] {
  return additionSets(changes).flatMap(({ statements: { add }, additions }) => changeOf(add, additions))
}

/**
 * The changes that remove rows of which nothing is left, to be made after `additionsOf`: so the tables depend on the cases alone, and not
 * on how they came about.
 */
export function sweepsOf(changes: readonly DivisionChange[]): Change[] {
  return additionSets(changes).flatMap(({ statements: { sweep }, additions }) =>
    changeOf(
      sweep,
      additions.filter(({ takes }) => takes),
    ),
  )
}

function additionSets(
  changes: readonly DivisionChange[],
): { readonly statements: Statements; readonly additions: readonly Addition[] }[] {
  return [
    { statements: statements.cell, additions: cellRecords(changes) },
    { statements: statements.day, additions: dayRecords(changes) },
    { statements: statements.bucket, additions: bucketRecords(changes) },
    { statements: statements.dayBucket, additions: dayBucketRecords(changes) },
  ]
}

function changeOf(sql: string, additions: readonly Addition[]): Change[] {
  return additions.length === 0 ? [] : [{ sql, parameter: recordArray(additions.map(({ record }) => record)) }]
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
