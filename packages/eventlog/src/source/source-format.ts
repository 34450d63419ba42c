import type { ReadingReport } from '../reading-report.ts'

/** The formats that can be read. */
export type SourceFormat = ReadingReport['format']

/**
 * Recognises the format of a source from its first bytes (already decompressed); the name of the file is not asked.
 *
 * @param head the beginning of the source
 * @returns the format, or `undefined` for bytes that no reader knows
 * @example
 * recogniseFormat(new TextEncoder().encode('case,activity,time')) // → 'csv'
 */
export function recogniseFormat(head: Uint8Array): SourceFormat | undefined {
  if (startsWith(head, [0x50, 0x4b, 0x03, 0x04])) return 'xlsx'
  const text = leadingText(head)
  if (text.startsWith('SQLite format 3\0')) return 'ocel-sqlite'
  if (text.startsWith('<')) return xmlFormat(text)
  if (text.startsWith('{') || text.startsWith('[')) return jsonFormat(text)
  return isBinary(head) ? undefined : 'csv'
}

function startsWith(head: Uint8Array, bytes: readonly number[]): boolean {
  return bytes.every((byte, index) => head[index] === byte)
}

const sniffBytes = 65_536

/** The first characters, without a byte order mark and blanks; UTF-16 is told by its mark or its zero bytes. */
function leadingText(head: Uint8Array): string {
  const sample = head.subarray(0, sniffBytes)
  return new TextDecoder(utf16Of(head) ?? 'utf-8').decode(sample).replace(/^\uFEFF?\s*/, '')
}

function utf16Of(head: Uint8Array): 'utf-16le' | 'utf-16be' | undefined {
  if (startsWith(head, [0xff, 0xfe]) || (head[0] !== 0 && head[1] === 0 && head[3] === 0)) return 'utf-16le'
  if (startsWith(head, [0xfe, 0xff]) || (head[0] === 0 && head[1] !== 0 && head[2] === 0)) return 'utf-16be'
  return undefined
}

/** Both XES and OCEL call their root `log`; only OCEL declares types of objects and events. */
function xmlFormat(text: string): SourceFormat {
  return /<(object-types|event-types|objects)[\s>/]/.test(text) ? 'ocel-xml' : 'xes'
}

/** One object per line is NDJSON; a document with `objectTypes` or `eventTypes` is OCEL. */
function jsonFormat(text: string): SourceFormat {
  if (!text.includes('\n') && eventField.test(text)) return 'ndjson'
  const firstLine = text.split('\n', 1)[0]!.trim()
  return firstLine.endsWith('}') && !/"(objectTypes|eventTypes)"/.test(firstLine) && isJson(firstLine)
    ? 'ndjson'
    : 'ocel-json'
}

/** The first event may be longer than what is looked at; then its first field tells. */
const eventField =
  /^\{\s*"(?:division|seq|eventId|caseNo|type|activity|occurredAt|recordedAt|actor|department|window|channel|attributes)"\s*:/

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

/** Text has no zero bytes (unless it is UTF-16) and hardly any control characters. */
function isBinary(head: Uint8Array): boolean {
  if (utf16Of(head)) return false
  let control = 0
  const sample = head.subarray(0, sniffBytes)
  for (const byte of sample) {
    if (byte === 0) return true
    if (byte < 0x09 || (byte > 0x0d && byte < 0x20 && byte !== 0x1b)) control++
  }
  return control > sample.length * 0.02
}
