import type { Rate } from '../model/measures.ts'
import { html, type Markup } from './markup.ts'
import { compose, name, type Page, section, sourceName } from './page.ts'
import { cannotBeTrusted, officesThatDiffer, standsOut } from './summary-lists.ts'

interface KeyFigure {
  readonly title: string
  readonly value: string
  readonly bad?: boolean
  readonly sentence: Markup | string
  /** Its direction, or what has to be kept in mind. */
  readonly trend?: readonly string[]
  /** What the figure is of. */
  readonly base: string
  readonly href: string
}

/** What a deputy mayor reads in one minute. */
export function summarySection(page: Page): Markup {
  const figures = [waiting(page), overdue(page), open(page), slowestStep(page), passing(page), suspicions(page)]
  return section(page, 'summary', [
    opening(page),
    html`<ul class="figures">${figures.map((figure) => figure && keyFigure(page, figure))}</ul>`,
    officesThatDiffer(page),
    standsOut(page),
    cannotBeTrusted(page),
  ])
}

function opening(page: Page): Markup {
  const { counts, period } = page.checkUp
  const { format, text } = page
  if (!period) return html`<p>${text('summary.empty')}</p>`
  const values = { cases: counts.cases, events: counts.events, offices: counts.offices }
  const sentence = text(counts.offices > 1 ? 'summary.openingOffices' : 'summary.opening', values)
  return html`<p>${compose(sentence, {
    office: name(sourceName(page)),
    from: format.day(period.from),
    to: format.day(period.to),
  })}</p>`
}

function keyFigure(page: Page, figure: KeyFigure): Markup {
  return html`<li class="figure${figure.bad && ' bad'}"><h3>${figure.title}</h3><p class="value">${figure.value}</p><p>${figure.sentence}</p>${figure.trend?.map((line) => html`<p class="trend">${line}</p>`)}<p class="base">${figure.base} <a href="#${figure.href}" aria-label="${page.text('summary.moreAbout', { title: figure.title })}">${page.text('summary.more')}</a></p></li>\n`
}

function waiting(page: Page): KeyFigure {
  const { lived, closedCases, endsKnown, trend } = page.checkUp.timeliness
  const { format, text } = page
  const common = { title: text('summary.waiting.title'), href: 'timeliness' }
  if (!lived)
    return { ...common, value: '—', sentence: text('summary.waiting.none'), base: text('base.closed', { cases: 0 }) }
  return {
    ...common,
    value: format.duration(lived.medianMs),
    sentence: text(endsKnown ? 'summary.waiting.sentence' : 'summary.waiting.lastSeen', {
      median: format.duration(lived.medianMs),
      p90: format.duration(lived.p90Ms),
    }),
    trend: [
      trend
        ? text(`summary.trend.${trend.direction}`, {
            earlier: format.duration(trend.earlierMedianMs),
            later: format.duration(trend.laterMedianMs),
          })
        : text('summary.trend.unknown'),
    ],
    base: text(endsKnown ? 'base.closed' : 'base.cases', { cases: closedCases }),
  }
}

function overdue(page: Page): KeyFigure {
  const { timeliness } = page.checkUp
  const { text } = page
  const limit = timeliness.limitUsed && timeliness[timeliness.limitUsed]
  if (!limit)
    return {
      title: text('summary.overdue.title'),
      value: '—',
      sentence: text('summary.overdue.none'),
      base: text('base.noLimit'),
      href: 'timeliness',
    }
  return {
    title: text(`summary.overdue.${limit.kind}`),
    value: shareOf(page, limit.overdue),
    bad: limit.overdue.numerator > 0,
    sentence: text(timeliness.endsKnown ? 'summary.overdue.sentence' : 'summary.overdue.lastSeen', {
      closed: limit.overdueClosed,
      open: limit.overdueOpen,
    }),
    trend: overdueTrend(page),
    base: text('base.overdue', {
      numerator: limit.overdue.numerator,
      denominator: limit.overdue.denominator,
    }),
    href: 'timeliness',
  }
}

function overdueTrend({ checkUp, format, text }: Page): readonly string[] {
  const { overdueTrend: trend, limitUsed, promised } = checkUp.timeliness
  const direction = trend
    ? text(`summary.overdue.trend.${trend.direction}`, {
        earlier: format.share(trend.earlier.share ?? 0),
        later: format.share(trend.later.share ?? 0),
      })
    : text('summary.trend.unknown')
  if (limitUsed !== 'statutory' || promised?.overdue.share == null) return [direction]
  const { share, numerator, denominator } = promised.overdue
  return [text('summary.overdue.promisedToo', { share: format.share(share), numerator, denominator }), direction]
}

function open(page: Page): KeyFigure {
  const { counts, timeliness } = page.checkUp
  const { format, text } = page
  if (!timeliness.endsKnown)
    return {
      title: text('summary.open.title'),
      value: '—',
      sentence: text('summary.open.endUnknown'),
      base: text('base.cases', { cases: counts.cases }),
      href: 'timeliness',
    }
  return {
    title: text('summary.open.title'),
    value: format.count(timeliness.openCases),
    sentence:
      timeliness.oldestOpenMs === null
        ? text('summary.open.none')
        : text('summary.open.sentence', {
            share: format.share(timeliness.openCases / Math.max(1, counts.cases)),
            oldest: format.duration(timeliness.oldestOpenMs),
          }),
    base: text('base.cases', { cases: counts.cases }),
    href: 'timeliness',
  }
}

function slowestStep(page: Page): KeyFigure | undefined {
  const { flow } = page.checkUp
  const { format, text } = page
  const heaviest = flow.edges.reduce<(typeof flow.edges)[number] | undefined>(
    (most, edge) => (most && most.totalMs >= edge.totalMs ? most : edge),
    undefined,
  )
  if (!heaviest || flow.totalMs <= 0) return undefined
  // What the events do not cover may hold a far longer step, so none can be called the longest.
  if (flow.coverage !== null && flow.coverage < 0.5) return undefined
  const sentence = text('summary.step.sentence', {
    share: format.share(heaviest.totalMs / flow.totalMs),
    median: format.duration(heaviest.medianMs),
    p90: format.duration(heaviest.p90Ms),
  })
  return {
    title: text('summary.step.title'),
    value: format.share(heaviest.totalMs / flow.totalMs),
    sentence: compose(sentence, {
      from: name(flow.nodes[heaviest.from]!.activity),
      to: name(flow.nodes[heaviest.to]!.activity),
    }),
    ...(flow.coverage !== null &&
      flow.coverage < 0.9 && {
        trend: [text('summary.step.coverage', { share: format.share(flow.coverage) })],
      }),
    base: text('base.transitions', { count: heaviest.count, all: flow.transitions }),
    href: 'flow',
  }
}

function passing(page: Page): KeyFigure | undefined {
  const { departments, people } = page.checkUp.handOvers
  const { format, text } = page
  const kind = departments && departments.matrix.parties > 1 ? 'departments' : 'people'
  const between = kind === 'departments' ? departments : people
  if (!between) return undefined
  return {
    title: text(`summary.passing.${kind}`),
    value: format.number(between.perCase, 2),
    sentence: text('summary.passing.sentence', {
      handedOver: shareOf(page, between.handedOver),
    }),
    base: text('base.handOvers', { cases: between.cases }),
    href: 'handovers',
  }
}

function suspicions(page: Page): KeyFigure {
  const { counts, findings } = page.checkUp
  const { format, text } = page
  const ran = findings.detectors.filter((each) => each.status === 'ran').length
  return {
    title: text('summary.findings.title'),
    value: format.count(findings.total),
    sentence: text(findings.total > 0 ? 'summary.findings.sentence' : 'summary.findings.none', {
      cases: findings.cases,
      share: format.share(findings.cases / Math.max(1, counts.cases)),
    }),
    trend: overdueByLimit(page),
    base: text('base.detectors', { ran, all: findings.detectors.length }),
    href: 'findings',
  }
}

/** A breach of law and a promise that was not kept weigh differently, so their suspicions are never one number alone. */
function overdueByLimit({ checkUp, text }: Page): readonly string[] {
  const found = checkUp.findings.detectors.find((each) => each.detector === 'overdue')
  if (found?.status !== 'ran' || found.findings.length === 0) return []
  const statutory = found.findings.filter(({ explanation }) => explanation.key.includes('.statutory')).length
  return [text('summary.findings.overdue', { statutory, promised: found.findings.length - statutory })]
}

function shareOf({ format, text }: Page, rate: Rate): string {
  return rate.share === null ? text('none') : format.share(rate.share)
}
