import { instantOfLocal, localMs } from '@zhengfeng/worktime'
import { dottedChart, dottedKinds, dottedMark } from '../charts/dotted-chart.ts'
import { spectrumChart } from '../charts/spectrum-chart.ts'
import type { Dotted, Segment } from '../model/flow-model.ts'
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
    slow: segment.p90Ms / 1000,
    ticks: timeTicks(page, segment.start, segment.end),
  })
  return html`<h4>${name(segment.from)} → ${name(segment.to)}</h4>${note(said)}${scrollable(text('flow.spectrum.region', { from: segment.from, to: segment.to }), chart)}`
}

function dotted(page: Page): Markup | false {
  const { text } = page
  const found = page.checkUp.flow.dotted
  if (!found) return false
  const rows = bySpan(found)
  const said = text(rows.length < found.cases ? 'flow.dotted.sampled' : 'flow.dotted.all', {
    shown: rows.length,
    cases: found.cases,
  })
  const chart = dottedChart({
    title: text('flow.dotted.label', { said }),
    rows,
    ticks: spanTicks.map((seconds) => ({
      at: seconds,
      label: seconds === 0 ? '0' : page.format.duration(seconds * 1000),
    })),
  })
  const named = found.activities.slice(0, dottedKinds)
  const others = rows.some((row) => row.some(([, kind]) => kind >= named.length))
  const legend = [...named.map((activity) => name(activity)), ...(others ? [html`${text('flow.dotted.others')}`] : [])]
  return html`<h3>${text('flow.dotted.title')}</h3><p>${text('flow.dotted.how')}</p>${note(said)}<ul class="legend">${legend.map((label, kind) => html`<li>${dottedMark(kind)}${label}</li>`)}</ul>${scrollable(text('flow.dotted.title'), chart)}`
}

/** Rows that can still be told apart on a page. */
const dottedRows = 120
/** Nothing, a minute, ten, an hour, six, a day, a week, 30 days, 100 and 365 days, in seconds. */
const spanTicks = [0, 60, 600, 3600, 21_600, 86_400, 604_800, 2_592_000, 8_640_000, 31_536_000] as const

/** Cases as seconds since their first event, quickest first; every so many where they are too many. */
function bySpan({ rows }: Dotted): readonly (readonly (readonly [number, number])[])[] {
  const sorted = rows
    .filter((row) => row.length > 0)
    .map((row) => row.map(([at, kind]) => [at - row[0]![0], kind] as const))
    .sort((a, b) => a.at(-1)![0] - b.at(-1)![0])
  const shown = Math.min(dottedRows, sorted.length)
  return Array.from({ length: shown }, (_, index) => sorted[Math.floor(((index + 0.5) * sorted.length) / shown)]!)
}

function secondsBetween(from: string, to: string): number {
  return (Date.parse(to) - Date.parse(from)) / 1000
}

const dayMs = 86_400_000

/** Up to seven dates: the beginnings of local months where the period is long, else moments at even distances. */
function timeTicks(page: Page, from: string, to: string): readonly { at: number; label: string }[] {
  const [start, end] = [Date.parse(from), Date.parse(to)]
  const days = (end - start) / dayMs
  if (days > 70) return monthTicks(page.checkUp.timeZone, start, end)
  const count = days > 0 ? 6 : 1
  return Array.from({ length: count }, (_, index) => {
    const at = start + ((index + 0.5) / count) * (end - start)
    const iso = new Date(at).toISOString()
    return { at: (at - start) / 1000, label: days > 6 ? page.format.day(iso) : page.format.instant(iso) }
  })
}

function monthTicks(timeZone: string, start: number, end: number): readonly { at: number; label: string }[] {
  const first = monthOf(timeZone, start) + 1
  const last = monthOf(timeZone, end)
  const step = [1, 2, 3, 6, 12, 24, 60, 120, 600].find((each) => (last - first) / each < 7) ?? 1200
  const ticks: { at: number; label: string }[] = []
  for (let month = Math.ceil(first / step) * step; month <= last; month += step) {
    const local = Date.UTC(1900, month)
    ticks.push({
      at: (instantOfLocal(timeZone, local).instant - start) / 1000,
      label: new Date(local).toISOString().slice(0, -17),
    })
  }
  return ticks
}

/** Months since January 1900, local time. */
function monthOf(timeZone: string, at: number): number {
  const local = new Date(localMs(timeZone, at))
  return (local.getUTCFullYear() - 1900) * 12 + local.getUTCMonth()
}
