import { createHash } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { SourceError } from '@zhengfeng/eventlog'
import type { Language } from '@zhengfeng/locales'
import type { FastifyRequest } from 'fastify'
import type { Configuration } from '../configuration.ts'
import { ProblemError } from '../http/problem-error.ts'
import { failureText } from './failure-text.ts'
import { officeOfFile, plainFileName } from './file-names.ts'
import type { UploadedFile } from './import-row.ts'
import { codedFailure } from './reading/failures.ts'
import { differentKinds, openStored } from './reading/read-files.ts'
import { freeBytes, makeUploadFolder, removeUploads, uploadPath } from './upload-folder.ts'

/** What an upload brought. */
export interface Upload {
  readonly files: readonly UploadedFile[]
  /** Text fields beside the files. */
  readonly fields: Readonly<Record<string, string>>
}

export const mostFiles = 100
/** What must stay free on the disk for everything else. */
const reservedBytes = 256 << 20

/**
 * Writes the files of a multipart request to disk as they come, and looks at the beginning of each. Nothing is left behind where
 * one cannot be taken.
 *
 * @throws ProblemError `unsupportedMedia`, `tooLarge`, `storageFull`, `invalid`, `malformed`
 */
export async function receiveUpload(
  configuration: Configuration,
  request: FastifyRequest,
  { id, language }: { readonly id: string; readonly language: Language },
): Promise<Upload> {
  if (!request.isMultipart()) throw new ProblemError('unsupportedMedia', { expected: 'multipart/form-data' })
  await makeUploadFolder(configuration, id)
  try {
    await checkRoom(configuration, Number(request.headers['content-length'] ?? 0))
    const upload = await writeParts(configuration, request, id)
    if (upload.files.length === 0)
      throw new ProblemError('invalid', {}, { fields: [{ field: 'file', message: 'required' }] })
    return { ...upload, files: await recognised(configuration, upload.files, { id, language }) }
  } catch (error) {
    await removeUploads(configuration, id)
    throw refusalOf(error, language)
  }
}

async function checkRoom(configuration: Configuration, announced: number): Promise<void> {
  const most = uploadLimit(configuration)
  // Boundaries and headers of the parts come on top.
  if (announced > most + (1 << 20)) throw tooLarge(most)
  if (announced > (await freeBytes(configuration)) - reservedBytes) throw new ProblemError('storageFull')
}

/** Bytes of all files of an import together. */
export function uploadLimit({ ZHENGFENG_UPLOAD_MB }: Configuration): number {
  return ZHENGFENG_UPLOAD_MB * 1024 * 1024
}

function tooLarge(most: number): ProblemError {
  return new ProblemError('tooLarge', { limit: most, reason: 'upload', megabytes: Math.floor(most / 1024 / 1024) })
}

async function writeParts(
  configuration: Configuration,
  request: FastifyRequest,
  id: string,
): Promise<{ files: UploadedFile[]; fields: Record<string, string> }> {
  const files: UploadedFile[] = []
  const fields: Record<string, string> = {}
  const budget = { left: uploadLimit(configuration), most: uploadLimit(configuration) }
  const gone = new AbortController()
  // A request that was read whole closes too.
  request.raw.once('close', () => {
    if (!request.raw.complete) gone.abort()
  })
  const limits = { files: mostFiles, fields: 20, fieldSize: 1000, parts: mostFiles + 20, fileSize: budget.most + 1 }
  for await (const part of request.parts({ limits })) {
    if (part.type === 'field') {
      if (typeof part.value === 'string') fields[part.fieldname] = part.value
      continue
    }
    const path = uploadPath(configuration, id, files.length)
    const { sha256, bytes } = await writeFile(part.file, path, { budget, signal: gone.signal })
    const name = plainFileName(part.filename, files.length)
    files.push({ name, bytes, sha256, office: officeOfFile(name) })
  }
  return { files, fields }
}

interface Budget {
  left: number
  readonly most: number
}

async function writeFile(
  from: NodeJS.ReadableStream,
  path: string,
  { budget, signal }: { readonly budget: Budget; readonly signal: AbortSignal },
): Promise<{ sha256: string; bytes: number }> {
  const hash = createHash('sha256')
  let bytes = 0
  const counted = new Transform({
    transform: (chunk: Buffer, _encoding, done) => {
      hash.update(chunk)
      bytes += chunk.length
      budget.left -= chunk.length
      if (budget.left < 0) done(tooLarge(budget.most))
      else done(null, chunk)
    },
  })
  await pipeline(from, counted, createWriteStream(path, { flags: 'wx', mode: 0o600, flush: true }), { signal })
  return { sha256: hash.digest('hex'), bytes }
}

/** Looks at the beginning of each file: what is no log at all is refused at once. */
async function recognised(
  configuration: Configuration,
  files: readonly UploadedFile[],
  { id }: { readonly id: string; readonly language: Language },
): Promise<UploadedFile[]> {
  const found: UploadedFile[] = []
  let first: Awaited<ReturnType<typeof openStored>> | undefined
  for (const [index, file] of files.entries()) {
    if (file.bytes === 0) throw new SourceError('sourceEmpty', { source: file.name })
    const source = await openStored({ path: uploadPath(configuration, id, index), ...file })
    first ??= source
    if (source.format !== first.format) throw differentKinds(first, source)
    found.push({ ...file, format: source.format })
  }
  return found
}

function refusalOf(error: unknown, language: Language): unknown {
  if (error instanceof ProblemError) return error
  const failure = codedFailure(error)
  if (failure && isReadingFailure(error)) {
    const file = String(failure.values.source ?? failure.values.second ?? '')
    return new ProblemError(
      'invalid',
      { reason: 'upload' },
      { fields: [{ field: 'file', value: file, message: failureText(failure, language) }], cause: error },
    )
  }
  const { code = '', name = '' } = (error ?? {}) as NodeJS.ErrnoException
  if (code === 'ENOSPC' || code === 'EDQUOT') return new ProblemError('storageFull', {}, { cause: error })
  if (code === 'FST_REQ_FILE_TOO_LARGE') return new ProblemError('tooLarge', { reason: 'upload' }, { cause: error })
  if (code === 'FST_FILES_LIMIT' || code === 'FST_PARTS_LIMIT')
    return new ProblemError(
      'invalid',
      {},
      { fields: [{ field: 'file', message: `at most ${mostFiles} files` }], cause: error },
    )
  // A body that ends in the middle, or boundaries that are none.
  if (name === 'AbortError' || /unexpected end|premature|multipart|boundary/i.test(String((error as Error).message)))
    return new ProblemError('malformed', {}, { cause: error })
  return error
}

function isReadingFailure(error: unknown): boolean {
  return error instanceof Error && (error.name === 'SourceError' || error.name === 'ReadingFailure')
}
