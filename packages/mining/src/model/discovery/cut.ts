import { choiceCut, parallelCut } from './component-cuts.ts'
import type { FlowGraph } from './flow-graph.ts'
import { loopCut } from './loop-cut.ts'
import { sequenceCut } from './sequence-cut.ts'

/**
 * A way to divide the activities of a sublog among the children of one operator. `groups` are disjoint and cover the
 * alphabet; in a sequence they are in order, in a loop they are the body and the redo part.
 */
export interface Cut {
  readonly kind: 'xor' | 'sequence' | 'parallel' | 'loop'
  readonly groups: readonly (readonly number[])[]
}

/** The first cut of the graph, in the order of the paper: choice, sequence, parallel, loop. */
export function findCut(graph: FlowGraph): Cut | undefined {
  return choiceCut(graph) ?? sequenceCut(graph) ?? parallelCut(graph) ?? loopCut(graph)
}

/** The group of each activity, `-1` for those in none. */
export function groupOfEach(cut: Pick<Cut, 'groups'>, size: number): Int32Array {
  const groupOf = new Int32Array(size).fill(-1)
  cut.groups.forEach((group, index) => {
    for (const x of group) groupOf[x] = index
  })
  return groupOf
}
