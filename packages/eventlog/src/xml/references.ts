import { AMP, CR, HASH, LF, LOWER_X, SEMICOLON, SPACE, TAB, textOf } from './bytes.ts'

const predefined = new Map([
  ['lt', 0x3c],
  ['gt', 0x3e],
  ['amp', 0x26],
  ['quot', 0x22],
  ['apos', 0x27],
])

/** A reference that XML 1.0 does not define without a DTD; `reference` is its text. */
export class UnknownReference extends Error {
  readonly reference: string
  constructor(reference: string) {
    super(reference)
    this.reference = reference
  }
}

/**
 * Decodes the references of an attribute value in place and turns its literal white space into spaces (XML 1.0, 3.3.3).
 * A decoded text is never longer than its source. Returns the new end.
 */
export function decodeAttribute(bytes: Uint8Array, from: number, to: number): number {
  return decode(bytes, from, to, SPACE)
}

/** Decodes the references of character data in place and turns CR LF and CR into LF (XML 1.0, 2.11). Returns the new end. */
export function decodeText(bytes: Uint8Array, from: number, to: number): number {
  return decode(bytes, from, to, LF)
}

/** Turns CR LF and CR into LF in place, as for a CDATA section. Returns the new end. */
export function normaliseLines(bytes: Uint8Array, from: number, to: number): number {
  let out = from
  for (let i = from; i < to; i++) {
    if (bytes[i] === CR) {
      if (bytes[i + 1] === LF) i++
      bytes[out++] = LF
    } else bytes[out++] = bytes[i]!
  }
  return out
}

function decode(bytes: Uint8Array, from: number, to: number, lineEnd: number): number {
  let out = from
  let i = from
  while (i < to) {
    const byte = bytes[i]!
    if (byte === AMP) {
      const end = bytes.indexOf(SEMICOLON, i)
      if (end < 0 || end >= to) throw new UnknownReference(textOf(bytes, i, Math.min(to, i + 20)))
      out = writeCodePoint(bytes, out, codePoint(bytes, i + 1, end))
      i = end + 1
    } else {
      i += byte === CR && bytes[i + 1] === LF && i + 1 < to ? 2 : 1
      bytes[out++] = byte === CR || byte === LF ? lineEnd : byte === TAB && lineEnd === SPACE ? SPACE : byte
    }
  }
  return out
}

function codePoint(bytes: Uint8Array, from: number, to: number): number {
  const name = textOf(bytes, from, Math.min(to, from + 40))
  const found = bytes[from] === HASH ? numericReference(name) : predefined.get(name)
  if (found === undefined) throw new UnknownReference(`&${name};`)
  return found
}

function numericReference(name: string): number | undefined {
  const hex = name.charCodeAt(1) === LOWER_X
  const digits = name.slice(hex ? 2 : 1)
  if (!(hex ? /^[\da-fA-F]+$/ : /^\d+$/).test(digits)) return undefined
  const code = Number.parseInt(digits, hex ? 16 : 10)
  return isXmlCharacter(code) ? code : undefined
}

/** XML 1.0, production 2. */
export function isXmlCharacter(code: number): boolean {
  if (code < 0x20) return code === TAB || code === LF || code === CR
  return code <= 0xd7ff || (code >= 0xe000 && code <= 0xfffd) || (code >= 0x10000 && code <= 0x10ffff)
}

function writeCodePoint(bytes: Uint8Array, at: number, code: number): number {
  if (code < 0x80) {
    bytes[at] = code
    return at + 1
  }
  const encoded = Buffer.from(String.fromCodePoint(code), 'utf8')
  bytes.set(encoded, at)
  return at + encoded.length
}
