import { SourceError } from '../errors.ts'

const declarationBytes = 256

/**
 * Turns the bytes of an XML document into UTF-8 without a byte order mark: by mark, else by the shape of the first
 * characters, else by the declaration (XML 1.0, appendix F). UTF-8 passes through untouched.
 *
 * Errors: `sourceMalformed` for an encoding that nobody knows.
 */
export class Utf8Input {
  readonly #source: string
  #head: Uint8Array | undefined = new Uint8Array(0)
  #decoder: InstanceType<typeof TextDecoder> | undefined

  constructor(source: string) {
    this.#source = source
  }

  /** The UTF-8 bytes of the next chunk; empty while the encoding is still open. */
  push(chunk: Uint8Array): Uint8Array {
    if (this.#head === undefined) return this.#converted(chunk)
    this.#head = this.#head.length === 0 ? chunk : Buffer.concat([this.#head, chunk])
    return this.#head.length < declarationBytes ? new Uint8Array(0) : this.#start(this.#head)
  }

  /** What remains when no chunk follows. */
  flush(): Uint8Array {
    const rest = this.#head === undefined ? new Uint8Array(0) : this.#start(this.#head)
    return this.#decoder ? Buffer.concat([rest, Buffer.from(this.#decoder.decode(), 'utf8')]) : rest
  }

  #start(head: Uint8Array): Uint8Array {
    this.#head = undefined
    const encoding = encodingOf(head)
    if (encoding !== 'utf-8') this.#decoder = this.#decoderFor(encoding)
    const marked = encoding === 'utf-8' && head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf
    return this.#converted(marked ? head.subarray(3) : head)
  }

  #converted(chunk: Uint8Array): Uint8Array {
    return this.#decoder ? Buffer.from(this.#decoder.decode(chunk, { stream: true }), 'utf8') : chunk
  }

  #decoderFor(encoding: string): InstanceType<typeof TextDecoder> {
    try {
      return new TextDecoder(encoding)
    } catch (cause) {
      const values = { source: this.#source, line: 1, detail: `encoding="${encoding}"` }
      throw new SourceError('sourceMalformed', values, { cause })
    }
  }
}

function encodingOf(head: Uint8Array): string {
  const [a, b] = head
  if ((a === 0xfe && b === 0xff) || (a === 0 && b === 0x3c)) return 'utf-16be'
  if ((a === 0xff && b === 0xfe) || (a === 0x3c && b === 0)) return 'utf-16le'
  const start = Buffer.from(head.buffer, head.byteOffset, Math.min(head.length, declarationBytes)).toString('latin1')
  const declared = /^(?:\xef\xbb\xbf)?<\?xml[^>]*?\bencoding\s*=\s*["']([^"'>]+)["']/.exec(start)?.[1]?.toLowerCase()
  // Documents written from UTF-16 strings in memory keep saying so after they were saved as UTF-8.
  const utf8 = declared === undefined || /^(?:utf-?8|us-ascii|ascii|utf-16.*)$/.test(declared)
  return utf8 ? 'utf-8' : declared
}
