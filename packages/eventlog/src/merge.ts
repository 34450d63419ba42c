import { appendColumns } from './append-columns.ts'
import { assembleLog, type EventTable } from './assemble.ts'
import { type Column, type InstantColumn, type StringColumn, takeRows, valueAt } from './column.ts'
import { caseCount, type EventLog, emptyMeta, eventCount, type LogMeta } from './log.ts'

/** A log, and the office that its cases are of unless the log says otherwise. */
export interface OfficeLog {
  readonly office: string
  readonly log: EventLog
}

/**
 * Makes one log of several, one per office or part of an office. The same case id in two offices stays two cases; in one office it is
 * one case, whose events are put together and whose attributes are the first that are there. A column that only some logs
 * have is missing elsewhere; one whose kinds differ becomes text. Times are shown in the zone of the first log.
 *
 * @param logs at least one
 * @example
 * const log = assembleLog({
 *   timeZone: 'UTC', caseIds: ['a'], eventCase: Int32Array.of(0), sourceRow: Int32Array.of(2),
 *   activity: { kind: 'string', codes: Int32Array.of(0), values: ['accept'] }, time: Float64Array.of(0),
 * }).log
 * mergeLogs([{ office: 'east', log }, { office: 'west', log }]).caseOffice.values // → ['east', 'west']
 */
export function mergeLogs(logs: readonly OfficeLog[]): EventLog {
  const parts = logs.map(({ log }) => log)
  const timeZone = parts[0]?.timeZone ?? 'UTC'
  const united = uniteCases(logs)
  const ofEvents = (pick: (log: EventLog) => Column | undefined): Column =>
    appendColumns(
      parts.map((log) => ({ column: pick(log), rows: eventCount(log) })),
      timeZone,
    )
  const ofCases = (pick: (log: EventLog) => Column | undefined): Column =>
    firstPresent(
      appendColumns(
        parts.map((log) => ({ column: pick(log), rows: caseCount(log) })),
        timeZone,
      ),
      united,
    )
  return assembleLog({
    timeZone,
    caseIds: united.caseIds,
    caseOffice: united.caseOffice,
    eventCase: eventCases(parts, united),
    ...mergeEventColumns(parts, ofEvents),
    eventAttributes: mergeAttributes(parts, 'eventAttributes', ofEvents),
    caseAttributes: mergeAttributes(parts, 'caseAttributes', ofCases),
    meta: mergeMeta(parts.map((log) => log.meta)),
  }).log
}

type Append = (pick: (log: EventLog) => Column | undefined) => Column

/** The columns that a log has beside its attributes, as far as one of the parts has them. */
function mergeEventColumns(
  parts: readonly EventLog[],
  append: Append,
): Pick<
  EventTable,
  'activity' | 'time' | 'startTime' | 'recordedAt' | 'lifecycle' | 'resource' | 'department' | 'sourceRow'
> {
  const instants = (key: 'time' | 'startTime' | 'recordedAt'): Float64Array =>
    (append((log) => log[key] && { kind: 'instant', values: log[key] }) as InstantColumn).values
  const texts = (key: 'activity' | 'lifecycle' | 'resource' | 'department'): StringColumn =>
    append((log) => log[key]) as StringColumn
  const some = (key: keyof EventLog): boolean => parts.some((log) => log[key])
  const sourceRow = new Int32Array(parts.reduce((sum, log) => sum + eventCount(log), 0))
  let at = 0
  for (const log of parts) {
    sourceRow.set(log.sourceRow, at)
    at += log.sourceRow.length
  }
  return {
    activity: texts('activity'),
    time: instants('time'),
    ...(some('startTime') && { startTime: instants('startTime') }),
    ...(some('recordedAt') && { recordedAt: instants('recordedAt') }),
    ...(some('lifecycle') && { lifecycle: texts('lifecycle') }),
    ...(some('resource') && { resource: texts('resource') }),
    ...(some('department') && { department: texts('department') }),
    sourceRow,
  }
}

function mergeAttributes(
  parts: readonly EventLog[],
  key: 'eventAttributes' | 'caseAttributes',
  append: Append,
): Map<string, Column> {
  const names = new Set(parts.flatMap((log) => [...log[key].keys()]))
  return new Map(Array.from(names, (name) => [name, append((log) => log[key].get(name))]))
}

interface UnitedCases {
  readonly caseIds: readonly string[]
  readonly caseOffice: StringColumn
  /** For each case of each log, one log after the other, which case it is now. */
  readonly caseOf: Int32Array
  /** For each case now, the first of the cases that it was. */
  readonly firstRows: Int32Array
}

/** Cases of one office with the same id become one. */
function uniteCases(logs: readonly OfficeLog[]): UnitedCases {
  const offices = new Map<string, { code: number; cases: Map<string, number> }>()
  const caseIds: string[] = []
  const officeCodes: number[] = []
  const firstRows: number[] = []
  const caseOf = new Int32Array(logs.reduce((sum, { log }) => sum + caseCount(log), 0))
  let row = 0
  for (const { office, log } of logs)
    for (let c = 0; c < caseCount(log); c++, row++) {
      const own =
        log.caseOffice && log.caseOffice.codes[c]! >= 0 ? log.caseOffice.values[log.caseOffice.codes[c]!]! : office
      const known = offices.get(own) ?? { code: offices.size, cases: new Map<string, number>() }
      offices.set(own, known)
      const id = log.caseIds[c]!
      let united = known.cases.get(id)
      if (united === undefined) {
        united = caseIds.length
        known.cases.set(id, united)
        caseIds.push(id)
        officeCodes.push(known.code)
        firstRows.push(row)
      }
      caseOf[row] = united
    }
  const caseOffice: StringColumn = { kind: 'string', codes: Int32Array.from(officeCodes), values: [...offices.keys()] }
  return { caseIds, caseOf, firstRows: Int32Array.from(firstRows), caseOffice }
}

/** For each event of each log, one log after the other, which case it belongs to now. */
function eventCases(parts: readonly EventLog[], { caseOf }: UnitedCases): Int32Array {
  const cases = new Int32Array(parts.reduce((sum, log) => sum + eventCount(log), 0))
  let caseRow = 0
  let event = 0
  for (const log of parts)
    for (let c = 0; c < caseCount(log); c++, caseRow++) {
      const size = log.caseOffsets[c + 1]! - log.caseOffsets[c]!
      cases.fill(caseOf[caseRow]!, event, event + size)
      event += size
    }
  return cases
}

/** Of each case the first value that is there. */
function firstPresent(column: Column, { caseOf, firstRows }: UnitedCases): Column {
  if (firstRows.length === caseOf.length) return column
  const rows = firstRows.slice()
  for (let row = 0; row < caseOf.length; row++) {
    const united = caseOf[row]!
    if (valueAt(column, rows[united]!) === undefined && valueAt(column, row) !== undefined) rows[united] = row
  }
  return takeRows(column, rows)
}

/** Everything that one of the logs says about itself, said once. */
function mergeMeta(metas: readonly LogMeta[]): LogMeta {
  const [first = emptyMeta] = metas
  if (metas.every((meta) => meta === first)) return first
  return {
    extensions: distinct(metas.flatMap((meta) => meta.extensions)),
    classifiers: distinct(metas.flatMap((meta) => meta.classifiers)),
    globals: {
      trace: distinct(metas.flatMap((meta) => meta.globals.trace)),
      event: distinct(metas.flatMap((meta) => meta.globals.event)),
    },
    attributes: distinct(metas.flatMap((meta) => meta.attributes)),
  }
}

function distinct<T>(items: readonly T[]): T[] {
  const known = new Map(items.map((item) => [JSON.stringify(item), item]))
  return [...known.values()]
}
