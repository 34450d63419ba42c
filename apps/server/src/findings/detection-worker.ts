import { setPriority } from 'node:os'
import { isMainThread, parentPort } from 'node:worker_threads'
import { type CaseText, type Detected, type DetectUnit, detectIn } from './detect.ts'

export type ThreadRequest =
  | { readonly ask: 'begin'; readonly unit: DetectUnit }
  | { readonly ask: 'cases'; readonly cases: readonly CaseText[] }
  | { readonly ask: 'detect' }

export type ThreadAnswer =
  | { readonly ok: true; readonly detected?: Detected }
  | { readonly ok: false; readonly message: string; readonly code: string }

let unit: DetectUnit | undefined
let cases: CaseText[] = []

if (!isMainThread) {
  // What people and offices wait for comes first; on Linux this is about this thread alone.
  if (process.platform === 'linux') setPriority(10)
  parentPort!.on('message', (request: ThreadRequest) => {
    const answer = answerTo(request)
    parentPort!.postMessage(answer)
  })
}

function answerTo(request: ThreadRequest): ThreadAnswer {
  try {
    return { ok: true, ...perform(request) }
  } catch (error) {
    unit = undefined
    cases = []
    const { message, name } = error as Error
    return { ok: false, message, code: name }
  }
}

function perform(request: ThreadRequest): { detected?: Detected } {
  switch (request.ask) {
    case 'begin':
      unit = request.unit
      cases = []
      return {}
    case 'cases':
      for (const each of request.cases) cases.push(each)
      return {}
    case 'detect': {
      const given = cases
      cases = []
      return { detected: detectIn(unit!, given) }
    }
  }
}
