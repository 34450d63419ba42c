import { html, type Markup } from '../html/markup.ts'
import { linear, round } from './scale.ts'

export interface Spectrum {
  readonly title: string
  readonly from: string
  readonly to: string
  /** `[entered, left]` in any one unit, and the end of the period in that unit. */
  readonly lines: readonly (readonly [number, number])[]
  readonly end: number
  /** Passages that took longer are drawn apart, above the others. */
  readonly slow: number
  readonly ticks: readonly { readonly at: number; readonly label: string }[]
}

const width = 860
const height = 150
const left = 4
const right = 856
const top = 24
const bottom = 112

/**
 * Performance spectrum of one step to the next (Denisov, Fahland, van der Aalst 2018): every passage is a line from the time
 * it entered, above, to the time it left, below. Steep lines are quick, flat ones waited; crossing lines overtook.
 */
export function spectrumChart(data: Spectrum): Markup {
  const x = linear([0, data.end || 1], [left, right])
  const paths = ['', '']
  for (const [entered, leftAt] of data.lines) {
    paths[leftAt - entered > data.slow ? 1 : 0] += `M${x(entered)} ${top}L${x(leftAt)} ${bottom}`
  }
  return html`<svg class="chart spectrum" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${data.title}">
<line class="axis-line" x1="${left}" x2="${right}" y1="${top}" y2="${top}"/><line class="axis-line" x1="${left}" x2="${right}" y1="${bottom}" y2="${bottom}"/>
${paths.map((path, tone) => path !== '' && html`<path class="line${tone}" d="${path}"/>`)}
<text class="name" x="${left}" y="16">${data.from}</text><text class="name" x="${left}" y="${bottom + 16}">${data.to}</text>
${data.ticks.map((tick) => html`<line class="axis-line" x1="${x(tick.at)}" x2="${x(tick.at)}" y1="${bottom}" y2="${bottom + 4}"/><text class="tick" x="${x(tick.at)}" y="${round(bottom + 34)}" text-anchor="middle">${tick.label}</text>`)}
</svg>`
}
