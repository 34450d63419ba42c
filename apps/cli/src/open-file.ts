import { createReadStream } from 'node:fs'
import { type OpenSource, openSource } from '@zhengfeng/eventlog'
import type { InputFile } from './input-files.ts'
import { UsageError } from './usage.ts'

const chunkBytes = 1 << 20

/**
 * Opens a file, decompressing gzip, and recognises its format.
 *
 * @throws SourceError as `openSource`; UsageError `fileNotReadable`
 */
export function openFile(file: InputFile): Promise<OpenSource> {
  return openSource({ name: file.path, byteLength: file.bytes, read: () => bytesOf(file.path) })
}

async function* bytesOf(path: string): AsyncGenerator<Uint8Array> {
  try {
    yield* createReadStream(path, { highWaterMark: chunkBytes }) as AsyncIterable<Buffer>
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code ?? ''
    throw unreadable.has(reason) ? new UsageError('fileNotReadable', { path, reason }) : error
  }
}

const unreadable: ReadonlySet<string> = new Set(['EISDIR', 'EACCES', 'EIO', 'ENOENT', 'EPERM'])
