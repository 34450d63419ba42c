import { type Column, takeFloat64, takeInt32, takeRows, withCodes } from './column.ts'
import { caseCount, type EventLog } from './log.ts'

/**
 * Takes some cases of a log, in the order given. Dictionaries are shared; where the cases stand next to each other in the log, its
 * arrays are shared too.
 *
 * @param caseIndexes indexes into `log.caseIds`, each at most once
 * @example
 * const log = assembleLog({
 *   timeZone: 'UTC', caseIds: ['a', 'b'], eventCase: Int32Array.of(0, 1), sourceRow: Int32Array.of(2, 3),
 *   activity: { kind: 'string', codes: Int32Array.of(0, 0), values: ['accept'] }, time: Float64Array.of(0, 0),
 * }).log
 * selectCases(log, [1]).caseIds // → ['b']
 */
export function selectCases(log: EventLog, caseIndexes: ArrayLike<number>): EventLog {
  if (isRun(caseIndexes)) return sliceCases(log, caseIndexes[0] ?? 0, caseIndexes.length)
  const cases = Int32Array.from(caseIndexes)
  const caseOffsets = new Int32Array(cases.length + 1)
  for (let i = 0; i < cases.length; i++)
    caseOffsets[i + 1] = caseOffsets[i]! + log.caseOffsets[cases[i]! + 1]! - log.caseOffsets[cases[i]!]!
  const events = new Int32Array(caseOffsets[cases.length]!)
  for (let i = 0, n = 0; i < cases.length; i++)
    for (let event = log.caseOffsets[cases[i]!]!; event < log.caseOffsets[cases[i]! + 1]!; event++) events[n++] = event
  return gather(log, { cases, events, caseOffsets })
}

/** Rows of a log, in a new order or number. */
export interface Rows {
  readonly cases: Int32Array
  readonly events: Int32Array
  readonly caseOffsets: Int32Array
}

/** Copies rows of a log into a new one; dictionaries are shared. */
export function gather(log: EventLog, { cases, events, caseOffsets }: Rows): EventLog {
  return mapColumns(log, {
    caseIds: Array.from(cases, (index) => log.caseIds[index]!),
    caseOffsets,
    ofCase: (column) => takeRows(column, cases),
    ofEvent: (column) => takeRows(column, events),
    instants: (values) => takeFloat64(values, events),
    rows: (values) => takeInt32(values, events),
  })
}

/** Whether indexes count up by one. */
function isRun(indexes: ArrayLike<number>): boolean {
  for (let i = 1; i < indexes.length; i++) if (indexes[i] !== indexes[i - 1]! + 1) return false
  return true
}

/** Neighbouring cases: views of the log's arrays. */
function sliceCases(log: EventLog, from: number, count: number): EventLog {
  if (from === 0 && count === caseCount(log)) return log
  const to = from + count
  const start = log.caseOffsets[from]!
  const end = log.caseOffsets[to]!
  return mapColumns(log, {
    caseIds: log.caseIds.slice(from, to),
    caseOffsets: log.caseOffsets.slice(from, to + 1).map((offset) => offset - start),
    ofCase: (column) => sliceColumn(column, from, to),
    ofEvent: (column) => sliceColumn(column, start, end),
    instants: (values) => values.subarray(start, end),
    rows: (values) => values.subarray(start, end),
  })
}

function sliceColumn<C extends Column>(column: C, from: number, to: number): C {
  if (column.kind === 'string' || column.kind === 'json') return withCodes(column, column.codes.subarray(from, to)) as C
  return { ...column, values: column.values.subarray(from, to) }
}

interface ColumnMapping {
  readonly caseIds: readonly string[]
  readonly caseOffsets: Int32Array
  readonly ofCase: <C extends Column>(column: C) => C
  readonly ofEvent: <C extends Column>(column: C) => C
  readonly instants: (values: Float64Array) => Float64Array
  readonly rows: (values: Int32Array) => Int32Array
}

function mapColumns(log: EventLog, to: ColumnMapping): EventLog {
  return {
    timeZone: log.timeZone,
    caseIds: to.caseIds,
    caseOffsets: to.caseOffsets,
    ...(log.caseOffice && { caseOffice: to.ofCase(log.caseOffice) }),
    activity: to.ofEvent(log.activity),
    time: to.instants(log.time),
    ...(log.startTime && { startTime: to.instants(log.startTime) }),
    ...(log.recordedAt && { recordedAt: to.instants(log.recordedAt) }),
    ...(log.lifecycle && { lifecycle: to.ofEvent(log.lifecycle) }),
    ...(log.resource && { resource: to.ofEvent(log.resource) }),
    ...(log.department && { department: to.ofEvent(log.department) }),
    sourceRow: to.rows(log.sourceRow),
    eventAttributes: new Map(Array.from(log.eventAttributes, ([name, column]) => [name, to.ofEvent(column)])),
    caseAttributes: new Map(Array.from(log.caseAttributes, ([name, column]) => [name, to.ofCase(column)])),
    meta: log.meta,
  }
}
