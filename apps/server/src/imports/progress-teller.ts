import type { Import, ImportState } from '@zhengfeng/contract'
import type { Platform } from '../platform.ts'
import { tellProgress } from './import-store.ts'

/** Writes progress down about twice a second, and hears in which state the import is. */
export function progressTeller(
  platform: Pick<Platform, 'db' | 'bus'>,
  id: string,
  onState: (state: ImportState | undefined) => void,
): (progress: NonNullable<Import['progress']>) => void {
  let lastAt = 0
  let telling = false
  return (progress) => {
    const at = performance.now()
    if (telling || at - lastAt < progressEveryMs) return
    lastAt = at
    telling = true
    tellProgress(platform.db, id, progress)
      .then((state) => {
        platform.bus.tell({ kind: 'job', id })
        onState(state)
      })
      // The work itself will meet the same trouble and tell it.
      .catch(() => undefined)
      .finally(() => {
        telling = false
      })
  }
}

const progressEveryMs = 400
