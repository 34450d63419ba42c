import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { Worker } from 'node:worker_threads'
import type { IncomingEvent } from '../../ingest/incoming-event.ts'
import { ReadingFailure } from './failures.ts'
import type { FromThread, Task, TaskProgress, TaskResults, ToThread } from './task.ts'

export interface ThreadOptions {
  readonly signal?: AbortSignal
  readonly onProgress?: (progress: TaskProgress) => void
  /** Takes each chunk of events; the next comes when it is done. */
  readonly onEvents?: (events: readonly IncomingEvent[]) => Promise<void>
  /** What the task reads besides files. */
  readonly food?: AsyncIterator<Uint8Array>
}

/** What a thread may hold: its objects, and all together with its columns and buffers. */
export const threadMemory = { heapMb: 256, allMb: 320 } as const

/**
 * Does a task in a thread of its own, so that the server goes on answering, and within a bound of memory.
 *
 * @throws ReadingFailure where what was given cannot be used, `outOfMemory` where it is too large; AbortError
 */
export async function runInThread<Kind extends Task['kind']>(
  task: Extract<Task, { kind: Kind }>,
  options: ThreadOptions = {},
): Promise<TaskResults[Kind]> {
  options.signal?.throwIfAborted()
  const worker = new Worker(threadFile(), {
    workerData: { task, allBytes: threadMemory.allMb << 20 },
    resourceLimits: { maxOldGenerationSizeMb: threadMemory.heapMb, maxYoungGenerationSizeMb: 32 },
    // The server's environment holds secrets, and files from outside are read here.
    env: { TZ: 'UTC' },
    // Built files are run, whatever this process was started with.
    execArgv: [],
  })
  const stop = (): void => void worker.terminate()
  options.signal?.addEventListener('abort', stop, { once: true })
  try {
    return (await resultOf(worker, options)) as TaskResults[Kind]
  } finally {
    options.signal?.removeEventListener('abort', stop)
    await worker.terminate()
  }
}

function resultOf(worker: Worker, options: ThreadOptions): Promise<TaskResults[Task['kind']]> {
  return new Promise((resolve, reject) => {
    const say = (message: ToThread): void => worker.postMessage(message)
    const give = async (): Promise<void> => {
      const { done, value } = (await options.food?.next()) ?? { done: true, value: undefined }
      say(done ? { kind: 'food' } : { kind: 'food', bytes: value })
    }
    worker.on('message', (message: FromThread) => {
      switch (message.kind) {
        case 'progress':
          return options.onProgress?.(message.progress)
        case 'chunk':
          return void options.onEvents?.(message.events).then(() => say({ kind: 'next' }), reject)
        case 'hungry':
          return void give().catch(reject)
        case 'done':
          return resolve(message.result)
        case 'failed':
          return reject(new ReadingFailure(message.failure.code, message.failure.values))
        case 'fault':
          return reject(Object.assign(new Error(message.message), { stack: message.stack }))
      }
    })
    worker.on('error', (error: NodeJS.ErrnoException) =>
      reject(error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? outOfMemory() : error),
    )
    worker.on('exit', () =>
      reject(options.signal?.aborted ? options.signal.reason : new Error('the reading thread has ended')),
    )
  })
}

function outOfMemory(): ReadingFailure {
  return new ReadingFailure('outOfMemory', { megabytes: threadMemory.allMb })
}

/** Node runs no TypeScript in threads: from the sources, the built file is run. */
function threadFile(): URL {
  if (!import.meta.url.endsWith('.ts')) return new URL('./thread.js', import.meta.url)
  const built = new URL('../../../dist/imports/reading/thread.js', import.meta.url)
  if (!existsSync(fileURLToPath(built))) throw new Error('the server is not built; run npx tsc -b first')
  return built
}
