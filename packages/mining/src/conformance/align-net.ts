import { ModelError } from '../model/errors.ts'
import type { CheapestMoves } from './align-tree.ts'
import type { Move } from './alignment.ts'
import type { MarkingSpace } from './marking-space.ts'

/** What a bounded search came to: the least cost, or what it cannot be less than. */
export type SearchResult =
  | ({ readonly status: 'optimal'; readonly states: number } & CheapestMoves)
  | { readonly status: 'undecided'; readonly lowerBound: number; readonly states: number }

/**
 * Aligns one trace with a net: A* over (marking, events passed), 0 for what fits and for silent transitions, 1 for a log or
 * model move. Exact while it keeps within `maxStates` states.
 *
 * Source of the problem: Adriansyah, “Aligning observed and modeled behavior”, 2014.
 *
 * @throws ModelError `modelNeverEnds` where no end can be reached
 */
export function alignWithNet(space: MarkingSpace, trace: readonly string[], maxStates: number): SearchResult {
  const search = new Search(space, trace)
  search.offer({ marking: space.initial, passed: 0, cost: 0, from: -1, kind: 'model', label: -1 })
  for (let node = search.next(); node >= 0; node = search.next()) {
    if (search.isGoal(node)) {
      return { status: 'optimal', cost: search.costOf(node), moves: search.movesTo(node), states: search.size }
    }
    if (search.size > maxStates) return { status: 'undecided', lowerBound: search.bound, states: search.size }
    search.expand(node)
  }
  throw new ModelError('modelNeverEnds')
}

interface State {
  readonly marking: number
  /** Events of the trace passed so far. */
  readonly passed: number
  readonly cost: number
  /** Number of the state before, `-1` at the beginning. */
  readonly from: number
  readonly kind: Move['kind']
  /** Label of a model move, `-1` for a silent one. */
  readonly label: number
}

class Search {
  /** Estimated cost of the cheapest state that is still open: no alignment costs less. */
  bound = 0
  readonly #space: MarkingSpace
  readonly #trace: readonly string[]
  readonly #labels: Int32Array
  readonly #states: State[] = []
  /** Number of the cheapest state known at each (marking, passed). */
  readonly #best = new Map<number, number>()
  /** Open states by estimated cost; the latest first, so that among equals the search goes deep. */
  readonly #open: number[][] = []
  readonly #hopeless = new Map<number, Int32Array>()

  constructor(space: MarkingSpace, trace: readonly string[]) {
    this.#space = space
    this.#trace = trace
    const codeOf = new Map(space.outlook.labels.map((label, code) => [label, code]))
    this.#labels = Int32Array.from(trace, (name) => codeOf.get(name) ?? -1)
  }

  get size(): number {
    return this.#states.length
  }

  /** Takes the most promising state, or `-1` where none is left. */
  next(): number {
    while (this.bound < this.#open.length) {
      const node = this.#open[this.bound]?.pop()
      if (node === undefined) this.bound++
      else if (this.#best.get(this.#key(this.#states[node]!)) === node) return node
    }
    return -1
  }

  isGoal(node: number): boolean {
    const { marking, passed } = this.#states[node]!
    return marking === this.#space.final && passed === this.#trace.length
  }

  costOf(node: number): number {
    return this.#states[node]!.cost
  }

  expand(node: number): void {
    const { marking, passed, cost } = this.#states[node]!
    const event = passed < this.#trace.length ? this.#labels[passed]! : -1
    if (passed < this.#trace.length) {
      this.offer({ marking, passed: passed + 1, cost: cost + 1, from: node, kind: 'log', label: event })
    }
    for (const { label, target } of this.#space.firings(marking)) {
      const modelCost = label < 0 ? cost : cost + 1
      this.offer({ marking: target, passed, cost: modelCost, from: node, kind: 'model', label })
      if (label >= 0 && label === event) {
        this.offer({ marking: target, passed: passed + 1, cost, from: node, kind: 'sync', label })
      }
    }
  }

  /** Notes a state unless one as cheap is known; states from which no end can be reached are left out. */
  offer(state: State): void {
    const key = this.#key(state)
    const known = this.#best.get(key)
    if (known !== undefined && this.#states[known]!.cost <= state.cost) return
    const estimate = state.cost + this.#outlook(state)
    if (estimate === Number.POSITIVE_INFINITY) return
    this.#best.set(key, this.#states.length)
    this.#open[estimate] ??= []
    this.#open[estimate].push(this.#states.length)
    this.#states.push(state)
  }

  movesTo(node: number): Move[] {
    const moves: Move[] = []
    for (let at = node; at >= 0; at = this.#states[at]!.from) {
      const { kind, passed, label, from } = this.#states[at]!
      if (from < 0 || (kind === 'model' && label < 0)) continue
      const position = kind === 'model' ? passed : passed - 1
      const activity = kind === 'model' ? this.#space.outlook.labels[label]! : this.#trace[position]!
      moves.push({ kind, activity, position })
    }
    return moves.reverse()
  }

  /**
   * Events that no longer have a place cost a log move each. Of the rest at most all fit, so what the model needs beyond
   * them costs a model move each.
   */
  #outlook({ marking, passed }: State): number {
    const hopeless = this.#hopelessAfter(this.#space.promiseOf(marking))[passed]!
    const hopeful = this.#trace.length - passed - hopeless
    return hopeless + Math.max(0, this.#space.remaining(marking) - hopeful)
  }

  /** Per number of events passed, how many of those to come have no place under a promise. */
  #hopelessAfter(promise: number): Int32Array {
    let after = this.#hopeless.get(promise)
    if (!after) {
      after = new Int32Array(this.#trace.length + 1)
      for (let i = this.#trace.length - 1; i >= 0; i--) {
        const label = this.#labels[i]!
        after[i] = after[i + 1]! + (label >= 0 && this.#space.mayCome(promise, label) ? 0 : 1)
      }
      this.#hopeless.set(promise, after)
    }
    return after
  }

  #key({ marking, passed }: State): number {
    return marking * (this.#trace.length + 1) + passed
  }
}
