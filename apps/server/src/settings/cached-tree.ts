import type { Platform } from '../platform.ts'
import { type DivisionTree, divisionTree } from './division-tree.ts'

const freshMs = 2_000

/**
 * The tree of divisions, kept for two seconds or until this process changes it: nearly every request needs it, and other processes
 * may change it too. One reading at a time.
 */
export function cachedTree(platform: Pick<Platform, 'db' | 'bus'>): Promise<DivisionTree> {
  const kept = cache.get(platform.bus) ?? open(platform)
  if (!kept.tree || performance.now() - kept.readAt > freshMs) {
    kept.readAt = performance.now()
    kept.tree = divisionTree(platform.db)
    kept.tree.catch(() => {
      kept.tree = undefined
    })
  }
  return kept.tree
}

interface Kept {
  tree: Promise<DivisionTree> | undefined
  readAt: number
}

const cache = new WeakMap<object, Kept>()

function open(platform: Pick<Platform, 'bus'>): Kept {
  const kept: Kept = { tree: undefined, readAt: 0 }
  cache.set(platform.bus, kept)
  platform.bus.listen((change) => {
    if (change.kind === 'setting' && change.name === 'divisions') kept.tree = undefined
  })
  return kept
}
