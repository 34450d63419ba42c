import { createReadStream } from 'node:fs'
import {
  type EventLog,
  type OpenSource,
  openSource,
  parseProfile,
  readSources,
  type SourcesRead,
  type StoredSource,
} from '@zhengfeng/eventlog'
import { ReadingFailure } from './failures.ts'
import type { PreviewTask, ReadingChoice, StoredFile } from './task.ts'
import type { ThreadWorld } from './thread.ts'

const chunkBytes = 1 << 20

/** Opens an uploaded file. @throws SourceError */
export function openStored(file: StoredFile): Promise<OpenSource> {
  return openSource(storedSource(file))
}

function storedSource({ path, name, bytes }: StoredFile): StoredSource {
  return {
    name,
    byteLength: bytes,
    read: () => createReadStream(path, { highWaterMark: chunkBytes }) as AsyncIterable<Buffer>,
  }
}

/**
 * Reads uploaded files into one log, as `zhengfeng inspect` does. A log of one office that does not name it takes the name of
 * its file.
 *
 * @throws SourceError, UnfinishedProposal, ReadingFailure
 */
export async function readFiles(
  { files, choice, now }: Pick<PreviewTask, 'files' | 'choice' | 'now'>,
  { progress, checkMemory }: Pick<ThreadWorld, 'progress' | 'checkMemory'>,
): Promise<SourcesRead> {
  const total = files.reduce((sum, { bytes }) => sum + bytes, 0)
  let done = 0
  const read = await readSources(opened(files), {
    ...(choice.objectType !== undefined && { objectType: choice.objectType }),
    given: givenProfile(choice),
    timeZone: choice.timeZone,
    now,
    onRead: (_, stored) => {
      done += stored.length
      progress({ stage: 'reading', done: Math.min(done, total), total })
      checkMemory()
    },
  })
  checkMemory()
  return { ...read, log: ofNamedOffice(read.log, files[0]!.office) }
}

export const profileName = 'profile.yaml'

function givenProfile({
  profileText,
}: ReadingChoice): { profile: ReturnType<typeof parseProfile>; text: string } | undefined {
  return profileText === undefined ? undefined : { profile: parseProfile(profileText, profileName), text: profileText }
}

/** All files are of one format, so that one profile fits them. */
async function* opened(files: readonly StoredFile[]): AsyncGenerator<{ office: string; source: OpenSource }> {
  let first: OpenSource | undefined
  for (const file of files) {
    const source = await openStored(file)
    first ??= source
    if (source.format !== first.format) throw differentKinds(first, source)
    yield { office: file.office, source }
  }
}

/** Files of two formats cannot be read by one profile. */
export function differentKinds(first: OpenSource, second: OpenSource): ReadingFailure {
  return new ReadingFailure('differentKinds', {
    first: first.name,
    firstFormat: first.format,
    second: second.name,
    secondFormat: second.format,
  })
}

function ofNamedOffice(log: EventLog, office: string): EventLog {
  if (log.caseOffice) return log
  return { ...log, caseOffice: { kind: 'string', codes: new Int32Array(log.caseIds.length), values: [office] } }
}
