import type { PGlite } from '@electric-sql/pglite'
import { openPglite } from './pglite-instance.ts'
import type { PgliteHome, PgliteLink } from './pglite-link.ts'

/** Runs PGlite in this thread, which it blocks while it works: for tests. */
export async function runInProcess(home: PgliteHome): Promise<PgliteLink> {
  const pglite = await openPglite(home)
  return {
    exchange: (message) => exchangeBytes(pglite, message),
    attach: (bytes) => offerBytes(pglite, bytes),
    dump: () => dumpPglite(pglite),
    close: () => pglite.close(),
    kill: async () => {},
  }
}

/**
 * Sends frontend messages and returns what the backend answers. PGlite’s `execProtocolRawSync` would also parse each answer and keep it for
 * ever, which fills the memory; where raw data are asked for as a stream, it does neither.
 */
export async function exchangeBytes(pglite: PGlite, message: Uint8Array): Promise<Uint8Array> {
  const parts: Uint8Array[] = []
  await pglite.execProtocolRawStream(message, {
    syncToFs: false,
    // It lies in the memory of the backend, which goes on writing there.
    onRawData: (data) => void parts.push(data.slice()),
  })
  return parts.length === 1 ? parts[0]! : joined(parts)
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}

export async function dumpPglite(pglite: PGlite): Promise<Uint8Array> {
  return new Uint8Array(await (await pglite.dumpDataDir('none')).arrayBuffer())
}

/** Offers bytes as `/dev/blob`. PGlite asks a Blob for its buffer and nothing else; a true Blob would copy it twice. */
export function offerBytes(pglite: PGlite, bytes: Uint8Array): Promise<void> {
  const { buffer, byteOffset, byteLength } = bytes
  const whole = byteLength === buffer.byteLength ? buffer : buffer.slice(byteOffset, byteOffset + byteLength)
  return pglite._handleBlob({ arrayBuffer: async () => whole } as unknown as Blob)
}
