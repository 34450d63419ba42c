import { type CellChange, type CellDimensions, type DayChange, measures } from '@zhengfeng/monitor'

/** What the cells of a division should hold, added up case by case. */
export interface CellLedger {
  add(changes: readonly CellChange[]): void
  /** Days in which something stands. */
  days(): readonly string[]
  /** What the indicator tables should hold of a day; taken out of the ledger. */
  take(day: string): DayLedger
}

export interface DayLedger {
  readonly cells: ReadonlyMap<string, LedgerCell>
  readonly sum: DaySum
}

export interface DaySum {
  readonly values: readonly number[]
  /** By clock and bucket, see `bucketName`. */
  readonly buckets: ReadonlyMap<string, number>
}

export interface LedgerCell extends DaySum {
  readonly dimensions: CellDimensions
}

/** Names a cell within its day. */
export function cellName({ item, department, channel, applicantGroup }: CellDimensions): string {
  return JSON.stringify([item, department, channel, applicantGroup])
}

export function bucketName({ clock, bucket }: { readonly clock: number; readonly bucket: number }): string {
  return `${clock} ${bucket}`
}

interface Cell {
  readonly dimensions: CellDimensions
  readonly values: number[]
  readonly buckets: Map<string, number>
}

export function createCellLedger(): CellLedger {
  const byDay = new Map<string, Map<string, Cell>>()
  return {
    add: (changes) => {
      for (const change of changes) addChange(cellOf(byDay, change), change)
    },
    days: () => [...byDay.keys()],
    take: (day) => {
      const cells = byDay.get(day) ?? new Map<string, Cell>()
      byDay.delete(day)
      return { cells, sum: sumOf(cells.values()) }
    },
  }
}

function cellOf(byDay: Map<string, Map<string, Cell>>, change: CellChange): Cell {
  let cells = byDay.get(change.day)
  if (!cells) {
    cells = new Map()
    byDay.set(change.day, cells)
  }
  const name = cellName(change)
  let cell = cells.get(name)
  if (!cell) {
    const { item, department, channel, applicantGroup } = change
    cell = { ...emptyCell(), dimensions: { item, department, channel, applicantGroup } }
    cells.set(name, cell)
  }
  return cell
}

function emptyCell(): { values: number[]; buckets: Map<string, number> } {
  return { values: new Array<number>(measures.length).fill(0), buckets: new Map() }
}

function addChange(cell: Pick<Cell, 'values' | 'buckets'>, change: DayChange): void {
  for (let i = 0; i < cell.values.length; i++) cell.values[i]! += change.values[i]!
  for (const bucket of change.buckets) addTo(cell.buckets, bucketName(bucket), bucket.n)
}

function sumOf(cells: Iterable<Cell>): DaySum {
  const sum = emptyCell()
  for (const { values, buckets } of cells) {
    for (let i = 0; i < values.length; i++) sum.values[i]! += values[i]!
    for (const [name, n] of buckets) addTo(sum.buckets, name, n)
  }
  return sum
}

function addTo(buckets: Map<string, number>, name: string, n: number): void {
  buckets.set(name, (buckets.get(name) ?? 0) + n)
}
