import { netOfTree } from '../model/net-of-tree.ts'
import type { ProcessTree } from '../model/process-tree.ts'
import { simplifyTree } from '../model/simplify-tree.ts'
import { type TraceSet, traceCount } from '../model/trace-set.ts'
import type { WorkflowNet } from '../model/workflow-net.ts'
import { alignWithNet } from './align-net.ts'
import { alignWithTree } from './align-tree.ts'
import { type Alignment, fitnessOf } from './alignment.ts'
import { type CompiledTree, compileTree } from './compile-tree.ts'
import { MarkingSpace } from './marking-space.ts'

/** Bounds of the work; what lies beyond them is `undecided`. */
export interface SearchBounds {
  /** Costs calculated per distinct trace, where a tree allows that; 20,000,000 unless told, about half a second. */
  readonly maxCosts?: number
  /** Costs calculated over all traces; 3,000,000,000 unless told, about a minute. */
  readonly maxTotalCosts?: number
  /** States searched per distinct trace, for all other models; 200,000 unless told. */
  readonly maxStates?: number
  /** States over all traces; 5,000,000 unless told. */
  readonly maxTotalStates?: number
}

/**
 * Finds for each distinct trace the alignment of least cost with a model.
 *
 * For process trees whose parallel branches share no activity (every discovered tree) it is calculated in polynomial time; for
 * other models it is searched for. Both keep within bounds; a trace beyond them is `undecided`, with the cost it has at least.
 *
 * @param model a process tree, or a net from `netOfBpmn` or `netOfTree`
 * @param traces distinct traces
 * @param bounds of the work
 * @returns one alignment per trace
 * @throws ModelError `modelNeverEnds` where the model allows no trace at all
 * @example
 * const [alignment] = align(parseTree("->( 'accept', 'decide' )"), traceSetOf([['accept', 'phone', 'decide']]))
 * alignment.cost // → 1
 * alignment.fitness // → 0.8
 * alignment.moves[1] // → { kind: 'log', activity: 'phone', position: 1 }
 */
export function align(model: ProcessTree | WorkflowNet, traces: TraceSet, bounds: SearchBounds = {}): Alignment[] {
  if (model.kind === 'net') return alignAllWithNet(model, traces, bounds)
  const compiled = compileTree(simplifyTree(model))
  return compiled
    ? alignAllWithTree(compiled, traces, bounds)
    : alignAllWithNet(netOfTree(simplifyTree(model)), traces, bounds)
}

function alignAllWithTree(tree: CompiledTree, traces: TraceSet, bounds: SearchBounds): Alignment[] {
  const maxCosts = bounds.maxCosts ?? 20_000_000
  const { shortest } = tree.root
  let left = bounds.maxTotalCosts ?? 3_000_000_000
  return namedTraces(traces).map((trace) => {
    const allowed = Math.min(maxCosts, left)
    const effort = { left: allowed }
    const result = alignWithTree(tree, trace, effort)
    left -= allowed - Math.max(0, effort.left)
    if ('cost' in result) {
      return { status: 'optimal', ...result, fitness: fitnessOf(result.cost, trace.length, shortest) }
    }
    const { lowerBound } = result
    return { status: 'undecided', lowerBound, fitnessAtMost: fitnessOf(lowerBound, trace.length, shortest) }
  })
}

/** Markings kept from one trace to the next; more are forgotten, so that memory stays bounded. */
const maxMarkingsKept = 100_000

function alignAllWithNet(net: WorkflowNet, traces: TraceSet, bounds: SearchBounds): Alignment[] {
  const maxStates = bounds.maxStates ?? 200_000
  let left = bounds.maxTotalStates ?? 5_000_000
  let space = new MarkingSpace(net)
  const search = (trace: readonly string[]): ReturnType<typeof alignWithNet> => {
    if (space.size > maxMarkingsKept) space = new MarkingSpace(net)
    const result = alignWithNet(space, trace, Math.min(maxStates, left))
    left = Math.max(0, left - result.states)
    return result
  }
  const empty = search([])
  return namedTraces(traces).map((trace) => {
    const result = search(trace)
    // Without the shortest path a cost is known but no fitness; the trace is then called undecided, not guessed.
    if (empty.status === 'optimal' && result.status === 'optimal') {
      const { cost, moves } = result
      return { status: 'optimal', cost, fitness: fitnessOf(cost, trace.length, empty.cost), moves }
    }
    const lowerBound = result.status === 'optimal' ? result.cost : result.lowerBound
    const fitnessAtMost = empty.status === 'optimal' ? fitnessOf(lowerBound, trace.length, empty.cost) : 1
    return { status: 'undecided', lowerBound, fitnessAtMost }
  })
}

function namedTraces({ activities, codes, offsets }: TraceSet): string[][] {
  return Array.from({ length: traceCount({ offsets }) }, (_, t) =>
    Array.from(codes.subarray(offsets[t]!, offsets[t + 1]!), (code) => activities[code]!),
  )
}
