import { type EventLog, eventCount, type StringColumn } from '@zhengfeng/eventlog'
import { byCount, type PairCounts, reordered } from '../flow/directly-follows.ts'
import { PairIndex } from '../flow/pair-index.ts'

/** Who passes cases on to whom. Codes are those of the column that was asked about. */
export interface HandOvers extends PairCounts {
  /** Neighbouring events of one case: self + handed over + missing. */
  readonly pairs: number
  /** Neighbouring events with the same hand. */
  readonly selfPairs: number
  /** Neighbouring events with two different hands: the sum of `count`. */
  readonly handOvers: number
  /** Neighbouring events of which at least one names nobody; they are not counted elsewhere. */
  readonly pairsMissing: number
  readonly eventsMissing: number
  /** Distinct hands that occur in the log. */
  readonly hands: number
  /** Unordered pairs that pass cases in both directions. */
  readonly reciprocal: number
}

/**
 * Counts hand-overs between neighbouring events of a case, by any column of events: resource, department, role.
 *
 * @param log any log
 * @param by one code per event, `-1` where nobody is named
 * @returns ordered pairs of different codes, most frequent first, with totals
 * Source: van der Aalst, Reijers and Song 2005, “handover of work”.
 * @example
 * const log = sketchLog(['front', 'back', 'front'].map((department, i) => ['a', 'step', i, { department }]))
 * handOvers(log, log.department).count // → Int32Array.of(1, 1)
 */
export function handOvers(log: EventLog, by: StringColumn): HandOvers {
  const index = new PairIndex(by.values.length)
  const offsets = log.caseOffsets
  const codes = by.codes
  let selfPairs = 0
  let pairsMissing = 0
  for (let c = 0; c + 1 < offsets.length; c++) {
    for (let i = offsets[c]! + 1; i < offsets[c + 1]!; i++) {
      const from = codes[i - 1]!
      const to = codes[i]!
      if (from < 0 || to < 0) pairsMissing++
      else if (from === to) selfPairs++
      else index.add(from, to)
    }
  }
  const pairs = index.finish()
  const handedOver = pairs.count.reduce((sum, count) => sum + count, 0)
  return {
    ...reordered(pairs, byCount(pairs)),
    pairs: selfPairs + pairsMissing + handedOver,
    selfPairs,
    handOvers: handedOver,
    pairsMissing,
    ...occurring(by, eventCount(log)),
    reciprocal: pairs.from.reduce(
      (n, from, id) => n + (from < pairs.to[id]! && index.get(pairs.to[id]!, from) >= 0 ? 1 : 0),
      0,
    ),
  }
}

function occurring(by: StringColumn, events: number): { readonly hands: number; readonly eventsMissing: number } {
  const seen = new Uint8Array(by.values.length)
  let hands = 0
  let eventsMissing = 0
  for (let i = 0; i < events; i++) {
    const code = by.codes[i]!
    if (code < 0) eventsMissing++
    else if (seen[code] === 0) {
      seen[code] = 1
      hands++
    }
  }
  return { hands, eventsMissing }
}
