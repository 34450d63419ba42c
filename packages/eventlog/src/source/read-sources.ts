import { SourceError } from '../errors.ts'
import type { EventLog } from '../log.ts'
import { mergeLogs } from '../merge.ts'
import { completeProposal, formatProfile, Profile, type Proposal, proposeProfile } from '../profile/index.ts'
import type { Preview, ReadingReport } from '../reading-report.ts'
import { type FormatChoice, formatReader } from './format-reader.ts'
import type { OpenSource } from './open-source.ts'
import { UnfinishedProposal } from './unfinished-proposal.ts'

/** A source, and the office that its cases are of unless it says otherwise. */
export interface OfficeSource {
  readonly office: string
  readonly source: OpenSource
}

/** How sources are to be read. */
export interface ReadSourcesOptions extends FormatChoice {
  /** By which they are read; without it one is proposed from the data. `text` is its YAML. */
  readonly given?: { readonly profile: Profile; readonly text: string } | undefined
  /** IANA zone for a proposal; without it, from the offsets in the data. */
  readonly timeZone?: string | undefined
  /** Refuse everything at the first row that would be refused. */
  readonly strict?: boolean | undefined
  /** Now, UTC milliseconds; later times are noticed as implausible. */
  readonly now: number
  /** Hears of each chunk of a source as it is stored, when it is read for good. */
  readonly onRead?: (source: OpenSource, stored: Uint8Array) => void
}

/** One log made of all sources, the profile by which it was read, and what happened on the way. */
export interface SourcesRead {
  readonly log: EventLog
  readonly profile: Profile
  /** The profile as YAML. */
  readonly profileText: string
  /** Why the profile says what it says, one per source; absent where it was given. */
  readonly proposals?: readonly Proposal[]
  readonly readings: readonly ReadingReport[]
}

/**
 * Reads sources into one log. Without a profile one is proposed for each source from its beginning and completed from the
 * whole log.
 *
 * @param sources at least one; opened by `openSource`
 * @throws SourceError; UnfinishedProposal where a person has to complete the proposal
 */
export async function readSources(
  sources: Iterable<OfficeSource> | AsyncIterable<OfficeSource>,
  options: ReadSourcesOptions,
): Promise<SourcesRead> {
  const parts: Part[] = []
  for await (const source of sources) parts.push(await readPart(source, options))
  const log = mergeParts(parts)
  const { given } = options
  const input = given?.profile ?? completeProposal(parts[0]!.proposal!.profile, log)
  return {
    log,
    profile: given?.profile ?? Profile.parse(input),
    profileText: given?.text ?? formatProfile(input),
    ...(!given && { proposals: parts.map((part) => part.proposal!) }),
    readings: parts.map((part) => part.report),
  }
}

interface Part {
  readonly office: string
  readonly log: EventLog
  readonly report: ReadingReport
  readonly proposal?: Proposal
}

async function readPart({ office, source }: OfficeSource, options: ReadSourcesOptions): Promise<Part> {
  const { given, onRead, objectType, strict, now } = options
  const proposed = given ? undefined : await proposeForSource({ office, source }, options)
  const profile = given?.profile ?? Profile.parse(proposed!.proposal.profile)
  const reading = formatReader(source.format).read(
    source.bytes((stored) => onRead?.(source, stored)),
    profile,
    { source: source.name, now, ...(strict && { strict }), ...(objectType !== undefined && { objectType }) },
  )
  const { log, report } = await reading.catch((error: unknown) => {
    const isUnread = error instanceof SourceError && error.code === 'noEvents'
    throw isUnread && proposed ? new UnfinishedProposal(error, proposed) : error
  })
  return { office, log, report, ...(proposed && { proposal: proposed.proposal }) }
}

/**
 * Proposes a profile for one source from its beginning.
 *
 * @throws UnfinishedProposal `columnNotChosen` where no column can be the case, activity or time
 */
export async function proposeForSource(
  { office, source }: OfficeSource,
  options: FormatChoice & { readonly timeZone?: string | undefined },
): Promise<{ proposal: Proposal; preview: Preview }> {
  const preview = await formatReader(source.format).preview(source, options)
  const { timeZone } = options
  const proposal = proposeProfile(preview, { ...(timeZone && { timeZone }), name: office })
  if (proposal.missing.length > 0) {
    const expected = preview.columns.map(({ name }) => name).join(', ')
    const values = { source: source.name, column: proposal.missing[0]!, expected }
    throw new UnfinishedProposal(new SourceError('columnNotChosen', values), { preview, proposal })
  }
  return { proposal, preview }
}

function mergeParts(parts: readonly Part[]): EventLog {
  return parts.length === 1 ? parts[0]!.log : mergeLogs(parts)
}
