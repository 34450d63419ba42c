import type { Column, StringColumn } from '../column.ts'
import { formatInstant } from '../instant/format.ts'
import { caseCount, type EventLog } from '../log.ts'
import type { ProfileInput } from '../profile/profile.ts'
import { neutraliseFormula } from './formula.ts'

const rowsPerChunk = 512

/**
 * Writes a log as CSV: RFC 4180 in UTF-8 with CRLF line ends, one row per event, every attribute in a column of its own, those of the
 * case under a `case:` prefix; times as ISO 8601 with the offset of the log's zone. What a spreadsheet would take for a
 * formula gets an apostrophe before it.
 *
 * `readCsv` with `csvProfile(log)` and `neutralised: true` gives the same log back, save that CSV cannot tell an empty text
 * from a missing one, that structured (JSON) attributes come back as text, and that there is no `meta`.
 *
 * @param options `byteOrderMark`: false to leave out the mark by which Excel knows UTF-8
 * @returns the text in chunks, in order
 * @example
 * const { log } = await readCsv([Buffer.from('id,step,at\n7,accept,2026-01-05 09:00\n')], Profile.parse({ columns: { case: 'id', activity: 'step', time: 'at' } }), { source: 'a.csv' })
 * Array.from(writeCsv(log, { byteOrderMark: false })).join('') // → 'case:concept:name,concept:name,time:timestamp\r\n7,accept,2026-01-05T09:00:00.000+08:00\r\n'
 */
export function* writeCsv(log: EventLog, options: { readonly byteOrderMark?: boolean } = {}): Iterable<string> {
  const columns = csvColumns(log)
  const mark = options.byteOrderMark === false ? '' : '\ufeff'
  yield `${mark}${columns.map(({ header }) => escapeCell(neutraliseFormula(header))).join(',')}\r\n`
  let chunk = ''
  let rows = 0
  for (let c = 0; c < caseCount(log); c++) {
    const ofCase = columns.map(({ scope, cell }) => (scope === 'case' ? cell(c) : ''))
    for (let event = log.caseOffsets[c]!; event < log.caseOffsets[c + 1]!; event++) {
      for (const [i, { scope, cell }] of columns.entries()) {
        if (i > 0) chunk += ','
        chunk += scope === 'case' ? ofCase[i] : cell(event)
      }
      chunk += '\r\n'
      if (++rows % rowsPerChunk > 0) continue
      yield chunk
      chunk = ''
    }
  }
  if (chunk !== '') yield chunk
}

/**
 * The profile by which `readCsv` reads what `writeCsv` makes of a log: its columns, types and time zone.
 *
 * @example
 * const { log } = await readCsv([Buffer.from('id,step,at\n7,accept,2026-01-05 09:00\n')], Profile.parse({ columns: { case: 'id', activity: 'step', time: 'at' } }), { source: 'a.csv' })
 * csvProfile(log).columns // → { case: 'case:concept:name', activity: 'concept:name', time: 'time:timestamp' }
 */
export function csvProfile(log: EventLog): ProfileInput {
  const columns = csvColumns(log)
  const roles = columns.flatMap(({ role, header }) => (role ? [[role, header] as const] : []))
  const types = columns.flatMap(({ type, header }) => (type ? [[header, type] as const] : []))
  return {
    timeZone: log.timeZone,
    columns: Object.fromEntries(roles) as ProfileInput['columns'],
    types: Object.fromEntries(types),
  }
}

interface CsvColumn {
  readonly header: string
  readonly scope: 'event' | 'case'
  readonly role?: keyof ProfileInput['columns']
  readonly type?: 'string' | 'number' | 'integer' | 'instant' | 'boolean'
  /** The cell of an event or case, ready to be written. */
  readonly cell: (row: number) => string
}

/** Attributes keep their names; the columns of the log itself have those of the XES extensions where they are free. */
function csvColumns(log: EventLog): CsvColumn[] {
  const attributes = [
    ...Array.from(log.caseAttributes ?? [], ([name, column]) => attributeColumn(`case:${name}`, column, log)),
    ...Array.from(log.eventAttributes ?? [], ([name, column]) => attributeColumn(name, column, log)),
  ]
  const taken = new Set<string>()
  const unique = (column: CsvColumn): CsvColumn => {
    let header = column.header
    for (let n = 2; taken.has(header); n++) header = `${column.header} (${n})`
    taken.add(header)
    return { ...column, header }
  }
  const named = attributes.map(unique)
  return [...roleColumns(log).map(unique), ...named]
}

function roleColumns(log: EventLog): CsvColumn[] {
  const text = (role: keyof ProfileInput['columns'], header: string, column: StringColumn | undefined): CsvColumn[] =>
    column ? [{ header, role, scope: header.startsWith('case:') ? 'case' : 'event', cell: textCells(column) }] : []
  const time = (role: keyof ProfileInput['columns'], header: string, values: Float64Array | undefined): CsvColumn[] =>
    values ? [{ header, role, scope: 'event', cell: instantCells(values, log.timeZone) }] : []
  const caseId = (row: number): string => textCell(log.caseIds[row]!)
  return [
    { header: 'case:concept:name', role: 'case', scope: 'case', cell: caseId },
    ...text('office', 'case:office', log.caseOffice),
    { header: 'concept:name', role: 'activity', scope: 'event', cell: textCells(log.activity) },
    ...time('time', 'time:timestamp', log.time),
    ...time('start', 'start_timestamp', log.startTime),
    ...time('recordedAt', 'recordedAt', log.recordedAt),
    ...text('lifecycle', 'lifecycle:transition', log.lifecycle),
    ...text('resource', 'org:resource', log.resource),
    ...text('department', 'org:group', log.department),
  ]
}

function attributeColumn(header: string, column: Column, log: EventLog): CsvColumn {
  const scope = header.startsWith('case:') ? 'case' : 'event'
  switch (column.kind) {
    case 'string':
    case 'json':
      return { header, scope, type: 'string', cell: textCells(column) }
    case 'number':
      return { header, scope, type: column.integer ? 'integer' : 'number', cell: numberCells(column.values) }
    case 'instant':
      return { header, scope, type: 'instant', cell: instantCells(column.values, log.timeZone) }
    case 'boolean':
      return { header, scope, type: 'boolean', cell: (row) => ['', 'false', 'true'][column.values[row]! + 1]! }
  }
}

/** Each text of a dictionary is escaped once. */
function textCells({ codes, values }: { codes: Int32Array; values: readonly string[] }): (row: number) => string {
  const escaped = values.map(textCell)
  return (row) => escaped[codes[row]!] ?? ''
}

function numberCells(values: Float64Array): (row: number) => string {
  return (row) => (Number.isNaN(values[row]!) ? '' : String(values[row]))
}

function instantCells(values: Float64Array, timeZone: string): (row: number) => string {
  return (row) => (Number.isNaN(values[row]!) ? '' : formatInstant(values[row]!, timeZone))
}

function textCell(text: string): string {
  return escapeCell(neutraliseFormula(text))
}

function escapeCell(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
