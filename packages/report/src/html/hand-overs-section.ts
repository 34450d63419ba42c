import type { Between, HandOverMatrix } from '../model/check-up.ts'
import type { Rate } from '../model/measures.ts'
import { html, type Markup } from './markup.ts'
import { type Column, name, note, type Page, scrollable, section, table } from './page.ts'

/** Who passes cases on to whom. */
export function handOversSection(page: Page): Markup {
  const { departments, people } = page.checkUp.handOvers
  return section(page, 'handovers', [
    departments ? part(page, 'departments', departments) : missing(page, 'departments'),
    people ? part(page, 'people', people) : missing(page, 'people'),
  ])
}

function missing({ text }: Page, kind: string): Markup {
  return html`<h3>${text(`handovers.${kind}`)}</h3><p>${text(`handovers.no.${kind}`)}</p>`
}

function part(page: Page, kind: 'departments' | 'people', between: Between): Markup {
  const { text, format } = page
  const share = (rate: Rate): string => (rate.share === null ? text('none') : format.share(rate.share))
  const sentence = text('handovers.sentence', {
    parties: between.matrix.parties,
    perCase: format.number(between.perCase, 2),
    handedOver: share(between.handedOver),
    back: share(between.pingPong),
    backCases: between.pingPong.numerator,
    cases: between.cases,
  })
  if (between.matrix.parties < 2)
    return html`<h3>${text(`handovers.${kind}`)}</h3><p>${text(`handovers.one.${kind}`)}</p>`
  return html`<h3>${text(`handovers.${kind}`)}</h3><p>${sentence}</p>${between.matrix.total > 0 && matrix(page, kind, between.matrix)}${pairs(page, between)}`
}

function matrix(page: Page, kind: string, found: HandOverMatrix): Markup {
  const { text, format } = page
  const most = Math.max(1, ...found.cells.flat())
  const caption = text('handovers.matrixCaption', { shown: found.names.length, all: found.parties, total: found.total })
  const body = html`<table class="matrix"><caption>${caption}</caption><thead><tr><th scope="col">${text('handovers.fromTo')}</th>${found.names.map((to) => html`<th scope="col">${name(to)}</th>`)}</tr></thead><tbody>
${found.cells.map((row, from) => html`<tr><th scope="row">${name(found.names[from]!)}</th>${row.map((count, to) => cell(format.count(count), { count, most, self: from === to }))}</tr>\n`)}</tbody></table>`
  return html`${scrollable(text(`handovers.${kind}`), body)}${note(text('handovers.matrixNote'))}`
}

function cell(text: string, of: { readonly count: number; readonly most: number; readonly self: boolean }): Markup {
  if (of.self) return html`<td class="self">–</td>`
  const heat = of.count === 0 ? 0 : Math.min(5, 1 + Math.floor(5 * Math.sqrt(of.count / of.most) - 1e-9))
  return html`<td class="h${heat}">${text}</td>`
}

function pairs(page: Page, between: Between): Markup | false {
  const { text, format } = page
  if (between.pairs.length === 0) return html`<p>${text('handovers.noPingPong')}</p>`
  const columns: readonly Column<Between['pairs'][number]>[] = [
    {
      head: text('handovers.columns.path'),
      cell: (pair) => html`${name(pair.from)} → ${name(pair.via)} → ${name(pair.from)}`,
    },
    { head: text('handovers.columns.count'), cell: (pair) => format.count(pair.count), value: (pair) => pair.count },
  ]
  return html`${table(text('handovers.pairsCaption', { shown: between.pairs.length }), columns, between.pairs)}${note(text('handovers.pairsNote'))}`
}
