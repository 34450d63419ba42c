import { type MessagePort, parentPort, workerData } from 'node:worker_threads'
import type { Beginning } from './eras.ts'
import { province } from './province-plan.ts'
import { type CountyPast, createProvinceSource } from './province-source.ts'
import type { Arriving } from './simulate-city.ts'

export type ProvinceRequest =
  | { readonly ask: 'nextPast' | 'until'; readonly at: number }
  | { readonly ask: 'skip'; readonly at: number }

export type ProvinceAnswer =
  | { readonly ok: true; readonly past?: CountyPast; readonly events?: readonly Arriving[] }
  | { readonly ok: false; readonly message: string }

// The entry of a worker thread; it does nothing elsewhere.
if (parentPort !== null) serve(parentPort, workerData as Beginning)

function serve(port: MessagePort, beginning: Beginning): void {
  const source = createProvinceSource(beginning, province.cities)
  port.on('message', (request: ProvinceRequest) => port.postMessage(answer(request)))

  function answer({ ask, at }: ProvinceRequest): ProvinceAnswer {
    try {
      if (ask === 'until') return { ok: true, events: source.until(at) }
      if (ask === 'skip') source.skip(at)
      const past = ask === 'nextPast' ? source.nextPast(at) : undefined
      return { ok: true, ...(past && { past }) }
    } catch (error) {
      return { ok: false, message: error instanceof Error ? (error.stack ?? error.message) : String(error) }
    }
  }
}
