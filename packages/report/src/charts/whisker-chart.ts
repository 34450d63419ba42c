import { html, type Markup } from '../html/markup.ts'
import { fitText, linear, niceTicks, round } from './scale.ts'

export interface Whisker {
  readonly value: number
  readonly low: number
  readonly high: number
}

export interface WhiskerRow {
  readonly name: string
  readonly label: string
  /** Filled dot: what the office needed. */
  readonly own?: Whisker
  /** Hollow dot: what its peers would have needed for the same cases. */
  readonly peers?: Whisker
  /** Said instead of dots where there is nothing to compare. */
  readonly instead?: string
}

export interface WhiskerChart {
  readonly title: string
  readonly rows: readonly WhiskerRow[]
  readonly xLabel: string
  readonly formatX: (value: number) => string
  readonly width: number
}

const rowHeight = 46

/** One row per office: a dot at the estimate and a line over its 95% interval. */
export function whiskerChart(data: WhiskerChart): Markup {
  const { rows, width } = data
  const narrow = width < 500
  const left = narrow ? 12 : 190
  const rowPitch = narrow ? rowHeight + 18 : rowHeight
  const bottom = 8 + rows.length * rowPitch
  const all = rows.flatMap((row) => [row.own, row.peers]).filter((whisker) => whisker !== undefined)
  const high = Math.max(0, ...all.map((whisker) => whisker.high))
  const x = linear([0, high || 1], [left, width - 20])
  return html`<svg class="chart" viewBox="0 0 ${width} ${bottom + 44}" width="${width}" height="${bottom + 44}" role="img" aria-label="${data.title}">
${niceTicks(0, high || 1, narrow ? 4 : 7).map((tick) => html`<line class="grid" x1="${x(tick)}" x2="${x(tick)}" y1="4" y2="${bottom}"/><text class="tick" x="${x(tick)}" y="${bottom + 16}" text-anchor="middle">${data.formatX(tick)}</text>`)}
<text class="axis" x="${width - 20}" y="${bottom + 36}" text-anchor="end">${data.xLabel}</text>
${rows.map((row, index) => whiskerRow(row, { top: 8 + index * rowPitch, x, narrow, left }))}
</svg>`
}

function whiskerRow(
  row: WhiskerRow,
  place: {
    readonly top: number
    readonly x: (value: number) => number
    readonly narrow: boolean
    readonly left: number
  },
): Markup {
  const { top, x, narrow, left } = place
  const middle = top + (narrow ? 38 : rowHeight / 2)
  const name = narrow
    ? html`<text class="name" x="0" y="${top + 14}">${fitText(row.name, 320)}</text>`
    : html`<text class="name" x="${left - 14}" y="${middle + 4}" text-anchor="end">${fitText(row.name, left - 20)}</text>`
  const instead = row.instead && html`<text class="tick" x="${left + 4}" y="${middle + 4}">${row.instead}</text>`
  return html`<g><title>${row.label}</title>${name}${instead}${row.peers && whisker(row.peers, { x, y: middle + 8, kind: 'peers' })}${row.own && whisker(row.own, { x, y: middle - 6, kind: 'own' })}</g>`
}

function whisker(
  estimate: Whisker,
  place: { readonly x: (value: number) => number; readonly y: number; readonly kind: 'own' | 'peers' },
): Markup {
  const { x, y, kind } = place
  const cap = (value: number): Markup => html`<line x1="${x(value)}" x2="${x(value)}" y1="${y - 4}" y2="${y + 4}"/>`
  return html`<g class="whisker ${kind}"><line x1="${x(estimate.low)}" x2="${x(estimate.high)}" y1="${y}" y2="${y}"/>${cap(estimate.low)}${cap(estimate.high)}<circle cx="${x(estimate.value)}" cy="${y}" r="${round(kind === 'peers' ? 4 : 5.5)}"/></g>`
}
