import { APOSTROPHE, CLOSE_BRACKET, GT, OPEN_BRACKET, QUESTION, QUOTE, textOf } from './bytes.ts'

/** Something that starts with `<!` or `<?`. */
export interface Declaration {
  /** Where the content goes on. */
  readonly end: number
  /** The characters of a CDATA section. */
  readonly text?: { readonly from: number; readonly to: number }
  /** What of a DTD is refused: it could expand without end or fetch other files. */
  readonly forbidden?: string
  readonly malformed?: string
}

/** Reads a comment, processing instruction, CDATA section or DOCTYPE at `start`; `undefined` where it is cut off. */
export function skipDeclaration(bytes: Uint8Array, start: number, end: number): Declaration | undefined {
  if (bytes[start + 1] === QUESTION) return upTo(bytes, start + 2, end, '?>')
  if (startsWith(bytes, start, end, '<!--')) return upTo(bytes, start + 4, end, '-->')
  if (startsWith(bytes, start, end, '<![CDATA[')) return cdata(bytes, start + 9, end)
  if (startsWith(bytes, start, end, '<!DOCTYPE')) return doctype(bytes, start, end)
  if (end - start < 9) return undefined
  return { end: start, malformed: textOf(bytes, start, start + 9) }
}

function upTo(bytes: Uint8Array, from: number, end: number, mark: string): Declaration | undefined {
  const at = Buffer.from(bytes.buffer, bytes.byteOffset, end).indexOf(mark, from, 'latin1')
  return at < 0 ? undefined : { end: at + mark.length }
}

function cdata(bytes: Uint8Array, from: number, end: number): Declaration | undefined {
  const found = upTo(bytes, from, end, ']]>')
  return found && { end: found.end, text: { from, to: found.end - 3 } }
}

/** The 5 predefined references need no DTD, so no other entity has a place in a log. */
function doctype(bytes: Uint8Array, start: number, end: number): Declaration | undefined {
  const close = doctypeEnd(bytes, start, end)
  const text = textOf(bytes, start, close ?? end)
  const forbidden = /<!ENTITY|^<!DOCTYPE[^[]*\b(?:SYSTEM|PUBLIC)\b/.exec(text)
  if (forbidden) return { end: start, forbidden: forbidden[0].startsWith('<!E') ? 'ENTITY' : 'DOCTYPE' }
  return close === undefined ? undefined : { end: close }
}

function doctypeEnd(bytes: Uint8Array, start: number, end: number): number | undefined {
  let quote = 0
  let subset = false
  for (let i = start; i < end; i++) {
    const byte = bytes[i]!
    if (quote !== 0) {
      if (byte === quote) quote = 0
    } else if (startsWith(bytes, i, end, '<!--')) {
      const comment = upTo(bytes, i + 4, end, '-->')
      if (!comment) return undefined
      i = comment.end - 1
    } else if (byte === QUOTE || byte === APOSTROPHE) quote = byte
    else if (byte === OPEN_BRACKET) subset = true
    else if (byte === CLOSE_BRACKET) subset = false
    else if (byte === GT && !subset) return i + 1
  }
  return undefined
}

function startsWith(bytes: Uint8Array, start: number, end: number, mark: string): boolean {
  if (end - start < mark.length) return false
  for (let i = 0; i < mark.length; i++) if (bytes[start + i] !== mark.charCodeAt(i)) return false
  return true
}
