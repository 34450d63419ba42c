import { SourceError } from '../errors.ts'
import { maxDepth, maxTokenBytes } from '../xml/input.ts'

const LF = 10
const QUOTE = 34
const BACKSLASH = 92
const OPEN_BRACKET = 91
const CLOSE_BRACKET = 93
const OPEN_BRACE = 123
const CLOSE_BRACE = 125

/** Called with each element of the arrays of the document, and the key of its array. */
export type ElementVisitor = (key: string, element: unknown) => void

/**
 * Cuts a JSON document that is an object of arrays (`{"events": [{…}, …], "objects": [{…}, …]}`) into the elements of those
 * arrays, chunk by chunk, so that the document never has to fit in memory; each element is parsed on its own.
 *
 * Errors: `sourceMalformed`, `sourceTruncated`, `sourceEmpty`, `lineTooLong`, `xmlTooDeep`.
 */
export class ElementCutter {
  readonly #source: string
  readonly #visit: ElementVisitor
  #buffer = new Uint8Array(1 << 17)
  #length = 0
  /** Where scanning goes on. */
  #at = 0
  /** Where what is kept begins: an element or a key. */
  #from = -1
  #depth = 0
  #inString = false
  #line = 1
  #key = ''
  #started = false
  #finished = false

  constructor(source: string, visit: ElementVisitor) {
    this.#source = source
    this.#visit = visit
  }

  push(chunk: Uint8Array): void {
    this.#append(chunk)
    this.#scan()
    if (this.#from >= 0 && this.#length - this.#from > maxTokenBytes)
      throw this.#error('lineTooLong', { expected: maxTokenBytes })
  }

  /** Says that the document is complete. */
  end(): void {
    if (!this.#started) throw this.#error('sourceEmpty', {})
    if (!this.#finished) throw this.#error('sourceTruncated', { detail: this.#key })
  }

  #append(chunk: Uint8Array): void {
    const from = this.#from < 0 ? this.#at : this.#from
    const kept = this.#length - from
    if (kept + chunk.length > this.#buffer.length) {
      const grown = new Uint8Array(Math.max(this.#buffer.length * 2, kept + chunk.length))
      grown.set(this.#buffer.subarray(from, this.#length))
      this.#buffer = grown
    } else this.#buffer.copyWithin(0, from, this.#length)
    this.#buffer.set(chunk, kept)
    this.#length = kept + chunk.length
    this.#at -= from
    if (this.#from >= 0) this.#from = 0
  }

  /** Depth 1 is inside the document, depth 2 inside one of its arrays, depth 3 inside an element. */
  #scan(): void {
    const bytes = this.#buffer
    for (; this.#at < this.#length; this.#at++) {
      const byte = bytes[this.#at]!
      if (byte === LF) this.#line++
      if (this.#inString) {
        if (byte === BACKSLASH) {
          // What is escaped ends no string; it may stand in the next chunk.
          if (this.#at + 1 >= this.#length) return
          this.#at++
        } else if (byte === QUOTE) this.#endString()
      } else if (byte === QUOTE) {
        this.#inString = true
        if (this.#depth === 1 && this.#from < 0) this.#from = this.#at
      } else if (byte === OPEN_BRACE || byte === OPEN_BRACKET) this.#open(byte)
      else if (byte === CLOSE_BRACE || byte === CLOSE_BRACKET) this.#close(byte)
      else if (byte > 32 && (this.#depth === 0 || this.#finished)) this.#malformed(String.fromCharCode(byte))
    }
  }

  #endString(): void {
    this.#inString = false
    if (this.#depth !== 1) return
    this.#key = String(this.#parse(this.#from, this.#at + 1))
    this.#from = -1
  }

  #open(byte: number): void {
    if (this.#finished || (this.#depth === 0 && byte !== OPEN_BRACE)) this.#malformed(String.fromCharCode(byte))
    this.#started = true
    this.#depth++
    if (this.#depth > maxDepth) throw this.#error('xmlTooDeep', { expected: maxDepth })
    if (this.#depth === 3 && this.#from < 0) this.#from = this.#at
  }

  #close(byte: number): void {
    if (this.#depth === 0) this.#malformed(String.fromCharCode(byte))
    this.#depth--
    if (this.#depth === 0) this.#finished = true
    if (this.#depth !== 2 || this.#from < 0) return
    this.#visit(this.#key, this.#parse(this.#from, this.#at + 1))
    this.#from = -1
  }

  #parse(from: number, to: number): unknown {
    const text = Buffer.from(this.#buffer.buffer, this.#buffer.byteOffset + from, to - from).toString('utf8')
    try {
      return JSON.parse(text)
    } catch {
      return this.#malformed(text.slice(0, 60))
    }
  }

  #malformed(detail: string): never {
    throw this.#error('sourceMalformed', { detail })
  }

  #error(code: SourceError['code'], values: Record<string, string | number>): SourceError {
    return new SourceError(code, { source: this.#source, line: this.#line, ...values })
  }
}
