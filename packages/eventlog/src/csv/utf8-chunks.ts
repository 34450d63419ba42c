import { isAscii, isUtf8 } from 'node:buffer'
import { SourceError } from '../errors.ts'

/** Encodings that are told apart. */
export type TextEncodingName = 'utf-8' | 'gb18030' | 'utf-16le' | 'utf-16be'

/** How much text is looked at before its encoding is decided. */
const sampleBytes = 65_536

/**
 * Gives any text source as valid UTF-8 without byte order mark, chunk by chunk: UTF-8 is passed through, GB18030 (and so GBK
 * and GB2312) and UTF-16 with or without byte order mark are transcoded. Text that opens in plain ASCII is decided on where
 * its first other byte stands. Invalid bytes and NUL become U+FFFD and are counted.
 */
export class Utf8Chunks implements AsyncIterable<Uint8Array> {
  /** How many characters of the source were invalid so far. */
  invalidCount = 0
  /** The encoding, once it is decided. */
  encoding: TextEncodingName | undefined
  readonly #chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>
  readonly #source: string

  constructor(chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>, source: string) {
    this.#chunks = chunks
    this.#source = source
  }

  /** @throws SourceError `sourceBinary` where the beginning is no text, `sourceEmpty` where there is none */
  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array> {
    let held: Uint8Array[] = []
    let heldBytes = 0
    let opened = false
    let transcoder: Transcoder | undefined
    for await (const chunk of this.#chunks) {
      if (transcoder) {
        yield transcoder.chunk(chunk)
        continue
      }
      held.push(chunk)
      heldBytes += chunk.length
      if (heldBytes < sampleBytes) continue
      const sample = joined(held)
      if (!opened) refuseBinary(sample, this.#source)
      if (!isAscii(sample) || sample.includes(0)) transcoder = this.#decide(sample, opened)
      yield transcoder ? transcoder.chunk(sample) : sample
      opened = true
      held = []
      heldBytes = 0
    }
    if (!transcoder) {
      const sample = joined(held)
      if (!opened && sample.length === 0) throw new SourceError('sourceEmpty', { source: this.#source })
      if (!opened) refuseBinary(sample, this.#source)
      transcoder = this.#decide(sample, opened)
      yield transcoder.chunk(sample)
    }
    yield transcoder.end()
  }

  #decide(sample: Uint8Array, opened: boolean): Transcoder {
    this.encoding = opened ? detectByteEncoding(sample) : detectEncoding(sample)
    const countInvalid = (count: number): void => {
      this.invalidCount += count
    }
    return this.encoding === 'utf-8' ? new Utf8Passer(countInvalid) : new Decoder(this.encoding, countInvalid)
  }
}

/**
 * Tells the encoding of a text from its beginning: by byte order mark, by where its NUL bytes stand, by what is valid.
 *
 * @param sample the first bytes, possibly cut within a character
 */
export function detectEncoding(sample: Uint8Array): TextEncodingName {
  if (sample[0] === 0xff && sample[1] === 0xfe) return 'utf-16le'
  if (sample[0] === 0xfe && sample[1] === 0xff) return 'utf-16be'
  return utf16WithoutMark(sample) ?? detectByteEncoding(sample)
}

function detectByteEncoding(sample: Uint8Array): 'utf-8' | 'gb18030' {
  if (isUtf8(withoutCutCharacter(sample)) || !isValid(sample, 'gb18030')) return 'utf-8'
  return 'gb18030'
}

/** In UTF-16 the high bytes of ASCII (separators, digits, line ends) are NUL and stand all on one side. */
function utf16WithoutMark(sample: Uint8Array): 'utf-16le' | 'utf-16be' | undefined {
  let even = 0
  let odd = 0
  for (let i = 0; i < sample.length; i++) if (sample[i] === 0) i & 1 ? odd++ : even++
  if (Math.max(even, odd) * 50 < sample.length || Math.min(even, odd) * 20 > Math.max(even, odd)) return undefined
  const encoding = odd > even ? 'utf-16le' : 'utf-16be'
  return isValid(sample, encoding) ? encoding : undefined
}

function isValid(sample: Uint8Array, encoding: TextEncodingName): boolean {
  try {
    const text = new TextDecoder(encoding, { fatal: true }).decode(sample, { stream: true })
    return !text.includes('\0')
  } catch {
    return false
  }
}

/** A sample may end within a character; what is left then is at most three bytes. */
function withoutCutCharacter(sample: Uint8Array): Uint8Array {
  for (let back = 1; back <= 3 && back <= sample.length; back++) {
    const byte = sample[sample.length - back]!
    if (byte < 0x80) return sample
    if (byte < 0xc0) continue
    const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2
    return length > back ? sample.subarray(0, sample.length - back) : sample
  }
  return sample
}

/** Text has no NUL, unless it is UTF-16, and hardly any other control characters. */
export function refuseBinary(sample: Uint8Array, source: string): void {
  if (detectEncoding(sample).startsWith('utf-16')) return
  let controls = 0
  for (const byte of sample) {
    if (byte === 0) throw new SourceError('sourceBinary', { source })
    if (byte < 32 && byte !== 9 && byte !== 10 && byte !== 13) controls++
  }
  if (controls * 50 > sample.length) throw new SourceError('sourceBinary', { source })
}

/** Turns chunks of one encoding into valid UTF-8. */
interface Transcoder {
  chunk(bytes: Uint8Array): Uint8Array
  end(): Uint8Array
}

/** Passes valid UTF-8 through; a character that a chunk cuts waits for the next chunk. */
class Utf8Passer implements Transcoder {
  readonly #countInvalid: (count: number) => void
  #cut: Uint8Array = new Uint8Array(0)
  #opened = false

  constructor(countInvalid: (count: number) => void) {
    this.#countInvalid = countInvalid
  }

  chunk(bytes: Uint8Array): Uint8Array {
    const all = this.#cut.length === 0 ? bytes : Buffer.concat([this.#cut, bytes])
    const whole = withoutCutCharacter(all)
    this.#cut = all.slice(whole.length)
    return this.#pass(whole)
  }

  end(): Uint8Array {
    const rest = this.#cut
    this.#cut = new Uint8Array(0)
    return this.#pass(rest)
  }

  #pass(bytes: Uint8Array): Uint8Array {
    const marked = !this.#opened && bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf
    if (bytes.length > 0) this.#opened = true
    const text = marked ? bytes.subarray(3) : bytes
    if (isUtf8(text) && !text.includes(0)) return text
    const cleaned = new TextDecoder('utf-8', { ignoreBOM: true }).decode(text).replaceAll('\0', '\ufffd')
    this.#countInvalid(cleaned.split('\ufffd').length - 1 - replacementsIn(text))
    return Buffer.from(cleaned, 'utf8')
  }
}

/** Decodes and encodes again. */
class Decoder implements Transcoder {
  readonly #decoder: InstanceType<typeof TextDecoder>
  readonly #countInvalid: (count: number) => void

  constructor(encoding: TextEncodingName, countInvalid: (count: number) => void) {
    this.#decoder = new TextDecoder(encoding)
    this.#countInvalid = countInvalid
  }

  chunk(bytes: Uint8Array): Uint8Array {
    return this.#clean(this.#decoder.decode(bytes, { stream: true }))
  }

  end(): Uint8Array {
    return this.#clean(this.#decoder.decode())
  }

  #clean(text: string): Uint8Array {
    const cleaned = text.replaceAll('\0', '\ufffd')
    this.#countInvalid(cleaned.split('\ufffd').length - 1)
    return Buffer.from(cleaned, 'utf8')
  }
}

/** How often U+FFFD is written in UTF-8 itself: that is somebody else's loss, long before. */
function replacementsIn(bytes: Uint8Array): number {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
  let count = 0
  for (let at = buffer.indexOf(replacement); at >= 0; at = buffer.indexOf(replacement, at + 3)) count++
  return count
}

const replacement = Buffer.from('\ufffd')

function joined(chunks: readonly Uint8Array[]): Uint8Array {
  return chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks)
}
