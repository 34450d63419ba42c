import { addBit } from '../bit-set.ts'
import type { Sublog } from './sublog.ts'

/**
 * Which activity directly follows which, as bit sets: row `x` of `out` (`words` integers) holds the followers of `x`, row
 * `x` of `in` its predecessors. `alive` holds the activities that take part.
 */
export interface FlowGraph {
  readonly size: number
  readonly words: number
  readonly out: Int32Array
  readonly in: Int32Array
  readonly starts: Int32Array
  readonly ends: Int32Array
  readonly alive: Int32Array
}

/** The directly-follows graph of a sublog; empty traces leave no mark. */
export function flowGraphOf(sublog: Sublog): FlowGraph {
  const graph = emptyGraph(sublog.alphabet.length)
  const { codes, offsets } = sublog
  for (let t = 0; t + 1 < offsets.length; t++) {
    const from = offsets[t]!
    const to = offsets[t + 1]!
    if (from === to) continue
    addBit(graph.starts, codes[from]!)
    addBit(graph.ends, codes[to - 1]!)
    for (let i = from + 1; i < to; i++) addFlow(graph, codes[i - 1]!, codes[i]!)
  }
  return graph
}

/** A graph of `size` activities, all alive, without a single flow. */
export function emptyGraph(size: number): FlowGraph {
  const words = Math.max(1, (size + 31) >>> 5)
  const alive = new Int32Array(words)
  for (let x = 0; x < size; x++) addBit(alive, x)
  return {
    size,
    words,
    out: new Int32Array(size * words),
    in: new Int32Array(size * words),
    starts: new Int32Array(words),
    ends: new Int32Array(words),
    alive,
  }
}

/** Notes that `b` directly follows `a`. */
export function addFlow(graph: FlowGraph, a: number, b: number): void {
  graph.out[a * graph.words + (b >>> 5)]! |= 1 << (b & 31)
  graph.in[b * graph.words + (a >>> 5)]! |= 1 << (a & 31)
}

export function hasFlow(graph: FlowGraph, a: number, b: number): boolean {
  return (graph.out[a * graph.words + (b >>> 5)]! & (1 << (b & 31))) !== 0
}
