import { SourceError } from '../errors.ts'
import { maxTokenBytes } from '../xml/input.ts'

const LF = 10

/** Cuts UTF-8 chunks into lines; a last line without line break counts too. Lines are numbered from 1. */
export class LineCutter {
  readonly #source: string
  #rest: Uint8Array[] = []
  #restBytes = 0
  #line = 0

  constructor(source: string) {
    this.#source = source
  }

  /** Calls `take` with each line that is complete. @throws SourceError `lineTooLong` */
  push(chunk: Uint8Array, take: (line: number, text: string) => void): void {
    let from = 0
    for (let at = chunk.indexOf(LF); at >= 0; at = chunk.indexOf(LF, from)) {
      this.#keep(chunk.subarray(from, at))
      this.end(take)
      from = at + 1
    }
    this.#keep(chunk.subarray(from))
  }

  /** Takes what is left as a line. */
  end(take: (line: number, text: string) => void): void {
    const text = this.#rest.length === 1 ? this.#rest[0]! : Buffer.concat(this.#rest)
    this.#rest = []
    this.#restBytes = 0
    take(++this.#line, Buffer.from(text.buffer, text.byteOffset, text.length).toString('utf8').trim())
  }

  #keep(bytes: Uint8Array): void {
    if (bytes.length === 0) return
    this.#restBytes += bytes.length
    this.#rest.push(bytes)
    if (this.#restBytes > maxTokenBytes)
      throw new SourceError('lineTooLong', { source: this.#source, line: this.#line + 1, expected: maxTokenBytes })
  }
}
