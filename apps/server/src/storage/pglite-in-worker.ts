import { Worker } from 'node:worker_threads'
import { builtFile } from './built-file.ts'
import type { PgliteHome, PgliteLink } from './pglite-link.ts'
import type { WorkerAnswer, WorkerRequest } from './pglite-worker.ts'

/** Runs PGlite in a thread of its own, so that a long statement does not stop the server from answering. */
export async function runInWorker(home: PgliteHome): Promise<PgliteLink> {
  const worker = new Worker(builtFile('storage/pglite-worker.js'), { workerData: home, execArgv: [] })
  const waiting: Waiting[] = []
  let ended: Error | undefined

  const end = (error: Error): void => {
    ended ??= error
    for (const one of waiting.splice(0)) one.reject(ended)
  }
  worker.on('message', (answer: WorkerAnswer) => settle(waiting.shift(), answer))
  worker.on('error', end)
  worker.on('exit', () => end(new Error('Connection terminated: the thread of the embedded database has ended')))

  await new Promise<Uint8Array | undefined>((resolve, reject) => waiting.push({ resolve, reject }))
  return {
    exchange: async (bytes) => (await ask({ ask: 'exchange', bytes }))!,
    attach: async (bytes) => void (await ask({ ask: 'attach', bytes })),
    dump: async () => (await ask({ ask: 'dump' }))!,
    close: async () => {
      await ask({ ask: 'close' })
      await worker.terminate()
    },
    kill: async (reason) => {
      end(reason)
      await worker.terminate()
    },
  }

  function ask(request: WorkerRequest): Promise<Uint8Array | undefined> {
    if (ended !== undefined) return Promise.reject(ended)
    return new Promise((resolve, reject) => {
      waiting.push({ resolve, reject })
      worker.postMessage(request, ownBuffer(request))
    })
  }
}

/** A large chunk is handed over rather than copied; a small message may lie in a buffer that Node shares among many. */
function ownBuffer(request: WorkerRequest): ArrayBuffer[] {
  if (request.ask !== 'attach') return []
  const { buffer, byteLength } = request.bytes
  return buffer instanceof ArrayBuffer && buffer.byteLength === byteLength ? [buffer] : []
}

interface Waiting {
  readonly resolve: (bytes: Uint8Array | undefined) => void
  readonly reject: (error: Error) => void
}

function settle(waiting: Waiting | undefined, answer: WorkerAnswer): void {
  if (waiting === undefined) return
  if (answer.ok) waiting.resolve(answer.bytes)
  else waiting.reject(Object.assign(new Error(answer.message), answer.code === undefined ? {} : { code: answer.code }))
}
