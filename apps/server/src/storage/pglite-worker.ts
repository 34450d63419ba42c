import { type MessagePort, parentPort, workerData } from 'node:worker_threads'
import { dumpPglite, exchangeBytes, offerBytes } from './pglite-in-process.ts'
import { openPglite } from './pglite-instance.ts'
import type { PgliteHome } from './pglite-link.ts'

/** What the main thread asks, one thing at a time. */
export type WorkerRequest =
  | { readonly ask: 'exchange' | 'attach'; readonly bytes: Uint8Array }
  | { readonly ask: 'dump' | 'close' }

/** What the worker answers: first that it is open, then one answer for each request. */
export type WorkerAnswer =
  | { readonly ok: true; readonly bytes?: Uint8Array }
  | { readonly ok: false; readonly message: string; readonly code?: string }

// This file is the entry of a worker thread; it does nothing elsewhere.
if (parentPort !== null) void serve(parentPort, workerData as PgliteHome)

async function serve(port: MessagePort, home: PgliteHome): Promise<void> {
  const opening = openPglite(home)
  let last = opening.then(
    () => port.postMessage({ ok: true } satisfies WorkerAnswer),
    (error: unknown) => port.postMessage(failure(error)),
  )
  port.on('message', (request: WorkerRequest) => {
    last = last
      .then(() => answer(request))
      .then(
        (bytes) => {
          if (bytes === undefined) port.postMessage({ ok: true } satisfies WorkerAnswer)
          // Handed over rather than copied: nobody else has these bytes.
          else port.postMessage({ ok: true, bytes } satisfies WorkerAnswer, [bytes.buffer as ArrayBuffer])
        },
        (error: unknown) => port.postMessage(failure(error)),
      )
  })

  async function answer(request: WorkerRequest): Promise<Uint8Array | undefined> {
    const pglite = await opening
    switch (request.ask) {
      case 'exchange':
        return exchangeBytes(pglite, request.bytes)
      case 'attach':
        await offerBytes(pglite, request.bytes)
        return undefined
      case 'dump':
        return dumpPglite(pglite)
      case 'close':
        await pglite.close()
        return undefined
    }
  }
}

function failure(error: unknown): WorkerAnswer {
  const code = error instanceof Error ? (error as NodeJS.ErrnoException).code : undefined
  return {
    ok: false,
    message: error instanceof Error ? error.message : String(error),
    ...(typeof code === 'string' ? { code } : {}),
  }
}
