import type { Permission } from '@zhengfeng/contract'
import type { ChangeBus } from '../change-bus.ts'
import type { Access } from '../http/access.ts'

/** After a change was told an answer is shown for so long at most. */
const afterChangeMs = 500

/** Remembers answers for a short while, so that many who ask the same at a time ask the database once. */
export class Recent<Answer> {
  readonly #freshMs: number
  readonly #most: number
  readonly #kept = new Map<string, { readonly at: number; readonly answer: Promise<Answer> }>()
  #changedAt = Number.NEGATIVE_INFINITY

  constructor(bus: ChangeBus, { freshMs, most }: { readonly freshMs: number; readonly most: number }) {
    this.#freshMs = freshMs
    this.#most = most
    bus.listen(() => {
      this.#changedAt = performance.now()
    })
  }

  /** The answer under the key, or what `make` gives. A failure is not remembered. */
  get(key: string, make: () => Promise<Answer>): Promise<Answer> {
    const known = this.#kept.get(key)
    if (known && performance.now() - known.at < this.#lifeMs(known.at)) return known.answer
    const answer = make()
    this.#kept.delete(key)
    this.#kept.set(key, { at: performance.now(), answer })
    if (this.#kept.size > this.#most) this.#kept.delete(this.#kept.keys().next().value!)
    answer.catch(() => {
      if (this.#kept.get(key)?.answer === answer) this.#kept.delete(key)
    })
    return answer
  }

  #lifeMs(madeAt: number): number {
    return this.#changedAt >= madeAt ? Math.min(afterChangeMs, this.#freshMs) : this.#freshMs
  }
}

/** Equal for two callers only where they may see the same and ask the same. */
export function viewKey(access: Access, permissions: readonly Permission[], query: unknown): string {
  return JSON.stringify([permissions.map((permission) => access.scope(permission)), query])
}
