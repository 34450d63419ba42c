import { instantText } from '@zhengfeng/detectors'
import { caseStrip } from '../charts/case-strip.ts'
import type { FindingModel, Timeline } from '../model/finding-model.ts'
import { html, type Markup } from './markup.ts'
import { itemName, name, note, type Page, scrollable } from './page.ts'

interface Entry {
  /** UTC milliseconds. */
  readonly at: number
  readonly what: Markup
  readonly who?: Markup
  readonly kind: 'event' | 'clock'
  readonly proof?: boolean
  /** Line or record number in the source; the limits and clock stops have none. */
  readonly row?: number
}

/** One case in evidence: a strip of time, then every event with the pause before it, clock stops and limits in their places. */
export function timelineOf(page: Page, evidence: FindingModel['evidence'][number]): Markup {
  const timeline = page.checkUp.timelines[evidence.case]!
  const { text } = page
  const rows = new Set(evidence.rows)
  const entries = entriesOf(page, timeline, rows)
  const title = text('timeline.title', { case: timeline.caseId })
  const cut = timeline.eventsTotal > timeline.events.length
  return html`<div class="timeline"><h4>${text('timeline.heading')} <span data-case>${name(timeline.caseId)}</span>${timeline.item !== '' && html` · ${name(itemName(page, timeline.item))}`}</h4>${strip(page, timeline, rows)}
${scrollable(
  title,
  html`<table><thead><tr><th scope="col">${text('timeline.when')}</th><th scope="col">${text('timeline.what')}</th><th scope="col">${text('timeline.who')}</th><th scope="col" class="num">${text('timeline.after')}</th><th scope="col" class="num">${text('timeline.row')}</th></tr></thead><tbody>
${entries.map((entry, index) => entryRow(page, entry, pauseBefore(entries, index)))}</tbody></table>`,
)}${cut && note(text('timeline.cut', { shown: timeline.events.length, all: timeline.eventsTotal }))}</div>`
}

function entriesOf(page: Page, timeline: Timeline, rows: ReadonlySet<number>): readonly Entry[] {
  const { text } = page
  const entries: Entry[] = timeline.events.map((event) => ({
    at: Date.parse(event.time),
    what: name(event.activity),
    who: html`${event.resource !== null && name(event.resource)}${event.resource !== null && event.department !== null && ' · '}${event.department !== null && name(event.department)}`,
    kind: 'event',
    proof: rows.has(event.row),
    row: event.row,
  }))
  const clock = (iso: string | null, key: string): void => {
    if (iso !== null) entries.push({ at: Date.parse(iso), what: html`${text(`timeline.${key}`)}`, kind: 'clock' })
  }
  clock(timeline.clock.from, 'clockFrom')
  clock(timeline.clock.to, 'clockTo')
  clock(timeline.clock.statutoryDue, 'statutoryDue')
  clock(timeline.clock.promisedDue, 'promisedDue')
  for (const stop of timeline.stops) {
    clock(stop.from, `stop.${stop.kind}`)
    clock(stop.to, 'resumed')
  }
  return entries
    .map((entry, index) => ({ entry, index }))
    .sort((a, b) => a.entry.at - b.entry.at || a.index - b.index)
    .map(({ entry }) => entry)
}

function entryRow({ checkUp, format, text }: Page, entry: Entry, pauseMs: number | undefined): Markup {
  const kind = entry.kind === 'clock' ? 'clock' : entry.proof ? 'proof' : ''
  return html`<tr${kind !== '' && html` class="${kind}"`}><td>${instantText(entry.at, checkUp.timeZone)}</td><td>${entry.proof && html`<strong>${text('timeline.proof')}</strong> `}${entry.kind === 'clock' && '◷ '}${entry.what}</td><td>${entry.who}</td><td class="num">${pauseMs !== undefined && `+ ${format.duration(pauseMs)}`}</td><td class="num">${entry.row !== undefined && html`<span class="head">${text('timeline.row')} </span>${String(entry.row)}`}</td></tr>\n`
}

/** Since the event before; clock entries are not events and have no pause of their own. */
function pauseBefore(entries: readonly Entry[], index: number): number | undefined {
  const entry = entries[index]!
  if (entry.kind === 'clock') return undefined
  const before = entries.slice(0, index).findLast((each) => each.kind === 'event')
  return before && entry.at - before.at
}

function strip(page: Page, timeline: Timeline, rows: ReadonlySet<number>): Markup {
  const { format, text } = page
  const { clock, events } = timeline
  const last = Date.parse(events.at(-1)!.time)
  const due = (iso: string | null, key: string): { at: number; label: string }[] =>
    iso === null ? [] : [{ at: Date.parse(iso), label: `${text(`timeline.${key}`)} ${format.instant(iso)}` }]
  return caseStrip({
    title: text('timeline.strip', { case: timeline.caseId }),
    events: events.map((event) => ({
      at: Date.parse(event.time),
      proof: rows.has(event.row),
      label: `${format.instant(event.time)} ${event.activity}`,
    })),
    stops: timeline.stops.map((stop) => ({
      from: Date.parse(stop.from),
      to: stop.to === null ? Math.max(last, Date.parse(stop.from)) : Date.parse(stop.to),
      label: text(`timeline.stop.${stop.kind}`),
    })),
    dues: [...due(clock.statutoryDue, 'statutoryDue'), ...due(clock.promisedDue, 'promisedDue')],
  })
}
