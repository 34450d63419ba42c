import { SourceError } from '../errors.ts'
import type { Preview } from '../reading-report.ts'
import { detectDialect, splitRecords } from './dialect.ts'
import { readHead } from './header.ts'
import { detectEncoding, refuseBinary } from './utf8-chunks.ts'

const mostRows = 10_000

/**
 * Shows the beginning of a CSV text by column, as raw text, for a profile to be proposed from.
 *
 * @param head the first bytes of the file, about a megabyte, in whatever encoding; a last row that is cut off is left out
 * @throws SourceError `sourceEmpty`, `sourceBinary`, `tooManyColumns`, `lineTooLong`
 * @example
 * previewCsv(new TextEncoder().encode('案号;环节\n1;受理\n'), { source: 'cases.csv' }).columns // → [{ name: '案号', scope: 'event', texts: ['1'] }, { name: '环节', scope: 'event', texts: ['受理'] }]
 */
export function previewCsv(head: Uint8Array, options: { readonly source: string }): Preview {
  const { source } = options
  if (head.length === 0) throw new SourceError('sourceEmpty', { source })
  refuseBinary(head, source)
  const text = new TextDecoder(detectEncoding(head)).decode(head, { stream: true })
  const bytes = Buffer.from(text, 'utf8')
  const dialect = detectDialect(bytes)
  const found = readHead(bytes, dialect, { source, wanted: [], complete: true })
  if (!found || found.names.length === 0) throw new SourceError('sourceEmpty', { source })
  const body = bytes.subarray(found.bytes).toString('utf8')
  const rows = splitRecords(/[\n\r]$/.test(body) ? body : `${body}\n`, dialect, mostRows)
  if (rows.length > 1 && rows.length < mostRows && !/[\n\r]$/.test(body)) rows.pop()
  return {
    format: 'csv',
    rows: rows.length,
    columns: found.names.map((name, column) => ({
      name,
      scope: name.startsWith('case:') ? 'case' : 'event',
      texts: rows.map((row) => row[column] ?? ''),
    })),
  }
}
