import { type Import, importsRoutes, Problem, ProblemFailure } from '@zhengfeng/contract'
import { UnreachableError } from '../../api/call.ts'

export interface UploadInput {
  readonly files: readonly File[]
  /** Add to this source. */
  readonly source?: string | undefined
  readonly language: string
  readonly onProgress: (doneShare: number) => void
}

/** What runs: its answer, and how to stop it. */
export interface Upload {
  readonly done: Promise<Import>
  readonly cancel: () => void
}

/** Sends files; unlike `fetch`, the browser's older way tells how much has gone. */
export function uploadFiles(input: UploadInput): Upload {
  const request = new XMLHttpRequest()
  const done = new Promise<Import>((resolve, reject) => {
    request.upload.onprogress = ({ loaded, total, lengthComputable }) =>
      lengthComputable && total > 0 && input.onProgress(loaded / total)
    request.onload = () => {
      try {
        resolve(readAnswer(request))
      } catch (error) {
        reject(error)
      }
    }
    request.onerror = () => reject(new UnreachableError('unreachable'))
    request.onabort = () => reject(new UploadCancelled())
  })
  request.open('POST', importsRoutes.upload.path)
  request.setRequestHeader('accept', 'application/json, application/problem+json')
  request.setRequestHeader('accept-language', input.language)
  request.send(formOf(input))
  return { done, cancel: () => request.abort() }
}

/** The person stopped it. */
export class UploadCancelled extends Error {
  override readonly name = 'UploadCancelled'
}

/** Fields go before the files, so that the server knows them when the files come. */
function formOf({ files, source }: UploadInput): FormData {
  const form = new FormData()
  if (source) form.append('source', source)
  for (const file of files) form.append('file', file, file.name)
  return form
}

function readAnswer({ status, responseText, statusText }: XMLHttpRequest): Import {
  const body = parse(responseText)
  if (status >= 200 && status < 300) return importsRoutes.upload.response.parse(body)
  const problem = Problem.safeParse(body)
  if (problem.success) throw new ProblemFailure(problem.data)
  const code = status === 413 ? 'tooLarge' : 'internal'
  throw new ProblemFailure({ type: `/problems/${code}`, title: statusText || `HTTP ${status}`, status, code })
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
