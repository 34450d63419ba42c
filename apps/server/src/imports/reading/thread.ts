import { parentPort, workerData } from 'node:worker_threads'
import type { IncomingEvent } from '../../ingest/incoming-event.ts'
import { makeCheckUp, render } from './check-up-task.ts'
import { sendEvents } from './events-task.ts'
import { codedFailure, ReadingFailure } from './failures.ts'
import { preview } from './preview-task.ts'
import type { FromThread, Task, TaskProgress, TaskResults, ToThread } from './task.ts'

const { task, allBytes } = workerData as { task: Task; allBytes: number }
const port = parentPort!
const waiting: ((message: ToThread) => void)[] = []
port.on('message', (message: ToThread) => waiting.shift()?.(message))

/** What a task may do to the world outside its thread. */
export interface ThreadWorld {
  readonly progress: (progress: TaskProgress) => void
  /** Hands a chunk over and waits until it was taken. */
  readonly send: (events: readonly IncomingEvent[]) => Promise<void>
  readonly food: () => AsyncIterable<Uint8Array>
  /** To be called now and then. @throws ReadingFailure `outOfMemory` */
  readonly checkMemory: () => void
}

const world: ThreadWorld = {
  progress: (progress) => say({ kind: 'progress', progress }),
  send: async (events) => {
    say({ kind: 'chunk', events })
    await answer()
  },
  food: async function* () {
    for (;;) {
      say({ kind: 'hungry' })
      const message = await answer()
      if (message.kind !== 'food' || !message.bytes) return
      yield message.bytes
    }
  },
  checkMemory: () => {
    const { heapUsed, external } = process.memoryUsage()
    if (heapUsed + external > allBytes) throw new ReadingFailure('outOfMemory', { megabytes: allBytes >> 20 })
  },
}

try {
  say({ kind: 'done', result: await perform() })
} catch (error) {
  const failure = codedFailure(error)
  if (failure) say({ kind: 'failed', failure })
  else {
    const { message, stack } = error as Error
    say({ kind: 'fault', message: String(message), ...(stack !== undefined && { stack }) })
  }
}
port.close()

function perform(): Promise<TaskResults[Task['kind']]> {
  switch (task.kind) {
    case 'preview':
      return preview(task, world)
    case 'events':
      return sendEvents(task, world)
    case 'checkUp':
      return makeCheckUp(task, world)
    case 'render':
      return render(task)
  }
}

function say(message: FromThread): void {
  port.postMessage(message)
}

function answer(): Promise<ToThread> {
  return new Promise((resolve) => waiting.push(resolve))
}
