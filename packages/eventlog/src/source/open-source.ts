import { pipeline, Readable } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { SourceError } from '../errors.ts'
import { recogniseFormat, type SourceFormat } from './source-format.ts'

/** A source as it lies somewhere: a file on disk, an upload. */
export interface StoredSource {
  /** Its name in reports and errors. */
  readonly name: string
  readonly byteLength: number
  /** All of its bytes, from the beginning each time it is called, in chunks of about 1 MB or less. */
  readonly read: () => AsyncIterable<Uint8Array>
}

/** A source opened for reading: its format, its beginning, and its bytes as often as they are needed, decompressed. */
export interface OpenSource {
  readonly name: string
  readonly byteLength: number
  readonly format: SourceFormat
  /** The beginning of the source: at most so many bytes. */
  readonly head: (bytes: number) => Promise<Uint8Array>
  /** All bytes, in chunks. `watch` sees each chunk as it is stored, compressed or not. */
  readonly bytes: (watch?: (stored: Uint8Array) => void) => AsyncIterable<Uint8Array>
}

const sniffBytes = 64 << 10
const chunkBytes = 1 << 20
/** No real log shrinks to less than a 500th; a file that does is made to exhaust the reader. */
const maxExpansion = 500
const expansionGraceBytes = 256 << 20

/**
 * Opens a source, decompressing gzip, and recognises its format.
 *
 * @param stored where its bytes come from; it is read more than once
 * @throws SourceError `sourceEmpty`, `sourceNotRecognised`, `sourceTruncated`, `expansionTooLarge`; whatever `stored.read` throws
 * @example
 * const bytes = new TextEncoder().encode('case,activity,time')
 * const open = await openSource({ name: 'a.csv', byteLength: bytes.length, read: async function* () { yield bytes } })
 * open.format // → 'csv'
 */
export async function openSource(stored: StoredSource): Promise<OpenSource> {
  const { name, byteLength } = stored
  const gzip = isGzip(await firstBytes(stored.read(), 2))
  const bytes: OpenSource['bytes'] = (watch) => decompressed(stored, gzip, watch)
  const head = (limit: number): Promise<Uint8Array> => firstBytes(bytes(), limit)
  const beginning = await head(sniffBytes)
  if (beginning.length === 0) throw new SourceError('sourceEmpty', { source: name })
  const format = recogniseFormat(beginning)
  if (!format) throw new SourceError('sourceNotRecognised', { source: name })
  return { name, byteLength, format, head, bytes }
}

function isGzip(beginning: Uint8Array): boolean {
  return beginning[0] === 0x1f && beginning[1] === 0x8b
}

async function* decompressed(
  stored: StoredSource,
  gzip: boolean,
  watch: ((stored: Uint8Array) => void) | undefined,
): AsyncGenerator<Uint8Array> {
  const raw = watched(stored.read(), watch)
  // The callback keeps a failure from being thrown twice: the loop below sees it.
  const stream = gzip ? pipeline(Readable.from(raw), createGunzip({ chunkSize: chunkBytes }), () => undefined) : raw
  let expanded = 0
  try {
    for await (const chunk of stream) {
      expanded += chunk.length
      if (gzip && expanded > expansionGraceBytes && expanded > stored.byteLength * maxExpansion)
        throw new SourceError('expansionTooLarge', { source: stored.name, value: expanded })
      yield chunk as Uint8Array
    }
  } catch (error) {
    throw truncatedError(stored, error)
  }
}

async function* watched(
  chunks: AsyncIterable<Uint8Array>,
  watch: ((stored: Uint8Array) => void) | undefined,
): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) {
    watch?.(chunk)
    yield chunk
  }
}

function truncatedError({ name }: StoredSource, error: unknown): unknown {
  const code = (error as NodeJS.ErrnoException).code ?? ''
  if (code !== 'Z_BUF_ERROR' && code !== 'Z_DATA_ERROR') return error
  return new SourceError('sourceTruncated', { source: name, detail: code }, { cause: error })
}

async function firstBytes(bytes: AsyncIterable<Uint8Array>, limit: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of bytes) {
    chunks.push(chunk)
    length += chunk.length
    if (length >= limit) break
  }
  return Buffer.concat(chunks).subarray(0, limit)
}
