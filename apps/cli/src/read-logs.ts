import { createHash, type Hash } from 'node:crypto'
import { readFile, stat } from 'node:fs/promises'
import {
  type FormatChoice,
  formatProfile,
  type OpenSource,
  type Profile,
  parseProfile,
  readSources,
  type ShippedProfileName,
  type SourcesRead,
  shippedProfile,
  shippedProfileNames,
} from '@zhengfeng/eventlog'
import { isTimeZone } from '@zhengfeng/worktime'
import type { CommandContext } from './context.ts'
import { type InputFile, listInputFiles, officeName } from './input-files.ts'
import { openFile } from './open-file.ts'
import { terminalText } from './terminal-text.ts'
import { UsageError } from './usage.ts'

/** What the user chose about reading. */
export interface ReadChoice extends FormatChoice {
  /** A file, or the name of a shipped profile; without it one is proposed from the data. */
  readonly profile?: string
  readonly timeZone?: string
  readonly strict?: boolean
}

/** A file that was read, with the digest by which others can tell that they have the same one. */
export interface Input {
  readonly path: string
  readonly office: string
  readonly bytes: number
  /** SHA-256 of the file as it is on disk, hexadecimal. */
  readonly sha256: string
}

/** One log made of all files, the profile by which it was read, and what happened on the way. */
export interface ReadLogs extends SourcesRead {
  readonly inputs: readonly Input[]
}

/**
 * Reads files and folders into one log. Without a profile one is proposed for each source from its beginning and completed
 * from the whole log.
 *
 * @throws UsageError, SourceError
 */
export async function readLogs(
  paths: readonly string[],
  choice: ReadChoice,
  context: CommandContext,
): Promise<ReadLogs> {
  if (choice.timeZone && !isTimeZone(choice.timeZone)) throw new UsageError('badTimeZone', { value: choice.timeZone })
  const given = choice.profile === undefined ? undefined : await givenProfile(choice.profile)
  const files = await listInputFiles(paths)
  noteFolders(files, context)
  const opened = new Map<OpenSource, ReadFile>()
  const { objectType, timeZone, strict } = choice
  const read = await readSources(openAll(files, opened), {
    ...(objectType !== undefined && { objectType }),
    ...{ given, timeZone, strict, now: context.now },
    onRead: (source, stored) => noteRead(opened.get(source)!, stored, context),
  })
  context.progress.clear()
  const inputs = Array.from(opened.values(), ({ file: { path, office, bytes }, hash }) => {
    return { path, office, bytes, sha256: hash.digest('hex') }
  })
  return { ...read, inputs }
}

interface ReadFile {
  readonly file: InputFile
  readonly hash: Hash
  bytes: number
}

/** Files are opened one after the other, each when the one before is read. */
async function* openAll(
  files: readonly InputFile[],
  opened: Map<OpenSource, ReadFile>,
): AsyncGenerator<{ office: string; source: OpenSource }> {
  for (const file of files) {
    const source = await openFile(file)
    opened.set(source, { file, hash: createHash('sha256'), bytes: 0 })
    yield { office: file.office, source }
  }
}

function noteRead(read: ReadFile, stored: Uint8Array, { progress, translator }: CommandContext): void {
  read.hash.update(stored)
  read.bytes += stored.length
  progress.show(translator.t('cli.progress.reading', { source: read.file.path }), read.bytes / read.file.bytes)
}

/** The files of a folder are parts of one log: said, since the user may have meant them as offices. */
function noteFolders(files: readonly InputFile[], { note, translator: { t } }: CommandContext): void {
  const filesOf = new Map<string, number>()
  for (const { folder } of files) if (folder !== undefined) filesOf.set(folder, (filesOf.get(folder) ?? 0) + 1)
  for (const [path, count] of filesOf)
    if (count > 1) note(terminalText(t('cli.folderAsOffice', { path, count, office: officeName(path) })))
}

/** No profile comes near; a log given as a profile does. */
const maxProfileBytes = 4 << 20

/** The profile that the user named: a file, or one that is shipped. */
async function givenProfile(name: string): Promise<{ profile: Profile; text: string }> {
  if (isShipped(name)) return { profile: shippedProfile(name), text: formatProfile(shippedProfile(name)) }
  const info = await stat(name).catch(() => undefined)
  if (info && !info.isFile()) throw new UsageError('notAFile', { path: name })
  if (info && info.size > maxProfileBytes) throw new UsageError('profileTooLarge', { path: name, bytes: info.size })
  const text = await readFile(name, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw new UsageError('fileNotReadable', { path: name, reason: error.code ?? '' })
    throw new UsageError('unknownProfile', { value: name, expected: shippedProfileNames.join(', ') })
  })
  return { profile: parseProfile(text, name), text }
}

function isShipped(name: string): name is ShippedProfileName {
  return (shippedProfileNames as readonly string[]).includes(name)
}
