import { detectors } from '@zhengfeng/detectors'
import type { DetectorResult } from '../model/finding-model.ts'
import { detectorName } from './detector-texts.ts'
import { html, type Markup } from './markup.ts'
import { name, type Page, scrollable, section, table } from './page.ts'

type Ran = Extract<DetectorResult, { status: 'ran' }>

const definitions = [
  'lived',
  'official',
  'overdue',
  'early',
  'compression',
  'median',
  'trend',
  'step',
  'handOver',
  'pingPong',
  'map',
  'compare',
  'suspicion',
] as const

/** How every figure comes about, and how to make it again. */
export function methodSection(page: Page): Markup {
  return section(page, 'method', [
    recompute(page),
    html`<h3>${page.text('method.definitionsTitle')}</h3><dl class="facts">${definitions.map((term) => html`<dt>${page.text(`method.terms.${term}`)}</dt><dd>${page.text(`method.definitions.${term}`)}</dd>`)}</dl>`,
    clocks(page),
    thresholds(page),
    profile(page),
  ])
}

function recompute(page: Page): Markup {
  const { text, checkUp } = page
  const { inputs, profile: used, command } = checkUp.method
  const rows = [...inputs, { name: text('method.profileFile', { name: used.name }), sha256: used.sha256 }]
  return html`<h3>${text('method.recomputeTitle')}</h3><p>${text('method.recompute', { version: checkUp.version })}</p><p>${text('method.saveProfile')} <a href="#profile">${text('method.profileTitle')}</a></p><pre><code>${command}</code></pre>${table(
    text('method.hashes'),
    [
      { head: text('method.file'), cell: (row) => name(row.name) },
      { head: 'SHA-256', cell: (row) => html`<code>${row.sha256}</code>` },
    ],
    rows,
  )}`
}

function clocks(page: Page): Markup {
  const { text, format } = page
  const { calendar, clock } = page.checkUp.method
  const list = (items: readonly string[]): string => items.join(text('listComma'))
  const fact = (key: string, value: string): Markup => html`<dt>${text(`method.clock.${key}`)}</dt><dd>${value}</dd>`
  return html`<h3>${text('method.clockTitle')}</h3><dl class="facts">${[
    fact('from', milestone(page, clock.from)),
    fact('to', milestone(page, clock.to)),
    fact(
      'stops',
      clock.stops.length > 0 ? list(clock.stops.map((kind) => text(`timeline.stop.${kind}`))) : text('none'),
    ),
    fact('zone', calendar.timeZone),
    fact('hours', list(calendar.hours.map(([opens, closes]) => `${opens}–${closes}`))),
    fact('workingDay', format.duration(calendar.workingDayMs)),
    fact(
      'weekend',
      calendar.weekend.length > 0 ? list(calendar.weekend.map((day) => text(`method.weekdays.${day}`))) : text('none'),
    ),
    fact('holidays', text(`method.holidays.${calendar.holidays}`)),
  ]}</dl>`
}

function milestone({ text, format }: Page, of: string): string {
  return format.has(`report.method.milestones.${of}`) ? text(`method.milestones.${of}`) : of
}

function thresholds(page: Page): Markup {
  const { text, checkUp } = page
  const ran = checkUp.findings.detectors.filter((each): each is Ran => each.status === 'ran')
  if (ran.length === 0) return html`<h3>${text('method.thresholdsTitle')}</h3><p>${text('method.noThresholds')}</p>`
  return html`<h3>${text('method.thresholdsTitle')}</h3><p>${text('method.thresholds')}</p>${ran.map((each) => {
    const parameters = Object.entries(each.parameters)
    return html`<h4 id="method-${each.detector}">${detectorName(page, each.detector)}</h4>${parameters.length > 0 ? html`<dl class="facts">${parameters.map((entry) => parameter(page, each.detector, entry))}</dl>` : html`<p>${text('method.noParameters')}</p>`}`
  })}`
}

function parameter(page: Page, detector: string, [key, value]: readonly [string, number]): Markup {
  const { format } = page
  const unit = detectors.find(({ name: each }) => each === detector)?.parameters[key]?.unit
  const isShare = unit === 'share' || unit === 'rate'
  const written = isShare || unit === undefined ? format.share(value) : page.text(`method.units.${unit}`, { value })
  return html`<dt>${format.t(`detectors.parameters.${detector}.${key}`)} <code>${key}</code></dt><dd>${written}</dd>`
}

function profile({ text, checkUp }: Page): Markup {
  return html`<h3 id="profile">${text('method.profileTitle')}</h3><p>${text('method.profile')}</p>${scrollable(text('method.profileTitle'), html`<pre><code>${checkUp.method.profile.text}</code></pre>`, true)}`
}
