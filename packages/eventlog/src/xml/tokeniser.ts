import {
  AMP,
  APOSTROPHE,
  BANG,
  CR,
  EQUALS,
  GT,
  isNameByte,
  LF,
  LT,
  NUL,
  QUESTION,
  QUOTE,
  SLASH,
  SPACE,
  TAB,
  textOf,
} from './bytes.ts'
import { skipDeclaration } from './declarations.ts'
import { MORE, maxDepth, XmlInput } from './input.ts'
import { decodeAttribute, decodeText, normaliseLines, UnknownReference } from './references.ts'

export { MORE } from './input.ts'
/** `next` found a start tag or an empty element. */
export const OPEN = 1
/** `next` found an end tag. */
export const CLOSE = 2
/** `next` found character data. */
export const TEXT = 3

const maxAttributes = 256

/**
 * A pull tokeniser for XML 1.0 in UTF-8 that works on bytes and makes no strings: feed it chunks cut anywhere, then call
 * `next` until it says `MORE`. The fields describe the last token and point into `bytes`; they are gone with the next call.
 * Values come decoded. A DTD that declares or fetches entities is refused, every other kind of DTD skipped.
 *
 * Errors: `sourceMalformed`, `sourceTruncated`, `sourceEmpty`, `sourceBinary`, `xmlEntityForbidden`, `xmlTooDeep`, `lineTooLong`.
 */
export class XmlTokeniser extends XmlInput {
  /** Name of the last tag, a code of `names`. */
  name = 0
  /** Whether the last `OPEN` was an empty element: no `CLOSE` follows. */
  selfClosing = false
  attributeCount = 0
  readonly attributeNames: Int32Array = new Int32Array(maxAttributes)
  readonly attributeFrom: Int32Array = new Int32Array(maxAttributes)
  readonly attributeTo: Int32Array = new Int32Array(maxAttributes)
  /** Where the last start tag begins, or the value that `repeats` found. */
  from = 0
  /** Where the value that `repeats` found ends. */
  to = 0
  /** Range of the last `TEXT`. */
  textFrom = 0
  textTo = 0

  readonly #wantsText: boolean
  readonly #escaped = new Uint8Array(maxAttributes)

  /** @param wantsText whether character data comes as `TEXT`; otherwise it is skipped */
  constructor(source: string, wantsText: boolean) {
    super(source)
    this.#wantsText = wantsText
  }

  /** Moves on to the next token. */
  next(): number {
    // A token that is cut again and again is only looked at when it has doubled, so that long ones cost linear time.
    if (this.length < this.retryAt && !this.ended) return MORE
    for (;;) {
      const bytes = this.bytes
      let at = this.at
      let line = this.lineAt
      for (let byte = bytes[at]!; byte <= SPACE; byte = bytes[++at]!) {
        if (byte === LF) line++
        else if (byte !== SPACE && byte !== TAB && byte !== CR) break
      }
      if (bytes[at] === LT) {
        const next = bytes[at + 1]!
        const spaces = this.#wantsText && at > this.at && this.depth > 0
        if (spaces) return this.#text(this.at)
        this.at = at
        this.lineAt = line
        this.line = line
        if (next === SLASH) return this.#closeTag(at)
        if (next !== BANG && next !== QUESTION) return this.#openTag(at)
        const found = this.#declaration(at)
        if (found >= 0) return found
        continue
      }
      if (at >= this.length) {
        if (!this.#wantsText || this.depth === 0) {
          this.at = at
          this.lineAt = line
        }
        return this.more()
      }
      if (this.depth === 0)
        this.malformed(line, bytes[at] === NUL ? 'NUL' : textOf(bytes, at, Math.min(this.length, at + 20)))
      const found = this.#text(this.at)
      if (found >= 0) return found
    }
  }

  /**
   * Moves over an empty element whose tag begins with the very bytes of `start`, which end where the value of its last attribute
   * begins; false, and no move, where something else follows. Logs repeat themselves, so this spares most of the work of `next`.
   * Not for readers that want text.
   */
  repeats(start: Uint8Array): boolean {
    const { bytes } = this
    let at = this.at
    let line = this.lineAt
    for (let byte = bytes[at]!; byte === SPACE || byte === LF || byte === TAB || byte === CR; byte = bytes[++at]!)
      if (byte === LF) line++
    for (let i = 0; i < start.length; i++) if (bytes[at + i] !== start[i]) return false
    const from = at + start.length
    let to = from
    let byte = bytes[to]!
    while (byte > LT || (byte > APOSTROPHE && byte < LT) || byte === SPACE) byte = bytes[++to]!
    if (byte !== start[start.length - 1] || bytes[to + 1] !== SLASH || bytes[to + 2] !== GT) return false
    this.from = from
    this.to = to
    this.line = line
    this.lineAt = line
    this.at = to + 3
    return true
  }

  /** The text in a range of `bytes`, as a string. */
  text(from: number, to: number): string {
    return textOf(this.bytes, from, to)
  }

  #openTag(start: number): number {
    const { bytes, names, attributeNames, attributeFrom, attributeTo } = this
    let at = start + 1
    let line = this.lineAt
    const nameFrom = at
    while (isNameByte[bytes[at]!]) at++
    const nameTo = at
    if (nameTo === nameFrom) return this.#stopped(at, line, '<')
    let count = 0
    let escapedAny = 0
    for (;;) {
      const gapFrom = at
      let byte = bytes[at]!
      while (byte === SPACE || byte === LF || byte === TAB || byte === CR) {
        if (byte === LF) line++
        byte = bytes[++at]!
      }
      if (byte === GT || byte === SLASH) break
      const from = at
      while (isNameByte[bytes[at]!]) at++
      if (at === from) return this.#stopped(at, line, this.text(start, Math.min(at + 1, start + 60)))
      if (from === gapFrom) return this.#stopped(at, line, 'attributes without space between')
      const to = at
      byte = bytes[at]!
      while (byte === SPACE || byte === LF || byte === TAB || byte === CR) {
        if (byte === LF) line++
        byte = bytes[++at]!
      }
      if (byte !== EQUALS) return this.#stopped(at, line, `${this.text(from, to)} without =`)
      byte = bytes[++at]!
      while (byte === SPACE || byte === LF || byte === TAB || byte === CR) {
        if (byte === LF) line++
        byte = bytes[++at]!
      }
      if (byte !== QUOTE && byte !== APOSTROPHE) return this.#stopped(at, line, `${this.text(from, to)} without quotes`)
      const quote = byte
      const valueFrom = ++at
      let escaped = 0
      for (;;) {
        byte = bytes[at]!
        // Letters, then digits and punctuation between ' and <, then the space: in this order for speed.
        while (byte > LT || (byte > APOSTROPHE && byte < LT) || byte === SPACE) byte = bytes[++at]!
        if (byte === quote) break
        if (byte === LF) line++
        else if (byte !== AMP && byte !== TAB && byte !== CR) {
          if (byte < SPACE || byte === LT) return this.#stopped(at, line, `${this.text(from, to)}=`)
          at++
          continue
        }
        escaped = 1
        at++
      }
      if (count === maxAttributes) this.malformed(line, `> ${maxAttributes} attributes`)
      attributeNames[count] = names.codeOf(bytes, from, to)
      attributeFrom[count] = valueFrom
      attributeTo[count] = at
      this.#escaped[count] = escaped
      escapedAny |= escaped
      count++
      at++
    }
    if (bytes[at] === SLASH && bytes[at + 1] !== GT) return this.#stopped(at + 1, line, '/')
    this.from = start
    this.selfClosing = bytes[at] === SLASH
    this.name = names.codeOf(bytes, nameFrom, nameTo)
    this.attributeCount = count
    if (count > 1) this.#refuseRepeated(line)
    if (escapedAny) this.#decodeValues(line)
    if (this.depth === 0 && this.rootSeen) this.malformed(line, `<${this.text(nameFrom, nameTo)}>`)
    this.rootSeen = true
    if (!this.selfClosing) {
      if (this.depth === maxDepth) throw this.fault('xmlTooDeep', this.line, { expected: maxDepth })
      this.stack[this.depth++] = this.name
    }
    this.at = at + (this.selfClosing ? 2 : 1)
    this.lineAt = line
    return OPEN
  }

  #closeTag(start: number): number {
    const bytes = this.bytes
    let at = start + 2
    let line = this.lineAt
    while (isNameByte[bytes[at]!]) at++
    const nameTo = at
    for (let byte = bytes[at]!; byte === SPACE || byte === LF || byte === TAB || byte === CR; byte = bytes[++at]!)
      if (byte === LF) line++
    if (bytes[at] !== GT) return this.#stopped(at, line, this.text(start, Math.min(at + 1, start + 60)))
    const expected = this.depth > 0 ? this.stack[this.depth - 1]! : -1
    if (expected < 0 || !this.names.is(expected, bytes, start + 2, nameTo)) {
      const opened = expected < 0 ? '' : ` ≠ <${this.names.text(expected)}>`
      this.malformed(this.line, `</${this.text(start + 2, nameTo)}>${opened}`)
    }
    this.name = expected
    this.depth--
    this.at = at + 1
    this.lineAt = line
    return CLOSE
  }

  /** Comments, processing instructions, CDATA and DOCTYPE; `-1` where nothing of it concerns the reader. */
  #declaration(start: number): number {
    const found = skipDeclaration(this.bytes, start, this.length)
    if (found === undefined) return this.more()
    if (found.forbidden !== undefined) throw this.fault('xmlEntityForbidden', this.line, { detail: found.forbidden })
    if (found.malformed !== undefined) this.malformed(this.line, found.malformed)
    this.lineAt += countLines(this.bytes, start, found.end)
    this.at = found.end
    if (found.text === undefined) return -1
    if (this.depth === 0) this.malformed(this.line, 'CDATA')
    this.textFrom = found.text.from
    this.textTo = normaliseLines(this.bytes, found.text.from, found.text.to)
    return this.#wantsText ? TEXT : -1
  }

  /** Character data up to the next tag; `-1` where it was skipped. */
  #text(start: number): number {
    let at = this.bytes.indexOf(LT, start)
    if (at < 0 || at > this.length) at = this.length
    const whole = at < this.length
    if (!whole && (this.#wantsText || this.ended)) return this.more()
    const nul = this.bytes.subarray(start, at).indexOf(NUL)
    if (nul >= 0) this.malformed(this.lineAt, 'NUL')
    this.line = this.lineAt
    this.lineAt += countLines(this.bytes, start, at)
    this.at = at
    if (!this.#wantsText) return -1
    this.textFrom = start
    this.textTo = this.#decoded(() => decodeText(this.bytes, start, at), this.line)
    return TEXT
  }

  #decodeValues(line: number): void {
    for (let i = 0; i < this.attributeCount; i++) {
      const from = this.attributeFrom[i]!
      if (this.#escaped[i])
        this.attributeTo[i] = this.#decoded(() => decodeAttribute(this.bytes, from, this.attributeTo[i]!), line)
    }
  }

  #decoded(decode: () => number, line: number): number {
    try {
      return decode()
    } catch (error) {
      if (error instanceof UnknownReference) this.malformed(line, error.reference)
      throw error
    }
  }

  #refuseRepeated(line: number): void {
    const names = this.attributeNames
    for (let i = 1; i < this.attributeCount; i++)
      for (let j = 0; j < i; j++)
        if (names[i] === names[j]) this.malformed(line, `${this.names.text(names[i]!)} repeated`)
  }

  /** A scan met something it cannot go on with: the end of what is there, or a fault. */
  #stopped(at: number, line: number, detail: string): number {
    if (at >= this.length) return this.more()
    return this.malformed(line, detail)
  }
}

function countLines(bytes: Uint8Array, from: number, to: number): number {
  let lines = 0
  for (let i = from; i < to; i++) if (bytes[i] === LF) lines++
  return lines
}
