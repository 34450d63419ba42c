import type { Attention, Permission } from '@zhengfeng/contract'
import type { Access } from '../http/access.ts'
import type { Platform } from '../platform.ts'
import { cachedTree } from '../settings/cached-tree.ts'
import { narrow } from '../slices/narrow.ts'
import { viewKey } from '../slices/recent.ts'
import { stripUnits } from './overview.ts'
import type { OverviewQuery } from './overviews.ts'
import { rankingOf } from './ranking.ts'

/** Those of the strip of divisions that can be ranked. A unit that several would name is told by the first. */
const judgedBy = ['overdueRate', 'onTimeShare', 'satisfactionShare'] as const

const freshMs = 60_000
/** Older than that it is shown to nobody. */
const oldestMs = 2 * freshMs
const mostKept = 200

interface Asking {
  readonly access: Access
  readonly permissions: readonly Permission[]
}

interface Entry {
  known: { readonly at: number; readonly answer: Attention } | undefined
  making: Promise<Attention> | undefined
}

/** Tells whom the rankings name, worked out at most once a minute for all who see the same. */
export class AttentionKeeper {
  readonly #platform: Platform
  readonly #entries = new Map<string, Entry>()

  constructor(platform: Platform) {
    this.#platform = platform
  }

  /**
   * Who needs attention. What is a minute old is given at once and sets off a new one behind it.
   *
   * @throws ProblemError `outOfScope`
   */
  async get(query: OverviewQuery, asking: Asking): Promise<Attention> {
    const entry = this.#entry(viewKey(asking.access, asking.permissions, query))
    const { known } = entry
    const age = known ? performance.now() - known.at : Number.POSITIVE_INFINITY
    if (known && age < freshMs) return known.answer
    const making = this.#refresh(entry, () => attentionOf(this.#platform, query, asking))
    return known && age < oldestMs ? known.answer : await making
  }

  #entry(key: string): Entry {
    const entry = this.#entries.get(key) ?? { known: undefined, making: undefined }
    this.#entries.delete(key)
    this.#entries.set(key, entry)
    if (this.#entries.size > mostKept) this.#entries.delete(this.#entries.keys().next().value!)
    return entry
  }

  #refresh(entry: Entry, make: () => Promise<Attention>): Promise<Attention> {
    entry.making ??= make()
      .then((answer) => {
        entry.known = { at: performance.now(), answer }
        return answer
      })
      .finally(() => {
        entry.making = undefined
      })
    // Who waits for it hears of a failure; whoever does not asks again.
    entry.making.catch(() => {})
    return entry.making
  }
}

/** The same judgement as the ranking: its intervals, its mix of items, its uneven weeks, its many comparisons. */
async function attentionOf(platform: Platform, query: OverviewQuery, asking: Asking): Promise<Attention> {
  const tree = await cachedTree(platform)
  const level = stripUnits(tree, narrow(query, { ...asking, tree }), query.division) ? 'division' : 'department'
  const computedAt = new Date(platform.now()).toISOString()
  const named = new Map<string, Attention['items'][number]>()
  // One after the other: nobody waits for it, and others need the database.
  for (const indicator of judgedBy) {
    const { units } = await rankingOf(platform, { ...query, indicator, level }, asking)
    for (const unit of units.filter(({ state }) => state === 'bottom').reverse()) {
      const key = JSON.stringify([unit.division, unit.department])
      if (!named.has(key)) named.set(key, { indicator, unit })
    }
  }
  return { computedAt, items: [...named.values()] }
}
