const lineFeed = 10
const carriageReturn = 13
const space = 32
const tab = 9

/** Cuts chunks of bytes into lines, numbered from 1. Blanks at both ends of a line and a byte order mark are left out. */
export class LineCutter {
  readonly #longest: number
  #rest: Buffer | undefined
  #line = 0

  /** @param longest bytes of a line */
  constructor(longest: number) {
    this.#longest = longest
  }

  /** Calls `take` with each line that is complete. @throws RangeError where a line is too long */
  push(chunk: Uint8Array, take: (line: number, text: Buffer) => void): void {
    const added = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length)
    const bytes = this.#rest ? Buffer.concat([this.#rest, added]) : added
    // What was kept holds no line feed.
    let from = 0
    let at = bytes.indexOf(lineFeed, this.#rest?.length ?? 0)
    for (; at >= 0; at = bytes.indexOf(lineFeed, from)) {
      this.#take(bytes.subarray(from, at), take)
      from = at + 1
    }
    this.#rest = from === bytes.length ? undefined : bytes.subarray(from)
    this.#check(this.#rest)
  }

  /** Takes what is left as a line. */
  end(take: (line: number, text: Buffer) => void): void {
    if (this.#rest) this.#take(this.#rest, take)
    this.#rest = undefined
  }

  #take(text: Buffer, take: (line: number, text: Buffer) => void): void {
    this.#check(text)
    this.#line += 1
    take(this.#line, trimmed(this.#line === 1 ? withoutMark(text) : text))
  }

  #check(text: Buffer | undefined): void {
    if (text && text.length > this.#longest) throw new RangeError('line')
  }
}

function withoutMark(text: Buffer): Buffer {
  return text[0] === 0xef && text[1] === 0xbb && text[2] === 0xbf ? text.subarray(3) : text
}

function trimmed(text: Buffer): Buffer {
  let from = 0
  let to = text.length
  while (from < to && isBlank(text[from]!)) from++
  while (to > from && isBlank(text[to - 1]!)) to--
  return text.subarray(from, to)
}

function isBlank(byte: number): boolean {
  return byte === space || byte === carriageReturn || byte === tab
}
