import { Readable } from 'node:stream'
import { exportedRowsAtMost } from '@zhengfeng/contract'
import type { Language } from '@zhengfeng/locales'
import type { FastifyReply } from 'fastify'
import { textsIn } from '../http/language.ts'
import { csvLines } from './csv-lines.ts'
import type { Table, TableWords } from './table.ts'
import { xlsxStream } from './xlsx-stream.ts'

const types = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
} as const

/**
 * Answers with a table as a file, written while its rows are read. Rows end being read when the caller goes away.
 *
 * @param asked of the query: format, and the language of the words that are not data
 */
export function sendTable(
  { reply }: { readonly reply: FastifyReply },
  table: Table,
  asked: { readonly format: 'csv' | 'xlsx'; readonly language: Language },
): FastifyReply {
  const words = wordsIn(asked.language)
  const body =
    asked.format === 'csv'
      ? Readable.from(csvLines(table, words, exportedRowsAtMost), { objectMode: false })
      : xlsxStream(table, words, exportedRowsAtMost)
  return reply
    .type(types[asked.format])
    .header('content-disposition', `attachment; filename="${table.name}.${asked.format}"`)
    .send(body)
}

function wordsIn(language: Language): TableWords {
  const { t } = textsIn(language)
  return { yes: t('tables.yes'), no: t('tables.no'), cut: t('tables.cut', { most: exportedRowsAtMost }) }
}
