import { firstShown, selectPaths } from '../charts/map-selection.ts'
import { processMap } from '../charts/process-map.ts'
import type { Flow, MapEdge } from '../model/flow-model.ts'
import { calendarCharts } from './calendar-charts.ts'
import { html, type Markup } from './markup.ts'
import { type Column, name, note, type Page, scrollable, section, shareBar, table } from './page.ts'

const waitsListed = 15
const edgesInTable = 120

/** Where the time goes. */
export function flowSection(page: Page): Markup {
  const { flow } = page.checkUp
  if (flow.nodes.length === 0) return section(page, 'flow', [html`<p>${page.text('summary.empty')}</p>`])
  return section(page, 'flow', [
    coverage(page, flow),
    waits(page, flow),
    map(page, flow),
    variantList(page, flow),
    ...calendarCharts(page),
  ])
}

/** Time that passes before the first or after the last event cannot be put down to any step, and that has to be said. */
function coverage({ text, format }: Page, { coverage: share }: Flow): Markup | false {
  if (share === null || share > 0.9) return false
  return html`<div class="callout caution"><p>${text('flow.coverage', { share: format.share(share) })}</p></div>`
}

function waits(page: Page, flow: Flow): Markup | false {
  const { text } = page
  const heaviest = [...flow.edges].sort((a, b) => b.totalMs - a.totalMs).slice(0, waitsListed)
  if (heaviest.length === 0 || flow.totalMs <= 0) return false
  return html`<h3>${text('flow.waitsTitle')}</h3>${table(text('flow.waitsCaption', { shown: heaviest.length, all: flow.edgesTotal }), edgeColumns(page, flow), heaviest)}${note(text('flow.waitsNote'))}`
}

function edgeColumns({ text, format }: Page, flow: Flow): readonly Column<MapEdge>[] {
  const share = (edge: MapEdge): number => (flow.totalMs > 0 ? edge.totalMs / flow.totalMs : 0)
  const working = (ms: number | null): string => (ms === null ? '—' : format.working(ms))
  return [
    {
      head: text('flow.columns.step'),
      cell: (edge) => html`${name(flow.nodes[edge.from]!.activity)} → ${name(flow.nodes[edge.to]!.activity)}`,
    },
    { head: text('flow.columns.count'), cell: (edge) => format.count(edge.count), value: (edge) => edge.count },
    {
      head: text('flow.columns.median'),
      cell: (edge) => format.duration(edge.medianMs),
      value: (edge) => edge.medianMs,
    },
    { head: text('flow.columns.p90'), cell: (edge) => format.duration(edge.p90Ms), value: (edge) => edge.p90Ms },
    {
      head: text('flow.columns.workingMedian'),
      cell: (edge) => working(edge.workingMedianMs),
      value: (edge) => edge.workingMedianMs,
    },
    {
      head: text('flow.columns.share'),
      cell: (edge) => html`${format.share(share(edge))}${shareBar(share(edge))}`,
      value: share,
    },
  ]
}

/** One drawing per position of the slider, each laid out for itself; without the script the first one chosen stays. */
function map(page: Page, flow: Flow): Markup {
  const { text, format } = page
  const drawings = selectPaths(flow)
  const first = firstShown(drawings)
  const said = drawings.map((selection) =>
    text('flow.map.said', {
      links: selection.links.length,
      nodes: selection.nodes.length,
      allNodes: flow.nodesTotal,
      share: format.share(selection.share),
    }),
  )
  return html`<h3 id="map-title">${text('flow.map.title')}</h3><p>${text('flow.map.how')}</p>
<div class="map-panel" data-measure="frequency">
<div class="controls" data-needs-script hidden>
<fieldset><legend>${text('flow.map.measure')}</legend>
<label><input type="radio" name="map-measure" value="frequency" checked> ${text('flow.map.frequency')}</label>
<label><input type="radio" name="map-measure" value="duration"> ${text('flow.map.duration')}</label></fieldset>
<label>${text('flow.map.level')} <input type="range" min="0" max="${drawings.length - 1}" step="1" value="${first}" aria-describedby="map-said"></label>
<output id="map-said">${said[first]}</output>
</div>
${drawings.map(
  (selection, level) =>
    html`<div data-level="${level}" data-said="${said[level]}"${level !== first && html` hidden`}>${scrollable(
      text('flow.map.region'),
      processMap({
        id: String(level),
        title: text('flow.map.label', { said: said[level]! }),
        flow,
        selection,
        startLabel: text('flow.map.start'),
        endLabel: text('flow.map.end'),
        formatCount: format.count,
        formatDuration: format.duration,
      }),
      true,
    )}<p class="note scroll-hint">${text('flow.map.scroll')}</p></div>`,
)}
</div>
<details class="more alternative"><summary>${text('asTable')}</summary>${table(
    text('flow.map.tableCaption', { shown: Math.min(edgesInTable, flow.edges.length), all: flow.edgesTotal }),
    edgeColumns(page, flow),
    flow.edges.slice(0, edgesInTable),
  )}</details>`
}

function variantList(page: Page, flow: Flow): Markup {
  const { text, format } = page
  const columns: readonly Column<Flow['variants'][number]>[] = [
    {
      head: text('flow.columns.variant'),
      cell: (row) =>
        html`${row.activities.map((activity, index) => html`${index > 0 && ' → '}${name(activity)}`)}${row.length > row.activities.length && ` → … (${row.length})`}`,
    },
    {
      head: text('flow.columns.cases'),
      cell: (row) => format.count(row.cases.numerator),
      value: (row) => row.cases.numerator,
    },
    {
      head: text('flow.columns.caseShare'),
      cell: (row) => format.share(row.cases.share ?? 0),
      value: (row) => row.cases.share,
    },
    {
      head: text('flow.columns.caseMedian'),
      cell: (row) => format.duration(row.medianMs),
      value: (row) => row.medianMs,
    },
  ]
  return html`<h3>${text('flow.variantsTitle')}</h3>${table(text('flow.variantsCaption', { shown: flow.variants.length, all: flow.variantsTotal }), columns, flow.variants)}`
}
