import type { DetectorResult } from '../model/finding-model.ts'
import { detectorName } from './detector-texts.ts'
import { html, type Markup } from './markup.ts'
import { compose, name, officeName, type Page } from './page.ts'
import { doubtText } from './quality-section.ts'

const officesNamed = 3

/** Offices that need more or less time than the others for the same work, the greatest differences first. */
export function officesThatDiffer(page: Page): Markup | false {
  const { format, text } = page
  const differing = (page.checkUp.comparison?.offices ?? []).filter(({ differs, ratio }) => differs && ratio)
  if (differing.length === 0) return false
  const distance = ({ ratio }: (typeof differing)[number]): number => Math.abs(Math.log(ratio!.value))
  const listed = [...differing].sort((a, b) => distance(b) - distance(a)).slice(0, officesNamed)
  return html`<h3>${text('summary.offices.title')}</h3><ul class="plain">${listed.map(({ office, ratio }) => {
    const times = (value: number): string => format.number(value, 2)
    const values = { ratio: times(ratio!.value), low: times(ratio!.low), high: times(ratio!.high) }
    return html`<li>${compose(text('summary.offices.differs', values), { office: name(officeName(page, office)) })}</li>`
  })}</ul><p class="note">${text('summary.offices.all', { differing: differing.length, all: page.checkUp.comparison!.officesTotal })} <a href="#offices">${text('summary.more')}</a></p>`
}

type Ran = Extract<DetectorResult, { status: 'ran' }>

/** The kinds of finding that concern most of what was judged. */
export function standsOut(page: Page): Markup {
  const { text, checkUp } = page
  const found = checkUp.findings.detectors
    .filter((each): each is Ran => each.status === 'ran' && each.findings.length > 0)
    .sort((a, b) => prominence(b) - prominence(a))
    .slice(0, 5)
  if (found.length === 0) return html`<h3>${text('summary.standsOut')}</h3><p>${text('summary.nothing')}</p>`
  return html`<h3>${text('summary.standsOut')}</h3><ul class="plain">${found.map(
    (each) =>
      html`<li><a href="#detector-${each.detector}">${detectorName(page, each.detector)}</a>${text('colon')}${text(`summary.found.${each.level}`, { findings: each.findings.length, cases: each.cases, judged: each.judged })}</li>`,
  )}</ul><p class="note">${text('summary.suspicion')}</p>`
}

/** Share of what was judged. Findings about people come first: they ask for the most careful look. */
function prominence({ level, cases, findings, judged }: Ran): number {
  return level === 'case' ? cases / Math.max(1, judged) : 1 + findings.length / Math.max(1, judged)
}

/** The doubts that weigh most. */
export function cannotBeTrusted(page: Page): Markup {
  const { text, checkUp } = page
  const weighty = checkUp.quality.doubts
    .filter((doubt) => doubt.weight === 'high' || doubt.weight === 'medium')
    .slice(0, 4)
  if (weighty.length === 0) return html`<h3>${text('summary.doubts')}</h3><p>${text('summary.noDoubts')}</p>`
  return html`<div class="callout caution"><h3>${text('summary.doubts')}</h3><ul>${weighty.map((doubt) => html`<li>${doubtText(page, doubt)}</li>`)}</ul><p><a href="#quality">${text('summary.allDoubts')}</a></p></div>`
}
