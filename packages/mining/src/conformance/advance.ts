import { addBit, hasBit } from '../model/bit-set.ts'
import type { LoopStep, OneStep, ParallelStep, Step } from './compile-tree.ts'

/**
 * The cost of one log or model move. Costs are multiples of it; what is left over below it can carry along where a step
 * began, so that the same calculation gives the least cost and the way there.
 */
export const moveCost = 2 ** 26

/** One cost per place of a word; plain arrays, for most are a few numbers long and typed arrays are slow to make. */
export type Costs = readonly number[]

/** A trace, or the part of it that concerns one branch, as labels of the compiled tree. */
export interface Word {
  readonly labels: Int32Array
  /** Bit set of the labels that occur. */
  readonly present: Int32Array
  /** Index into the whole trace, one per label. */
  readonly positions: Int32Array
  /** The word dealt out among the branches of each parallel step that was met. */
  readonly dealt: Map<ParallelStep, Dealt>
  readonly effort: Effort
}

/** How many costs may still be calculated for a trace. */
export interface Effort {
  left: number
}

/** Thrown, and caught by `alignWithTree`, where the calculation would go on for too long. */
export class EffortSpent extends Error {}

/** A word dealt out among parallel branches. */
export interface Dealt {
  /** Only branches of which the word holds a label. */
  readonly hands: readonly Hand[]
  /** `others[i]`: how many of the first `i` labels belong to no branch. */
  readonly others: Int32Array
  /** Fewest events of the branches of which the word holds nothing. */
  readonly absentCost: number
}

export interface Hand {
  readonly branch: number
  readonly word: Word
  /** `before[i]`: how many of the first `i` labels belong to this branch. */
  readonly before: Int32Array
  /** `rows[i][j]`: cost of the branch over its labels `i … j − 1`; filled when asked for. */
  readonly rows: (Costs | undefined)[]
}

export function wordOf(labels: Int32Array, positions: Int32Array, effort: Effort): Word {
  const present = new Int32Array((labels.reduce((most, label) => Math.max(most, label), 0) >>> 5) + 1)
  for (const label of labels) addBit(present, label)
  return { labels, present, positions, dealt: new Map(), effort }
}

/** Costs of standing at each place of the word when nothing has happened yet and the first `from` labels are behind. */
export function startAt(word: Word, from: number): Costs {
  const costs: number[] = []
  for (let i = 0; i < from; i++) costs.push(Number.POSITIVE_INFINITY)
  for (let i = from; i <= word.labels.length; i++) costs.push((i - from) * moveCost)
  return costs
}

/**
 * Carries out one step. `costs[i]` is the least cost of having reached place `i` of the word before the step; the result
 * says the same of after it. Both never rise by more than one move from one place to the next, since a label can always be
 * skipped as a log move.
 *
 * Exact, and polynomial: a sequence composes, a choice takes the minimum, a loop is repeated until nothing gets cheaper, and
 * branches that share no activity can be aligned each with its own labels.
 */
export function advance(step: Step, word: Word, costs: Costs): Costs {
  spend(word, costs.length)
  if (!concerns(step, word)) return plus(costs, step.shortest * moveCost)
  switch (step.kind) {
    case 'tau':
      return costs
    case 'one':
      return advanceOne(step, word.labels, costs)
    case 'sequence':
      return step.children.reduce((reached, child) => advance(child, word, reached), costs)
    case 'choice':
      return step.children.map((child) => advance(child, word, costs)).reduce((a, b) => (a === b ? a : cheaper(a, b)))
    case 'loop':
      return advanceLoop(step, word, costs)
    case 'parallel':
      return advanceParallel(step, word, costs)
  }
}

function spend({ effort }: Word, costs: number): void {
  effort.left -= costs
  if (effort.left < 0) throw new EffortSpent()
}

/** Whether a step can take up any label of a word; else it takes its shortest way, wherever it stands. */
function concerns(step: Step, word: Word): boolean {
  const shared = Math.min(step.labels.length, word.present.length)
  for (let i = 0; i < shared; i++) if ((step.labels[i]! & word.present[i]!) !== 0) return true
  return false
}

function advanceOne(step: OneStep, labels: Int32Array, costs: Costs): Costs {
  const reached: number[] = []
  const missing = step.shortest * moveCost
  let previous = Number.POSITIVE_INFINITY
  for (let i = 0; i < costs.length; i++) {
    let cost = costs[i]! + missing
    if (i > 0 && hasBit(step.labels, labels[i - 1]!) && costs[i - 1]! < cost) cost = costs[i - 1]!
    if (previous + moveCost < cost) cost = previous + moveCost
    reached.push(cost)
    previous = cost
  }
  return reached
}

/** Only places that a round made cheaper are worth another round. */
function advanceLoop(step: LoopStep, word: Word, costs: Costs): Costs {
  let best = advance(step.body, word, costs)
  let fresh = best
  while (true) {
    const again = advance(step.body, word, advance(step.redo, word, fresh))
    if (!improves(again, best)) return best
    fresh = onlyImproved(again, best)
    best = cheaper(best, again)
  }
}

function advanceParallel(step: ParallelStep, word: Word, costs: Costs): Costs {
  const { hands, others, absentCost } = dealOut(step, word)
  const reached = [...plus(costs, step.shortest * moveCost)]
  let last = -1
  for (let i = 0; i + 1 < costs.length; i++) {
    // Only places before a label of some branch matter: from any other, that label can be skipped before as well as within.
    // Of those, one that is reached by nothing but skipping labels since the last gives nothing new.
    if (step.branchOf[word.labels[i]!] === -1 || costs[i]! === Number.POSITIVE_INFINITY) continue
    const isNew = last < 0 || costs[i]! < costs[last]! + (i - last) * moveCost
    last = i
    if (!isNew) continue
    spend(word, costs.length - i)
    const rows = hands.map((hand) => rowOf(step, hand, hand.before[i]!))
    for (let j = i + 1; j < costs.length; j++) {
      let cost = costs[i]! + (absentCost + others[j]! - others[i]!) * moveCost
      for (let h = 0; h < hands.length; h++) cost += rows[h]![hands[h]!.before[j]!]!
      if (cost < reached[j]!) reached[j] = cost
    }
  }
  for (let j = 1; j < reached.length; j++) reached[j] = Math.min(reached[j]!, reached[j - 1]! + moveCost)
  return reached
}

function rowOf(step: ParallelStep, hand: Hand, from: number): Costs {
  hand.rows[from] ??= advance(step.branches[hand.branch]!, hand.word, startAt(hand.word, from))
  return hand.rows[from]
}

/** Deals the labels of a word out among the branches of a parallel step; done once per word. */
export function dealOut(step: ParallelStep, word: Word): Dealt {
  let dealt = word.dealt.get(step)
  if (!dealt) {
    const present = new Set(Array.from(word.labels, (label) => step.branchOf[label]!).filter((branch) => branch >= 0))
    const hands = [...present].map((branch) => handOf(step, word, branch))
    const absentCost = hands.reduce((sum, hand) => sum - step.branches[hand.branch]!.shortest, step.shortest)
    dealt = { hands, others: countBefore(step, word, -1), absentCost }
    word.dealt.set(step, dealt)
  }
  return dealt
}

function handOf(step: ParallelStep, word: Word, branch: number): Hand {
  const isOwn = (_: number, i: number): boolean => step.branchOf[word.labels[i]!] === branch
  const own = wordOf(word.labels.filter(isOwn), word.positions.filter(isOwn), word.effort)
  return { branch, word: own, before: countBefore(step, word, branch), rows: [] }
}

function countBefore(step: ParallelStep, word: Word, branch: number): Int32Array {
  const before = new Int32Array(word.labels.length + 1)
  for (let i = 0; i < word.labels.length; i++) {
    before[i + 1] = before[i]! + (step.branchOf[word.labels[i]!] === branch ? 1 : 0)
  }
  return before
}

export function improves(candidate: Costs, best: Costs): boolean {
  for (let i = 0; i < best.length; i++) if (candidate[i]! < best[i]!) return true
  return false
}

function onlyImproved(candidate: Costs, best: Costs): Costs {
  const improved: number[] = []
  let previous = Number.POSITIVE_INFINITY
  for (let i = 0; i < best.length; i++) {
    const cost = candidate[i]! < best[i]! ? candidate[i]! : Number.POSITIVE_INFINITY
    previous = Math.min(cost, previous + moveCost)
    improved.push(previous)
  }
  return improved
}

export function cheaper(a: Costs, b: Costs): Costs {
  const least: number[] = []
  for (let i = 0; i < a.length; i++) least.push(Math.min(a[i]!, b[i]!))
  return least
}

function plus(costs: Costs, extra: number): Costs {
  if (extra === 0) return costs
  const sums: number[] = []
  for (let i = 0; i < costs.length; i++) sums.push(costs[i]! + extra)
  return sums
}
