import type { DetectorResult, FindingModel } from '../model/finding-model.ts'
import { caveatText, detectorDescription, detectorName, explanationText, requirementText } from './detector-texts.ts'
import { html, type Markup } from './markup.ts'
import { name, note, officeName, type Page, section } from './page.ts'
import { intervalText, measureText, strengthText } from './strength-text.ts'
import { timelineOf } from './timeline-view.ts'

type Ran = Extract<DetectorResult, { status: 'ran' }>
type NotApplicable = Extract<DetectorResult, { status: 'notApplicable' }>

/** Findings listed per detector; the JSON and XLSX files hold them all. */
const findingsListed = 25
/** Findings per detector that are unfolded on paper; the others are a line each unless the reader has opened them. */
const printedOpen = 3
const caseIdsListed = 20
const rowsListed = 10

/** Suspicions by detector, each with what proves it. */
export function findingsSection(page: Page): Markup {
  const { detectors, total } = page.checkUp.findings
  const { text } = page
  const found = detectors.filter((each): each is Ran => each.status === 'ran' && each.findings.length > 0)
  const clean = detectors.filter((each): each is Ran => each.status === 'ran' && each.findings.length === 0)
  const blind = detectors.filter((each): each is NotApplicable => each.status === 'notApplicable')
  return section(page, 'findings', [
    html`<div class="callout"><p>${text('findings.suspicion')}</p></div>`,
    total > 0 && controls(page, { listed: found.reduce((sum, each) => sum + listedOf(each).length, 0), all: total }),
    ...found.map((each) => detector(page, each)),
    clean.length > 0 && nothingFound(page, clean),
    blind.length > 0 && couldNotLook(page, blind),
  ])
}

function controls({ text }: Page, counts: { readonly listed: number; readonly all: number }): Markup {
  return html`<div class="controls" data-needs-script hidden role="group" aria-label="${text('findings.controls')}">
<label>${text('findings.search')} <input type="search" id="finding-search" autocomplete="off"></label>
<button type="button" data-expand="all">${text('findings.expand')}</button><button type="button" data-expand="none">${text('findings.collapse')}</button>
<span id="finding-search-said" role="status" data-said="${text('findings.left', counts)}" data-none="${text('findings.noneLeft', counts)}"></span></div>`
}

function detector(page: Page, result: Ran): Markup {
  const { text, format } = page
  const { findings, judged, cases } = result
  const listed = listedOf(result)
  const aboutPeople = findings.some((finding) => finding.subject.kind === 'officer')
  const parameters = Object.entries(result.parameters)
  return html`<article class="detector" id="detector-${result.detector}"><h3>${detectorName(page, result.detector)}</h3>
<p>${detectorDescription(page, result.detector)}</p>
<p class="ratio">${text(`findings.ratio.${result.level}`, { findings: findings.length, cases, judged, share: judged > 0 ? format.share(Math.min(1, cases / judged)) : '—' })}</p>
${aboutPeople && html`<div class="callout caution"><p>${text('findings.people')}</p></div>`}
${parameters.length > 0 && note(html`${text('findings.parameters')} <a href="#method-${result.detector}">${text('findings.parametersLink')}</a>`)}
${findings.length > listed.length && note(text('findings.more', { shown: listed.length, all: findings.length }))}
${listed.map((finding, place) => one(page, finding, place < printedOpen))}
</article>\n`
}

function listedOf({ findings }: Ran): readonly FindingModel[] {
  return findings.slice(0, findingsListed)
}

function one(page: Page, finding: FindingModel, foremost: boolean): Markup {
  const said = explanationText(page, finding)
  return html`<details class="finding${foremost && ' foremost'}" id="finding-${finding.id}"><summary><span><span class="who">${subject(page, finding)}</span><span class="said">${said}</span></span><span class="measure">${strengthText(page, finding.strength)}</span></summary>
<div class="body">${facts(page, finding)}${caveats(page, finding)}${evidence(page, finding)}</div></details>\n`
}

function subject(page: Page, finding: FindingModel): Markup {
  const { text } = page
  const about = finding.subject
  switch (about.kind) {
    case 'case':
      return html`${text('findings.subject.case')} ${name(about.caseId)}`
    case 'officer':
      return html`${text('findings.subject.officer')} ${name(about.officer)} <span class="tag caution">${text('findings.suspicionTag')}</span>`
    case 'department':
      return html`${text('findings.subject.department')} ${name(about.department)}`
    case 'office':
      return html`${text('findings.subject.office')} ${name(officeName(page, finding.office))}`
  }
}

function facts(page: Page, finding: FindingModel): Markup {
  const { text, format } = page
  const { strength, sample, period } = finding
  const fact = (key: string, value: Markup | string | false): Markup | false =>
    value !== false && html`<dt>${text(`findings.facts.${key}`)}</dt><dd>${value}</dd>`
  return html`<dl class="facts">${[
    page.checkUp.offices.length > 1 && fact('office', name(officeName(page, finding.office))),
    fact('period', `${format.instant(period.from)} – ${format.instant(period.to)}`),
    fact(
      'strength',
      `${measureText(page, strength)}${text('colon')}${strengthText(page, strength)}${intervalText(page, strength)}`,
    ),
    fact('usual', isTelling(strength.usual) && strengthText(page, { ...strength, value: strength.usual })),
    fact('chance', strength.qValue !== null && text('findings.qValue', { q: probability(format, strength.qValue) })),
    fact('sample', sample.size > 1 && text('findings.sample', { size: sample.size, minimum: sample.minimum })),
    fact('id', html`<code>${finding.id}</code>`),
  ]}</dl>`
}

/** Nothing being usual says nothing: no hour over the limit, no step outside the procedure. */
function isTelling(usual: number | null): usual is number {
  return usual !== null && usual !== 0
}

function probability(format: Page['format'], value: number): string {
  return value < 0.001 ? '< 0.001' : `= ${format.number(value, 3)}`
}

function caveats(page: Page, finding: FindingModel): Markup | false {
  if (finding.caveats.length === 0) return false
  return html`<h4>${page.text('findings.caveats')}</h4><ul>${finding.caveats.map((caveat) => html`<li>${caveatText(page, caveat)}</li>`)}</ul>`
}

function evidence(page: Page, finding: FindingModel): Markup {
  const { timelines, findings } = page.checkUp
  const drawn = finding.evidence
    .slice(0, findings.limits.timelinesPerFinding)
    .filter((each) => timelines[each.case] !== undefined)
  const listed = finding.evidence.filter((each) => !drawn.includes(each))
  return html`${drawn.map((each) => timelineOf(page, each))}${otherCases(page, [listed, finding.furtherCases], drawn.length)}`
}

/** Cases that are not drawn: where they stand in the source, as far as that is known. */
function otherCases(
  { text }: Page,
  [listed, further]: readonly [FindingModel['evidence'], readonly string[]],
  drawn: number,
): Markup | false {
  const count = listed.length + further.length
  if (count === 0) return false
  const names = [
    ...listed.map(
      ({ caseId, rows }) =>
        html`<span data-case>${name(caseId)}</span> ${text('findings.rows', { rows: `${rows.slice(0, rowsListed).join(text('listComma'))}${rows.length > rowsListed ? '…' : ''}` })}`,
    ),
    ...further.map((caseId) => html`<span data-case>${name(caseId)}</span>`),
  ]
  return html`<p class="note">${text(drawn > 0 ? 'findings.otherCases' : 'findings.evidenceCases', { count })} ${names.slice(0, caseIdsListed).map((each, index) => html`${index > 0 && text('listSemicolon')}${each}`)}${count > caseIdsListed && text('findings.otherCasesMore')}</p>`
}

function nothingFound(page: Page, results: readonly Ran[]): Markup {
  const { text } = page
  return html`<h3>${text('findings.cleanTitle')}</h3><p>${text('findings.cleanNote')}</p><ul class="plain">${results.map(
    (each) =>
      html`<li id="detector-${each.detector}">${detectorName(page, each.detector)}${text('colon')}${text(`findings.judged.${each.level}`, { judged: each.judged })}</li>`,
  )}</ul>`
}

function couldNotLook(page: Page, results: readonly NotApplicable[]): Markup {
  const { text } = page
  return html`<h3>${text('findings.blindTitle')}</h3><p>${text('findings.blindNote')}</p><ul class="plain">${results.map(
    (each) =>
      html`<li id="detector-${each.detector}">${detectorName(page, each.detector)}${text('colon')}${text('findings.missing')}${each.missing.map((missing) => requirementText(page, missing)).join(text('listComma'))}</li>`,
  )}</ul>`
}
