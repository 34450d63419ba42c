import { type BucketChange, type CellDimensions, measures } from '@zhengfeng/monitor'
import type { Queryable } from '../storage/database.ts'
import { bucketName, type CellLedger, cellName, type DaySum } from './cell-ledger.ts'
import { type DivisionChange, measureColumns } from './cell-rows.ts'

/** A figure that is stored otherwise than it follows from the log. */
export interface CellDifference {
  readonly table: 'indicator_cell' | 'indicator_day' | 'indicator_bucket' | 'indicator_day_bucket'
  readonly division: string
  readonly day: string
  /** Absent where the figure is of the whole day. */
  readonly dimensions?: CellDimensions
  /** A measure, or `<clock> <bucket>`. */
  readonly measure: string
  readonly stored: number
  readonly recomputed: number
}

const daysAtOnce = 31

/**
 * Compares the indicator tables of a division to what they should hold. The ledger is emptied.
 *
 * @param db a transaction that sees one state of the database
 */
export async function* compareCells(
  db: Queryable,
  division: string,
  ledger: CellLedger,
): AsyncGenerator<CellDifference, void, undefined> {
  const days = [...new Set([...ledger.days(), ...(await storedDays(db, division))])].sort()
  for (let at = 0; at < days.length; at += daysAtOnce) {
    const some = days.slice(at, at + daysAtOnce)
    const stored = await readStored(db, division, some)
    for (const day of some) yield* compareDay({ division, day }, ledger.take(day), stored)
  }
}

/** What has to be added to the tables so that they hold what they should. */
export function correctionOf(division: string, differences: readonly CellDifference[]): DivisionChange {
  const cells = new Map<string, Correction>()
  const days = new Map<string, Correction>()
  for (const { day, dimensions, measure, stored, recomputed } of differences) {
    const of = dimensions ? cells : days
    const name = dimensions ? `${day}${cellName(dimensions)}` : day
    const correction = of.get(name) ?? { day, ...dimensions, values: measures.map(() => 0), buckets: [] }
    of.set(name, correction)
    const place = (measures as readonly string[]).indexOf(measure)
    if (place >= 0) correction.values[place] = recomputed - stored
    else {
      const [clock, bucket] = measure.split(' ').map(Number)
      correction.buckets.push({ clock: clock!, bucket: bucket!, n: recomputed - stored })
    }
  }
  return { division, cells: [...cells.values()] as DivisionChange['cells'], days: [...days.values()] }
}

interface Correction extends Partial<CellDimensions> {
  readonly day: string
  readonly values: number[]
  readonly buckets: BucketChange[]
}

interface Place {
  readonly division: string
  readonly day: string
}

/** By day; cells by day and name. */
interface Stored {
  readonly cells: ReadonlyMap<string, ReadonlyMap<string, StoredCell>>
  readonly days: ReadonlyMap<string, DaySum>
}

interface StoredCell extends DaySum {
  readonly dimensions: CellDimensions
}

function* compareDay(
  place: Place,
  should: ReturnType<CellLedger['take']>,
  { cells, days }: Stored,
): Generator<CellDifference, void, undefined> {
  const stored = cells.get(place.day) ?? new Map<string, StoredCell>()
  const names = [...new Set([...should.cells.keys(), ...stored.keys()])].sort()
  for (const name of names) {
    const dimensions = (should.cells.get(name) ?? stored.get(name))!.dimensions
    const tables = { ofMeasures: 'indicator_cell', ofBuckets: 'indicator_bucket' } as const
    yield* compareSums({ ...place, dimensions }, tables, stored.get(name), should.cells.get(name))
  }
  const tables = { ofMeasures: 'indicator_day', ofBuckets: 'indicator_day_bucket' } as const
  yield* compareSums(place, tables, days.get(place.day), should.sum)
}

function* compareSums(
  place: Place & { readonly dimensions?: CellDimensions },
  tables: { readonly ofMeasures: CellDifference['table']; readonly ofBuckets: CellDifference['table'] },
  stored: DaySum | undefined,
  should: DaySum | undefined,
): Generator<CellDifference, void, undefined> {
  for (const [i, measure] of measures.entries()) {
    const figures = { stored: stored?.values[i] ?? 0, recomputed: should?.values[i] ?? 0 }
    if (figures.stored !== figures.recomputed) yield { table: tables.ofMeasures, ...place, measure, ...figures }
  }
  const names = new Set([...(stored?.buckets.keys() ?? []), ...(should?.buckets.keys() ?? [])])
  for (const measure of [...names].sort()) {
    const figures = { stored: stored?.buckets.get(measure) ?? 0, recomputed: should?.buckets.get(measure) ?? 0 }
    if (figures.stored !== figures.recomputed) yield { table: tables.ofBuckets, ...place, measure, ...figures }
  }
}

async function storedDays(db: Queryable, division: string): Promise<string[]> {
  const rows = await db.query<{ day: string }>(
    `select day from indicator_cell where division = $1
     union
     select day from indicator_day where division = $1
     union
     select day from indicator_bucket where division = $1
     union
     select day from indicator_day_bucket where division = $1
     order by day`,
    [division],
  )
  return rows.map(({ day }) => day)
}

async function readStored(db: Queryable, division: string, days: readonly string[]): Promise<Stored> {
  const cells = new Map<string, Map<string, Building>>()
  const sums = new Map<string, Building>()
  const cellAt = (row: CellRow): Building => {
    const ofDay = cells.get(row.day) ?? new Map<string, Building>()
    cells.set(row.day, ofDay)
    const dimensions = dimensionsOf(row)
    const name = cellName(dimensions)
    const cell = ofDay.get(name) ?? { dimensions, values: [], buckets: new Map<string, number>() }
    ofDay.set(name, cell)
    return cell
  }
  const sumAt = ({ day }: { readonly day: string }): Building => {
    const sum = sums.get(day) ?? { dimensions: nowhere, values: [], buckets: new Map<string, number>() }
    sums.set(day, sum)
    return sum
  }
  for (const row of await readRows<CellRow>(db, 'indicator_cell', division, days))
    cellAt(row).values.push(...valuesOf(row))
  for (const row of await readRows<CellRow & Bucket>(db, 'indicator_bucket', division, days))
    cellAt(row).buckets.set(bucketName(row), row.n)
  for (const row of await readRows<{ day: string }>(db, 'indicator_day', division, days))
    sumAt(row).values.push(...valuesOf(row))
  for (const row of await readRows<{ day: string } & Bucket>(db, 'indicator_day_bucket', division, days))
    sumAt(row).buckets.set(bucketName(row), row.n)
  return { cells, days: sums }
}

interface Building {
  readonly dimensions: CellDimensions
  readonly values: number[]
  readonly buckets: Map<string, number>
}

const nowhere: CellDimensions = { item: '', department: '', channel: '', applicantGroup: '' }

interface CellRow {
  readonly day: string
  readonly item: string
  readonly department: string
  readonly channel: string
  readonly applicant_group: string
}

interface Bucket {
  readonly clock: number
  readonly bucket: number
  readonly n: number
}

function readRows<Row extends object>(
  db: Queryable,
  table: CellDifference['table'],
  division: string,
  days: readonly string[],
): Promise<Row[]> {
  return db.query<Row>(
    `select *
     from ${table}
     where division = $1
       and day = any($2::date[])`,
    [division, days],
  )
}

function valuesOf(row: object): number[] {
  return measureColumns.map((name) => (row as Readonly<Record<string, number>>)[name]!)
}

function dimensionsOf(row: CellRow): CellDimensions {
  return { item: row.item, department: row.department, channel: row.channel, applicantGroup: row.applicant_group }
}
