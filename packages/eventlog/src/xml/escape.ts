import { isXmlCharacter } from './references.ts'

// Everything but the characters of XML 1.0 that an attribute may hold as they are.
const special = /[&<>"]|[^\x20-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu
const needsEscape = /[&<>"]|[^\x20-\ud7ff\ue000-\ufffd]/

/**
 * A text as the inside of a double-quoted attribute. What XML 1.0 cannot hold at all (control characters, halves of
 * surrogate pairs) becomes U+FFFD.
 */
export function escapeAttribute(text: string): string {
  return needsEscape.test(text) ? text.replace(special, escaped) : text
}

function escaped(character: string): string {
  switch (character) {
    case '&':
      return '&amp;'
    case '<':
      return '&lt;'
    case '>':
      return '&gt;'
    case '"':
      return '&quot;'
  }
  const code = character.codePointAt(0)!
  if (code < 0x20 && isXmlCharacter(code)) return `&#${code};`
  return isXmlCharacter(code) ? character : '\ufffd'
}
