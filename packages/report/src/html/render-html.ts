import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { Language } from '@zhengfeng/locales'
import { createFormatter } from '../format.ts'
import type { CheckUp } from '../model/check-up.ts'
import { findingsSection } from './findings-section.ts'
import { flowSection } from './flow-section.ts'
import { handOversSection } from './hand-overs-section.ts'
import { html, type Markup, trusted } from './markup.ts'
import { methodSection } from './method-section.ts'
import { officesSection } from './offices-section.ts'
import { name, officeName, type Page, sectionNames, sourceName } from './page.ts'
import { qualitySection } from './quality-section.ts'
import { summarySection } from './summary-section.ts'
import { timelinessSection } from './timeliness-section.ts'

/**
 * Draws a check-up as one HTML file that needs nothing else: no network, no fonts, no further files. What it may run and load
 * is fixed by a content security policy with the digests of its own style sheet and script.
 *
 * @param checkUp the model
 * @param language language of every text that is not data
 * @returns the file as text, to be written in UTF-8
 */
export function renderHtml(checkUp: CheckUp, language: Language): string {
  const format = createFormatter(language, {
    timeZone: checkUp.timeZone,
    workingDayMs: checkUp.method.calendar.workingDayMs,
  })
  const page: Page = { checkUp, format, text: (key, values) => format.t(`report.${key}`, values) }
  const [style, script] = [asset('report.css'), asset('report.js')]
  const policy = `default-src 'none'; style-src '${digest(style)}'; script-src '${digest(script)}'; img-src data:; base-uri 'none'; form-action 'none'`
  const { markup } = html`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="generator" content="ZhengFeng ${checkUp.version}">
<meta name="referrer" content="no-referrer">
<link rel="icon" href="data:,">
<title>${page.text('documentTitle', { office: sourceName(page) })}</title>
<style>${trusted(style)}</style>
</head>
<body>
${hatching}
<a class="skip" href="#content">${page.text('skip')}</a>
<div class="page">
${masthead(page)}
${contents(page)}
<main id="content" tabindex="-1">
${summarySection(page)}
${timelinessSection(page)}
${flowSection(page)}
${handOversSection(page)}
${findingsSection(page)}
${officesSection(page)}
${qualitySection(page)}
${methodSection(page)}
</main>
<footer><p>${page.text('footer', { version: checkUp.version })}</p></footer>
</div>
<script>${trusted(script)}</script>
</body>
</html>
`
  return markup
}

/** Hatching for bars that tell of something bad, so that they differ by more than colour; the style sheet refers to it. */
const hatching = html`<svg class="patterns" width="0" height="0" aria-hidden="true"><defs><pattern id="hatch" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect class="base" width="5" height="5"/><rect class="line" width="1.6" height="5"/></pattern></defs></svg>`

function masthead(page: Page): Markup {
  const { checkUp, format, text } = page
  const { period } = checkUp
  return html`<header class="masthead"><p class="brand"><strong>${text('brand')}</strong>${text('tagline')}</p>
<h1>${text('title')}</h1>
<p class="offices">${checkUp.offices.length < 2 ? name(sourceName(page)) : checkUp.offices.slice(0, 6).map((office, index) => html`${index > 0 && text('listComma')}${name(officeName(page, office.name))}`)}${checkUp.offices.length > 6 && text('andMore', { count: checkUp.offices.length - 6 })}</p>
${period && html`<p>${text('periodLine', { from: format.day(period.from), to: format.day(period.to), zone: checkUp.timeZone })}</p>`}
<p>${text('madeLine', { at: format.instant(checkUp.generatedAt), version: checkUp.version })}</p></header>`
}

function contents({ text }: Page): Markup {
  return html`<nav class="toc" aria-label="${text('contents')}"><ol>${sectionNames.map((section, index) => html`<li><a href="#${section}">${index + 1}. ${text(`${section}.title`)}</a></li>`)}</ol></nav>`
}

/** Files of this package that are put into every report; next to both `src` and `dist`. */
function asset(file: string): string {
  return readFileSync(new URL(`../../assets/${file}`, import.meta.url), 'utf8')
}

function digest(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`
}
