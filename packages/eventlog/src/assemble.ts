import { type Column, type StringColumn, takeFloat64, takeInt32, takeRows } from './column.ts'
import { type EventLog, emptyMeta, type LogMeta } from './log.ts'

/** Events in the order of the source, as readers and the sandbox collect them, before they are grouped by case. */
export interface EventTable {
  readonly timeZone: string
  /** Every case id once, in order of first appearance. */
  readonly caseIds: readonly string[]
  readonly caseOffice?: StringColumn
  /** One index into `caseIds` per event. */
  readonly eventCase: Int32Array
  readonly activity: StringColumn
  readonly time: Float64Array
  readonly startTime?: Float64Array
  readonly recordedAt?: Float64Array
  readonly lifecycle?: StringColumn
  readonly resource?: StringColumn
  readonly department?: StringColumn
  readonly sourceRow: Int32Array
  readonly eventAttributes?: ReadonlyMap<string, Column>
  /** One row per entry of `caseIds`. */
  readonly caseAttributes?: ReadonlyMap<string, Column>
  readonly meta?: LogMeta
}

/** A log, and what had to be done to make it one. */
export interface Assembled {
  readonly log: EventLog
  /** Events that stood in the source after a later event of the same case. */
  readonly outOfOrderEvents: number
  /** Cases that had no event; they are not in the log. */
  readonly emptyCases: readonly string[]
}

/**
 * Groups events by case and sorts each case by time; equal times keep the order of the source.
 * Where the source is in that order already, its columns are used as they are.
 *
 * @param table events in source order; `time` without `NaN`
 * @returns the log, with the number of events moved and the ids of the cases left out for having none
 * @example
 * assembleLog({
 *   timeZone: 'UTC',
 *   caseIds: ['a'],
 *   eventCase: Int32Array.of(0, 0),
 *   activity: { kind: 'string', codes: Int32Array.of(0, 1), values: ['close', 'accept'] },
 *   time: Float64Array.of(60_000, 0),
 *   sourceRow: Int32Array.of(1, 2),
 * }).log.activity.codes // → Int32Array.of(1, 0)
 */
export function assembleLog(table: EventTable): Assembled {
  const { rows, offsets, moved, outOfOrderEvents } = caseOrder(table)
  const keptCases = nonEmptyCases(offsets)
  const allKept = keptCases.length === table.caseIds.length
  const byEvent = <C extends Column>(column: C): C => (moved ? takeRows(column, rows) : column)
  const byCase = <C extends Column>(column: C): C => (allKept ? column : takeRows(column, keptCases))
  const instants = (values: Float64Array): Float64Array => (moved ? takeFloat64(values, rows) : values)
  const log: EventLog = {
    timeZone: table.timeZone,
    caseIds: allKept ? table.caseIds : Array.from(keptCases, (index) => table.caseIds[index]!),
    caseOffsets: allKept ? offsets : keptOffsets(offsets, keptCases),
    ...(table.caseOffice && { caseOffice: byCase(table.caseOffice) }),
    activity: byEvent(table.activity),
    time: instants(table.time),
    ...(table.startTime && { startTime: instants(table.startTime) }),
    ...(table.recordedAt && { recordedAt: instants(table.recordedAt) }),
    ...(table.lifecycle && { lifecycle: byEvent(table.lifecycle) }),
    ...(table.resource && { resource: byEvent(table.resource) }),
    ...(table.department && { department: byEvent(table.department) }),
    sourceRow: moved ? takeInt32(table.sourceRow, rows) : table.sourceRow,
    eventAttributes: mapColumns(table.eventAttributes, byEvent),
    caseAttributes: mapColumns(table.caseAttributes, byCase),
    meta: table.meta ?? emptyMeta,
  }
  const emptyCases = allKept ? [] : table.caseIds.filter((_, index) => offsets[index] === offsets[index + 1])
  return { log, outOfOrderEvents, emptyCases }
}

interface CaseOrder {
  /** For each place in the log, the row of the table that belongs there. */
  readonly rows: Int32Array
  readonly offsets: Int32Array
  /** Whether `rows` is anything but 0, 1, 2, … */
  readonly moved: boolean
  readonly outOfOrderEvents: number
}

/** Counting sort by case, then an insertion sort within each case, which costs nothing where the order is right. */
function caseOrder(table: EventTable): CaseOrder {
  const { eventCase, time } = table
  const events = eventCase.length
  const offsets = new Int32Array(table.caseIds.length + 1)
  for (let i = 0; i < events; i++) offsets[eventCase[i]! + 1]!++
  for (let c = 0; c < table.caseIds.length; c++) offsets[c + 1]! += offsets[c]!
  const rows = new Int32Array(events)
  const next = offsets.slice(0, -1)
  for (let i = 0; i < events; i++) rows[next[eventCase[i]!]!++] = i
  let outOfOrderEvents = 0
  for (let c = 0; c < table.caseIds.length; c++)
    outOfOrderEvents += sortByTime(rows, time, offsets[c]!, offsets[c + 1]!)
  let moved = false
  for (let i = 0; i < events && !moved; i++) moved = rows[i] !== i
  return { rows, offsets, moved, outOfOrderEvents }
}

/** Stable sort of `rows[from … to − 1]` by time. Returns how many rows stood behind a later one. */
function sortByTime(rows: Int32Array, time: Float64Array, from: number, to: number): number {
  let behind = 0
  let latest = Number.NEGATIVE_INFINITY
  for (let i = from; i < to; i++) {
    const at = time[rows[i]!]!
    if (at < latest) behind++
    else latest = at
  }
  if (behind === 0) return 0
  // Row numbers rise with the source order, so they break ties between equal times.
  rows.subarray(from, to).sort((a, b) => time[a]! - time[b]! || a - b)
  return behind
}

function nonEmptyCases(offsets: Int32Array): Int32Array {
  const kept: number[] = []
  for (let c = 0; c + 1 < offsets.length; c++) if (offsets[c]! < offsets[c + 1]!) kept.push(c)
  return Int32Array.from(kept)
}

function keptOffsets(offsets: Int32Array, keptCases: Int32Array): Int32Array {
  const kept = new Int32Array(keptCases.length + 1)
  for (let i = 0; i < keptCases.length; i++) kept[i + 1] = offsets[keptCases[i]! + 1]!
  return kept
}

function mapColumns(
  columns: ReadonlyMap<string, Column> | undefined,
  take: (column: Column) => Column,
): ReadonlyMap<string, Column> {
  return new Map(Array.from(columns ?? [], ([name, column]) => [name, take(column)]))
}
