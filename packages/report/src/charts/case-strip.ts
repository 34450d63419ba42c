import { html, type Markup } from '../html/markup.ts'
import { linear, round } from './scale.ts'

export interface CaseStrip {
  readonly title: string
  /** UTC milliseconds. */
  readonly events: readonly { readonly at: number; readonly proof: boolean; readonly label: string }[]
  readonly stops: readonly { readonly from: number; readonly to: number; readonly label: string }[]
  readonly dues: readonly { readonly at: number; readonly label: string }[]
}

const width = 800
const height = 44

/** One case on a line of time: a mark per event (tall for proof), clock stops shaded, limits as dashed lines. No text, so that it may shrink. */
export function caseStrip(data: CaseStrip): Markup {
  const times = [
    ...data.events.map((event) => event.at),
    ...data.stops.flatMap((stop) => [stop.from, stop.to]),
    ...data.dues.map((due) => due.at),
  ]
  const x = linear([Math.min(...times), Math.max(...times)], [10, width - 10])
  const events = data.events.map((event) => x(event.at))
  return html`<svg class="strip" viewBox="0 0 ${width} ${height}" preserveAspectRatio="none" role="img" aria-label="${data.title}">
<line class="axis-line" x1="${Math.min(...events)}" x2="${Math.max(...events)}" y1="22" y2="22"/>
${data.stops.map((stop) => html`<rect class="stop" x="${x(stop.from)}" y="8" width="${round(Math.max(1, x(stop.to) - x(stop.from)))}" height="28"><title>${stop.label}</title></rect>`)}
${data.events.map((event, index) => html`<line class="event${event.proof ? ' proof' : ''}" x1="${events[index]}" x2="${events[index]}" y1="${event.proof ? 6 : 14}" y2="${event.proof ? 38 : 30}"><title>${event.label}</title></line>`)}
${data.dues.map((due) => html`<line class="due" x1="${x(due.at)}" x2="${x(due.at)}" y1="0" y2="${height}"><title>${due.label}</title></line>`)}
</svg>`
}
