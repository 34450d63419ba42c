/**
 * A Petri net with a beginning and an end. A transition takes one token from each input place and puts one on each output
 * place; a labelled one is an activity, one without a label is silent.
 */
export interface WorkflowNet {
  readonly kind: 'net'
  /** Number of places; places are numbered from 0. */
  readonly places: number
  readonly transitions: readonly Transition[]
  /** Places that hold a token at the beginning. */
  readonly initial: readonly number[]
  /** Places that hold a token at the end, ascending; nothing else does. */
  readonly final: readonly number[]
}

export interface Transition {
  readonly label?: string
  readonly inputs: readonly number[]
  readonly outputs: readonly number[]
}

/** Collects places and transitions while a net is built. */
export class NetBuilder {
  #places = 0
  #transitions: Transition[] = []

  place(): number {
    return this.#places++
  }

  transition(inputs: readonly number[], outputs: readonly number[], label?: string): void {
    this.#transitions.push({ inputs, outputs, ...(label !== undefined && { label }) })
  }

  finish(initial: readonly number[], final: readonly number[]): WorkflowNet {
    return { kind: 'net', places: this.#places, transitions: this.#transitions, initial, final }
  }
}
