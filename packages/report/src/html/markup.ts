/** A piece of HTML or SVG in which every text has been escaped. Only `html` and `trusted` make one. */
export interface Markup {
  readonly markup: string
}

type Piece = Markup | string | number | false | null | undefined | readonly Piece[]

/**
 * Puts values into HTML or SVG. Texts and numbers are escaped, pieces of markup are taken as they are, lists are joined,
 * `false`, `null` and `undefined` are left out. It is safe in text and in quoted attributes, which is all that is used.
 */
export function html(strings: TemplateStringsArray, ...values: readonly Piece[]): Markup {
  let markup = strings[0]!
  for (let i = 0; i < values.length; i++) markup += textOf(values[i]) + strings[i + 1]!
  return { markup }
}

/** Takes text as markup without a look: for our own style sheet and script, never for anything from a source. */
export function trusted(markup: string): Markup {
  return { markup }
}

function textOf(piece: Piece): string {
  if (piece === undefined || piece === null || piece === false) return ''
  if (typeof piece === 'string' || typeof piece === 'number') return escapeText(String(piece))
  if ('markup' in piece) return piece.markup
  return piece.map(textOf).join('')
}

/**
 * Escapes a text for HTML and XML. Characters that no document may hold (control characters, unpaired surrogates,
 * U+FFFE, U+FFFF) become U+FFFD.
 */
export function escapeText(text: string): string {
  return text.replace(special, (found) => entities[found] ?? '\uFFFD')
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: finding them is the purpose
const special = /[&<>"'\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F\uD800-\uDFFF\uFFFE\uFFFF]/gu

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}
