import { html, type Markup } from '../html/markup.ts'
import { linear, niceTicks, round } from './scale.ts'

export interface Month {
  readonly month: string
  readonly closed: number
  /** Of the closed, how many late; drawn hatched at the foot of the bar. */
  readonly late: number
  readonly label: string
}

export interface MonthChart {
  readonly title: string
  readonly months: readonly Month[]
  readonly yLabel: string
  readonly formatY: (value: number) => string
  readonly width: number
}

const height = 190
const margin = { top: 26, right: 12, bottom: 30, left: 46 }

/** Closed cases by month, the late ones among them hatched. */
export function monthChart(data: MonthChart): Markup {
  const { months, width } = data
  const slot = (width - margin.left - margin.right) / Math.max(1, months.length)
  const most = Math.max(1, ...months.map((month) => month.closed))
  const y = linear([0, most], [height - margin.bottom, margin.top])
  const ticks = niceTicks(0, most, 4).filter(Number.isInteger)
  const every = Math.max(1, Math.ceil(52 / slot))
  return html`<svg class="chart" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${data.title}">
<text class="axis" x="0" y="11">${data.yLabel}</text>
${ticks.map((tick) => html`<line class="grid" x1="${margin.left}" x2="${width - margin.right}" y1="${y(tick)}" y2="${y(tick)}"/><text class="tick" x="${margin.left - 6}" y="${round(y(tick) + 4)}" text-anchor="end">${data.formatY(tick)}</text>`)}
${months.map((month, index) => bar(month, { left: margin.left + index * slot, slot, y }))}
<line class="axis-line" x1="${margin.left}" x2="${width - margin.right}" y1="${y(0)}" y2="${y(0)}"/>
${months.map((month, index) => index % every === 0 && html`<text class="tick" x="${round(margin.left + (index + 0.5) * slot)}" y="${height - 10}" text-anchor="middle">${month.month}</text>`)}
</svg>`
}

function bar(
  month: Month,
  place: { readonly left: number; readonly slot: number; readonly y: (value: number) => number },
): Markup {
  const { y, slot } = place
  const x = round(place.left + slot * 0.12)
  const width = round(slot * 0.76)
  const rect = (kind: string, from: number, to: number): Markup | false =>
    to > from && html`<rect class="${kind}" x="${x}" y="${y(to)}" width="${width}" height="${round(y(from) - y(to))}"/>`
  return html`<g><title>${month.label}</title>${rect('bar bad', 0, month.late)}${rect('bar', month.late, month.closed)}</g>`
}
