import type { EventLog } from '@zhengfeng/eventlog'
import type { ProcessTree } from '../model/process-tree.ts'
import type { WorkflowNet } from '../model/workflow-net.ts'
import type { SearchBounds } from './align.ts'
import { type Conformance, conform } from './conform.ts'

/** A log held against a published procedure, case by case. */
export interface ProcedureConformance extends Conformance {
  /** Events for which the procedure has no place: indexes into the event columns, ascending. */
  readonly offProcedure: Int32Array
  /** Steps that the procedure requires and that did not happen, by case in order. */
  readonly skipped: readonly SkippedStep[]
  /** Cases that were not decided: indexes into `log.caseIds`, ascending. They say neither yes nor no. */
  readonly undecided: Int32Array
}

export interface SkippedStep {
  /** Index into `log.caseIds`. */
  readonly case: number
  readonly activity: string
  /** Index of the event before which it was due; the first event after the case where it was due at its end. */
  readonly beforeEvent: number
}

/**
 * Finds the events that a procedure has no place for, and the steps that it requires and that are missing. Where several
 * explanations of a case cost the same, one of them is given: the count of deviations is certain, the choice of events is not.
 * A case that is still open lacks the steps to come.
 *
 * @param log the event log
 * @param procedure a net from `netOfBpmn`, or a process tree
 * @param bounds for the search; see `align`
 * @throws ModelError `modelNeverEnds`
 */
export function conformToProcedure(
  log: EventLog,
  procedure: ProcessTree | WorkflowNet,
  bounds: SearchBounds = {},
): ProcedureConformance {
  const conformance = conform(log, procedure, bounds)
  const offProcedure: number[] = []
  const skipped: SkippedStep[] = []
  const undecided: number[] = []
  for (let c = 0; c < log.caseIds.length; c++) {
    const alignment = conformance.alignments[conformance.traces.traceOfCase[c]!]!
    if (alignment.status === 'undecided') {
      undecided.push(c)
      continue
    }
    if (alignment.cost === 0) continue
    for (const { kind, activity, position } of alignment.moves) {
      const event = log.caseOffsets[c]! + position
      if (kind === 'log') offProcedure.push(event)
      if (kind === 'model') skipped.push({ case: c, activity, beforeEvent: event })
    }
  }
  return { ...conformance, offProcedure: Int32Array.from(offProcedure), skipped, undecided: Int32Array.from(undecided) }
}
