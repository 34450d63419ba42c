import { createHash } from 'node:crypto'
import { open } from 'node:fs/promises'
import type { Readable } from 'node:stream'
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
    // What is still coming is let go, so that the client gets to read the answer.
    request.raw.unpipe()
    request.raw.resume()
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
  const most = uploadLimit(configuration)
  const receiving: Receiving = { left: most, gone: goneSignal(request), failure: undefined }
  const limits = {
    files: mostFiles,
    fields: 20,
    fieldSize: 1000,
    parts: mostFiles + 20,
    fileSize: Number.POSITIVE_INFINITY,
  }
  for await (const part of request.parts({ limits })) {
    if (part.type === 'field') {
      if (typeof part.value === 'string') fields[part.fieldname] = part.value
      continue
    }
    const { sha256, bytes } = await writeFile(part.file, uploadPath(configuration, id, files.length), receiving)
    const name = plainFileName(part.filename, files.length)
    files.push({ name, bytes, sha256, office: officeOfFile(name) })
  }
  if (receiving.failure) throw receiving.failure
  if (receiving.left < 0) throw tooLarge(most)
  return { files, fields }
}

/** Aborts where the client goes away in the middle; a request that was read whole closes too. */
function goneSignal(request: FastifyRequest): AbortSignal {
  const gone = new AbortController()
  request.raw.once('close', () => {
    if (!request.raw.complete) gone.abort()
  })
  return gone.signal
}

interface Receiving {
  /** Bytes that may still come; negative where too many came. */
  left: number
  readonly gone: AbortSignal
  /** Why nothing is written any more. */
  failure: Error | undefined
}

/**
 * Writes a file as it comes. Where it is too large or the disk is full the rest is read and let go: a request that is not read to its
 * end would leave the client waiting to send instead of reading the answer.
 */
async function writeFile(
  from: Readable,
  path: string,
  receiving: Receiving,
): Promise<{ sha256: string; bytes: number }> {
  const hash = createHash('sha256')
  let bytes = 0
  const stop = (): void => void from.destroy(new DOMException('the client has gone', 'AbortError'))
  receiving.gone.addEventListener('abort', stop, { once: true })
  const out = await open(path, 'wx', 0o600)
  try {
    for await (const chunk of from as AsyncIterable<Buffer>) {
      receiving.left -= chunk.length
      if (receiving.left < 0 || receiving.failure) continue
      hash.update(chunk)
      bytes += chunk.length
      await out.write(chunk).catch((error: Error) => {
        receiving.failure = error
      })
    }
    if (!receiving.failure) await out.sync()
  } finally {
    receiving.gone.removeEventListener('abort', stop)
    await out.close()
  }
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
