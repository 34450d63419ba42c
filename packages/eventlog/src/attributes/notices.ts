import type { Assembled } from '../assemble.ts'
import { noticeDuplicates } from '../csv/duplicates.ts'
import { eventCount } from '../log.ts'
import type { ReadOptions } from '../reading-report.ts'
import type { AttributeColumn } from './attribute-column.ts'
import { plays } from './roles.ts'
import type { TypedTable } from './typed-table.ts'

const replacement = '\ufffd'

/** Looks a log over once that was read from a table whose columns have types of their own. */
export function noticeTyped(table: TypedTable, assembled: Assembled, options: ReadOptions): void {
  noticeInstants(table)
  noticeTexts(table)
  noticeLog(table, assembled, options)
}

/** Mixed offsets, times that no clock told once, and times that are only dates. */
function noticeInstants(table: TypedTable): void {
  const { time, start, recordedAt } = table.roles
  for (const column of table.events.columns) {
    if (column.kind !== 'instant') continue
    noticeZones(table, column)
    const isTime = [time, start, recordedAt].some((role) => plays(role, 'event', column.key))
    const { midnights } = column.instants
    if (isTime && midnights > 0) table.notes.notice('midnightOnly', { column: column.key, count: midnights })
  }
  for (const column of table.traces.columns) if (column.kind === 'instant') noticeZones(table, column)
}

function noticeZones(table: TypedTable, column: AttributeColumn): void {
  const offsets = column.instants.offsets()
  if (offsets.length > 1) {
    // The usual way of writing is no surprise; the others are counted, and all are shown.
    const counts = offsets.map(({ count }) => count)
    const unusual = counts.reduce((sum, count) => sum + count, 0) - Math.max(...counts)
    table.notes.notice('mixedZones', { column: column.key, count: unusual })
    for (const { text } of offsets)
      table.notes.notice('mixedZones', { column: column.key, count: 0, value: text || '–' })
  }
  const { zoneGaps, zoneGapExample } = column.instants
  if (zoneGaps > 0) table.notes.notice('zoneGaps', { column: column.key, count: zoneGaps, value: zoneGapExample })
}

/** Texts in which bytes were not valid. */
function noticeTexts(table: TypedTable): void {
  const columns = [...table.events.columns, ...table.traces.columns]
  for (const { key, values } of columns)
    for (const value of values)
      if (value.includes(replacement)) table.notes.notice('invalidText', { column: key, value })
}

/** Order, repetition, empty cases and impossible times. */
function noticeLog(table: TypedTable, { log, outOfOrderEvents, emptyCases }: Assembled, options: ReadOptions): void {
  const { notes, roles } = table
  if (outOfOrderEvents > 0) notes.notice('outOfOrder', { count: outOfOrderEvents })
  for (const id of emptyCases) notes.notice('emptyCases', { value: id })
  noticeDuplicates(log, notes)
  const latest = options.now ?? Number.POSITIVE_INFINITY
  for (let event = 0; event < eventCount(log); event++) {
    const time = log.time[event]!
    if (time >= 0 && time <= latest) continue
    const value = new Date(time).toISOString()
    notes.notice('implausibleTimes', { column: roles.time.name, line: log.sourceRow[event]!, value })
  }
}
