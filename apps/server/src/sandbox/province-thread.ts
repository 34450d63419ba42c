import { Worker } from 'node:worker_threads'
import { builtFile } from '../storage/built-file.ts'
import type { Beginning } from './eras.ts'
import type { CountyPast } from './province-source.ts'
import type { ProvinceAnswer, ProvinceRequest } from './province-worker.ts'
import type { Arriving } from './simulate-city.ts'

/** The life of the province, simulated in a thread of its own. */
export interface ProvinceThread {
  nextPast(until: number): Promise<CountyPast | undefined>
  until(at: number): Promise<readonly Arriving[]>
  skip(at: number): Promise<void>
  stop(): Promise<void>
}

export function startProvinceThread(beginning: Beginning): ProvinceThread {
  const worker = new Worker(builtFile('sandbox/province-worker.js'), {
    workerData: beginning,
    execArgv: [],
    // A city at a time needs little; without a bound garbage is left to pile up.
    resourceLimits: { maxOldGenerationSizeMb: 96, maxYoungGenerationSizeMb: 8 },
  })
  const waiting: Waiting[] = []
  let ended: Error | undefined
  const end = (error: Error): void => {
    ended ??= error
    for (const { reject } of waiting.splice(0)) reject(ended)
  }
  worker.unref()
  worker.on('message', (answer: ProvinceAnswer) => {
    const one = waiting.shift()
    if (answer.ok) one?.resolve(answer)
    else one?.reject(new Error(answer.message))
  })
  worker.on('error', end)
  worker.on('exit', () => end(new Error('the thread of the sandbox province has ended')))

  return {
    nextPast: async (at) => (await ask({ ask: 'nextPast', at })).past,
    until: async (at) => (await ask({ ask: 'until', at })).events!,
    skip: async (at) => void (await ask({ ask: 'skip', at })),
    stop: async () => void (await worker.terminate()),
  }

  function ask(request: ProvinceRequest): Promise<ProvinceAnswer & { ok: true }> {
    if (ended !== undefined) return Promise.reject(ended)
    return new Promise((resolve, reject) => {
      waiting.push({ resolve, reject })
      worker.postMessage(request)
    })
  }
}

interface Waiting {
  readonly resolve: (answer: ProvinceAnswer & { ok: true }) => void
  readonly reject: (error: Error) => void
}
