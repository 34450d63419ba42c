import { assembleLog, type EventTable } from '../assemble.ts'
import { withCaseColumns } from '../attributes/case-columns.ts'
import { xmlDateTime } from '../attributes/date-time.ts'
import { noticeTyped } from '../attributes/notices.ts'
import type { Scope } from '../attributes/roles.ts'
import { plays, type Role } from '../attributes/roles.ts'
import { type Column, type InstantColumn, type StringColumn, takeRows } from '../column.ts'
import { SourceError } from '../errors.ts'
import type { LogMeta } from '../log.ts'
import type { Reading, ReadOptions } from '../reading-report.ts'
import { mergeTraces } from './merge-traces.ts'
import type { XesTable } from './table.ts'

/** Makes a log of what was read, and looks it over once. */
export function finishXes(table: XesTable, meta: LogMeta, options: ReadOptions): Reading {
  if (table.eventCount === 0) throw nothingRead(table, options.source)
  table.notes.keepRows(table.eventCount)
  const assembled = withCaseColumns(table, assembleLog({ ...eventTable(table), meta }))
  noticeTyped(table, assembled, options)
  return { log: assembled.log, report: table.notes.report() }
}

function nothingRead(table: XesTable, source: string): SourceError {
  const { roles, notes, events, traces } = table
  const detail = `<event>: ${notes.rowsRefused}`
  const keys = [
    { role: roles.time, seen: events.seenKeys() },
    { role: roles.activity, seen: [...events.seenKeys(), ...(table.activity.length > 1 ? [roles.activity.key] : [])] },
    { role: roles.case, seen: traces.seenKeys() },
  ]
  const absent = keys.find(({ role, seen }) => !seen.includes(role.key))
  if (!absent || notes.rowsRefused === 0)
    return new SourceError('noEvents', { source, detail, ...notes.commonestRefusal() })
  return new SourceError('columnMissing', { source, column: absent.role.name, expected: absent.seen.join(', ') })
}

function eventTable(table: XesTable): EventTable {
  const { roles, eventCount } = table
  const eventTrace = table.eventTrace.finish()
  const traces = mergeTraces(table, eventTrace)
  const event = (role: Role | undefined): Column | undefined => columnOf(table, role, eventTrace)
  const texts = (name: 'lifecycle' | 'resource' | 'department'): object => {
    const column = event(roles[name]) as StringColumn | undefined
    return column ? { [name]: column } : {}
  }
  const instants = (name: 'start' | 'recordedAt', field: string): object => {
    const column = event(roles[name]) as InstantColumn | undefined
    return column ? { [field]: column.values } : {}
  }
  return {
    timeZone: table.profile.timeZone,
    ...traces,
    activity: activityColumn(table),
    time: (event(roles.time) as InstantColumn).values,
    ...instants('start', 'startTime'),
    ...instants('recordedAt', 'recordedAt'),
    ...texts('lifecycle'),
    ...texts('resource'),
    ...texts('department'),
    sourceRow: table.lines.finish(),
    eventAttributes: new Map(
      table.events.columns
        .filter((column) => column.kind !== undefined && column.length > 0 && !isTaken(table, 'event', column.key))
        .map((column) => [column.key, column.finish(eventCount)]),
    ),
  }
}

/** Whether a column has its own place in the log and so is no attribute. */
function isTaken(table: XesTable, scope: Scope, key: string): boolean {
  const { activity, time, start, recordedAt, lifecycle, resource, department } = table.roles
  if (table.activity.length === 1 && table.activity[0]!.key === key) return true
  const roles = [time, start, recordedAt, lifecycle, resource, department]
  if (table.activity.length === 0) roles.push(activity)
  return roles.some((role) => plays(role, scope, key))
}

/** The column that plays a role, one row per event. */
function columnOf(table: XesTable, role: Role | undefined, eventTrace: Int32Array): Column | undefined {
  if (role === undefined) return undefined
  const ofEvent = role.scope === 'trace' ? undefined : table.events.used(role.key)
  if (ofEvent) return ofEvent.finish(table.eventCount)
  const ofTrace = role.scope === 'event' ? undefined : table.traces.used(role.key)
  return ofTrace && takeRows(ofTrace.finish(table.traceCount), eventTrace)
}

/** The activity: a column as it is, or the values of a classifier's columns joined with `+`. */
function activityColumn(table: XesTable): StringColumn {
  const columns = table.activity.map((column) => column.finish(table.eventCount))
  if (columns.length === 1 && columns[0]!.kind === 'string') return columns[0]
  const codes = new Int32Array(table.eventCount)
  const codeOf = new Map<string, number>()
  for (let row = 0; row < codes.length; row++) {
    const parts: string[] = []
    for (const column of columns) {
      const text = textOfRow(column, row, table.profile.timeZone)
      if (text !== undefined) parts.push(text)
    }
    const text = parts.join('+')
    const code = codeOf.get(text) ?? codeOf.size
    if (code === codeOf.size) codeOf.set(text, code)
    codes[row] = code
  }
  return { kind: 'string', codes, values: [...codeOf.keys()] }
}

function textOfRow(column: Column, row: number, timeZone: string): string | undefined {
  if (column.kind === 'string' || column.kind === 'json') return column.values[column.codes[row]!]
  if (column.kind === 'boolean') return column.values[row]! < 0 ? undefined : String(column.values[row] === 1)
  const value = column.values[row]!
  if (Number.isNaN(value)) return undefined
  return column.kind === 'instant' ? xmlDateTime(value, timeZone) : String(value)
}
