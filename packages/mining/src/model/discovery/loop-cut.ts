import { hasBit, membersOf } from '../bit-set.ts'
import { components } from './component-cuts.ts'
import type { Cut } from './cut.ts'
import { type FlowGraph, hasFlow } from './flow-graph.ts'

/**
 * Loop: a body that holds every start and end activity, and a redo part that is entered from the ends of the body only and
 * left to its starts only. All redo parts are one group; discovery separates them again as a choice.
 */
export function loopCut(graph: FlowGraph): Cut | undefined {
  const starts = membersOf(graph.starts)
  const ends = membersOf(graph.ends)
  const body = new Set([...starts, ...ends])
  const redo: number[] = []
  for (const group of componentsOutside(graph)) {
    if (canRedo(graph, group, starts, ends)) redo.push(...group)
    else for (const x of group) body.add(x)
  }
  return redo.length > 0 ? { kind: 'loop', groups: [[...body], redo] } : undefined
}

/** Components of what is left when start and end activities are taken away. */
function componentsOutside(graph: FlowGraph): number[][] {
  const inside = graph.alive.map((word, i) => word & ~(graph.starts[i]! | graph.ends[i]!))
  return components(
    { words: graph.words, alive: inside },
    (row, word) => graph.out[row + word]! | graph.in[row + word]!,
  )
}

function canRedo(
  graph: FlowGraph,
  group: readonly number[],
  starts: readonly number[],
  ends: readonly number[],
): boolean {
  return group.every((x) => {
    for (const start of starts) if (!hasBit(graph.ends, start) && hasFlow(graph, start, x)) return false
    for (const end of ends) if (!hasBit(graph.starts, end) && hasFlow(graph, x, end)) return false
    return allOrNone(starts, (start) => hasFlow(graph, x, start)) && allOrNone(ends, (end) => hasFlow(graph, end, x))
  })
}

function allOrNone(items: readonly number[], holds: (item: number) => boolean): boolean {
  const held = items.filter(holds).length
  return held === 0 || held === items.length
}
