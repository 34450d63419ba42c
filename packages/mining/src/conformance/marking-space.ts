import type { WorkflowNet } from '../model/workflow-net.ts'
import { type Outlook, outlookOf } from './net-outlook.ts'

/** One way on from a marking. */
export interface Firing {
  /** Code of the label, `-1` for a silent transition. */
  readonly label: number
  readonly target: number
}

/**
 * The markings of a net, numbered as they are met; what leads on from each is found once and kept for every trace.
 */
export class MarkingSpace {
  readonly outlook: Outlook
  readonly initial: number
  readonly final: number
  readonly #net: WorkflowNet
  readonly #consumers: number[][]
  readonly #numbers = new Map<string, number>()
  readonly #markings: (readonly number[])[] = []
  readonly #firings: (readonly Firing[] | undefined)[] = []
  readonly #remaining: number[] = []
  readonly #promiseOf: number[] = []
  readonly #promises = new Map<string, number>()
  readonly #promiseBits: Int32Array[] = []

  constructor(net: WorkflowNet) {
    this.#net = net
    this.outlook = outlookOf(net)
    this.#consumers = Array.from({ length: net.places }, () => [])
    net.transitions.forEach(({ inputs }, t) => {
      if (inputs.length > 0) this.#consumers[inputs[0]!]!.push(t)
    })
    this.initial = this.#numberOf([...net.initial].sort((a, b) => a - b))
    this.final = this.#numberOf(net.final)
  }

  /** Number of markings met so far. */
  get size(): number {
    return this.#markings.length
  }

  /** The ways on from a marking. */
  firings(marking: number): readonly Firing[] {
    this.#firings[marking] ??= this.#fireAll(this.#markings[marking]!)
    return this.#firings[marking]
  }

  /** No fewer activities than this lead from the marking to the end. */
  remaining(marking: number): number {
    return this.#remaining[marking]!
  }

  /** Number of the set of labels that may still come; see `mayCome`. */
  promiseOf(marking: number): number {
    return this.#promiseOf[marking]!
  }

  /** Whether a label may still come under a promise. */
  mayCome(promise: number, label: number): boolean {
    return (this.#promiseBits[promise]![label >>> 5]! & (1 << (label & 31))) !== 0
  }

  #fireAll(marking: readonly number[]): Firing[] {
    const firings: Firing[] = []
    let previous = -1
    for (const place of marking) {
      if (place === previous) continue
      previous = place
      for (const t of this.#consumers[place]!) {
        const { inputs, outputs } = this.#net.transitions[t]!
        const target = fire(marking, inputs, outputs)
        if (target) firings.push({ label: this.outlook.labelOf[t]!, target: this.#numberOf(target) })
      }
    }
    return firings
  }

  #numberOf(marking: readonly number[]): number {
    const key = marking.join(' ')
    let number = this.#numbers.get(key)
    if (number === undefined) {
      number = this.#markings.length
      this.#numbers.set(key, number)
      this.#markings.push(marking)
      this.#remaining.push(marking.reduce((most, place) => Math.max(most, this.outlook.remaining[place]!), 0))
      this.#promiseOf.push(this.#promise(marking))
    }
    return number
  }

  #promise(marking: readonly number[]): number {
    const { words, reachable } = this.outlook
    const bits = new Int32Array(words)
    for (const place of marking)
      for (let word = 0; word < words; word++) bits[word]! |= reachable[place * words + word]!
    const key = bits.join(' ')
    let number = this.#promises.get(key)
    if (number === undefined) {
      number = this.#promiseBits.length
      this.#promises.set(key, number)
      this.#promiseBits.push(bits)
    }
    return number
  }
}

/** The marking after a transition, or nothing where it is not enabled. Markings are sorted, one entry per token. */
function fire(
  marking: readonly number[],
  inputs: readonly number[],
  outputs: readonly number[],
): readonly number[] | undefined {
  const left = [...marking]
  for (const place of inputs) {
    const at = left.indexOf(place)
    if (at < 0) return undefined
    left.splice(at, 1)
  }
  return [...left, ...outputs].sort((a, b) => a - b)
}
