import { type HistogramBar, histogramChart } from '../charts/histogram.ts'
import type { LimitFigures } from '../model/check-up.ts'
import { endWord } from './end-words.ts'
import { html, type Markup } from './markup.ts'
import { type Page, responsive } from './page.ts'

/** How long before or after the due instant cases ended; the chart of a limit that is not the first one is folded. */
export function slack(page: Page, limit: LimitFigures, first: boolean): Markup | false {
  const { text, format } = page
  if (limit.slack.length === 0) return false
  const title = text(endWord(page, 'slackTitle'), { limit: text(`limit.${limit.kind}`) })
  const early = -limit.slack[0]!.toDays!
  const late = limit.slack.at(-1)!.fromDays!
  const ends = { early: early === 0 ? 0 : early, late }
  const chart = html`<p class="note">${text(endWord(page, 'slackNote'))} ${text('timeliness.slackEnds', ends)}</p>${responsive(
    (width) =>
      histogramChart({
        title: text(endWord(page, 'slackChart'), {
          limit: text(`limit.${limit.kind}`),
          late: limit.overdueClosed,
          closed: limit.closed,
        }),
        bars: slackBars(page, limit.slack),
        markers: [{ at: 0, label: text('timeliness.due'), strong: true }],
        xLabel: text('timeliness.axis.slack'),
        formatX: (value) => (value > 0 ? `+${format.number(value)}` : format.number(value)),
        yLabel: text('timeliness.axis.cases'),
        formatY: format.count,
        beyond: text('timeliness.slackBeyond', { days: late }),
        width,
      }),
  )}`
  if (first) return html`<h4>${title}</h4>${chart}`
  return html`<details class="more"><summary>${title}</summary>${chart}</details>`
}

/** The first and the last bar have no end of their own; they are drawn as wide as the others, and say what they hold. */
function slackBars({ text, format }: Page, slack: LimitFigures['slack']): readonly HistogramBar[] {
  const second = slack[1]!
  const width = second.fromDays === null || second.toDays === null ? 1 : second.toDays - second.fromDays
  return slack.map(({ fromDays, toDays, cases }) => {
    const from = fromDays ?? toDays! - width
    const to = toDays ?? fromDays! + width
    const values = { from: format.number(from), to: format.number(to), cases }
    const ends = { days: fromDays === null ? Math.abs(toDays!) : from, cases }
    const label =
      fromDays === null
        ? text('timeliness.slackFirst', ends)
        : toDays === null
          ? text('timeliness.slackLast', ends)
          : text('timeliness.slackBin', values)
    return { from, to, value: cases, label, tone: from >= 0 ? 'bad' : 'plain' }
  })
}
