import { createHash, type Hash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { pipeline } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { SourceError } from '@zhengfeng/eventlog'
import type { InputFile } from './input-files.ts'
import { recogniseFormat, type SourceFormat } from './source-format.ts'
import { UsageError } from './usage.ts'

/** A file opened for reading: its format, its beginning, and its bytes as often as they are needed. */
export interface OpenSource {
  readonly file: InputFile
  readonly format: SourceFormat
  /** The beginning of the source, decompressed: at most so many bytes. */
  readonly head: (bytes: number) => Promise<Uint8Array>
  /** All bytes, decompressed, in chunks. `hash` is fed with the bytes as they are on disk. */
  readonly bytes: (watch?: Watch) => AsyncIterable<Uint8Array>
}

const sniffBytes = 64 << 10
const chunkBytes = 1 << 20
/** No real log shrinks to less than a 500th; a file that does is made to exhaust the reader. */
const maxExpansion = 500
const expansionGraceBytes = 256 << 20

/**
 * Opens a file, decompressing gzip, and recognises its format.
 *
 * @throws SourceError `sourceNotRecognised`, `sourceTruncated`, `expansionTooLarge`; UsageError `fileNotReadable`
 */
export async function openSource(file: InputFile): Promise<OpenSource> {
  const gzip = await isGzip(file.path)
  const bytes: OpenSource['bytes'] = (watch = {}) => readBytes(file, gzip, watch)
  const head = (limit: number): Promise<Uint8Array> => firstBytes(bytes(), limit)
  const beginning = await head(sniffBytes)
  if (beginning.length === 0) throw new SourceError('sourceEmpty', { source: file.path })
  const format = recogniseFormat(beginning)
  if (!format) throw new SourceError('sourceNotRecognised', { source: file.path })
  return { file, format, head, bytes }
}

/** A fresh SHA-256 to feed a source's bytes into. */
export function sha256(): Hash {
  return createHash('sha256')
}

async function isGzip(path: string): Promise<boolean> {
  const handle = await open(path, 'r').catch((error: NodeJS.ErrnoException) => {
    throw new UsageError('fileNotReadable', { path, reason: error.code ?? '' })
  })
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(2), 0, 2, 0)
    return bytesRead === 2 && buffer[0] === 0x1f && buffer[1] === 0x8b
  } finally {
    await handle.close()
  }
}

async function* readBytes(file: InputFile, gzip: boolean, watch: Watch): AsyncIterable<Uint8Array> {
  const raw = rawBytes(file, watch)
  // The callback keeps a failure from being thrown twice: the loop below sees it.
  const stream = gzip ? pipeline(raw, createGunzip({ chunkSize: chunkBytes }), () => undefined) : raw
  let expanded = 0
  try {
    for await (const chunk of stream) {
      expanded += chunk.length
      if (gzip && expanded > expansionGraceBytes && expanded > file.bytes * maxExpansion) {
        throw new SourceError('expansionTooLarge', { source: file.path, value: expanded })
      }
      yield chunk as Uint8Array
    }
  } catch (error) {
    throw readableError(file, error)
  }
}

interface Watch {
  readonly hash?: Hash
  readonly onRead?: (bytes: number) => void
}

async function* rawBytes(file: InputFile, { hash, onRead }: Watch): AsyncGenerator<Uint8Array> {
  let read = 0
  for await (const chunk of createReadStream(file.path, { highWaterMark: chunkBytes }) as AsyncIterable<Buffer>) {
    hash?.update(chunk)
    read += chunk.length
    onRead?.(read)
    yield chunk
  }
}

function readableError(file: InputFile, error: unknown): unknown {
  const code = (error as NodeJS.ErrnoException).code ?? ''
  if (code === 'Z_BUF_ERROR' || code === 'Z_DATA_ERROR') {
    return new SourceError('sourceTruncated', { source: file.path, detail: code }, { cause: error })
  }
  if (code === 'EISDIR' || code === 'EACCES' || code === 'EIO') {
    return new UsageError('fileNotReadable', { path: file.path, reason: code })
  }
  return error
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
