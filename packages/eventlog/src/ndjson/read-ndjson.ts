import type { z } from 'zod'
import { RecordTable } from '../attributes/record-table.ts'
import { Utf8Chunks } from '../csv/utf8-chunks.ts'
import type { Profile } from '../profile/profile.ts'
import { ReadingNotes } from '../reading-notes.ts'
import type { ByteSource, Preview, PreviewColumn, Reading, ReadOptions, RefusalReason } from '../reading-report.ts'
import { LineCutter } from './lines.ts'
import { isTooDeep } from './nesting.ts'
import { attributePrefix, fieldNames, ServiceEvent } from './service-event.ts'

const maxPreviewRows = 5000

/**
 * Reads events in our own model, one JSON object per line (`ServiceEvent`). Roles are names of fields or of attributes; for
 * logs that `writeNdjson` wrote they are `serviceEventColumns`. Attributes whose texts are all ISO instants with offset become
 * instants. An attribute that has the name of a field is called `attributes.<name>`. Empty lines are skipped. Whole numbers beyond
 * 2^53 lose digits, as JSON numbers do: write them as text.
 *
 * @param source UTF-8 or any encoding that CSV may have
 * @param profile roles, zone of display, texts that mean nothing, types that are not as they look
 * @returns the log, `sourceRow` being the line, and the report; lines that do not fit the schema are refused
 * @throws SourceError `sourceEmpty`, `sourceBinary`, `lineTooLong`, `tooManyColumns`, `noEvents`, `columnMissing`, `rowRefused` (strict)
 * @example
 * const line = '{"caseNo":"1","activity":"accept","occurredAt":"2025-01-01T08:00:00+08:00"}'
 * const profile = Profile.parse({ columns: serviceEventColumns })
 * const { log } = await readNdjson([new TextEncoder().encode(line)], profile, { source: 'events.ndjson' })
 * log.caseIds // → ['1']
 */
export async function readNdjson(source: ByteSource, profile: Profile, options: ReadOptions): Promise<Reading> {
  const notes = new ReadingNotes({ source: options.source, format: 'ndjson', strict: options.strict })
  const table = new RecordTable(profile, notes, { options, inferInstants: true })
  const chunks = new Utf8Chunks(source, options.source)
  const lines = new LineCutter(options.source)
  const take = (line: number, text: string): void => readLine(line, text, { table, notes })
  let bytes = 0
  for await (const chunk of chunks) {
    lines.push(chunk, take)
    bytes += chunk.length
    options.onProgress?.(bytes)
  }
  lines.end(take)
  if (chunks.invalidCount > 0) notes.notice('invalidText', { count: chunks.invalidCount })
  return table.finish()
}

/**
 * Shows the first 5,000 events of an NDJSON text by field and attribute.
 *
 * @param head the first bytes, cut anywhere
 */
export function previewNdjson(head: Uint8Array): Preview {
  const texts = new Map<string, string[]>()
  const declared = new Map<string, PreviewColumn['declared']>()
  const lines = new TextDecoder(encodingOf(head)).decode(head).split('\n')
  let rows = 0
  for (const line of lines) {
    const event = rows < maxPreviewRows ? parseEvent(line.trim()) : undefined
    if (!event?.success) continue
    eachValue(event.data, (name, value) => {
      const column = texts.get(name) ?? []
      column[rows] = typeof value === 'object' ? JSON.stringify(value) : String(value)
      texts.set(name, column)
      if (typeof value === 'number') declared.set(name, 'number')
      else if (typeof value === 'boolean') declared.set(name, 'boolean')
    })
    rows++
  }
  const columns = Array.from(texts, ([name, column]): PreviewColumn => {
    const type = fieldNames.has(name) && name.endsWith('At') ? 'instant' : declared.get(name)
    const isCase = name.startsWith('case:')
    const values = Array.from({ length: rows }, (_, row) => column[row] ?? '')
    return {
      name: isCase ? name.slice(5) : name,
      scope: isCase ? 'case' : 'event',
      ...(type && { declared: type }),
      texts: values,
    }
  })
  return { format: 'ndjson', rows, columns }
}

function encodingOf([first, second]: Uint8Array): 'utf-8' | 'utf-16le' | 'utf-16be' {
  if (first === 0xff && second === 0xfe) return 'utf-16le'
  return first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8'
}

function readLine(line: number, text: string, into: { table: RecordTable; notes: ReadingNotes }): void {
  if (text === '') return
  const event = parseEvent(text)
  if (event === undefined) into.notes.refuse({ line, reason: 'malformed', value: text })
  else if (!event.success) into.notes.refuse({ line, ...refusalOf(event.error, event.raw) })
  else {
    into.table.beginRow(line)
    eachValue(event.data, (name, value) => into.table.set(name, value))
    into.table.endRow()
  }
}

type Parsed = ({ success: true; data: ServiceEvent } | { success: false; error: z.ZodError; raw: unknown }) | undefined

function parseEvent(text: string): Parsed {
  const raw = parsed(text)
  if (raw === undefined) return undefined
  const result = ServiceEvent.safeParse(raw)
  return result.success ? result : { ...result, success: false, raw }
}

function parsed(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text)
    return isTooDeep(value) ? undefined : value
  } catch {
    return undefined
  }
}

/** Fields, then attributes; `null` is no value. */
function eachValue(event: ServiceEvent, take: (name: string, value: string | number | boolean | object) => void): void {
  const { attributes, ...fields } = event
  for (const [name, value] of Object.entries(fields)) if (value !== undefined) take(name, value)
  for (const [name, value] of Object.entries(attributes ?? {}))
    if (value !== null) take(fieldNames.has(name) ? attributePrefix + name : name, value)
}

const missing: Readonly<Record<string, RefusalReason>> = {
  caseNo: 'missingCase',
  activity: 'missingActivity',
  occurredAt: 'missingTime',
}

/** Names the first field that does not fit, and what it holds. */
function refusalOf(error: z.ZodError, raw: unknown): { column?: string; value?: string; reason: RefusalReason } {
  const issue = error.issues[0]!
  const column = issue.code === 'unrecognized_keys' ? issue.keys[0]! : issue.path.join('.')
  if (column === '') return { reason: 'malformed', value: JSON.stringify(raw) }
  const name = String(issue.path[0] ?? column)
  const found = (raw as Readonly<Record<string, unknown>>)[name]
  if (found === undefined || found === null || found === '')
    return {
      column,
      reason: missing[column] ?? 'unreadableValue',
      ...(found !== undefined && { value: String(found) }),
    }
  const value = typeof found === 'string' ? found : JSON.stringify(found)
  return { column, value, reason: name === 'occurredAt' ? 'unreadableTime' : 'unreadableValue' }
}
