import { z } from 'zod'
import { LanguageField } from './fields.ts'

/** How a table is written to a file. CSV is UTF-8 with a byte order mark, so that spreadsheets read it. */
export const TableExport = z.object({ format: z.enum(['csv', 'xlsx']).default('csv'), language: LanguageField })

/** Rows that a file holds at most; where it was cut, its last line says so. */
export const exportedRowsAtMost = 200_000
