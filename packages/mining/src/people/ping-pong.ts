import { caseCount, type EventLog, type StringColumn } from '@zhengfeng/eventlog'
import { byCount, type PairCounts, reordered } from '../flow/directly-follows.ts'
import { PairIndex } from '../flow/pair-index.ts'

/**
 * Cases that come back. Runs of equal neighbours are collapsed first; events that name nobody are passed over.
 * A *bounce* is A-B-A in the collapsed runs; a *return* is a run of somebody who had the case before.
 */
export interface PingPong {
  /** Bounces, one per case. */
  readonly bounces: Int32Array
  /** Runs − distinct hands, one per case. */
  readonly returns: Int32Array
  readonly bouncesTotal: number
  readonly returnsTotal: number
  readonly casesWithBounce: number
  readonly casesWithReturn: number
  /** Bounces by (A, B): who gave it away and got it back, and who sent it back; most frequent first. */
  readonly pairs: PairCounts
}

/**
 * Counts how often cases are passed back and forth, by any column of events: resource, department, role.
 *
 * @param log any log
 * @param by one code per event, `-1` where nobody is named
 * Source: definition 1 (buck passing) of the project's conduct detectors; BPI Challenge 2013.
 * @example
 * const log = sketchLog(['front', 'back', 'front'].map((department, i) => ['a', 'step', i, { department }]))
 * pingPong(log, log.department).bounces // → Int32Array.of(1)
 */
export function pingPong(log: EventLog, by: StringColumn): PingPong {
  const bounces = new Int32Array(caseCount(log))
  const returns = new Int32Array(caseCount(log))
  const index = new PairIndex(by.values.length)
  const lastCase = new Int32Array(by.values.length)
  for (let c = 0; c < bounces.length; c++) {
    let before = -1
    let current = -1
    for (let i = log.caseOffsets[c]!; i < log.caseOffsets[c + 1]!; i++) {
      const hand = by.codes[i]!
      if (hand < 0 || hand === current) continue
      if (hand === before) {
        bounces[c]!++
        index.add(hand, current)
      }
      if (lastCase[hand] === c + 1) returns[c]!++
      lastCase[hand] = c + 1
      before = current
      current = hand
    }
  }
  const pairs = index.finish()
  return {
    bounces,
    returns,
    bouncesTotal: sum(bounces),
    returnsTotal: sum(returns),
    casesWithBounce: positive(bounces),
    casesWithReturn: positive(returns),
    pairs: reordered(pairs, byCount(pairs)),
  }
}

function sum(values: Int32Array): number {
  return values.reduce((total, value) => total + value, 0)
}

function positive(values: Int32Array): number {
  return values.reduce((total, value) => total + (value > 0 ? 1 : 0), 0)
}
