import { html, type Markup } from '../html/markup.ts'
import { linear, niceTicks, round, textWidth } from './scale.ts'

export interface HistogramBar {
  readonly from: number
  readonly to: number
  readonly value: number
  /** What a pointer or a screen reader is told of the bar. */
  readonly label: string
  /** `bad` bars are hatched as well as coloured. */
  readonly tone?: 'plain' | 'bad'
}

export interface Histogram {
  readonly title: string
  readonly bars: readonly HistogramBar[]
  /** Vertical lines with a label, such as the median or the limit. */
  readonly markers: readonly { readonly at: number; readonly label: string; readonly strong?: boolean }[]
  readonly xLabel: string
  readonly formatX: (value: number) => string
  readonly yLabel: string
  readonly formatY: (value: number) => string
  /** Said at the right end of the axis where the last bar stands for all beyond it. */
  readonly beyond?: string
  readonly width: number
}

const height = 250
const margin = { right: 12, bottom: 44, left: 46 }

/** How many cases took how long: a bar per class of duration, with lines at the values that matter. */
export function histogramChart(data: Histogram): Markup {
  const { bars, width } = data
  const lanes = markerLanes(data)
  const top = 24 + lanes.count * 17
  const x = linear([bars[0]?.from ?? 0, bars.at(-1)?.to ?? 1], [margin.left, width - margin.right])
  const most = Math.max(1, ...bars.map((bar) => bar.value))
  const yTicks = niceTicks(0, most, 4).filter(Number.isInteger)
  const y = linear([0, most], [height - margin.bottom, top])
  return html`<svg class="chart" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${data.title}">
${yTicks.map((tick) => html`<g><line class="grid" x1="${margin.left}" x2="${width - margin.right}" y1="${y(tick)}" y2="${y(tick)}"/><text class="tick" x="${margin.left - 6}" y="${round(y(tick) + 4)}" text-anchor="end">${data.formatY(tick)}</text></g>`)}
${bars.map((bar) => barMark(bar, x, y))}
${xTicks(data, x)}
<text class="axis" x="0" y="11">${data.yLabel}</text>
<text class="axis" x="${width - margin.right}" y="${height - 6}" text-anchor="end">${data.xLabel}</text>
${data.markers.map((marker, index) => markerLine(marker, { x: x(marker.at), lane: lanes.lanes[index]!, width }))}
</svg>`
}

function barMark(bar: HistogramBar, x: (value: number) => number, y: (value: number) => number): Markup | undefined {
  if (bar.value === 0) return undefined
  const left = x(bar.from)
  const barWidth = round(Math.max(1, x(bar.to) - left - 1))
  return html`<rect class="bar${bar.tone === 'bad' ? ' bad' : ''}" x="${left}" y="${y(bar.value)}" width="${barWidth}" height="${round(y(0) - y(bar.value))}"><title>${bar.label}</title></rect>`
}

function xTicks(data: Histogram, x: (value: number) => number): Markup[] {
  const { bars, width } = data
  const low = bars[0]?.from ?? 0
  const high = bars.at(-1)?.to ?? 1
  const baseline = height - margin.bottom
  const ticks = niceTicks(low, high, width < 500 ? 5 : 9)
  const closed =
    data.beyond === undefined ? ticks : ticks.filter((tick) => x(tick) < x(high) - textWidth(data.beyond!) - 14)
  const labels = closed.map(
    (tick) =>
      html`<line class="axis-line" x1="${x(tick)}" x2="${x(tick)}" y1="${baseline}" y2="${baseline + 4}"/><text class="tick" x="${x(tick)}" y="${baseline + 17}" text-anchor="middle">${data.formatX(tick)}</text>`,
  )
  const axis = html`<line class="axis-line" x1="${margin.left}" x2="${width - margin.right}" y1="${baseline}" y2="${baseline}"/>`
  const beyond =
    data.beyond !== undefined &&
    html`<text class="tick" x="${width - margin.right}" y="${baseline + 17}" text-anchor="end">${data.beyond}</text>`
  return [axis, ...labels, ...(beyond ? [beyond] : [])]
}

function markerLine(
  marker: Histogram['markers'][number],
  place: { readonly x: number; readonly lane: number; readonly width: number },
): Markup {
  const textY = 26 + place.lane * 17
  const toLeft = place.x + 6 + textWidth(marker.label) > place.width
  return html`<g class="marker${marker.strong ? ' strong' : ''}"><line x1="${place.x}" x2="${place.x}" y1="${textY - 9}" y2="${height - margin.bottom}"/><text x="${round(place.x + (toLeft ? -5 : 5))}" y="${textY}" text-anchor="${toLeft ? 'end' : 'start'}">${marker.label}</text></g>`
}

/** Labels of markers get a lane each, so that none is written over another. */
function markerLanes(data: Histogram): { readonly lanes: readonly number[]; readonly count: number } {
  const order = data.markers.map((_, index) => index).sort((a, b) => data.markers[b]!.at - data.markers[a]!.at)
  const lanes: number[] = []
  for (const [lane, index] of order.entries()) lanes[index] = lane
  return { lanes, count: data.markers.length }
}
