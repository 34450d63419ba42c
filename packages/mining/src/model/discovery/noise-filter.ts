import { addBit } from '../bit-set.ts'
import { addFlow, emptyGraph, type FlowGraph } from './flow-graph.ts'
import type { Sublog } from './sublog.ts'

/**
 * The directly-follows graph without its rare flows: of what follows an activity (the end of the case included), that is
 * dropped which is rarer than `noise` times the most frequent. Starts of cases are treated alike.
 *
 * Source: Leemans, Fahland, van der Aalst, “Discovering block-structured process models from event logs containing
 * infrequent behaviour”, 2014.
 */
export function filteredFlowGraph(sublog: Sublog, noise: number): FlowGraph {
  const size = sublog.alphabet.length
  const flows = countFlows(sublog)
  const strongest = new Float64Array(size + 1)
  for (const [key, count] of flows) {
    const from = Math.floor(key / (size + 1))
    strongest[from] = Math.max(strongest[from]!, count)
  }
  const graph = emptyGraph(size)
  for (const [key, count] of flows) {
    const from = Math.floor(key / (size + 1))
    const to = key % (size + 1)
    if (count < noise * strongest[from]!) continue
    if (from === size) addBit(graph.starts, to)
    else if (to === size) addBit(graph.ends, from)
    else addFlow(graph, from, to)
  }
  return graph
}

/** Cases by flow, keyed `from * (size + 1) + to`, where `size` stands for the start of the case as `from`, its end as `to`. */
function countFlows({ alphabet, codes, offsets, counts }: Sublog): Map<number, number> {
  const outside = alphabet.length
  const flows = new Map<number, number>()
  for (let t = 0; t < counts.length; t++) {
    if (offsets[t] === offsets[t + 1]) continue
    let from = outside
    for (let i = offsets[t]!; i <= offsets[t + 1]!; i++) {
      const to = i < offsets[t + 1]! ? codes[i]! : outside
      const key = from * (outside + 1) + to
      flows.set(key, (flows.get(key) ?? 0) + counts[t]!)
      from = to
    }
  }
  return flows
}
