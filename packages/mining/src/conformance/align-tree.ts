import { hasBit } from '../model/bit-set.ts'
import {
  advance,
  type Costs,
  cheaper,
  dealOut,
  type Effort,
  EffortSpent,
  improves,
  moveCost,
  startAt,
  type Word,
  wordOf,
} from './advance.ts'
import type { Move } from './alignment.ts'
import type { CompiledTree, OneStep, ParallelStep, Step } from './compile-tree.ts'

/** The least cost of a trace, and moves that reach it. */
export interface CheapestMoves {
  readonly cost: number
  readonly moves: readonly Move[]
}

/**
 * Aligns one trace with a compiled tree, exactly and in polynomial time.
 *
 * @param effort is reduced by the costs calculated; where none is left, the result is what the cost is at least
 */
export function alignWithTree(
  tree: CompiledTree,
  trace: readonly string[],
  effort: Effort,
): CheapestMoves | { readonly lowerBound: number } {
  const way = wayOf(tree, trace, effort)
  const known = way.word.labels.length
  let lowerBound = trace.length - known
  try {
    lowerBound += advance(tree.root, way.word, startAt(way.word, 0))[known]! / moveCost
    if (lowerBound === 0)
      return { cost: 0, moves: trace.map((activity, position) => ({ kind: 'sync', activity, position })) }
    explain(way, { step: tree.root, word: way.word, from: 0, to: known, after: 0 })
    return { cost: lowerBound, moves: inOrder(way.moves) }
  } catch (error) {
    if (error instanceof EffortSpent) return { lowerBound }
    throw error
  }
}

/** Numbers the events of a trace; those whose activity the tree does not know are log moves from the outset. */
function wayOf(tree: CompiledTree, trace: readonly string[], effort: Effort): Way & { readonly word: Word } {
  const labelOf = new Map(tree.labels.map((name, label) => [name, label]))
  const labels: number[] = []
  const positions: number[] = []
  const moves: Move[] = []
  for (const [position, activity] of trace.entries()) {
    const label = labelOf.get(activity)
    if (label === undefined) moves.push({ kind: 'log', activity, position })
    else {
      labels.push(label)
      positions.push(position)
    }
  }
  return { tree, trace, moves, word: wordOf(Int32Array.from(labels), Int32Array.from(positions), effort) }
}

interface Way {
  readonly tree: CompiledTree
  readonly trace: readonly string[]
  readonly moves: Move[]
}

/** A step that takes up the labels `from … to − 1` of a word, and nothing before position `after` of the trace. */
interface Stretch {
  readonly step: Step
  readonly word: Word
  readonly from: number
  readonly to: number
  readonly after: number
}

/** Writes down moves of least cost for a stretch. */
function explain(way: Way, stretch: Stretch): void {
  const { step } = stretch
  if (step.kind === 'tau') explainSkipped(way, stretch)
  else if (step.kind === 'one') explainOne(way, stretch, step)
  else if (step.kind === 'choice') explain(way, { ...stretch, step: cheapestChild(stretch, step.children) })
  else if (step.kind === 'parallel') explainParallel(way, stretch, step)
  else explainStages(way, stretch, step.kind === 'loop' ? cheapestRounds(stretch, step.body, step.redo) : step.children)
}

function explainSkipped(way: Way, { word, from, to }: Stretch, except = -1): void {
  for (let i = from; i < to; i++) {
    const position = word.positions[i]!
    way.moves.push({ kind: i === except ? 'sync' : 'log', activity: way.trace[position]!, position })
  }
}

function explainOne(way: Way, stretch: Stretch, step: OneStep): void {
  const { word, from, to, after } = stretch
  let matched = from
  while (matched < to && !hasBit(step.labels, word.labels[matched]!)) matched++
  if (matched === to && step.shortest > 0) {
    const position = from > 0 ? Math.max(after, word.positions[from - 1]! + 1) : after
    way.moves.push({ kind: 'model', activity: way.tree.labels[step.label]!, position })
  }
  explainSkipped(way, stretch, matched)
}

/** Stages one after the other: forwards for the costs, each remembering where it began, then backwards along those. */
function explainStages(way: Way, stretch: Stretch, stages: readonly Step[]): void {
  const reached: Costs[] = []
  let costs = startAt(stretch.word, stretch.from)
  for (const stage of stages) {
    costs = advance(stage, stretch.word, withOrigins(costs))
    reached.push(costs)
  }
  const boundaries = [stretch.to]
  for (let s = stages.length - 1; s >= 0; s--) boundaries.push(reached[s]![boundaries.at(-1)!]! % moveCost)
  boundaries.reverse()
  // Labels may be skipped before the first stage begins.
  explainSkipped(way, { ...stretch, to: boundaries[0]! })
  stages.forEach((step, s) => {
    explain(way, { ...stretch, step, from: boundaries[s]!, to: boundaries[s + 1]! })
  })
}

/** The same costs, each carrying its own place below the cost of a move. */
function withOrigins(costs: Costs): Costs {
  return costs.map((cost, place) => (cost === Number.POSITIVE_INFINITY ? cost : cost - (cost % moveCost) + place))
}

function cheapestChild({ word, from, to }: Stretch, children: readonly Step[]): Step {
  const start = startAt(word, from)
  let best = children[0]!
  let least = Number.POSITIVE_INFINITY
  for (const child of children) {
    const cost = advance(child, word, start)[to]!
    if (cost < least) [best, least] = [child, cost]
  }
  return best
}

/** Body, redo, body, … as often as is cheapest, and not oftener. */
function cheapestRounds({ word, from, to }: Stretch, body: Step, redo: Step): Step[] {
  let costs = advance(body, word, startAt(word, from))
  let best = costs
  let rounds = 0
  for (let round = 1; ; round++) {
    costs = advance(body, word, advance(redo, word, costs))
    if (!improves(costs, best)) break
    if (costs[to]! < best[to]!) rounds = round
    best = cheaper(best, costs)
  }
  return [body, ...Array.from({ length: 2 * rounds }, (_, i) => (i % 2 === 0 ? redo : body))]
}

function explainParallel(way: Way, { word, from, to, after }: Stretch, step: ParallelStep): void {
  const { hands } = dealOut(step, word)
  const begin = from > 0 ? Math.max(after, word.positions[from - 1]! + 1) : after
  for (const [branch, branchStep] of step.branches.entries()) {
    const hand = hands.find((candidate) => candidate.branch === branch)
    const own = hand?.word ?? wordOf(new Int32Array(0), new Int32Array(0), word.effort)
    const [ownFrom, ownTo] = hand ? [hand.before[from]!, hand.before[to]!] : [0, 0]
    explain(way, { step: branchStep, word: own, from: ownFrom, to: ownTo, after: begin })
  }
  for (let i = from; i < to; i++) {
    const position = word.positions[i]!
    if (step.branchOf[word.labels[i]!] === -1) way.moves.push({ kind: 'log', activity: way.trace[position]!, position })
  }
}

/** By position, a missing step before the event at which it was due. */
function inOrder(moves: Move[]): Move[] {
  const rank = (move: Move): number => move.position * 2 + (move.kind === 'model' ? 0 : 1)
  return moves.sort((a, b) => rank(a) - rank(b))
}
