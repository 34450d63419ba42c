import type { Doubt, ReadingModel } from '../model/check-up.ts'
import { html, type Markup } from './markup.ts'
import { type Column, name, note, type Page, section, table } from './page.ts'

/** What was read, what was refused, and which conclusions that weakens. */
export function qualitySection(page: Page): Markup {
  return section(page, 'quality', [
    readings(page),
    doubts(page),
    ...page.checkUp.quality.readings.map((reading) => details(page, reading)),
  ])
}

/** What a doubt says, as one sentence. */
export function doubtText({ text, format }: Page, doubt: Doubt): string {
  return text(`quality.doubts.${doubt.kind}`, {
    count: doubt.count,
    of: doubt.of,
    share: format.share(doubt.of === 0 ? 1 : doubt.count / doubt.of),
    names: doubt.names.join(text('listComma')),
  })
}

function readings(page: Page): Markup | false {
  const { text, format } = page
  if (page.checkUp.quality.readings.length === 0) return false
  const counted = (key: string, value: (row: ReadingModel) => number): Column<ReadingModel> => ({
    head: text(`quality.columns.${key}`),
    cell: (row) => format.count(value(row)),
    value,
  })
  const columns: readonly Column<ReadingModel>[] = [
    { head: text('quality.columns.source'), cell: (row) => name(row.source) },
    { head: text('quality.columns.format'), cell: (row) => row.format.toUpperCase() },
    counted('rowsRead', (row) => row.rowsRead),
    counted('rowsKept', (row) => row.rowsKept),
    counted('rowsRefused', (row) => row.rowsRefused),
  ]
  return html`<h3>${text('quality.readingTitle')}</h3>${table(text('quality.readingCaption'), columns, page.checkUp.quality.readings)}${note(text('quality.readingNote'))}`
}

function doubts(page: Page): Markup {
  const { text } = page
  const found = page.checkUp.quality.doubts
  if (found.length === 0) return html`<h3>${text('quality.doubtsTitle')}</h3><p>${text('summary.noDoubts')}</p>`
  const columns: readonly Column<Doubt>[] = [
    { head: text('quality.columns.doubt'), cell: (doubt) => doubtText(page, doubt) },
    {
      head: text('quality.columns.weight'),
      cell: (doubt) =>
        html`<span class="tag${doubt.weight === 'high' && ' bad'}${doubt.weight === 'medium' && ' caution'}">${text(`quality.weights.${doubt.weight}`)}</span>`,
    },
    {
      head: text('quality.columns.weakens'),
      cell: (doubt) => doubt.weakens.map((part) => text(`${part}.title`)).join(text('listComma')),
    },
  ]
  return html`<h3>${text('quality.doubtsTitle')}</h3>${table(text('quality.doubtsCaption'), columns, found)}${note(text('quality.weightsNote'))}`
}

function details(page: Page, reading: ReadingModel): Markup | false {
  const { text } = page
  if (reading.refusals.length === 0 && reading.notices.length === 0) return false
  const notices =
    reading.notices.length > 0 &&
    html`<ul class="plain">${reading.notices.map(
      (notice) =>
        html`<li>${text(`quality.notices.${notice.kind}`, { count: notice.count })}${notice.column !== null && html` <span class="tag">${name(notice.column)}</span>`}${notice.examples.length > 0 && html`<br><span class="note">${text('quality.examples')}${notice.examples.map((example, index) => html`${index > 0 && text('listComma')}<code><bdi>${shorten(example.value)}</bdi></code>${example.line !== null && ` (${text('quality.line', { line: example.line })})`}`)}</span>`}</li>`,
    )}</ul>`
  return html`<details class="more"><summary>${text('quality.detailsOf')} ${name(reading.source)}</summary>${notices}${reading.refusals.length > 0 && refusals(page, reading)}</details>`
}

function refusals(page: Page, reading: ReadingModel): Markup {
  const { text, format } = page
  const columns: readonly Column<ReadingModel['refusals'][number]>[] = [
    { head: text('quality.columns.line'), cell: (row) => format.count(row.line) },
    { head: text('quality.columns.column'), cell: (row) => (row.column === null ? '—' : name(row.column)) },
    {
      head: text('quality.columns.value'),
      cell: (row) => (row.value === null ? '—' : html`<code><bdi>${shorten(row.value)}</bdi></code>`),
    },
    { head: text('quality.columns.reason'), cell: (row) => text(`quality.reasons.${row.reason}`) },
  ]
  const caption = text('quality.refusalsCaption', { shown: reading.refusals.length, all: reading.rowsRefused })
  return table(caption, columns, reading.refusals)
}

function shorten(value: string): string {
  return value.length > 80 ? `${value.slice(0, 80)}…` : value
}
