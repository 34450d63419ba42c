import { pipeline, Readable } from 'node:stream'
import { createInflateRaw } from 'node:zlib'
import { SourceError } from '../errors.ts'

/** A file in a ZIP archive. */
export interface ZipEntry {
  readonly name: string
  readonly compressedBytes: number
  readonly method: number
  /** Where its local header begins. */
  readonly offset: number
}

/** A ZIP archive in memory. */
export interface Zip {
  readonly source: string
  readonly bytes: Buffer
  readonly entries: ReadonlyMap<string, ZipEntry>
}

const endSignature = 0x06054b50
const entrySignature = 0x02014b50
const localSignature = 0x04034b50
const stored = 0
const deflated = 8
const unknown32 = 0xffffffff
const sliceBytes = 1 << 16

/** No worksheet shrinks to less than a 300th; one that does is made to exhaust the reader. */
const maxExpansion = 300
const expansionGraceBytes = 64 << 20

/**
 * Lists the files of a ZIP archive from its central directory (APPNOTE 6.3, 4.3.12).
 *
 * @throws SourceError `sourceTruncated`, `sourceMalformed`
 */
export function openZip(bytes: Buffer, source: string): Zip {
  const end = findEnd(bytes)
  if (end < 0) throw new SourceError('sourceTruncated', { source, line: 1, detail: 'ZIP' })
  const entries = new Map<string, ZipEntry>()
  const count = bytes.readUInt16LE(end + 10)
  let at = bytes.readUInt32LE(end + 16)
  for (let i = 0; i < count; i++) {
    if (at + 46 > bytes.length || bytes.readUInt32LE(at) !== entrySignature) throw malformed(source, 'ZIP directory')
    const nameLength = bytes.readUInt16LE(at + 28)
    const extraLength = bytes.readUInt16LE(at + 30)
    const name = bytes.toString('utf8', at + 46, at + 46 + nameLength)
    const extra = bytes.subarray(at + 46 + nameLength, at + 46 + nameLength + extraLength)
    if (bytes.readUInt16LE(at + 8) & 1) throw malformed(source, 'ZIP encryption')
    const sizes = wideSizes(extra, [
      bytes.readUInt32LE(at + 24),
      bytes.readUInt32LE(at + 20),
      bytes.readUInt32LE(at + 42),
    ])
    entries.set(name, { name, compressedBytes: sizes[1]!, method: bytes.readUInt16LE(at + 10), offset: sizes[2]! })
    at += 46 + nameLength + extraLength + bytes.readUInt16LE(at + 32)
  }
  // Files that share their bytes are made to exhaust the reader: each would be unpacked on its own.
  let compressedBytes = 0
  for (const entry of entries.values()) compressedBytes += entry.compressedBytes
  if (compressedBytes > bytes.length) throw malformed(source, 'ZIP overlap')
  return { source, bytes, entries }
}

/** The end record stands last, before a comment of at most 64 KB. */
function findEnd(bytes: Buffer): number {
  for (let at = bytes.length - 22; at >= 0 && at > bytes.length - 22 - 65_536; at--)
    if (bytes.readUInt32LE(at) === endSignature) return at
  return -1
}

/** Sizes that do not fit 32 bits stand in the extra field (4.5.3), in this order. */
function wideSizes(extra: Buffer, sizes: readonly number[]): readonly number[] {
  for (let at = 0; at + 4 <= extra.length; at += 4 + extra.readUInt16LE(at + 2)) {
    if (extra.readUInt16LE(at) !== 1) continue
    let next = at + 4
    return sizes.map((size) => {
      if (size !== unknown32 || next + 8 > extra.length) return size
      next += 8
      return Number(extra.readBigUInt64LE(next - 8))
    })
  }
  return sizes
}

/**
 * The bytes of a file in the archive, decompressed chunk by chunk.
 *
 * @throws SourceError `expansionTooLarge`, `sourceTruncated`, `sourceMalformed`
 */
export async function* inflateEntry(zip: Zip, entry: ZipEntry): AsyncGenerator<Uint8Array> {
  const { bytes, source } = zip
  const header = entry.offset
  if (header + 30 > bytes.length || bytes.readUInt32LE(header) !== localSignature) throw malformed(source, entry.name)
  const from = header + 30 + bytes.readUInt16LE(header + 26) + bytes.readUInt16LE(header + 28)
  const compressed = bytes.subarray(from, from + entry.compressedBytes)
  if (compressed.length < entry.compressedBytes)
    throw new SourceError('sourceTruncated', { source, line: 1, detail: entry.name })
  if (entry.method === stored) yield compressed
  else if (entry.method !== deflated) throw malformed(source, `${entry.name}: ZIP method ${entry.method}`)
  else yield* inflated(compressed, `${source} (${entry.name})`)
}

async function* inflated(compressed: Buffer, source: string): AsyncGenerator<Uint8Array> {
  let expanded = 0
  // The callback keeps a failure from being thrown twice: the loop sees it.
  const stream = pipeline(
    Readable.from(slices(compressed)),
    createInflateRaw({ chunkSize: sliceBytes }),
    () => undefined,
  )
  try {
    for await (const chunk of stream) {
      expanded += (chunk as Buffer).length
      if (expanded > expansionGraceBytes && expanded > compressed.length * maxExpansion)
        throw new SourceError('expansionTooLarge', { source, value: expanded })
      yield chunk as Buffer
    }
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (error instanceof SourceError || !code?.startsWith('Z_')) throw error
    throw new SourceError('sourceTruncated', { source, line: 1, detail: code }, { cause: error })
  }
}

function* slices(bytes: Buffer): Generator<Buffer> {
  for (let at = 0; at < bytes.length; at += sliceBytes) yield bytes.subarray(at, at + sliceBytes)
}

function malformed(source: string, detail: string): SourceError {
  return new SourceError('sourceMalformed', { source, line: 1, detail })
}
