import { histogramChart } from '../charts/histogram.ts'
import { monthChart } from '../charts/month-chart.ts'
import type { Distribution, LimitFigures, Timeliness } from '../model/check-up.ts'
import type { Rate } from '../model/measures.ts'
import { endWord } from './end-words.ts'
import { html, type Markup } from './markup.ts'
import { type Column, itemName, name, note, type Page, responsive, section, shareBar, table } from './page.ts'
import { slack } from './slack-chart.ts'

const dayMs = 86_400_000
const hourMs = 3_600_000
/** Groups below this are listed, and marked as too small to judge. */
const smallGroup = 30

/** Lived, official and allowed time. */
export function timelinessSection(page: Page): Markup {
  const { timeliness, method } = page.checkUp
  const { text } = page
  return section(page, 'timeliness', [
    !timeliness.endsKnown && html`<div class="callout caution"><p>${text('timeliness.endUnknown')}</p></div>`,
    html`<h3>${text('timeliness.livedTitle')}</h3>`,
    distribution(page, timeliness.lived, { key: 'lived', dayMs, write: page.format.duration }),
    html`<h3>${text('timeliness.officialTitle')}</h3>`,
    distribution(page, timeliness.official, {
      key: 'official',
      dayMs: method.calendar.workingDayMs,
      write: page.format.working,
    }),
    note(text('timeliness.stopped', { cases: timeliness.stoppedCases })),
    limits(page, timeliness),
    months(page, timeliness),
    items(page, timeliness),
  ])
}

function distribution(
  page: Page,
  found: Distribution | null,
  how: { readonly key: 'lived' | 'official'; readonly dayMs: number; readonly write: (ms: number) => string },
): Markup {
  const { text, format } = page
  if (!found) return html`<p>${text('timeliness.noClosed')}</p>`
  const values = {
    cases: found.cases,
    median: how.write(found.medianMs),
    p90: how.write(found.p90Ms),
    max: how.write(found.maxMs),
  }
  const last = found.bins.at(-1)!
  const width = (found.bins[0]!.toMs ?? hourMs) - found.bins[0]!.fromMs
  const unit =
    width * 20 < 2 * how.dayMs
      ? { ms: hourMs, key: 'hours' }
      : { ms: how.dayMs, key: how.key === 'lived' ? 'days' : 'workingDays' }
  const end = last.toMs ?? last.fromMs + width
  const at = (ms: number): number => Math.min(ms, end) / unit.ms
  return html`<p>${text(endWord(page, `${how.key}Sentence`), values)}</p>${responsive((chartWidth) =>
    histogramChart({
      title: text(endWord(page, `${how.key}Chart`), values),
      bars: found.bins.map((bin) => ({
        from: bin.fromMs / unit.ms,
        to: (bin.toMs ?? bin.fromMs + width) / unit.ms,
        value: bin.cases,
        label: text(bin.toMs === null ? 'timeliness.binBeyond' : 'timeliness.bin', {
          from: how.write(bin.fromMs),
          to: how.write(bin.toMs ?? 0),
          cases: bin.cases,
        }),
      })),
      markers: [
        { at: at(found.medianMs), label: text('timeliness.medianAt', { value: how.write(found.medianMs) }) },
        { at: at(found.p90Ms), label: text('timeliness.p90At', { value: how.write(found.p90Ms) }) },
      ],
      xLabel: text(`timeliness.axis.${unit.key}`),
      formatX: (value) => format.number(value),
      yLabel: text('timeliness.axis.cases'),
      formatY: format.count,
      ...(last.toMs === null && { beyond: text('timeliness.beyond', { from: format.number(last.fromMs / unit.ms) }) }),
      width: chartWidth,
    }),
  )}`
}

function limits(page: Page, timeliness: Timeliness): Markup {
  const { text, format } = page
  const known = [timeliness.statutory, timeliness.promised].filter((limit) => limit !== null)
  if (known.length === 0)
    return html`<h3>${text('timeliness.limitsTitle')}</h3><div class="callout caution"><p>${text('timeliness.noLimits')}</p><pre><code>${text('timeliness.noLimitsExample')}</code></pre></div>`
  const compression =
    timeliness.compression &&
    html`<p>${text('timeliness.compression', { cases: timeliness.compression.cases, share: format.share(timeliness.compression.share) })}</p>`
  return html`<h3>${text('timeliness.limitsTitle')}</h3>${table(text('timeliness.limitsCaption'), limitColumns(page), known)}${either(page, timeliness)}${note(text('timeliness.overdueFormula'))}${compression}${known.map((limit) => slack(page, limit, limit.kind === timeliness.limitUsed))}`
}

function limitColumns(page: Page): readonly Column<LimitFigures>[] {
  const { text, format } = page
  const counted = (key: string, value: (row: LimitFigures) => number): Column<LimitFigures> => ({
    head: text(endWord(page, `columns.${key}`)),
    cell: (row) => format.count(value(row)),
    value,
  })
  const rated = (key: string, rate: (row: LimitFigures) => Rate): Column<LimitFigures> => ({
    head: text(endWord(page, `columns.${key}`)),
    cell: (row) => rateText(format, rate(row)),
    value: (row) => rate(row).share,
  })
  return [
    { head: text('timeliness.columns.limit'), cell: (row) => text(`limit.${row.kind}`) },
    counted('casesWithLimit', (row) => row.casesWithLimit),
    counted('overdueClosed', (row) => row.overdueClosed),
    counted('overdueOpen', (row) => row.overdueOpen),
    rated('overdue', (row) => row.overdue),
    rated('early', (row) => row.early),
    {
      head: text('timeliness.columns.lateBy'),
      cell: (row) => (row.lateMedianMs === null ? text('none') : format.working(row.lateMedianMs)),
      value: (row) => row.lateMedianMs,
    },
  ]
}

function rateText(format: Page['format'], rate: Rate): string {
  if (rate.share === null) return '—'
  return `${format.share(rate.share)} (${format.count(rate.numerator)} / ${format.count(rate.denominator)})`
}

/** The cases of the overdue check are those of either limit: without this sentence its number would fit neither row. */
function either({ text }: Page, { overdueEither: found }: Timeliness): Markup | null {
  return (
    found && html`<p>${text('timeliness.overdueEither', { ...found, onlyPromised: found.cases - found.statutory })}</p>`
  )
}

function months(page: Page, { byMonth, limitUsed }: Timeliness): Markup | false {
  const { text, format } = page
  if (byMonth.length < 2) return false
  const late = (month: Timeliness['byMonth'][number]): number => month.overdue?.numerator ?? 0
  const label = (month: Timeliness['byMonth'][number]): string =>
    text(endWord(page, limitUsed ? 'month' : 'monthNoLimit'), {
      month: month.name,
      closed: month.closed,
      late: late(month),
    })
  const columns: readonly Column<Timeliness['byMonth'][number]>[] = [
    { head: text('timeliness.columns.month'), cell: (row) => row.name },
    ...groupColumns(page, limitUsed, 'lateClosed'),
  ]
  return html`<h3>${text('timeliness.monthsTitle')}</h3>${responsive((width) =>
    monthChart({
      title: text(endWord(page, 'monthsChart')),
      months: byMonth.map((month) => ({
        month: month.name,
        closed: month.closed,
        late: late(month),
        label: label(month),
      })),
      yLabel: text('timeliness.axis.cases'),
      formatY: format.count,
      width,
    }),
  )}${limitUsed && note(text(endWord(page, 'monthsNote'), { limit: text(`limit.${limitUsed}`) }))}<details class="more alternative"><summary>${text('asTable')}</summary>${table(text('timeliness.monthsTitle'), columns, byMonth)}</details>`
}

function items(page: Page, { byItem, items: total, limitUsed }: Timeliness): Markup | false {
  const { text } = page
  if (total < 2) return false
  const columns: readonly Column<Timeliness['byItem'][number]>[] = [
    { head: text('timeliness.columns.item'), cell: (row) => name(itemName(page, row.name)) },
    {
      head: text('timeliness.columns.cases'),
      cell: (row) => page.format.count(row.cases),
      value: (row) => row.cases,
    },
    ...groupColumns(page, limitUsed, 'overdue'),
  ]
  return html`<h3>${text('timeliness.itemsTitle')}</h3>${table(text('timeliness.itemsCaption', { shown: byItem.length, all: total }), columns, byItem)}${limitUsed && note(text('timeliness.itemsLimit', { limit: text(`limit.${limitUsed}`) }))}${note(text('timeliness.smallGroups', { cases: smallGroup }))}`
}

function groupColumns(
  page: Page,
  limitUsed: Timeliness['limitUsed'],
  overdueKey: 'overdue' | 'lateClosed',
): readonly Column<Timeliness['byItem'][number]>[] {
  const { text, format } = page
  const duration = (ms: number | null): string => (ms === null ? '—' : format.duration(ms))
  const columns: Column<Timeliness['byItem'][number]>[] = [
    {
      head: text(endWord(page, 'columns.closed')),
      cell: (row) => format.count(row.closed),
      value: (row) => row.closed,
    },
    {
      head: text('timeliness.columns.median'),
      cell: (row) => duration(row.livedMedianMs),
      value: (row) => row.livedMedianMs,
    },
    { head: text('timeliness.columns.p90'), cell: (row) => duration(row.livedP90Ms), value: (row) => row.livedP90Ms },
  ]
  if (limitUsed)
    columns.push({
      head: text(`timeliness.columns.${overdueKey}`),
      cell: (row) => overdueCell(format, row.overdue),
      value: (row) => row.overdue?.share ?? null,
    })
  return columns
}

function overdueCell(format: Page['format'], rate: Rate | null): Markup | string {
  if (!rate || rate.share === null) return '—'
  const few = rate.denominator < smallGroup
  return html`<span${few && html` class="few"`}>${rateText(format, rate)}${few && ' *'}</span>${shareBar(rate.share)}`
}
