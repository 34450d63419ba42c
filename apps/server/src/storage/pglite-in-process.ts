import type { PGlite } from '@electric-sql/pglite'
import { openPglite } from './pglite-instance.ts'
import type { PgliteHome, PgliteLink } from './pglite-link.ts'

/** Runs PGlite in this thread, which it blocks while it works: for tests. */
export async function runInProcess(home: PgliteHome): Promise<PgliteLink> {
  const pglite = await openPglite(home)
  return {
    exchange: async (message) => pglite.execProtocolRawSync(message),
    attach: (bytes) => offerBytes(pglite, bytes),
    dump: () => dumpPglite(pglite),
    close: () => pglite.close(),
    kill: async () => {},
  }
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
