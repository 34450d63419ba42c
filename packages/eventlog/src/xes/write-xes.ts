import { childrenSuffix } from '../attributes/roles.ts'
import type { Column } from '../column.ts'
import type { EventLog, LogMeta } from '../log.ts'
import { escapeAttribute } from '../xml/escape.ts'
import { attributeXml, columnWriter, type RowWriter } from './attribute-writer.ts'

/** The keys under which `writeXes` writes what has its own place in a log: the `columns` of a profile that reads it back. */
export const xesColumns = {
  case: 'case:concept:name',
  activity: 'concept:name',
  time: 'time:timestamp',
  start: 'start_timestamp',
  recordedAt: 'recordedAt',
  lifecycle: 'lifecycle:transition',
  resource: 'org:resource',
  department: 'org:group',
  office: 'case:office',
} as const

const standardExtensions: LogMeta['extensions'] = [
  { name: 'Concept', prefix: 'concept', uri: 'http://www.xes-standard.org/concept.xesext' },
  { name: 'Time', prefix: 'time', uri: 'http://www.xes-standard.org/time.xesext' },
  { name: 'Lifecycle', prefix: 'lifecycle', uri: 'http://www.xes-standard.org/lifecycle.xesext' },
  { name: 'Organizational', prefix: 'org', uri: 'http://www.xes-standard.org/org.xesext' },
]
const chunkLength = 1 << 16

/**
 * Writes a log as XES (IEEE 1849) in UTF-8, in pieces of about 64 KB. Read with `columns: xesColumns` it gives the same log.
 *
 * Times carry the offset of the log's zone. An attribute whose key the log's own columns need is written as
 * `attribute:<key>`; JSON that did not come from XES is written as text; characters that XML cannot hold become U+FFFD.
 *
 * @param log any log
 * @returns the document's text, piece by piece
 * @example
 * const { log } = assembleLog({
 *   timeZone: 'UTC',
 *   caseIds: ['1'],
 *   eventCase: Int32Array.of(0),
 *   activity: { kind: 'string', codes: Int32Array.of(0), values: ['accept'] },
 *   time: Float64Array.of(0),
 *   sourceRow: Int32Array.of(1),
 * })
 * const xes = [...writeXes(log)].join('')
 * xes.includes('<date key="time:timestamp" value="1970-01-01T00:00:00.000+00:00"/>') // → true
 */
export function* writeXes(log: EventLog): Generator<string, void, undefined> {
  let text = header(log.meta)
  const { caseOffsets } = log
  const traceWriter = writerOf(traceColumns(log), log.timeZone)
  const eventWriter = writerOf(eventColumns(log), log.timeZone)
  for (let c = 0; c < log.caseIds.length; c++) {
    text += `<trace>\n${traceWriter(c)}`
    for (let event = caseOffsets[c]!; event < caseOffsets[c + 1]!; event++) {
      text += `<event>\n${eventWriter(event)}</event>\n`
      if (text.length >= chunkLength) {
        yield text
        text = ''
      }
    }
    text += '</trace>\n'
  }
  yield `${text}</log>\n`
}

function header(meta: LogMeta): string {
  const lines = [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<log xes.version="1849-2016" xes.features="nested-attributes" xmlns="http://www.xes-standard.org/">',
  ]
  const missing = standardExtensions.filter(({ prefix }) => !meta.extensions.some((known) => known.prefix === prefix))
  for (const { name, prefix, uri } of [...meta.extensions, ...missing])
    lines.push(
      `<extension name="${escapeAttribute(name)}" prefix="${escapeAttribute(prefix)}" uri="${escapeAttribute(uri)}"/>`,
    )
  for (const scope of ['trace', 'event'] as const) {
    if (meta.globals[scope].length === 0) continue
    lines.push(`<global scope="${scope}">`, ...meta.globals[scope].map(attributeXml), '</global>')
  }
  for (const { name, keys, scope } of meta.classifiers) {
    const list = keys.map((key) => (/[\s']/.test(key) || key === '' ? `'${key}'` : key)).join(' ')
    const ofScope = scope ? ` scope="${scope}"` : ''
    lines.push(`<classifier name="${escapeAttribute(name)}"${ofScope} keys="${escapeAttribute(list)}"/>`)
  }
  return `${[...lines, ...meta.attributes.map(attributeXml)].join('\n')}\n`
}

function traceColumns(log: EventLog): Map<string, Column> {
  const ids: Column = { kind: 'string', codes: Int32Array.from(log.caseIds.keys()), values: log.caseIds }
  const roles = new Map<string, Column>([['concept:name', ids]])
  if (log.caseOffice) roles.set('office', log.caseOffice)
  return withAttributes(roles, log.caseAttributes)
}

function eventColumns(log: EventLog): Map<string, Column> {
  const instants = (values: Float64Array | undefined): Column | undefined => values && { kind: 'instant', values }
  const roles = new Map<string, Column>()
  const add = (key: string, column: Column | undefined): void => {
    if (column) roles.set(key, column)
  }
  add(xesColumns.activity, log.activity)
  add(xesColumns.time, instants(log.time))
  add(xesColumns.start, instants(log.startTime))
  add(xesColumns.recordedAt, instants(log.recordedAt))
  add(xesColumns.lifecycle, log.lifecycle)
  add(xesColumns.resource, log.resource)
  add(xesColumns.department, log.department)
  return withAttributes(roles, log.eventAttributes)
}

/** Adds the attributes under keys that are still free. */
function withAttributes(roles: Map<string, Column>, attributes: ReadonlyMap<string, Column>): Map<string, Column> {
  const columns = new Map(roles)
  for (const [key, column] of attributes) {
    let free = key
    while (columns.has(free) || (free !== key && attributes.has(free))) free = `attribute:${free}`
    columns.set(free, column)
  }
  return columns
}

/** Writes all attributes of one row. */
function writerOf(columns: ReadonlyMap<string, Column>, timeZone: string): RowWriter {
  const writers: RowWriter[] = []
  for (const [key, column] of columns) {
    const base = key.endsWith(childrenSuffix) && columns.get(key.slice(0, -childrenSuffix.length))
    if (base && column.kind === 'json') continue
    const children = columns.get(key + childrenSuffix)
    writers.push(columnWriter(key, column, { timeZone, ...(children?.kind === 'json' && { children }) }))
  }
  return (row) => {
    let text = ''
    for (const write of writers) text += write(row)
    return text
  }
}
