import { addBit } from '../bit-set.ts'
import { findCut } from './cut.ts'
import { addFlow, type FlowGraph } from './flow-graph.ts'
import type { Sublog } from './sublog.ts'

/** How much work discovery may still spend on trying activities; in integers of bit sets copied and events passed,
 * about 10 ns each with what follows from them. */
export interface Effort {
  left: number
}

/**
 * The first activity without which the rest of the sublog has a cut. The graph of the rest is not counted anew for each
 * candidate: it is the given graph less the candidate, with the flows that close the gaps it leaves.
 *
 * @param effort is reduced by the work done; the search gives up when nothing is left, so that hundreds of activities
 *   without any structure cost seconds, not hours
 */
export function findConcurrentActivity(sublog: Sublog, graph: FlowGraph, effort: Effort): number | undefined {
  // With two activities the rest is one activity, which has no cut.
  if (graph.size < 3) return undefined
  const occurrences = tracesByActivity(sublog)
  for (let candidate = 0; candidate < graph.size && effort.left > 0; candidate++) {
    effort.left -= 2 * graph.size * graph.words + eventsIn(sublog, occurrences[candidate]!)
    if (findCut(graphWithout(sublog, graph, candidate, occurrences[candidate]!))) return candidate
  }
  return undefined
}

/** For each activity, the traces in which it happens. */
function tracesByActivity({ alphabet, codes, offsets, counts }: Sublog): number[][] {
  const traces: number[][] = Array.from(alphabet, () => [])
  for (let t = 0; t < counts.length; t++) {
    for (let i = offsets[t]!; i < offsets[t + 1]!; i++) {
      const list = traces[codes[i]!]!
      if (list.at(-1) !== t) list.push(t)
    }
  }
  return traces
}

function eventsIn({ offsets }: Sublog, traces: readonly number[]): number {
  let events = 0
  for (const t of traces) events += offsets[t + 1]! - offsets[t]!
  return events
}

function graphWithout(
  { codes, offsets }: Sublog,
  graph: FlowGraph,
  activity: number,
  traces: readonly number[],
): FlowGraph {
  const rest = removeActivity(graph, activity)
  for (const t of traces) {
    const to = offsets[t + 1]!
    let before = -1
    for (let i = offsets[t]!; i < to; i++) {
      const code = codes[i]!
      if (code === activity) continue
      if (before === -1) addBit(rest.starts, code)
      else if (codes[i - 1] === activity) addFlow(rest, before, code)
      before = code
    }
    if (before !== -1) addBit(rest.ends, before)
  }
  return rest
}

function removeActivity(graph: FlowGraph, activity: number): FlowGraph {
  const { size, words } = graph
  const copy = {
    size,
    words,
    out: graph.out.slice(),
    in: graph.in.slice(),
    starts: graph.starts.slice(),
    ends: graph.ends.slice(),
    alive: graph.alive.slice(),
  }
  const word = activity >>> 5
  const mask = ~(1 << (activity & 31))
  for (let x = 0; x < size; x++) {
    copy.out[x * words + word]! &= mask
    copy.in[x * words + word]! &= mask
  }
  copy.out.fill(0, activity * words, (activity + 1) * words)
  copy.in.fill(0, activity * words, (activity + 1) * words)
  copy.starts[word]! &= mask
  copy.ends[word]! &= mask
  copy.alive[word]! &= mask
  return copy
}
