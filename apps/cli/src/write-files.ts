import { rmSync } from 'node:fs'
import { open, rename, rm } from 'node:fs/promises'
import { constants } from 'node:os'
import { findTarget, type Target } from './targets.ts'

type Content = string | Uint8Array | Iterable<string | Uint8Array> | AsyncIterable<string | Uint8Array>

/** A file to be written: its path, and its content in one piece or in many. */
export interface OutputFile {
  readonly path: string
  /** Made when its turn comes and let go when it is on disk, so that only one is in memory. */
  readonly content: () => Content | Promise<Content>
}

/** A file could not be written; `path` and the system's reason are for the user. */
export class OutputError extends Error {
  readonly path: string
  readonly reason: string

  constructor(path: string, cause: unknown) {
    super(`cannot write ${path}`, { cause })
    this.name = 'OutputError'
    this.path = path
    this.reason = (cause as NodeJS.ErrnoException).code ?? String(cause)
  }
}

/**
 * Writes files so that either all of them are there whole or none is new: each goes to a temporary neighbour first and
 * takes its name when the last one is on disk.
 *
 * @throws OutputError naming the file, for example on a full disk or a read-only folder
 */
export async function writeFiles(files: readonly OutputFile[]): Promise<void> {
  const pending: { readonly from: string; readonly to: string }[] = []
  let current = ''
  const stop = (signal: NodeJS.Signals): void => {
    for (const { from } of pending) rmSync(from, { force: true })
    process.exit(128 + constants.signals[signal])
  }
  for (const signal of stopSignals) process.on(signal, stop)
  try {
    const targets: Target[] = []
    for (const { path } of files) {
      current = path
      targets.push(await findTarget(path))
    }
    for (const [index, { path, content }] of files.entries()) {
      current = path
      const target = targets[index]!
      const temporary = target.isDevice ? target.path : `${target.path}.${process.pid}.part`
      if (!target.isDevice) pending.push({ from: temporary, to: target.path })
      await writeWhole(temporary, await content(), !target.isDevice)
    }
    for (const { from, to } of pending) {
      current = to
      await rename(from, to)
    }
  } catch (error) {
    for (const { from } of pending) await rm(from, { force: true })
    // A fault in making the content is not one of the disk.
    throw (error as NodeJS.ErrnoException).syscall === undefined ? error : new OutputError(current, error)
  } finally {
    for (const signal of stopSignals) process.off(signal, stop)
  }
}

/** Signals on which nothing half written must be left behind. */
const stopSignals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

const bufferBytes = 1 << 20

async function writeWhole(path: string, content: Content, onDisk: boolean): Promise<void> {
  const handle = await open(path, 'w')
  try {
    if (typeof content === 'string' || content instanceof Uint8Array) await handle.writeFile(content)
    else await writePieces(handle, content)
    if (onDisk) await handle.sync()
  } finally {
    await handle.close()
  }
}

/** Gathers small pieces, so that a writer may give one line at a time. */
async function writePieces(
  handle: Awaited<ReturnType<typeof open>>,
  pieces: Iterable<string | Uint8Array> | AsyncIterable<string | Uint8Array>,
): Promise<void> {
  let gathered: Buffer[] = []
  let bytes = 0
  for await (const piece of pieces) {
    const buffer = typeof piece === 'string' ? Buffer.from(piece, 'utf8') : Buffer.from(piece)
    gathered.push(buffer)
    bytes += buffer.length
    if (bytes < bufferBytes) continue
    await handle.writeFile(Buffer.concat(gathered))
    gathered = []
    bytes = 0
  }
  await handle.writeFile(Buffer.concat(gathered))
}
