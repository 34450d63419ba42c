import { addBit, hasBit, membersOf } from '../bit-set.ts'
import { type Cut, groupOfEach } from './cut.ts'
import type { FlowGraph } from './flow-graph.ts'

/**
 * Sequence: every activity of a group leads, over any number of flows, to every activity of a later group, and never back.
 * Groups that can only be passed over together are kept together, so that their order and dependence are not lost
 * (strict sequence cut, Leemans, “Robust process mining with guarantees”, 2017).
 */
export function sequenceCut(graph: FlowGraph): Cut | undefined {
  const groups = finestOrder(graph)
  if (groups.length < 2) return undefined
  const strict = mergeSkippable(graph, groups)
  return { kind: 'sequence', groups: strict.length > 1 ? strict : groups }
}

/**
 * The finest sequence of groups. In any order of the strongly connected components that respects the flows, the groups are
 * intervals, and a boundary stands exactly where everything before it leads to everything after it.
 */
function finestOrder(graph: FlowGraph): number[][] {
  const parts = stronglyConnected(graph)
  if (parts.length === 1) return parts
  const reach = reachOfParts(graph, parts)
  const groups: number[][] = []
  let group: number[] = []
  let lastGap = -1
  for (let i = 0; i < parts.length; i++) {
    group.push(...parts[i]!)
    for (let j = parts.length - 1; j > Math.max(i, lastGap); j--) {
      if (!hasBit(reach[i]!, parts[j]![0]!)) lastGap = j
    }
    if (lastGap <= i) {
      groups.push(group)
      group = []
    }
  }
  return groups
}

/** Per component, every activity that it leads to, itself included. */
function reachOfParts(graph: FlowGraph, parts: readonly number[][]): Int32Array[] {
  const { words, out, alive } = graph
  const partOf = groupOfEach({ groups: parts }, graph.size)
  const reach: Int32Array[] = Array.from(parts, () => new Int32Array(words))
  const next = new Int32Array(words)
  for (let part = parts.length - 1; part >= 0; part--) {
    const set = reach[part]!
    next.fill(0)
    for (const x of parts[part]!) {
      addBit(set, x)
      for (let word = 0; word < words; word++) next[word]! |= out[x * words + word]! & alive[word]!
    }
    for (const y of membersOf(next)) {
      if (hasBit(set, y)) continue
      const further = reach[partOf[y]!]!
      for (let word = 0; word < words; word++) set[word]! |= further[word]!
    }
  }
  return reach
}

/** Strongly connected components in an order that respects the flows (Tarjan’s algorithm, without recursion). */
function stronglyConnected(graph: FlowGraph): number[][] {
  const { size, words, out, alive } = graph
  const index = new Int32Array(size)
  const low = new Int32Array(size)
  const closed = new Uint8Array(size)
  const todo = new Int32Array(size * words)
  const stack: number[] = []
  const path: number[] = []
  const parts: number[][] = []
  let counter = 0
  const enter = (x: number): void => {
    index[x] = low[x] = ++counter
    stack.push(x)
    path.push(x)
    for (let word = 0; word < words; word++) todo[x * words + word] = out[x * words + word]! & alive[word]!
  }
  for (const root of membersOf(alive)) {
    if (index[root] === 0) enter(root)
    while (path.length > 0) {
      const x = path.at(-1)!
      const y = takeMember(todo, x * words, words)
      if (y >= 0) {
        if (index[y] === 0) enter(y)
        else if (closed[y] === 0) low[x] = Math.min(low[x]!, index[y]!)
        continue
      }
      path.pop()
      const parent = path.at(-1)
      if (parent !== undefined) low[parent] = Math.min(low[parent]!, low[x]!)
      if (low[x] !== index[x]) continue
      const part = stack.splice(stack.lastIndexOf(x))
      for (const member of part) closed[member] = 1
      parts.push(part)
    }
  }
  return parts.reverse()
}

/** Takes the first member out of the row of `words` integers at `row`; `-1` where it is empty. */
function takeMember(sets: Int32Array, row: number, words: number): number {
  for (let word = 0; word < words; word++) {
    const bits = sets[row + word]!
    if (bits === 0) continue
    sets[row + word] = bits & (bits - 1)
    return word * 32 + 31 - Math.clz32(bits & -bits)
  }
  return -1
}

/**
 * Joins to each group that can be passed over the neighbours that only matter with it: those before it that lead no
 * further than to it, those after it that are reached from no earlier than from it.
 */
function mergeSkippable(graph: FlowGraph, groups: readonly number[][]): number[][] {
  const span = spansOfGroups(graph, groups)
  const merged = groups.map((group) => [...group])
  const absorb = (into: number, from: number): void => {
    merged[into]!.push(...merged[from]!)
    merged[from] = []
  }
  for (let p = 0; p < groups.length; p++) {
    if (merged[p]!.length === 0 || !span.isSkippable(p)) continue
    for (let q = p - 1; q >= 0 && span.latestTarget[q]! <= p; q--) absorb(p, q)
    for (let q = p + 1; q < groups.length && span.earliestSource[q]! >= p; q++) absorb(p, q)
  }
  return merged.filter((group) => group.length > 0)
}

interface Spans {
  /** Per group, the first group from which it is entered, `-1` for the start of the case. */
  readonly earliestSource: Int32Array
  /** Per group, the last group to which it is left, the number of groups for the end of the case. */
  readonly latestTarget: Int32Array
  readonly isSkippable: (group: number) => boolean
}

function spansOfGroups(graph: FlowGraph, groups: readonly number[][]): Spans {
  const count = groups.length
  const groupOf = groupOfEach({ groups }, graph.size)
  const earliestSource = new Int32Array(count).fill(count)
  const latestTarget = new Int32Array(count).fill(-1)
  // farthest[g + 1]: the farthest group to which a flow leads from group g, where the start of the case is group -1.
  const farthest = new Int32Array(count + 1).fill(-1)
  const note = (from: number, to: number): void => {
    if (to < count) earliestSource[to] = Math.min(earliestSource[to]!, from)
    if (from >= 0) latestTarget[from] = Math.max(latestTarget[from]!, to)
    farthest[from + 1] = Math.max(farthest[from + 1]!, to)
  }
  for (const start of membersOf(graph.starts)) note(-1, groupOf[start]!)
  for (const end of membersOf(graph.ends)) note(groupOf[end]!, count)
  for (const x of membersOf(graph.alive)) {
    for (const y of membersOf(graph.out.subarray(x * graph.words, (x + 1) * graph.words))) {
      if (groupOf[y] !== -1) note(groupOf[x]!, groupOf[y]!)
    }
  }
  const isSkippable = (group: number): boolean => farthest.subarray(0, group + 1).some((to) => to > group)
  return { earliestSource, latestTarget, isSkippable }
}
