/** One step of an alignment. */
export interface Move {
  /** `sync`: happened and was allowed; `log`: happened though not allowed here; `model`: required here but did not happen. */
  readonly kind: 'sync' | 'log' | 'model'
  readonly activity: string
  /** Index into the trace of the event; for `model`, of the event before which it was due (the length at the end). */
  readonly position: number
}

/**
 * The best explanation of a trace by a model, or how far the search came before its bound. Each log move and each model
 * move costs 1.
 */
export type Alignment =
  | {
      readonly status: 'optimal'
      readonly cost: number
      /** `1 − cost / (events of the trace + fewest events the model allows)`, 0 … 1. */
      readonly fitness: number
      /** In an order that the model allows; silent steps of the model are left out. */
      readonly moves: readonly Move[]
    }
  | {
      readonly status: 'undecided'
      /** No alignment costs less than this. */
      readonly lowerBound: number
      readonly fitnessAtMost: number
    }

/** The fitness that belongs to a cost; 1 where neither trace nor model need contain anything. */
export function fitnessOf(cost: number, events: number, shortestPath: number): number {
  return cost === 0 ? 1 : 1 - cost / (events + shortestPath)
}
