import type { EventLog } from '@zhengfeng/eventlog'
import type { ProcessTree } from '../model/process-tree.ts'
import { type TraceSet, traceSetOfLog } from '../model/trace-set.ts'
import type { WorkflowNet } from '../model/workflow-net.ts'
import { align, type SearchBounds } from './align.ts'
import type { Alignment } from './alignment.ts'

/** How well a log keeps to a model. Shares and averages count every case once. */
export interface Conformance {
  readonly traces: TraceSet
  /** One per trace of `traces`. */
  readonly alignments: readonly Alignment[]
  readonly cases: number
  readonly undecidedCases: number
  /** Cases without any deviation. */
  readonly fittingCases: number
  /** Mean fitness of the decided cases; absent where none was decided. */
  readonly averageFitness?: number
  /** What the mean fitness over all cases can be, the undecided ones included; both ends are equal where all are decided. */
  readonly fitnessBetween: readonly [low: number, high: number]
  readonly deviations: readonly Deviation[]
}

/** How often one activity departs from the model, over the decided cases. */
export interface Deviation {
  readonly activity: string
  /** Times it happened where the model has no place for it, and cases in which it did. */
  readonly logMoves: number
  readonly logCases: number
  /** Times it was left out where the model requires it, and cases in which it was. */
  readonly modelMoves: number
  readonly modelCases: number
}

/**
 * Measures how well a log keeps to a model, by optimal alignments.
 *
 * @param log an event log, or its distinct traces
 * @param model a process tree, or a net from `netOfBpmn`
 * @param bounds for the search; see `align`
 * @returns fitness, with what was not decided, and the deviations by activity, most frequent first
 * @throws ModelError `modelNeverEnds`
 * @example
 * const log = traceSetOf([['accept', 'decide'], ['accept', 'decide', 'accept', 'decide', 'phone', 'phone']])
 * const { averageFitness, deviations } = conform(log, parseTree("*( ->( 'accept', 'decide' ), tau )"))
 * averageFitness // → 0.875
 * deviations // → [{ activity: 'phone', logMoves: 2, logCases: 1, modelMoves: 0, modelCases: 0 }]
 */
export function conform(
  log: EventLog | TraceSet,
  model: ProcessTree | WorkflowNet,
  bounds: SearchBounds = {},
): Conformance {
  const traces = 'caseIds' in log ? traceSetOfLog(log) : log
  const alignments = align(model, traces, bounds)
  const sum = { cases: 0, undecided: 0, fitting: 0, fitness: 0, atMost: 0 }
  for (const [t, alignment] of alignments.entries()) {
    const cases = traces.counts[t]!
    sum.cases += cases
    if (alignment.status === 'undecided') {
      sum.undecided += cases
      sum.atMost += cases * alignment.fitnessAtMost
    } else {
      sum.fitness += cases * alignment.fitness
      if (alignment.cost === 0) sum.fitting += cases
    }
  }
  const decided = sum.cases - sum.undecided
  return {
    traces,
    alignments,
    cases: sum.cases,
    undecidedCases: sum.undecided,
    fittingCases: sum.fitting,
    ...(decided > 0 && { averageFitness: sum.fitness / decided }),
    fitnessBetween: sum.cases > 0 ? [sum.fitness / sum.cases, (sum.fitness + sum.atMost) / sum.cases] : [0, 1],
    deviations: deviations(traces, alignments),
  }
}

/**
 * Counts log and model moves by activity.
 *
 * @param traces distinct traces with their cases
 * @param alignments one per trace; undecided ones count nothing
 * @returns activities with any deviation, most frequent first, then by name
 */
export function deviations(traces: TraceSet, alignments: readonly Alignment[]): Deviation[] {
  const byActivity = new Map<string, { -readonly [K in keyof Deviation]: Deviation[K] }>()
  for (const [t, alignment] of alignments.entries()) {
    if (alignment.status === 'undecided') continue
    const seen = new Set<string>()
    for (const { kind, activity } of alignment.moves) {
      if (kind === 'sync') continue
      const entry = byActivity.get(activity) ?? { activity, logMoves: 0, logCases: 0, modelMoves: 0, modelCases: 0 }
      byActivity.set(activity, entry)
      const first = !seen.has(`${kind} ${activity}`)
      seen.add(`${kind} ${activity}`)
      entry[`${kind}Moves`] += traces.counts[t]!
      if (first) entry[`${kind}Cases`] += traces.counts[t]!
    }
  }
  const weight = (entry: Deviation): number => entry.logMoves + entry.modelMoves
  return [...byActivity.values()].sort((a, b) => weight(b) - weight(a) || (a.activity < b.activity ? -1 : 1))
}
