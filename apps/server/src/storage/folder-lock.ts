import { randomUUID } from 'node:crypto'
import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { dirname } from 'node:path'
import { StorageError } from './storage-error.ts'

interface Holder {
  readonly pid: number
  readonly host: string
  /** When the process began, as the system counts it; null where the system does not tell. */
  readonly startedAt: string | null
  readonly nonce: string
}

/** A holder on another machine (or in another container) cannot be asked; it shows that it lives by touching the file. */
const beatMs = 5000
const silentMs = 30_000

/**
 * Makes this process the only one that uses a folder. Two processes on one embedded database would silently lose rows.
 *
 * A lock whose process is gone is taken over.
 *
 * @returns the function that gives the folder up
 * @throws StorageError `storageLocked` naming folder and process
 */
export function lockFolder(folder: string): () => void {
  const file = `${folder}.lock`
  mkdirSync(dirname(file), { recursive: true })
  const mine: Holder = { pid: process.pid, host: hostname(), startedAt: startOf(process.pid), nonce: randomUUID() }
  take(file, folder, mine)
  const beat = setInterval(() => touch(file), beatMs)
  beat.unref()
  return () => {
    clearInterval(beat)
    if (read(file)?.nonce === mine.nonce) rmSync(file, { force: true })
  }
}

function take(file: string, folder: string, mine: Holder): void {
  for (let attempt = 0; attempt < 5; attempt += 1) {
    if (create(file, mine)) return
    const holder = read(file)
    if (holder !== undefined && lives(holder, file)) throw locked(folder, holder)
    setAside(file, holder)
  }
  throw new StorageError('storageLocked', `${folder} is being opened by another process; try again in a moment`)
}

/** Writes the whole file before it gets its name, so that nobody reads half a lock. */
function create(file: string, mine: Holder): boolean {
  const draft = `${file}.${mine.nonce}`
  writeFileSync(draft, JSON.stringify(mine))
  try {
    linkSync(draft, file)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  } finally {
    rmSync(draft, { force: true })
  }
}

/** Removes a dead lock, but not one that somebody else took over meanwhile. */
function setAside(file: string, dead: Holder | undefined): void {
  const aside = `${file}.${randomUUID()}`
  try {
    renameSync(file, aside)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return
    throw error
  }
  const moved = read(aside)
  if (moved?.nonce !== dead?.nonce) linkSync(aside, file)
  rmSync(aside, { force: true })
}

function read(file: string): Holder | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Holder
  } catch {
    return undefined
  }
}

function lives(holder: Holder, file: string): boolean {
  if (holder.host !== hostname()) return Date.now() - statSync(file).mtimeMs < silentMs
  try {
    process.kill(holder.pid, 0)
  } catch (error) {
    // EPERM: it lives, but belongs to somebody else.
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false
  }
  const startedAt = startOf(holder.pid)
  // The number of a dead process may belong to a new one.
  return startedAt === null || holder.startedAt === null || startedAt === holder.startedAt
}

/** The 22nd field of /proc/<pid>/stat, counted after the name, which may hold spaces and brackets. */
function startOf(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null
  } catch {
    return null
  }
}

function locked(folder: string, { pid, host }: Holder): StorageError {
  const where = host === hostname() ? `process ${pid}` : `process ${pid} on ${host}`
  return new StorageError(
    'storageLocked',
    `${folder} is open in ${where}; stop that process, or give this one a folder of its own (ZHENGFENG_DATA)`,
  )
}

function touch(file: string): void {
  try {
    const now = new Date()
    utimesSync(file, now, now)
  } catch {
    // The folder was removed under us; the database will say so itself.
  }
}
