import type { Assembled } from '../assemble.ts'
import { type EventLog, eventCount } from '../log.ts'
import type { ReadOptions } from '../reading-report.ts'
import type { AttributeColumn } from './attribute-column.ts'
import { plays } from './roles.ts'
import type { XesTable } from './table.ts'

const replacement = '\ufffd'

/** Mixed offsets, times that no clock told once, and times that are only dates. */
export function noticeInstants(table: XesTable): void {
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

function noticeZones(table: XesTable, column: AttributeColumn): void {
  const offsets = column.instants.offsets()
  if (offsets.size > 1)
    for (const [offset, count] of offsets)
      table.notes.notice('mixedZones', { column: column.key, count, value: offset || 'no offset' })
  const { zoneGaps, zoneGapExample } = column.instants
  if (zoneGaps > 0) table.notes.notice('zoneGaps', { column: column.key, count: zoneGaps, value: zoneGapExample })
}

/** Texts in which bytes were not valid. */
export function noticeTexts(table: XesTable, log: EventLog): void {
  const columns = [...table.events.columns, ...table.traces.columns]
  for (const { key, values } of columns)
    for (const value of values)
      if (value.includes(replacement)) table.notes.notice('invalidText', { column: key, value })
  for (const value of log.activity.values)
    if (table.activity.length > 1 && value.includes(replacement))
      table.notes.notice('invalidText', { column: table.roles.activity.name, value })
}

/** Order, repetition, empty cases and impossible times. */
export function noticeLog(
  table: XesTable,
  { log, outOfOrderEvents, emptyCases }: Assembled,
  options: ReadOptions,
): void {
  const { notes, roles } = table
  if (outOfOrderEvents > 0) notes.notice('outOfOrder', { column: roles.time.name, count: outOfOrderEvents })
  for (const id of emptyCases) notes.notice('emptyCases', { value: id })
  noticeDuplicates(table, log)
  const latest = options.now ?? Number.POSITIVE_INFINITY
  for (let event = 0; event < eventCount(log); event++) {
    const time = log.time[event]!
    if (time >= 0 && time <= latest) continue
    const value = new Date(time).toISOString()
    notes.notice('implausibleTimes', { column: roles.time.name, line: log.sourceRow[event]!, value })
  }
}

function noticeDuplicates(table: XesTable, log: EventLog): void {
  const { caseOffsets, time } = log
  for (let c = 0; c + 1 < caseOffsets.length; c++) {
    const end = caseOffsets[c + 1]!
    for (let from = caseOffsets[c]!; from < end; ) {
      let to = from + 1
      while (to < end && time[to] === time[from]) to++
      if (to > from + 1) noticeRepeated(table, log, { from, to, caseId: log.caseIds[c]! })
      from = to
    }
  }
}

/** Among events of one case and time, those whose activity and resource came before. */
function noticeRepeated(table: XesTable, log: EventLog, run: { from: number; to: number; caseId: string }): void {
  const { activity, resource } = log
  const resources = (resource?.values.length ?? 0) + 1
  const seen = new Set<number>()
  for (let event = run.from; event < run.to; event++) {
    const key = activity.codes[event]! * resources + (resource?.codes[event] ?? -1) + 1
    if (seen.size === seen.add(key).size) {
      const value = `${run.caseId} ${activity.values[activity.codes[event]!]}`
      table.notes.notice('duplicates', { line: log.sourceRow[event]!, value })
    }
  }
}
