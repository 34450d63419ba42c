import type { ImportState } from '@zhengfeng/contract'
import type { Platform } from '../platform.ts'
import type { ImportRow } from './import-row.ts'
import { importsIn } from './import-store.ts'

/**
 * Works on all imports in some states, one after the other, those that come meanwhile included. One that fails does not keep the
 * others waiting; it is tried again the next time.
 *
 * @throws the first failure, after the others had their turn
 */
export async function eachImport(
  platform: Pick<Platform, 'db' | 'bus'>,
  { states, signal }: { readonly states: readonly ImportState[]; readonly signal: AbortSignal },
  work: (row: ImportRow) => Promise<void>,
): Promise<void> {
  const failed = new Map<string, unknown>()
  while (!signal.aborted) {
    const row = (await importsIn(platform.db, states)).find(({ id }) => !failed.has(id))
    if (!row) break
    try {
      await work(row)
    } catch (error) {
      failed.set(row.id, error)
    }
    platform.bus.tell({ kind: 'job', id: row.id })
  }
  for (const error of failed.values()) throw error
}
