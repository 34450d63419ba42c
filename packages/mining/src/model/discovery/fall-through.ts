import { hasBit } from '../bit-set.ts'
import { groupOfEach } from './cut.ts'
import type { FlowGraph } from './flow-graph.ts'
import { type Sublog, SublogBuilder } from './sublog.ts'
import { type Effort, findConcurrentActivity } from './without-activity.ts'

/** What stands for a sublog that has no cut: an operator over smaller sublogs, or the model that allows everything. */
export type FallThrough =
  | { readonly kind: 'parallel'; readonly parts: readonly [Sublog, Sublog] }
  | { readonly kind: 'repeat'; readonly body: Sublog }
  | { readonly kind: 'flower' }

/**
 * Finds the most precise fall-through that still allows every trace, tried in this order: an activity that happens once in
 * every trace goes beside the rest; an activity without which there is a cut goes beside the rest; repetition, cut where an
 * end activity meets a start activity; repetition, cut before every start activity; anything goes.
 */
export function findFallThrough(sublog: Sublog, graph: FlowGraph, effort: Effort): FallThrough {
  const beside = onceInEveryTrace(sublog) ?? findConcurrentActivity(sublog, graph, effort)
  if (beside !== undefined) return { kind: 'parallel', parts: setBeside(sublog, beside) }
  const strict = cutTraces(sublog, (before, after) => hasBit(graph.ends, before) && hasBit(graph.starts, after))
  if (strict) return { kind: 'repeat', body: strict }
  const loose = cutTraces(sublog, (_, after) => hasBit(graph.starts, after))
  return loose ? { kind: 'repeat', body: loose } : { kind: 'flower' }
}

/** The first activity that happens exactly once in every trace, where there are others beside it. */
function onceInEveryTrace({ alphabet, codes, offsets, counts }: Sublog): number | undefined {
  if (alphabet.length < 2) return undefined
  const tracesWithOne = new Int32Array(alphabet.length)
  const inTrace = new Int32Array(alphabet.length)
  for (let t = 0; t < counts.length; t++) {
    for (let i = offsets[t]!; i < offsets[t + 1]!; i++) {
      const times = ++inTrace[codes[i]!]!
      tracesWithOne[codes[i]!]! += times === 1 ? 1 : times === 2 ? -1 : 0
    }
    for (let i = offsets[t]!; i < offsets[t + 1]!; i++) inTrace[codes[i]!] = 0
  }
  const found = tracesWithOne.indexOf(counts.length)
  return found < 0 ? undefined : found
}

/** The sublog of one activity, and the sublog of all others. */
function setBeside(sublog: Sublog, activity: number): [Sublog, Sublog] {
  const alone = new SublogBuilder()
  const rest = new SublogBuilder()
  const isRest = groupOfEach({ groups: [[activity]] }, sublog.alphabet.length)
  for (let t = 0; t < sublog.counts.length; t++) {
    for (let i = sublog.offsets[t]!; i < sublog.offsets[t + 1]!; i++) {
      const code = sublog.codes[i]!
      const builder = isRest[code] === 0 ? alone : rest
      builder.push(sublog.alphabet[code]!)
    }
    alone.endTrace(sublog.counts[t]!)
    rest.endTrace(sublog.counts[t]!)
  }
  return [alone.finish(), rest.finish()]
}

/** Cuts traces between two events wherever `isCut` holds; nothing where it never does. */
function cutTraces(sublog: Sublog, isCut: (before: number, after: number) => boolean): Sublog | undefined {
  const { alphabet, codes, offsets, counts } = sublog
  const builder = new SublogBuilder()
  let cuts = 0
  for (let t = 0; t < counts.length; t++) {
    for (let i = offsets[t]!; i < offsets[t + 1]!; i++) {
      if (i > offsets[t]! && isCut(codes[i - 1]!, codes[i]!)) {
        builder.endTrace(counts[t]!)
        cuts++
      }
      builder.push(alphabet[codes[i]!]!)
    }
    builder.endTrace(counts[t]!)
  }
  return cuts > 0 ? builder.finish() : undefined
}
