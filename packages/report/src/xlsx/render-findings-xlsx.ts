import { Writable } from 'node:stream'
import type { Language } from '@zhengfeng/locales'
import { localMs } from '@zhengfeng/worktime'
import ExcelJS from 'exceljs'
import { createFormatter } from '../format.ts'
import { caveatText, detectorName, explanationText, requirementText } from '../html/detector-texts.ts'
import { officeName, type Page } from '../html/page.ts'
import { measureText, strengthText } from '../html/strength-text.ts'
import type { CheckUp } from '../model/check-up.ts'
import type { DetectorResult, FindingModel } from '../model/finding-model.ts'
import { cellText } from './cell-text.ts'

type Ran = Extract<DetectorResult, { status: 'ran' }>
type CellValue = string | number | Date | null

/** What a sheet can hold: its rows less the header and a last one that says what was cut. */
const mostRows = 1_048_574

/**
 * Writes all findings as a workbook: one sheet of findings, one of the cases that prove them, one of the checks made, one that says
 * where it all comes from. Texts that a spreadsheet could take for formulas are neutralised.
 *
 * @param checkUp the model
 * @param language language of every text that is not data
 * @returns the bytes of the XLSX file
 */
export async function renderFindingsXlsx(checkUp: CheckUp, language: Language): Promise<Uint8Array> {
  const format = createFormatter(language, {
    timeZone: checkUp.timeZone,
    workingDayMs: checkUp.method.calendar.workingDayMs,
  })
  const page: Page = { checkUp, format, text: (key, values) => format.t(`report.${key}`, values) }
  const bytes = new CollectedBytes()
  const book = new ExcelJS.stream.xlsx.WorkbookWriter({ stream: bytes, useStyles: true, useSharedStrings: false })
  book.creator = `ZhengFeng ${checkUp.version}`
  book.created = new Date(checkUp.generatedAt)
  const ran = checkUp.findings.detectors.filter((each): each is Ran => each.status === 'ran')
  addSheet(book, page, 'findings', findingRows(page, ran))
  addSheet(book, page, 'evidence', evidenceRows(page, ran))
  addSheet(book, page, 'checks', checkRows(page))
  addSheet(book, page, 'about', aboutRows(page))
  await book.commit()
  return bytes.whole()
}

/** Takes what the workbook writer streams; rows are gone from memory once they are written. */
class CollectedBytes extends Writable {
  readonly #chunks: Buffer[] = []

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: () => void): void {
    this.#chunks.push(chunk)
    done()
  }

  whole(): Uint8Array {
    return new Uint8Array(Buffer.concat(this.#chunks))
  }
}

/** Columns of each sheet with their widths; the heads are `report.xlsx.<sheet>.<column>`. */
const sheets = {
  findings: {
    detector: 16,
    subject: 26,
    office: 18,
    explanation: 70,
    measure: 16,
    strength: 20,
    value: 12,
    unit: 11,
    low: 12,
    high: 12,
    usual: 12,
    qValue: 10,
    sample: 10,
    minimum: 10,
    cases: 9,
    from: 17,
    to: 17,
    caveats: 60,
    id: 19,
  },
  evidence: { id: 19, detector: 16, case: 26, rows: 40 },
  checks: { detector: 18, status: 16, judged: 12, findings: 12, cases: 12, missing: 50 },
  about: { key: 24, value: 100 },
} as const
type SheetName = keyof typeof sheets

function addSheet(
  book: ExcelJS.stream.xlsx.WorkbookWriter,
  page: Page,
  name: SheetName,
  rows: Iterable<readonly CellValue[]>,
): void {
  const columns = Object.entries(sheets[name])
  const sheet = book.addWorksheet(page.text(`xlsx.${name}.title`), {
    views: [{ state: 'frozen', ySplit: 1 }],
    pageSetup: { paperSize: 9, orientation: 'landscape', fitToPage: true, fitToHeight: 0 },
  })
  sheet.columns = columns.map(([key, width]) => ({ header: page.text(`xlsx.${name}.${key}`), key, width }))
  const head = sheet.getRow(1)
  head.font = { bold: true }
  head.commit()
  sheet.autoFilter = { from: { row: 1, column: 1 }, to: { row: 1, column: columns.length } }
  const styles = columns.map(([key]) => styleOf(key))
  let count = 0
  for (const values of rows) {
    const row = sheet.addRow(
      count === mostRows
        ? [page.text('xlsx.cut')]
        : values.map((value) => (typeof value === 'string' ? cellText(value) : value)),
    )
    for (const [index, style] of styles.entries()) row.getCell(index + 1).style = style
    row.commit()
    if (count++ === mostRows) break
  }
  sheet.commit()
}

const plain: Partial<ExcelJS.Style> = { alignment: { vertical: 'top' } }
const wrapping: Partial<ExcelJS.Style> = { alignment: { vertical: 'top', wrapText: true } }
const dated: Partial<ExcelJS.Style> = { alignment: { vertical: 'top' }, numFmt: 'yyyy-mm-dd hh:mm' }

/** One object per style: exceljs knows a style again only by its identity, and works it out anew for every cell otherwise. */
function styleOf(key: string): Partial<ExcelJS.Style> {
  if (key === 'from' || key === 'to') return dated
  return wrapped.has(key) ? wrapping : plain
}

const hourMs = 3_600_000
/** Units that a sheet shows in hours. */
const milliseconds: ReadonlySet<string> = new Set(['ms', 'workingMs'])

const wrapped: ReadonlySet<string> = new Set(['explanation', 'caveats', 'missing', 'value', 'rows'])

function* findingRows(page: Page, ran: readonly Ran[]): Iterable<readonly CellValue[]> {
  for (const { detector, findings } of ran) for (const finding of findings) yield findingRow(page, detector, finding)
}

function findingRow(page: Page, detector: string, finding: FindingModel): readonly CellValue[] {
  const { strength, sample, period } = finding
  const { timeZone } = page.checkUp
  // A spreadsheet knows no zones: the wall clock of the log is what people expect to see.
  const local = (iso: string): Date => new Date(localMs(timeZone, Date.parse(iso)))
  const inUnit = (value: number | null): number | null =>
    value === null || !milliseconds.has(strength.unit) ? value : Math.round((value / hourMs) * 100) / 100
  return [
    detectorName(page, detector),
    subjectText(page, finding),
    officeName(page, finding.office),
    explanationText(page, finding),
    measureText(page, strength),
    strengthText(page, strength),
    inUnit(strength.value),
    page.text(`xlsx.units.${strength.unit}`),
    inUnit(strength.interval?.[0] ?? null),
    inUnit(strength.interval?.[1] ?? null),
    // Nothing being usual says nothing.
    inUnit(strength.usual || null),
    strength.qValue,
    sample.size,
    sample.minimum,
    finding.evidence.length + finding.furtherCases.length,
    local(period.from),
    local(period.to),
    finding.caveats.map((caveat) => caveatText(page, caveat)).join('\n'),
    finding.id,
  ]
}

function subjectText(page: Page, { subject, office }: FindingModel): string {
  const kind = page.text(`findings.subject.${subject.kind}`)
  switch (subject.kind) {
    case 'case':
      return `${kind} ${subject.caseId}`
    case 'officer':
      return `${kind} ${subject.officer}`
    case 'department':
      return `${kind} ${subject.department}`
    case 'office':
      return `${kind} ${officeName(page, office)}`
  }
}

function* evidenceRows(page: Page, ran: readonly Ran[]): Iterable<readonly CellValue[]> {
  for (const { detector, findings } of ran) {
    const name = detectorName(page, detector)
    for (const { id, evidence, furtherCases } of findings) {
      for (const proof of evidence) yield [id, name, proof.caseId, proof.rows.join(', ')]
      for (const caseId of furtherCases) yield [id, name, caseId, null]
    }
  }
}

function* checkRows(page: Page): Iterable<readonly CellValue[]> {
  const { text } = page
  for (const result of page.checkUp.findings.detectors) {
    const name = detectorName(page, result.detector)
    if (result.status === 'ran')
      yield [name, text('xlsx.ran'), result.judged, result.findings.length, result.cases, null]
    else {
      const missing = result.missing.map((each) => requirementText(page, each)).join(text('listComma'))
      yield [name, text('xlsx.notApplicable'), null, null, null, missing]
    }
  }
}

function* aboutRows({ checkUp, format, text }: Page): Iterable<readonly CellValue[]> {
  const { period, method } = checkUp
  yield [text('xlsx.note'), text('findings.suspicion')]
  if (period) yield [text('xlsx.period'), `${format.instant(period.from)} – ${format.instant(period.to)}`]
  yield [text('method.clock.zone'), checkUp.timeZone]
  yield [text('xlsx.made'), `${format.instant(checkUp.generatedAt)} · ZhengFeng ${checkUp.version}`]
  yield [text('method.recomputeTitle'), method.command]
  for (const input of method.inputs) yield [input.name, `SHA-256 ${input.sha256}`]
  yield [text('method.profileFile', { name: method.profile.name }), `SHA-256 ${method.profile.sha256}`]
}
