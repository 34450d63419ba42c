import { logGamma } from '@zhengfeng/mining'

/** One stratum: of `total` picks `marked` were out of turn; `drawn` of the total are the ones asked about. */
export interface Stratum {
  readonly total: number
  readonly marked: number
  readonly drawn: number
}

/**
 * P(X ≥ k): the chance that so many of the drawn are marked, over all strata together, if within each stratum it does not
 * matter which are drawn. With one stratum it is Fisher's exact test, one-sided.
 *
 * @param k marked among the drawn, over all strata
 * @param strata what is compared is like: the same item at the same desk
 * Source: the exact conditional test of Cochran, Mantel and Haenszel (Agresti, Categorical Data Analysis, 7.3).
 */
export function stratifiedUpperTail(k: number, strata: readonly Stratum[]): number {
  let probabilities = [1]
  for (const stratum of strata) probabilities = convolve(probabilities, hypergeometric(stratum))
  let tail = 0
  // From the small end up, so that tiny probabilities are not lost in the sum.
  for (let x = probabilities.length - 1; x >= k; x--) tail += probabilities[x]!
  return Math.min(1, tail)
}

/** Probability of 0, 1, 2, … marked among the drawn. */
function hypergeometric({ total, marked, drawn }: Stratum): number[] {
  const most = Math.min(marked, drawn)
  const all = logChoose(total, drawn)
  return Array.from({ length: most + 1 }, (_, x) =>
    drawn - x > total - marked ? 0 : Math.exp(logChoose(marked, x) + logChoose(total - marked, drawn - x) - all),
  )
}

function convolve(a: readonly number[], b: readonly number[]): number[] {
  const sum = new Array<number>(a.length + b.length - 1).fill(0)
  for (let i = 0; i < a.length; i++) for (let j = 0; j < b.length; j++) sum[i + j]! += a[i]! * b[j]!
  return sum
}

function logChoose(n: number, k: number): number {
  return logGamma(n + 1) - logGamma(k + 1) - logGamma(n - k + 1)
}
