import { SourceError } from '../errors.ts'
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
import { NameTable } from './names.ts'
import { decodeAttribute, decodeText, normaliseLines, UnknownReference } from './references.ts'

/** What `next` found: `more` asks for another chunk, `open` is a start tag or an empty element. */
export const MORE = 0
export const OPEN = 1
export const CLOSE = 2
export const TEXT = 3

export const maxDepth = 200
export const maxTokenBytes = 16 * 1024 * 1024
const maxAttributes = 256

/**
 * A pull tokeniser for XML 1.0 in UTF-8 that works on bytes and makes no strings: feed it chunks cut anywhere, then call
 * `next` until it says `MORE`. The fields describe the last token and point into `bytes`; they are gone with the next call.
 * Values come decoded. A DTD that declares or fetches entities is refused, every other kind of DTD skipped.
 *
 * Errors: `sourceMalformed`, `sourceTruncated`, `sourceEmpty`, `sourceBinary`, `xmlEntityForbidden`, `xmlTooDeep`, `lineTooLong`.
 */
export class XmlTokeniser {
  bytes: Uint8Array = new Uint8Array(1 << 17)
  /** Line on which the last token began, 1-based. */
  line = 1
  /** Name of the last tag, a code of `names`. */
  name = 0
  /** Whether the last `OPEN` was an empty element: no `CLOSE` follows. */
  selfClosing = false
  /** Elements that are open after the last token. */
  depth = 0
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
  readonly names: NameTable = new NameTable()

  readonly #source: string
  readonly #wantsText: boolean
  readonly #escaped = new Uint8Array(maxAttributes)
  readonly #stack = new Int32Array(maxDepth)
  #at = 0
  #end = 0
  #lineAt = 1
  #retryAt = 0
  #rootSeen = false
  #ended = false

  /** @param wantsText whether character data comes as `TEXT`; otherwise it is skipped */
  constructor(source: string, wantsText: boolean) {
    this.#source = source
    this.#wantsText = wantsText
  }

  /** Appends a chunk; what was not yet consumed moves to the front. */
  feed(chunk: Uint8Array): void {
    const tail = this.#end - this.#at
    const needed = tail + chunk.length
    if (needed + 2 > this.bytes.length) {
      const grown = new Uint8Array(Math.max(this.bytes.length * 2, needed + 2))
      grown.set(this.bytes.subarray(this.#at, this.#end))
      this.bytes = grown
    } else if (this.#at > 0) this.bytes.copyWithin(0, this.#at, this.#end)
    this.bytes.set(chunk, tail)
    this.#at = 0
    this.#end = needed
    // Every scan stops at NUL, which XML forbids, so that no loop has to compare with the end.
    this.bytes[needed] = NUL
    this.bytes[needed + 1] = NUL
  }

  /** Says that no chunk follows; `next` then throws where something is unfinished. */
  end(): void {
    this.#ended = true
  }

  /** Moves on to the next token. */
  next(): number {
    // A token that is cut again and again is only looked at when it has doubled, so that long ones cost linear time.
    if (this.#end < this.#retryAt && !this.#ended) return MORE
    for (;;) {
      const bytes = this.bytes
      let at = this.#at
      let line = this.#lineAt
      for (let byte = bytes[at]!; byte <= SPACE; byte = bytes[++at]!) {
        if (byte === LF) line++
        else if (byte !== SPACE && byte !== TAB && byte !== CR) break
      }
      if (bytes[at] === LT) {
        const next = bytes[at + 1]!
        const spaces = this.#wantsText && at > this.#at && this.depth > 0
        if (spaces) return this.#text(this.#at)
        this.#at = at
        this.#lineAt = line
        this.line = line
        if (next === SLASH) return this.#closeTag(at)
        if (next !== BANG && next !== QUESTION) return this.#openTag(at)
        const found = this.#declaration(at)
        if (found >= 0) return found
        continue
      }
      if (at >= this.#end) {
        if (!this.#wantsText || this.depth === 0) {
          this.#at = at
          this.#lineAt = line
        }
        return this.#more()
      }
      if (this.depth === 0)
        this.#malformed(line, bytes[at] === NUL ? 'NUL' : textOf(bytes, at, Math.min(this.#end, at + 20)))
      const found = this.#text(this.#at)
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
    let at = this.#at
    let line = this.#lineAt
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
    this.#lineAt = line
    this.#at = to + 3
    return true
  }

  /** The text in a range of `bytes`, as a string. */
  text(from: number, to: number): string {
    return textOf(this.bytes, from, to)
  }

  #openTag(start: number): number {
    const { bytes, names, attributeNames, attributeFrom, attributeTo } = this
    let at = start + 1
    let line = this.#lineAt
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
      if (count === maxAttributes) this.#malformed(line, `> ${maxAttributes} attributes`)
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
    if (this.depth === 0 && this.#rootSeen) this.#malformed(line, `<${this.text(nameFrom, nameTo)}>`)
    this.#rootSeen = true
    if (!this.selfClosing) {
      if (this.depth === maxDepth) throw this.#error('xmlTooDeep', this.line, { expected: maxDepth })
      this.#stack[this.depth++] = this.name
    }
    this.#at = at + (this.selfClosing ? 2 : 1)
    this.#lineAt = line
    return OPEN
  }

  #closeTag(start: number): number {
    const bytes = this.bytes
    let at = start + 2
    let line = this.#lineAt
    while (isNameByte[bytes[at]!]) at++
    const nameTo = at
    for (let byte = bytes[at]!; byte === SPACE || byte === LF || byte === TAB || byte === CR; byte = bytes[++at]!)
      if (byte === LF) line++
    if (bytes[at] !== GT) return this.#stopped(at, line, this.text(start, Math.min(at + 1, start + 60)))
    const expected = this.depth > 0 ? this.#stack[this.depth - 1]! : -1
    if (expected < 0 || !this.names.is(expected, bytes, start + 2, nameTo)) {
      const opened = expected < 0 ? '' : ` ≠ <${this.names.text(expected)}>`
      this.#malformed(this.line, `</${this.text(start + 2, nameTo)}>${opened}`)
    }
    this.name = expected
    this.depth--
    this.#at = at + 1
    this.#lineAt = line
    return CLOSE
  }

  /** Comments, processing instructions, CDATA and DOCTYPE; `-1` where nothing of it concerns the reader. */
  #declaration(start: number): number {
    const found = skipDeclaration(this.bytes, start, this.#end)
    if (found === undefined) return this.#more()
    if (found.forbidden !== undefined) throw this.#error('xmlEntityForbidden', this.line, { detail: found.forbidden })
    if (found.malformed !== undefined) this.#malformed(this.line, found.malformed)
    this.#lineAt += countLines(this.bytes, start, found.end)
    this.#at = found.end
    if (found.text === undefined) return -1
    if (this.depth === 0) this.#malformed(this.line, 'CDATA')
    this.textFrom = found.text.from
    this.textTo = normaliseLines(this.bytes, found.text.from, found.text.to)
    return this.#wantsText ? TEXT : -1
  }

  /** Character data up to the next tag; `-1` where it was skipped. */
  #text(start: number): number {
    let at = this.bytes.indexOf(LT, start)
    if (at < 0 || at > this.#end) at = this.#end
    const whole = at < this.#end
    if (!whole && (this.#wantsText || this.#ended)) return this.#more()
    const nul = this.bytes.subarray(start, at).indexOf(NUL)
    if (nul >= 0) this.#malformed(this.#lineAt, 'NUL')
    this.line = this.#lineAt
    this.#lineAt += countLines(this.bytes, start, at)
    this.#at = at
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
      if (error instanceof UnknownReference) this.#malformed(line, error.reference)
      throw error
    }
  }

  #refuseRepeated(line: number): void {
    const names = this.attributeNames
    for (let i = 1; i < this.attributeCount; i++)
      for (let j = 0; j < i; j++)
        if (names[i] === names[j]) this.#malformed(line, `${this.names.text(names[i]!)} repeated`)
  }

  /** A scan met something it cannot go on with: the end of what is there, or a fault. */
  #stopped(at: number, line: number, detail: string): number {
    if (at >= this.#end) return this.#more()
    return this.#malformed(line, detail)
  }

  #more(): number {
    const pending = this.#end - this.#at
    if (!this.#ended) {
      if (pending > maxTokenBytes) throw this.#error('lineTooLong', this.#lineAt, { expected: maxTokenBytes })
      this.#retryAt = Math.min(pending * 2, maxTokenBytes + 1)
      return MORE
    }
    if (pending > 0 || this.depth > 0)
      throw this.#error('sourceTruncated', this.#lineAt, { detail: this.#openElement() })
    if (!this.#rootSeen) throw this.#error('sourceEmpty', 1, {})
    return MORE
  }

  /** Where a document that ends too early ends. */
  #openElement(): string {
    const name = this.depth > 0 ? `<${this.names.text(this.#stack[this.depth - 1]!)}>` : '<…'
    return `${name} ${this.#lineAt}`
  }

  #malformed(line: number, detail: string): never {
    if (detail === 'NUL') throw this.#error('sourceBinary', line, {})
    throw this.#error('sourceMalformed', line, { detail })
  }

  #error(code: SourceError['code'], line: number, values: Record<string, string | number>): SourceError {
    return new SourceError(code, { source: this.#source, line, ...values })
  }
}

function countLines(bytes: Uint8Array, from: number, to: number): number {
  let lines = 0
  for (let i = from; i < to; i++) if (bytes[i] === LF) lines++
  return lines
}
