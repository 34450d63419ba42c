import { previewCsv, readCsv } from '../csv/index.ts'
import { SourceError } from '../errors.ts'
import type { Profile } from '../profile/profile.ts'
import type { ByteSource, Preview, Reading, ReadingReport, ReadOptions } from '../reading-report.ts'
import { SheetCsv } from './sheet-csv.ts'
import { readWorkbook, type Workbook } from './workbook.ts'
import { openZip, type Zip } from './zip.ts'

const previewBytes = 1 << 20

/** Options of the worksheet reader. */
export interface XlsxReadOptions extends ReadOptions {
  /** Name of the worksheet; unset: the first visible one with data. */
  readonly sheet?: string
}

/**
 * Reads a worksheet (XLSX, ECMA-376) as an event log, with the header, types and dates told from the cells as for CSV. Dates are
 * local times of the profile's zone; of formulas the stored results are taken. The compressed file is held in memory, the
 * worksheet is not.
 *
 * @param source bytes of the workbook
 * @param profile which column is what
 * @returns the log, `sourceRow` being the row of the worksheet, and the report
 * @throws SourceError `sourceEmpty`, `sourceTruncated`, `sourceMalformed`, `sourceNotRecognised`, `expansionTooLarge`,
 *   `columnMissing` (also for a worksheet), and as `readCsv`
 */
export async function readXlsx(source: ByteSource, profile: Profile, options: XlsxReadOptions): Promise<Reading> {
  const sheet = await openSheet(await wholeOf(source, options.onProgress), options)
  try {
    const { log, report } = await readCsv(sheet, profile, { ...quiet(options), source: options.source })
    const sourceRow = log.sourceRow.map((line) => sheet.rowOfLine[line] ?? line)
    return { log: { ...log, sourceRow }, report: inRows(report, sheet.rowOfLine) }
  } catch (error) {
    throw inRowsOf(error, sheet.rowOfLine)
  }
}

/**
 * Shows the beginning of a worksheet by column, for a profile to be proposed from.
 *
 * @param source bytes of the whole workbook
 */
export async function previewXlsx(
  source: ByteSource,
  options: { readonly source: string; readonly sheet?: string },
): Promise<Preview> {
  const chunks: Uint8Array[] = []
  let bytes = 0
  for await (const chunk of await openSheet(await wholeOf(source), options)) {
    chunks.push(chunk)
    bytes += chunk.length
    if (bytes >= previewBytes) break
  }
  return { ...previewCsv(Buffer.concat(chunks), { source: options.source }), format: 'xlsx' }
}

async function wholeOf(source: ByteSource, onProgress?: (bytes: number) => void): Promise<Buffer> {
  const chunks: Uint8Array[] = []
  let bytes = 0
  for await (const chunk of source) {
    chunks.push(chunk)
    bytes += chunk.length
    onProgress?.(bytes)
  }
  return Buffer.concat(chunks)
}

async function openSheet(bytes: Buffer, options: { source: string; sheet?: string }): Promise<SheetCsv> {
  const { source } = options
  if (bytes.length === 0) throw new SourceError('sourceEmpty', { source })
  const zip = openZip(bytes, source)
  const workbook = await readWorkbook(zip)
  if (workbook.sheets.length === 0)
    throw new SourceError('sourceNotRecognised', { source, expected: 'XLSX', value: 'ZIP' })
  return options.sheet === undefined ? firstWithData(zip, workbook) : namedSheet(zip, workbook, options.sheet)
}

function namedSheet(zip: Zip, workbook: Workbook, name: string): SheetCsv {
  const sheet = workbook.sheets.find((each) => each.name === name)
  if (sheet) return new SheetCsv(zip, workbook, sheet)
  const expected = workbook.sheets.map((each) => each.name).join(', ')
  throw new SourceError('columnMissing', { source: zip.source, column: name, expected })
}

async function firstWithData(zip: Zip, workbook: Workbook): Promise<SheetCsv> {
  const visible = workbook.sheets.filter(({ hidden }) => !hidden)
  // One file may stand for thousands of tabs.
  const files = new Map(visible.toReversed().map((sheet) => [sheet.path, sheet]))
  for (const sheet of visible.filter((each) => files.get(each.path) === each))
    for await (const _ of new SheetCsv(zip, workbook, sheet)) return new SheetCsv(zip, workbook, sheet)
  throw new SourceError('sourceEmpty', { source: zip.source })
}

/** Progress was told already, in bytes of the file. */
function quiet({ onProgress: _, ...options }: XlsxReadOptions): XlsxReadOptions {
  return options
}

/** The report in rows of the worksheet instead of lines of CSV. */
function inRows(report: ReadingReport, rowOfLine: readonly number[]): ReadingReport {
  const row = <T extends { readonly line?: number }>(at: T): T =>
    at.line === undefined ? at : { ...at, line: rowOfLine[at.line] ?? at.line }
  return {
    ...report,
    format: 'xlsx',
    refusals: report.refusals.map(row),
    notices: report.notices.map((notice) => ({ ...notice, examples: notice.examples.map(row) })),
  }
}

function inRowsOf(error: unknown, rowOfLine: readonly number[]): unknown {
  if (!(error instanceof SourceError) || !(error.code === 'rowRefused' || error.code === 'noEvents')) return error
  if (error.values.line === undefined) return error
  const line = rowOfLine[Number(error.values.line)] ?? 0
  return new SourceError(error.code, { ...error.values, line }, { cause: error })
}
