import { SourceError } from '../errors.ts'
import { NUL } from './bytes.ts'
import { NameTable } from './names.ts'

/** `next` found no whole token in what is there: it asks for another chunk. */
export const MORE = 0

export const maxDepth = 200
export const maxTokenBytes = 16 * 1024 * 1024

/** The bytes of a document as far as they are there, the place reached in them, and the faults that may be met. */
export class XmlInput {
  bytes: Uint8Array = new Uint8Array(1 << 17)
  /** Line on which the last token began, 1-based. */
  line = 1
  /** Elements that are open after the last token. */
  depth = 0
  readonly names: NameTable = new NameTable()

  protected readonly source: string
  /** Names of the elements that are open. */
  protected readonly stack: Int32Array = new Int32Array(maxDepth)
  protected at = 0
  protected length = 0
  protected lineAt = 1
  protected retryAt = 0
  protected rootSeen = false
  protected ended = false

  constructor(source: string) {
    this.source = source
  }

  /** Appends a chunk; what was not yet consumed moves to the front. */
  feed(chunk: Uint8Array): void {
    const tail = this.length - this.at
    const needed = tail + chunk.length
    if (needed + 2 > this.bytes.length) {
      const grown = new Uint8Array(Math.max(this.bytes.length * 2, needed + 2))
      grown.set(this.bytes.subarray(this.at, this.length))
      this.bytes = grown
    } else if (this.at > 0) this.bytes.copyWithin(0, this.at, this.length)
    this.bytes.set(chunk, tail)
    this.at = 0
    this.length = needed
    // Every scan stops at NUL, which XML forbids, so that no loop has to compare with the end.
    this.bytes[needed] = NUL
    this.bytes[needed + 1] = NUL
  }

  /** Says that no chunk follows; `next` then throws where something is unfinished. */
  end(): void {
    this.ended = true
  }

  /** What is pending is no whole token: waits for more, or says what is missing. */
  protected more(): number {
    const pending = this.length - this.at
    if (!this.ended) {
      if (pending > maxTokenBytes) throw this.fault('lineTooLong', this.lineAt, { expected: maxTokenBytes })
      this.retryAt = Math.min(pending * 2, maxTokenBytes + 1)
      return MORE
    }
    if (pending > 0 || this.depth > 0) throw this.fault('sourceTruncated', this.lineAt, { detail: this.openElement() })
    if (!this.rootSeen) throw this.fault('sourceEmpty', 1, {})
    return MORE
  }

  /** Where a document that ends too early ends. */
  private openElement(): string {
    const name = this.depth > 0 ? `<${this.names.text(this.stack[this.depth - 1]!)}>` : '<…'
    return `${name} ${this.lineAt}`
  }

  protected malformed(line: number, detail: string): never {
    if (detail === 'NUL') throw this.fault('sourceBinary', line, {})
    throw this.fault('sourceMalformed', line, { detail })
  }

  protected fault(code: SourceError['code'], line: number, values: Record<string, string | number>): SourceError {
    return new SourceError(code, { source: this.source, line, ...values })
  }
}
