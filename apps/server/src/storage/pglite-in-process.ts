import type { PGlite } from '@electric-sql/pglite'
import { openPglite } from './pglite-instance.ts'
import type { PgliteHome, PgliteLink } from './pglite-link.ts'

/** Runs PGlite in this thread, which it blocks while it works: for tests. */
export async function runInProcess(home: PgliteHome): Promise<PgliteLink> {
  const pglite = await openPglite(home)
  return {
    exchange: async (message) => pglite.execProtocolRawSync(message),
    attach: (bytes) => pglite._handleBlob(new Blob([bytes])),
    dump: () => dumpPglite(pglite),
    close: () => pglite.close(),
    kill: () => {},
  }
}

export async function dumpPglite(pglite: PGlite): Promise<Uint8Array> {
  return new Uint8Array(await (await pglite.dumpDataDir('none')).arrayBuffer())
}
