import type { Stats } from 'node:fs'
import { readdir, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { SourceError } from '@zhengfeng/eventlog'
import { UsageError } from './usage.ts'

/** A file to be read, and the office whose cases it holds. */
export interface InputFile {
  readonly path: string
  readonly office: string
  readonly bytes: number
  /** The folder that the user named, where it was not the file itself. */
  readonly folder?: string
}

const logEndings = /\.(csv|tsv|txt|xes|json|jsonocel|xml|xmlocel|sqlite|db|xlsx|ndjson|jsonl)(\.gz)?$/i

/** What `inspect` writes: in a folder that was checked up before, they are no logs. */
const ownFiles: ReadonlySet<string> = new Set(['check-up.json', 'findings.xlsx'])

/**
 * Lists the files that the user named. Each file is an office named after it; a folder is one office, whose log is all log
 * files in it.
 *
 * @throws UsageError `fileNotFound`, `fileNotReadable`, `notAFile`, `folderEmpty`; SourceError `sourceEmpty`
 */
export async function listInputFiles(paths: readonly string[]): Promise<readonly InputFile[]> {
  const files: InputFile[] = []
  for (const path of paths) {
    const info = await statOf(path)
    if (info.isDirectory()) files.push(...(await filesOfFolder(path)))
    else files.push(inputFile(path, officeName(path), info))
  }
  return files
}

async function filesOfFolder(folder: string): Promise<readonly InputFile[]> {
  const names = (await readdir(folder)).filter((name) => logEndings.test(name) && !ownFiles.has(name)).sort()
  if (names.length === 0) throw new UsageError('folderEmpty', { path: folder })
  const office = officeName(folder)
  return Promise.all(
    names.map(async (name) => {
      const path = join(folder, name)
      return { ...inputFile(path, office, await statOf(path)), folder }
    }),
  )
}

function inputFile(path: string, office: string, info: Stats): InputFile {
  // A source is read more than once, which pipes and devices cannot be.
  if (!info.isFile()) throw new UsageError('notAFile', { path })
  if (info.size === 0) throw new SourceError('sourceEmpty', { source: path })
  return { path, office, bytes: info.size }
}

async function statOf(path: string): Promise<Stats> {
  try {
    return await stat(path)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    throw new UsageError(code === 'ENOENT' ? 'fileNotFound' : 'fileNotReadable', { path, reason: code ?? '' })
  }
}

/** `offices/BPIC15_1.xes.gz` → `BPIC15_1`. */
export function officeName(path: string): string {
  const name = basename(path).replace(/\.gz$/i, '')
  return name.replace(logEndings, '') || name
}
