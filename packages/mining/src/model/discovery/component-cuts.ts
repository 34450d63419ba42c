import { hasBit, membersOf } from '../bit-set.ts'
import type { Cut } from './cut.ts'
import type { FlowGraph } from './flow-graph.ts'

/** Choice: no flow in either direction between any two groups. */
export function choiceCut(graph: FlowGraph): Cut | undefined {
  const groups = components(graph, (row, word) => graph.out[row + word]! | graph.in[row + word]!)
  return groups.length > 1 ? { kind: 'xor', groups } : undefined
}

/** Parallel: flows in both directions between any two activities of different groups; each group can start and end a case. */
export function parallelCut(graph: FlowGraph): Cut | undefined {
  const groups = components(graph, (row, word) => ~(graph.out[row + word]! & graph.in[row + word]!))
  const complete = completeGroups(graph, groups)
  return complete.length > 1 ? { kind: 'parallel', groups: complete } : undefined
}

/** A group without a start or an end activity joins its neighbour, smallest first, and by first activity among equals. */
function completeGroups(graph: FlowGraph, groups: readonly number[][]): number[][] {
  const sorted = [...groups].sort((a, b) => a.length - b.length || a[0]! - b[0]!)
  const canStartAndEnd = (group: readonly number[]): boolean =>
    group.some((x) => hasBit(graph.starts, x)) && group.some((x) => hasBit(graph.ends, x))
  for (let i = 0; i < sorted.length && sorted.length > 1; ) {
    if (canStartAndEnd(sorted[i]!)) {
      i++
      continue
    }
    const [group] = sorted.splice(i, 1)
    // The neighbour before it can start and end already, so joining never makes one that was passed incomplete.
    sorted[Math.max(0, i - 1)]!.push(...group!)
  }
  return sorted
}

/**
 * Connected components of the living activities, where `neighbours(row, word)` gives 32 neighbours at once.
 * Components are in order of their first activity.
 */
export function components(
  graph: Pick<FlowGraph, 'words' | 'alive'>,
  neighbours: (row: number, word: number) => number,
): number[][] {
  const { words } = graph
  const left = graph.alive.slice()
  const found: number[][] = []
  for (const first of membersOf(graph.alive)) {
    if (!hasBit(left, first)) continue
    const group = [first]
    left[first >>> 5]! &= ~(1 << (first & 31))
    for (let next = 0; next < group.length; next++) {
      const row = group[next]! * words
      for (let word = 0; word < words; word++) {
        if (left[word] === 0) continue
        const reached = neighbours(row, word) & left[word]!
        left[word]! &= ~reached
        for (let bits = reached; bits !== 0; bits &= bits - 1) group.push(word * 32 + 31 - Math.clz32(bits & -bits))
      }
    }
    found.push(group)
  }
  return found
}
