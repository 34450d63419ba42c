import type { EventLog } from '@zhengfeng/eventlog'
import { ModelError } from '../errors.ts'
import { type ProcessTree, tau } from '../process-tree.ts'
import { simplifyTree } from '../simplify-tree.ts'
import { type TraceSet, traceSetOfLog } from '../trace-set.ts'
import { type Cut, findCut } from './cut.ts'
import { findFallThrough } from './fall-through.ts'
import { flowGraphOf } from './flow-graph.ts'
import { filteredFlowGraph } from './noise-filter.ts'
import { splitLog } from './split-log.ts'
import { countCases, type Sublog, wholeLog, withoutEmpty } from './sublog.ts'
import type { Effort } from './without-activity.ts'

/** More activities than this are no process but a column chosen by mistake; time and memory grow with their square. */
const maxActivities = 2_000

/** Real logs with 400 activities need a tenth of this; it is spent in about ten seconds. */
const maxEffort = 1e9

/**
 * Discovers a process tree with the inductive miner: the log is divided along choices, sequences, parallel parts and loops
 * until single activities are left.
 *
 * Each activity stands in the tree once. With `noise` 0 the tree allows every trace of the log; with more, rare behaviour
 * (rarer than `noise` times the usual) is left out where it hides the structure.
 *
 * Source: Leemans, Fahland, van der Aalst 2013 (IM) and 2014 (infrequent behaviour, IMf).
 *
 * @param log an event log, or its distinct traces; every event counts, whatever its lifecycle transition
 * @param options.noise share from 0 (nothing is noise, the default) to 1
 * @returns the tree, simplified; it does not depend on the order of cases
 * @throws ModelError `tooManyActivities` above 2,000 distinct activities
 * @example
 * const log = traceSetOf([['accept', 'review', 'decide'], ['accept', 'decide']])
 * formatTree(discoverTree(log)) // → "->( 'accept', X( tau, 'review' ), 'decide' )"
 */
export function discoverTree(log: EventLog | TraceSet, options: { readonly noise?: number } = {}): ProcessTree {
  const { sublog, names } = wholeLog('caseIds' in log ? traceSetOfLog(log) : log)
  if (sublog.alphabet.length > maxActivities) {
    throw new ModelError('tooManyActivities', { value: sublog.alphabet.length, limit: maxActivities })
  }
  return simplifyTree(discover(sublog, { names, noise: options.noise ?? 0, effort: { left: maxEffort } }))
}

interface Search {
  readonly names: readonly string[]
  readonly noise: number
  readonly effort: Effort
}

function discover(sublog: Sublog, search: Search): ProcessTree {
  const { cases, empty } = countCases(sublog)
  if (sublog.alphabet.length === 0) return tau
  if (empty > 0) {
    const rest = discover(withoutEmpty(sublog), search)
    return empty > search.noise * cases ? { kind: 'xor', children: [tau, rest] } : rest
  }
  if (isSingleActivity(sublog, cases, search.noise)) return activityOf(sublog, 0, search)
  const graph = flowGraphOf(sublog)
  const cut = findCut(graph) ?? (search.noise > 0 ? findCut(filteredFlowGraph(sublog, search.noise)) : undefined)
  if (cut) return treeOfCut(cut, splitLog(sublog, cut), search)
  const fall = findFallThrough(sublog, graph, search.effort)
  switch (fall.kind) {
    case 'parallel':
      return { kind: 'parallel', children: fall.parts.map((part) => discover(part, search)) }
    case 'repeat':
      return { kind: 'loop', body: discover(fall.body, search), redo: tau }
    case 'flower':
      return flowerOf(sublog, search)
  }
}

function treeOfCut(cut: Cut, parts: readonly Sublog[], search: Search): ProcessTree {
  // A group whose events were all left out as noise has nothing to say; as an alternative it would allow skipping.
  const children = parts.filter((part) => cut.kind !== 'xor' || part.counts.length > 0)
  const trees = children.map((part) => discover(part, search))
  return cut.kind === 'loop' ? { kind: 'loop', body: trees[0]!, redo: trees[1]! } : { kind: cut.kind, children: trees }
}

/**
 * Whether one activity, once, says enough: always, or, where noise is allowed, nearly so. The chance `p` of stopping after
 * each repetition is estimated from the log; it is 1/2 where the activity happens once per case on average.
 */
function isSingleActivity({ alphabet, codes, offsets, counts }: Sublog, cases: number, noise: number): boolean {
  if (alphabet.length !== 1) return false
  if (counts.length === 1 && codes.length === 1) return true
  let events = 0
  for (let t = 0; t < counts.length; t++) events += counts[t]! * (offsets[t + 1]! - offsets[t]!)
  return noise > 0 && Math.abs(cases / (cases + events) - 0.5) <= noise
}

/** Anything, in any order, any number of times. */
function flowerOf(sublog: Sublog, search: Search): ProcessTree {
  const children = Array.from(sublog.alphabet, (_, code) => activityOf(sublog, code, search))
  return { kind: 'loop', body: tau, redo: { kind: 'xor', children } }
}

function activityOf(sublog: Sublog, code: number, { names }: Search): ProcessTree {
  return { kind: 'activity', name: names[sublog.alphabet[code]!]! }
}
