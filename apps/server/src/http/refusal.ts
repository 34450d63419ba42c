import type { ProblemCode } from '@zhengfeng/contract'
import { type StorageCode, StorageError } from '../storage/storage-error.ts'
import { ProblemError } from './problem-error.ts'

const ofStorage: Readonly<Record<StorageCode, ProblemCode>> = {
  storageUnavailable: 'storageUnavailable',
  storageFull: 'storageFull',
  storageBusy: 'busy',
  storageTimeout: 'busy',
  storageConflict: 'conflict',
  storageLocked: 'storageUnavailable',
  storageClosed: 'storageUnavailable',
  storageMismatch: 'internal',
  storageRefused: 'internal',
}

const ofFramework: Readonly<Record<string, ProblemCode>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: 'tooLarge',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'unsupportedMedia',
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'malformed',
  FST_ERR_CTP_EMPTY_JSON_BODY: 'malformed',
  FST_ERR_CTP_INVALID_JSON_BODY: 'malformed',
  FST_ERR_BAD_URL: 'malformed',
  FST_ERR_ROUTE_MISSING_PARAM: 'malformed',
  FST_REQ_FILE_TOO_LARGE: 'tooLarge',
}

/** The refusal that an error is answered with. Of faults nothing is told but that there was one: `internal`. */
export function refusalOf(error: unknown): ProblemError {
  if (error instanceof ProblemError) return error
  if (error instanceof StorageError) return waiting(ofStorage[error.code], error)
  const { code, statusCode } = (error ?? {}) as { readonly code?: unknown; readonly statusCode?: unknown }
  const known = typeof code === 'string' ? ofFramework[code] : undefined
  if (known) return new ProblemError(known, {}, { cause: error })
  if (statusCode === 413) return new ProblemError('tooLarge', {}, { cause: error })
  if (typeof statusCode === 'number' && statusCode >= 400 && statusCode < 500) {
    return new ProblemError('malformed', {}, { cause: error })
  }
  return new ProblemError('internal', {}, { cause: error })
}

function waiting(code: ProblemCode, cause: unknown): ProblemError {
  const passing = code === 'storageUnavailable' || code === 'busy'
  return new ProblemError(code, {}, { cause, ...(passing && { headers: { 'retry-after': '5' } }) })
}
