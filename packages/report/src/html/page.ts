import type { Formatter } from '../format.ts'
import type { CheckUp } from '../model/check-up.ts'
import { html, type Markup } from './markup.ts'

/** What every section is drawn from. */
export interface Page {
  readonly checkUp: CheckUp
  readonly format: Formatter
  /** Text of this report: `text('flow.title')` is `report.flow.title` in the locale files. */
  readonly text: (key: string, values?: Readonly<Record<string, string | number>>) => string
}

export const sectionNames = [
  'summary',
  'timeliness',
  'flow',
  'handovers',
  'findings',
  'offices',
  'quality',
  'method',
] as const
export type SectionName = (typeof sectionNames)[number]

/** A section with its numbered heading and the sentence that says what it answers. */
export function section(page: Page, name: SectionName, body: readonly (Markup | false | undefined)[]): Markup {
  const number = sectionNames.indexOf(name) + 1
  return html`<section id="${name}" aria-labelledby="${name}-title">
<h2 id="${name}-title">${number}. ${page.text(`${name}.title`)}</h2>
<p class="lead">${page.text(`${name}.lead`)}</p>
${body}
</section>`
}

/** A name out of the data: isolated, so that its direction does not turn the sentence round it. */
export function name(text: string): Markup {
  return idLike.test(text) ? html`<bdi class="id">${text}</bdi>` : html`<bdi>${text}</bdi>`
}

/** Short, in one piece, with hyphens at which a browser would break it. */
const idLike = /^(?=.*[-–])[\p{L}\p{N}._–-]{1,24}$/u

/** The name of an office; a log of one office may name none. */
export function officeName(page: Page, office: string): string {
  return office === '' ? page.text('unnamedOffice') : office
}

/** What a report is about: its office, or where the log names none the file that it was made from. */
export function sourceName(page: Page): string {
  const { offices, method } = page.checkUp
  if (offices.length > 1) return page.text('officeCount', { count: offices.length })
  const office = offices[0]?.name ?? ''
  return office === '' && method.inputs.length > 0 ? fileName(method.inputs[0]!.name) : officeName(page, office)
}

function fileName(path: string): string {
  return path.split(/[\\/]/).at(-1) ?? path
}

export function itemName(page: Page, item: string): string {
  return item === '' ? page.text('unnamedItem') : item
}

/**
 * A sentence with pieces of markup in it: placeholders written `[[name]]` in the locale text are replaced.
 *
 * @param sentence a translated text
 * @param pieces markup by placeholder
 */
export function compose(sentence: string, pieces: Readonly<Record<string, Markup | string | number>>): Markup {
  const parts = sentence.split(/\[\[(\w+)\]\]/)
  return html`${parts.map((part, index) => (index % 2 === 0 ? part : (pieces[part] ?? '')))}`
}

/** The same drawing for wide and narrow pages; the style sheet shows one of them. */
export function responsive(draw: (width: number) => Markup): Markup {
  return html`<div class="wide">${draw(860)}</div><div class="narrow">${draw(340)}</div>`
}

/** Something wide that scrolls within itself, reachable by keyboard; a group and no region, since a page has few landmarks. */
export function scrollable(label: string, body: Markup, tall = false): Markup {
  return html`<div class="scroll${tall && ' tall framed'}" role="group" tabindex="0" aria-label="${label}">${body}</div>`
}

export interface Column<Row> {
  readonly head: string
  readonly cell: (row: Row) => Markup | string
  /** What the column is sorted by; makes it a column of numbers. */
  readonly value?: (row: Row) => number | null
}

/** A table whose first column heads the rows; the script makes its columns sortable. */
export function table<Row>(caption: string, columns: readonly Column<Row>[], rows: readonly Row[]): Markup {
  const [first, ...others] = columns
  const body = html`<table data-sortable${columns.length < 3 && html` class="compact"`}><caption>${caption}</caption><thead><tr>${columns.map((column) => html`<th scope="col"${column.value && html` class="num"`}>${column.head}</th>`)}</tr></thead>
<tbody>${rows.map((row) => html`<tr><th scope="row">${first!.cell(row)}</th>${others.map((column) => dataCell(column, row))}</tr>\n`)}</tbody></table>`
  return scrollable(caption, body)
}

function dataCell<Row>(column: Column<Row>, row: Row): Markup {
  if (!column.value) return html`<td>${column.cell(row)}</td>`
  return html`<td class="num" data-value="${column.value(row) ?? ''}">${column.cell(row)}</td>`
}

/** A share as a short bar behind its number; the number says it all. */
export function shareBar(share: number): Markup {
  const width = Math.round(Math.min(1, Math.max(0, share)) * 560) / 10
  return html`<svg class="mini" viewBox="0 0 56 8" width="56" height="8" aria-hidden="true"><rect class="track" width="56" height="8" rx="2"/><rect class="bar" width="${width}" height="8" rx="2"/></svg>`
}

export function note(text: Markup | string): Markup {
  return html`<p class="note">${text}</p>`
}
