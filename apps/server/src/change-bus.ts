/** Something that was committed, told to whoever listens in this process. */
export type Change =
  | {
      readonly kind: 'events'
      readonly count: number
      /** The cases that the events belong to. */
      readonly cases: readonly { readonly division: string; readonly caseNo: string }[]
      /** The days whose cells changed, so that only their figures are read again; absent where not told: then any may have. */
      readonly days?: readonly { readonly division: string; readonly day: string }[]
    }
  | { readonly kind: 'finding' | 'warning'; readonly division: string; readonly id: string; readonly state: string }
  | { readonly kind: 'job'; readonly id: string }
  | { readonly kind: 'setting'; readonly name: string }

export interface ChangeBus {
  tell(change: Change): void
  /** Returns the function that ends listening. A listener that throws is logged and does not stop the others. */
  listen(listener: (change: Change) => void): () => void
}

export function createChangeBus(onError: (error: unknown) => void): ChangeBus {
  const listeners = new Set<(change: Change) => void>()
  return {
    tell: (change) => {
      for (const listener of listeners) {
        try {
          listener(change)
        } catch (error) {
          onError(error)
        }
      }
    },
    listen: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
