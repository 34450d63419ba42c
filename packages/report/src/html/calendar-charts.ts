import { dottedChart, dottedMark } from '../charts/dotted-chart.ts'
import { spectrumChart } from '../charts/spectrum-chart.ts'
import type { Segment } from '../model/flow-model.ts'
import { html, type Markup } from './markup.ts'
import { name, note, type Page, scrollable } from './page.ts'

/** The log over the calendar: passages of the slowest steps, and every event of some cases. */
export function calendarCharts(page: Page): readonly (Markup | false)[] {
  return [spectrum(page), dotted(page)]
}

function spectrum(page: Page): Markup | false {
  const { text } = page
  const { segments } = page.checkUp.flow
  if (segments.length === 0) return false
  return html`<h3>${text('flow.spectrum.title')}</h3><p>${text('flow.spectrum.how')}</p>${segments.map((segment) => oneSegment(page, segment))}`
}

function oneSegment(page: Page, segment: Segment): Markup {
  const { text, format } = page
  const slowMs = segment.medianMs * 3
  const said = text('flow.spectrum.said', {
    shown: segment.lines.length,
    passages: segment.passages,
    median: format.duration(segment.medianMs),
    p90: format.duration(segment.p90Ms),
  })
  const chart = spectrumChart({
    title: `${segment.from} → ${segment.to}. ${said}`,
    from: segment.from,
    to: segment.to,
    lines: segment.lines,
    end: secondsBetween(segment.start, segment.end),
    slow: Math.min(slowMs, segment.p90Ms) / 1000,
    verySlow: segment.p90Ms / 1000,
    ticks: timeTicks(page, segment.start, segment.end),
  })
  return html`<h4>${name(segment.from)} → ${name(segment.to)}</h4>${note(said)}${scrollable(text('flow.spectrum.region', { from: segment.from, to: segment.to }), chart)}`
}

function dotted(page: Page): Markup | false {
  const { text } = page
  const found = page.checkUp.flow.dotted
  if (!found) return false
  const said = text(found.casesShown < found.cases ? 'flow.dotted.sampled' : 'flow.dotted.all', {
    shown: found.casesShown,
    cases: found.cases,
  })
  const chart = dottedChart({
    title: text('flow.dotted.label', { said }),
    rows: found.rows,
    end: secondsBetween(found.start, found.end),
    ticks: timeTicks(page, found.start, found.end),
  })
  const others = found.rows.some((row) => row.some(([, kind]) => kind >= found.activities.length))
  const legend = [
    ...found.activities.map((activity) => name(activity)),
    ...(others ? [html`${text('flow.dotted.others')}`] : []),
  ]
  return html`<h3>${text('flow.dotted.title')}</h3><p>${text('flow.dotted.how')}</p>${note(said)}<ul class="legend">${legend.map((label, kind) => html`<li>${dottedMark(kind)}${label}</li>`)}</ul>${scrollable(text('flow.dotted.title'), chart)}`
}

function secondsBetween(from: string, to: string): number {
  return (Date.parse(to) - Date.parse(from)) / 1000
}

const dayMs = 86_400_000

/** About six dates over the period, at the beginning of local months where it is long enough. */
function timeTicks({ format }: Page, from: string, to: string): { at: number; label: string }[] {
  const [start, end] = [Date.parse(from), Date.parse(to)]
  const days = (end - start) / dayMs
  const long = days > 70
  const count = 6
  return Array.from({ length: count }, (_, index) => {
    const at = start + ((index + 0.5) / count) * (end - start)
    const iso = new Date(at).toISOString()
    const label = long ? format.day(iso).slice(0, -3) : days > 3 ? format.day(iso) : format.instant(iso)
    return { at: (at - start) / 1000, label }
  }).filter((_, index) => days > 0 || index === 0)
}
