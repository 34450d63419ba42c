import { caseCount, type EventLog } from './log.ts'
import { selectCases } from './select.ts'

/**
 * Draws cases at random, each with the same chance, and keeps them in their order. The same seed draws the same cases.
 * Source: Knuth, The Art of Computer Programming 2, 3.4.2, algorithm S.
 *
 * @param size how many cases; the whole log where it has no more
 * @param seed an integer
 * @example
 * const log = assembleLog({
 *   timeZone: 'UTC', caseIds: ['a', 'b'], eventCase: Int32Array.of(0, 1), sourceRow: Int32Array.of(2, 3),
 *   activity: { kind: 'string', codes: Int32Array.of(0, 0), values: ['accept'] }, time: Float64Array.of(0, 0),
 * }).log
 * sampleCases(log, 1, 7).caseIds.length // → 1
 */
export function sampleCases(log: EventLog, size: number, seed: number): EventLog {
  const cases = caseCount(log)
  if (size >= cases) return log
  const random = randomOf(seed)
  const chosen: number[] = []
  for (let c = 0; c < cases && chosen.length < size; c++)
    if (random() * (cases - c) < size - chosen.length) chosen.push(c)
  return selectCases(log, chosen)
}

/** Numbers from 0 to below 1, by the “mulberry32” generator: small, and even enough for drawing samples. */
function randomOf(seed: number): () => number {
  let state = seed | 0
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
