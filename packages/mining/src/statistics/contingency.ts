import { chiSquareUpperTail } from './distributions.ts'
import { logGamma } from './special-functions.ts'

/** Whether two groups spread alike over categories. */
export interface MixTest {
  readonly chiSquare: number
  readonly degrees: number
  readonly pValue: number
  /** Cramér’s V: 0 for equal spread, 1 for nothing in common. */
  readonly effect: number
}

/**
 * χ² test of homogeneity for two groups over categories. Categories that are too rare for the approximation (expected fewer
 * than 5 in the smaller group) are counted together.
 *
 * @param first number of items per category in the first group
 * @param second likewise in the second, parallel to `first`
 * @returns p-value 1 and effect 0 where fewer than two categories remain or a group is empty
 * @example
 * compareMix([10, 30], [10, 30]).pValue // → 1
 */
export function compareMix(first: ArrayLike<number>, second: ArrayLike<number>): MixTest {
  const sizeFirst = total(first)
  const sizeSecond = total(second)
  const items = sizeFirst + sizeSecond
  let chiSquare = 0
  let categories = 0
  const addCategory = (a: number, b: number) => {
    if (a + b === 0) return
    const expectedA = ((a + b) * sizeFirst) / items
    const expectedB = ((a + b) * sizeSecond) / items
    chiSquare += (a - expectedA) ** 2 / expectedA + (b - expectedB) ** 2 / expectedB
    categories++
  }
  let rareFirst = 0
  let rareSecond = 0
  const smallerShare = Math.min(sizeFirst, sizeSecond) / items
  for (let k = 0; k < first.length; k++) {
    if ((first[k]! + second[k]!) * smallerShare >= 5) addCategory(first[k]!, second[k]!)
    else {
      rareFirst += first[k]!
      rareSecond += second[k]!
    }
  }
  addCategory(rareFirst, rareSecond)
  const degrees = Math.max(0, categories - 1)
  if (degrees === 0 || sizeFirst === 0 || sizeSecond === 0) return { chiSquare: 0, degrees, pValue: 1, effect: 0 }
  return { chiSquare, degrees, pValue: chiSquareUpperTail(chiSquare, degrees), effect: Math.sqrt(chiSquare / items) }
}

function total(counts: ArrayLike<number>): number {
  let sum = 0
  for (let k = 0; k < counts.length; k++) sum += counts[k]!
  return sum
}

/**
 * Fisher’s exact test: do two shares differ?
 *
 * @param successesFirst how many of `sizeFirst`
 * @param successesSecond how many of `sizeSecond`
 * @returns two-sided p-value: the probability of all tables that are no more likely than the one observed
 * @example
 * fisherExact(3, 3, 0, 3).toFixed(6) // → '0.100000'
 */
export function fisherExact(
  successesFirst: number,
  sizeFirst: number,
  successesSecond: number,
  sizeSecond: number,
): number {
  const successes = successesFirst + successesSecond
  const fixed = logChoose(sizeFirst + sizeSecond, successes)
  const logProbability = (k: number) => logChoose(sizeFirst, k) + logChoose(sizeSecond, successes - k) - fixed
  // Equal probabilities differ in their last bits.
  const limit = logProbability(successesFirst) + 1e-9
  let pValue = 0
  for (let k = Math.max(0, successes - sizeSecond); k <= Math.min(sizeFirst, successes); k++) {
    const found = logProbability(k)
    if (found <= limit) pValue += Math.exp(found)
  }
  return Math.min(1, pValue)
}

function logChoose(n: number, k: number): number {
  return logGamma(n + 1) - logGamma(k + 1) - logGamma(n - k + 1)
}
