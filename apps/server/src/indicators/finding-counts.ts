import type { Platform } from '../platform.ts'
import type { DivisionTree } from '../settings/division-tree.ts'
import { readFindings, readUnexamined } from './query-stock.ts'

type Counts = ReadonlyMap<string, Readonly<Record<string, number>>>

interface Kept {
  counts: Counts | undefined
  readAt: number
  reading: Promise<void> | undefined
  /** By a judgement, or by events only. */
  changed: 'no' | 'events' | 'finding'
}

const judgedMs = 1_000
/** Detectors run seconds after events anyway. */
const eventsMs = 10_000
const mostKept = 12

/** Remembers how many findings there are by division and kind in cases that were closed on some days. */
export class FindingCounts {
  readonly #platform: Pick<Platform, 'db' | 'bus'>
  readonly #kept = new Map<string, Kept>()
  /** Divisions in which detectors never ran over the office. */
  unexamined: ReadonlySet<string> = new Set()
  /** Another one after every reading. */
  version = 0

  constructor(platform: Pick<Platform, 'db' | 'bus'>) {
    this.#platform = platform
    platform.bus.listen(({ kind }) => {
      for (const kept of this.#kept.values()) {
        if (kind === 'finding') kept.changed = 'finding'
        else if (kind === 'events' && kept.changed === 'no') kept.changed = 'events'
      }
    })
  }

  async of(tree: DivisionTree, days: { readonly from: string; readonly to: string }): Promise<Counts> {
    const key = `${days.from} ${days.to}`
    let kept = this.#kept.get(key)
    if (!kept) {
      kept = { counts: undefined, readAt: Number.NEGATIVE_INFINITY, reading: undefined, changed: 'finding' }
      this.#kept.set(key, kept)
      if (this.#kept.size > mostKept) this.#kept.delete(this.#kept.keys().next().value!)
    }
    const age = performance.now() - kept.readAt
    const due =
      (kept.changed === 'finding' && age > judgedMs) ||
      (kept.changed === 'events' && age > eventsMs) ||
      age > 6 * eventsMs
    if (due && !kept.reading) kept.reading = this.#read(kept, tree, days)
    if (!kept.counts || age > 6 * eventsMs) await kept.reading
    return kept.counts!
  }

  #read(kept: Kept, tree: DivisionTree, days: { readonly from: string; readonly to: string }): Promise<void> {
    kept.changed = 'no'
    const codes = tree.nodes.map(({ code }) => code)
    const query = {
      slice: days,
      scope: { everything: true, divisions: [], departments: [] },
      by: ['division'],
      units: { codes, divisions: codes, units: codes },
    } as const
    const { db } = this.#platform
    const reading = Promise.all([readFindings(db, query), readUnexamined(db)])
      .then(([rows, unexamined]) => {
        this.unexamined = new Set(unexamined)
        this.version += 1
        const counts = new Map<string, Record<string, number>>()
        for (const { keys, detector, n } of rows) counts.set(keys[0]!, { ...counts.get(keys[0]!), [detector]: n })
        kept.counts = counts
        kept.readAt = performance.now()
      })
      .catch((error: unknown) => {
        kept.changed = 'finding'
        throw error
      })
      .finally(() => {
        kept.reading = undefined
      })
    reading.catch(() => {})
    return reading
  }
}
