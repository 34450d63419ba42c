import { mkdir, realpath, stat } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { UsageError } from './usage.ts'

/** Where a file is to be written. */
export interface Target {
  /** The file itself where the name is a link. */
  readonly path: string
  /** Whether it is a device or pipe, which is written to and never replaced. */
  readonly isDevice: boolean
}

/**
 * Finds what stands at a path, and makes the folders above it.
 *
 * @throws the system's error, `EISDIR` where a folder stands there
 */
export async function findTarget(path: string): Promise<Target> {
  await makeFolder(dirname(path))
  const info = await stat(path).catch(() => undefined)
  if (!info) return { path, isDevice: false }
  if (info.isDirectory()) throw Object.assign(new Error(`${path} is a folder`), { code: 'EISDIR', syscall: 'open' })
  return info.isFile() ? { path: await realpath(path), isDevice: false } : { path, isDevice: true }
}

/** Node's own recursive `mkdir` never returns for folders such as `/proc/x/y`. */
async function makeFolder(path: string): Promise<void> {
  try {
    await mkdir(path)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    const exists = code === 'EEXIST' || (await stat(path).catch(() => undefined))?.isDirectory()
    if (exists && (await stat(path)).isDirectory()) return
    if (code !== 'ENOENT' || dirname(path) === path) throw error
    await makeFolder(dirname(path))
    await mkdir(path)
  }
}

/**
 * Refuses to write over what is read.
 *
 * @throws UsageError `outputIsInput`
 */
export async function refuseOverwriting(
  inputs: readonly string[],
  outputs: readonly (string | undefined)[],
): Promise<void> {
  const read = new Set(await Promise.all(inputs.map(realName)))
  for (const path of outputs)
    if (path !== undefined && read.has(await realName(path))) throw new UsageError('outputIsInput', { path })
}

async function realName(path: string): Promise<string> {
  const whole = resolve(path)
  try {
    return await realpath(whole)
  } catch {
    return whole === dirname(whole) ? whole : join(await realName(dirname(whole)), whole.slice(dirname(whole).length))
  }
}
