import { html, type Markup } from '../html/markup.ts'
import { linear } from './scale.ts'

export interface DottedChart {
  readonly title: string
  /** One row per case, in order of start: `[at, kind]` per event; `kind` is 0 … 7. */
  readonly rows: readonly (readonly (readonly [number, number])[])[]
  readonly end: number
  readonly ticks: readonly { readonly at: number; readonly label: string }[]
}

const width = 860
const bottomSpace = 28

/** Shapes as well as colours tell the kinds apart; each is drawn around a point. */
const shapes = [
  'm-2 0h4m-2-2v4',
  'm-2-2l4 4m0-4l-4 4',
  'm-2-2h4v4h-4z',
  'm0-2.5l2.5 4.5h-5z',
  'm0-2.8l2.8 2.8l-2.8 2.8l-2.8-2.8z',
  'm-2 0h4',
  'm0-2v4',
  'm-.6 0h1.2',
] as const

/** Every event a mark: time to the right, one row per case. Columns of marks are batches, long gaps are waits. */
export function dottedChart(data: DottedChart): Markup {
  const pitch = Math.max(1.6, Math.min(8, 420 / Math.max(1, data.rows.length)))
  const bottom = Math.ceil(data.rows.length * pitch + 10)
  const x = linear([0, data.end || 1], [6, width - 6])
  const y = linear([0, data.rows.length], [6, bottom - 4])
  const paths = shapes.map(() => '')
  for (const [row, events] of data.rows.entries())
    for (const [at, kind] of events) paths[kind] += `M${x(at)} ${y(row + 0.5)}${shapes[kind]}`
  return html`<svg class="chart dotted" viewBox="0 0 ${width} ${bottom + bottomSpace}" width="${width}" height="${bottom + bottomSpace}" role="img" aria-label="${data.title}">
${data.ticks.map((tick) => html`<line class="grid" x1="${x(tick.at)}" x2="${x(tick.at)}" y1="0" y2="${bottom}"/><text class="tick" x="${x(tick.at)}" y="${bottom + 18}" text-anchor="middle">${tick.label}</text>`)}
${paths.map((path, kind) => path !== '' && html`<path class="kind${kind}" d="${path}"/>`)}
</svg>`
}

/** The mark of a kind, for the legend. */
export function dottedMark(kind: number): Markup {
  return html`<svg class="mark dotted" viewBox="0 0 12 12" width="12" height="12" aria-hidden="true"><path class="kind${kind}" d="M6 6${shapes[kind]!}"/></svg>`
}
