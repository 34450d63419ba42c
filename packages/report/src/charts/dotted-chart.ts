import { html, type Markup } from '../html/markup.ts'
import { linear } from './scale.ts'

export interface DottedChart {
  readonly title: string
  /** One row per case, quickest first: `[seconds since the first event of the case, kind]` per event; `kind` is 0 … 4. */
  readonly rows: readonly (readonly (readonly [number, number])[])[]
  /** Seconds; those beyond the last event are left out. */
  readonly ticks: readonly { readonly at: number; readonly label: string }[]
}

const width = 860
const side = 30
const bottomSpace = 28
const rowPitch = 5
const minute = 60

/** Shapes as well as colours tell the kinds apart; each is drawn around a point. The last stands for all other activities. */
const shapes = [
  'm-2 0h4m-2-2v4',
  'm-1.8-1.8l3.6 3.6m0-3.6l-3.6 3.6',
  'm-1.6-1.6h3.2v3.2h-3.2z',
  'm0-2v4',
  'm-.6 0h1.2',
] as const

/** How many activities the chart tells apart; more kinds than these are drawn alike. */
export const dottedKinds = shapes.length - 1

/**
 * Every event a mark: to the right the time since the case began, on a scale that shows minutes and months alike; one row per
 * case. Long gaps are waits.
 */
export function dottedChart(data: DottedChart): Markup {
  const last = data.rows.reduce((most, events) => events.reduce((far, [at]) => Math.max(far, at), most), 0)
  const bottom = data.rows.length * rowPitch + 10
  const place = linear([0, stretched(last) || 1], [side, width - side])
  const x = (seconds: number): number => place(stretched(seconds))
  const y = linear([0, data.rows.length], [6, bottom - 4])
  const paths = shapes.map(() => '')
  let spans = ''
  for (const [row, events] of data.rows.entries()) {
    spans += `M${x(0)} ${y(row + 0.5)}H${x(events.at(-1)?.[0] ?? 0)}`
    for (const [at, kind] of events)
      paths[Math.min(kind, dottedKinds)] += `M${x(at)} ${y(row + 0.5)}${shapes[Math.min(kind, dottedKinds)]}`
  }
  return html`<svg class="chart dotted" viewBox="0 0 ${width} ${bottom + bottomSpace}" width="${width}" height="${bottom + bottomSpace}" role="img" aria-label="${data.title}">
${data.ticks.filter(({ at }) => at <= last).map((tick) => html`<line class="grid" x1="${x(tick.at)}" x2="${x(tick.at)}" y1="0" y2="${bottom}"/><text class="tick" x="${x(tick.at)}" y="${bottom + 18}" text-anchor="middle">${tick.label}</text>`)}
<path class="span" d="${spans}"/>
${paths.map((path, kind) => path !== '' && html`<path class="kind${kind}" d="${path}"/>`)}
</svg>`
}

/** Logarithm of the minutes, straight near zero. */
function stretched(seconds: number): number {
  return Math.log1p(Math.max(0, seconds) / minute)
}

/** The mark of a kind, for the legend. */
export function dottedMark(kind: number): Markup {
  return html`<svg class="mark dotted" viewBox="0 0 12 12" width="12" height="12" aria-hidden="true"><path class="kind${kind}" d="M6 6${shapes[Math.min(kind, dottedKinds)]!}"/></svg>`
}
