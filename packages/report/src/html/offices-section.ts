import { whiskerChart } from '../charts/whisker-chart.ts'
import type { Estimate, OfficeComparison } from '../model/check-up.ts'
import { html, type Markup } from './markup.ts'
import { type Column, name, note, officeName, type Page, responsive, section, table } from './page.ts'

const dayMs = 86_400_000

type Row = OfficeComparison['offices'][number]

/** Offices that do the same work, side by side. */
export function officesSection(page: Page): Markup {
  const { comparison } = page.checkUp
  if (!comparison) return section(page, 'offices', [html`<p>${page.text('offices.single')}</p>`])
  return section(page, 'offices', [
    chart(page, comparison),
    figures(page, comparison),
    note(
      page.text('offices.note', {
        minimum: comparison.minimumCases,
        shown: comparison.offices.length,
        all: comparison.officesTotal,
      }),
    ),
  ])
}

function chart(page: Page, comparison: OfficeComparison): Markup {
  const { text, format } = page
  const inDays = (of: Estimate | null) => of && { value: of.value / dayMs, low: of.low / dayMs, high: of.high / dayMs }
  return html`${responsive((width) =>
    whiskerChart({
      title: text('offices.chart'),
      rows: comparison.offices.map((row) => {
        const [own, peers] = [inDays(row.median), inDays(row.expected)]
        return {
          name: officeName(page, row.office),
          label: `${officeName(page, row.office)}${text('colon')}${durationEstimate(page, row.median)}`,
          ...(own && { own }),
          ...(peers && { peers }),
          ...(row.status !== 'compared' && { instead: text(`offices.status.${row.status}`) }),
        }
      }),
      xLabel: text('timeliness.axis.days'),
      formatX: (value) => format.number(value),
      width,
    }),
  )}<p class="note">${text('offices.legend')}</p>`
}

function figures(page: Page, comparison: OfficeComparison): Markup {
  const { text, format } = page
  const columns: readonly Column<Row>[] = [
    { head: text('offices.columns.office'), cell: (row) => name(officeName(page, row.office)) },
    {
      head: text('offices.columns.length'),
      cell: (row) => (row.lengthMedianMs === null ? '—' : format.duration(row.lengthMedianMs)),
      value: (row) => row.lengthMedianMs,
    },
    {
      head: text('offices.columns.cases'),
      cell: (row) => text('offices.cases', { compared: row.comparedCases, cases: row.cases }),
      value: (row) => row.cases,
    },
    {
      head: text('offices.columns.observed'),
      cell: (row) => (row.observedMedianMs === null ? '—' : format.duration(row.observedMedianMs)),
      value: (row) => row.observedMedianMs,
    },
    {
      head: text('offices.columns.median'),
      cell: (row) => estimateCell(page, row.median),
      value: (row) => row.median?.value ?? null,
    },
    {
      head: text('offices.columns.expected'),
      cell: (row) => estimateCell(page, row.expected),
      value: (row) => row.expected?.value ?? null,
    },
    { head: text('offices.columns.verdict'), cell: (row) => verdict(page, row) },
  ]
  return table(text('offices.caption'), columns, comparison.offices)
}

function durationEstimate({ text, format }: Page, estimate: Estimate | null): string {
  if (!estimate) return '—'
  const { value, low, high } = estimate
  return text('offices.estimate', {
    value: format.duration(value),
    low: format.duration(low),
    high: format.duration(high),
  })
}

/** The interval on a line of its own, so that the table stays narrow. */
function estimateCell({ text, format }: Page, estimate: Estimate | null): Markup | string {
  if (!estimate) return '—'
  const interval = text('offices.interval', {
    low: format.duration(estimate.low),
    high: format.duration(estimate.high),
  })
  return html`${format.duration(estimate.value)}<br><span class="few">${interval}</span>`
}

function verdict({ text, format }: Page, row: Row): string {
  if (row.status !== 'compared') return text(`offices.status.${row.status}`)
  if (!row.ratio) return '—'
  const { value, low, high } = row.ratio
  const ratio = text('offices.estimate', {
    value: format.number(value, 2),
    low: format.number(low, 2),
    high: format.number(high, 2),
  })
  return text(row.differs ? (value > 1 ? 'offices.slower' : 'offices.faster') : 'offices.sameAsOthers', { ratio })
}
