import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { Worker } from 'node:worker_threads'
import type { CaseText, Detected, DetectUnit } from './detect.ts'
import type { ThreadAnswer, ThreadRequest } from './detection-worker.ts'

/** Looks at the cases of a unit, page by page. */
export type Detect = (
  unit: DetectUnit,
  pages: AsyncIterable<readonly CaseText[]> | Iterable<readonly CaseText[]>,
) => Promise<Detected>

export interface DetectionThread {
  readonly detect: Detect
  close(): Promise<void>
}

/** The cases do not fit into the memory that the thread may use. */
export class TooManyCases extends Error {
  override readonly name = 'TooManyCases'
}

const memoryMb = 192
const idleMs = 30_000

/**
 * A thread for detectors, so that the server goes on answering while they look. It takes one unit at a time, begins with the first and ends
 * when it has been idle for half a minute.
 */
export function createDetectionThread(): DetectionThread {
  let worker: Worker | undefined
  let turn: Promise<unknown> = Promise.resolve()
  let idle: NodeJS.Timeout | undefined
  const stop = async (): Promise<void> => {
    clearTimeout(idle)
    const ending = worker
    worker = undefined
    await ending?.terminate()
  }
  const work: Detect = async (unit, pages) => {
    clearTimeout(idle)
    worker ??= new Worker(workerFile(), {
      execArgv: [],
      resourceLimits: { maxOldGenerationSizeMb: memoryMb, maxYoungGenerationSizeMb: 8 },
    })
    worker.unref()
    try {
      return await lookAt(worker, unit, pages)
    } catch (error) {
      await stop()
      throw error
    } finally {
      idle = setTimeout(() => void stop(), idleMs)
      idle.unref()
    }
  }
  return {
    detect: (unit, pages) => {
      const result = turn.then(() => work(unit, pages))
      turn = result.catch(() => undefined)
      return result
    },
    close: async () => {
      await turn
      await stop()
    },
  }
}

let shared: DetectionThread | undefined

/** The thread of this process: everything that looks at many cases takes turns in it. */
export const detectInThread: Detect = (unit, pages) => {
  shared ??= createDetectionThread()
  return shared.detect(unit, pages)
}

async function lookAt(worker: Worker, unit: DetectUnit, pages: Parameters<Detect>[1]): Promise<Detected> {
  await ask(worker, { ask: 'begin', unit })
  for await (const cases of pages) await ask(worker, { ask: 'cases', cases })
  return (await ask(worker, { ask: 'detect' }))!
}

function ask(worker: Worker, request: ThreadRequest): Promise<Detected | undefined> {
  return new Promise((resolve, reject) => {
    const end = (): void => {
      worker.off('message', heard).off('error', failed).off('exit', gone)
    }
    const heard = (answer: ThreadAnswer): void => {
      end()
      if (answer.ok) resolve(answer.detected)
      else reject(Object.assign(new Error(answer.message), { code: answer.code }))
    }
    const failed = (error: NodeJS.ErrnoException): void => {
      end()
      reject(error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? new TooManyCases() : error)
    }
    const gone = (): void => {
      end()
      reject(new Error('the thread of the detectors has ended'))
    }
    worker.on('message', heard).on('error', failed).on('exit', gone)
    worker.postMessage(request)
  })
}

/** Node runs no TypeScript in threads: from the sources, the built file is run. */
function workerFile(): URL {
  if (!import.meta.url.endsWith('.ts')) return new URL('./detection-worker.js', import.meta.url)
  const fromSource = new URL('../../dist/findings/detection-worker.js', import.meta.url)
  if (!existsSync(fileURLToPath(fromSource))) throw new Error('the server is not built; run npx tsc -b first')
  return fromSource
}
