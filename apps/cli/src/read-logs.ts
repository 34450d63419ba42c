import { readFile, stat } from 'node:fs/promises'
import {
  completeProposal,
  type EventLog,
  formatProfile,
  mergeLogs,
  type Preview,
  Profile,
  type Proposal,
  parseProfile,
  proposeProfile,
  type ReadingReport,
  type ShippedProfileName,
  SourceError,
  shippedProfile,
  shippedProfileNames,
} from '@zhengfeng/eventlog'
import { isTimeZone } from '@zhengfeng/worktime'
import type { CommandContext } from './context.ts'
import { type FormatChoice, formatReader } from './formats.ts'
import { type InputFile, listInputFiles, officeName } from './input-files.ts'
import { type OpenSource, openSource, sha256 } from './open-source.ts'
import { terminalText } from './terminal-text.ts'
import { UnfinishedProposal } from './unfinished-proposal.ts'
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
export interface ReadLogs {
  readonly log: EventLog
  readonly profile: Profile
  /** The profile as YAML; its digest goes into the report. */
  readonly profileText: string
  /** Why the profile says what it says; absent where the user gave it. */
  readonly proposals?: readonly Proposal[]
  readonly readings: readonly ReadingReport[]
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
  const parts: Part[] = []
  for (const file of files) parts.push(await readPart(await openSource(file), given, choice, context))
  context.progress.clear()
  const log = mergeParts(parts)
  const profileInput = given?.profile ?? completeProposal(parts[0]!.proposal!.profile, log)
  return {
    log,
    profile: given?.profile ?? Profile.parse(profileInput),
    profileText: given?.text ?? formatProfile(profileInput),
    ...(!given && { proposals: parts.map((part) => part.proposal!) }),
    readings: parts.map((part) => part.report),
    inputs: parts.map((part) => part.input),
  }
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

interface Part {
  readonly log: EventLog
  readonly report: ReadingReport
  readonly input: Input
  readonly proposal?: Proposal
}

async function readPart(
  source: OpenSource,
  given: { readonly profile: Profile } | undefined,
  choice: ReadChoice,
  context: CommandContext,
): Promise<Part> {
  const proposed = given ? undefined : await propose(source, choice)
  const profile = given?.profile ?? Profile.parse(proposed!.proposal.profile)
  const { file } = source
  const hash = sha256()
  const label = context.translator.t('cli.progress.reading', { source: file.path })
  context.progress.show(label, 0)
  const onRead = (bytes: number) => context.progress.show(label, bytes / file.bytes)
  const reading = formatReader(source.format).read(source.bytes({ hash, onRead }), profile, {
    source: file.path,
    now: context.now,
    ...(choice.strict && { strict: true }),
    ...(choice.objectType !== undefined && { objectType: choice.objectType }),
  })
  const { log, report } = await reading.catch((error: unknown) => {
    const isUnread = error instanceof SourceError && error.code === 'noEvents'
    throw isUnread && proposed ? new UnfinishedProposal(error, proposed) : error
  })
  const input = { path: file.path, office: file.office, bytes: file.bytes, sha256: hash.digest('hex') }
  return { log, report, input, ...(proposed && { proposal: proposed.proposal }) }
}

/**
 * Proposes a profile for one source.
 *
 * @throws UnfinishedProposal `columnNotChosen` where no column can be the case, activity or time
 */
async function propose(source: OpenSource, choice: ReadChoice): Promise<{ proposal: Proposal; preview: Preview }> {
  const preview = await formatReader(source.format).preview(source, choice)
  const proposal = proposeProfile(preview, {
    ...(choice.timeZone && { timeZone: choice.timeZone }),
    name: source.file.office,
  })
  if (proposal.missing.length > 0) {
    const expected = preview.columns.map(({ name }) => name).join(', ')
    const values = { source: source.file.path, column: proposal.missing[0]!, expected }
    throw new UnfinishedProposal(new SourceError('columnNotChosen', values), { preview, proposal })
  }
  return { proposal, preview }
}

function mergeParts(parts: readonly Part[]): EventLog {
  if (parts.length === 1) return parts[0]!.log
  return mergeLogs(parts.map(({ log, input }) => ({ office: input.office, log })))
}
