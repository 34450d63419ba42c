import { logGamma } from '@zhengfeng/mining'

/**
 * P(X ≥ k) where `draws` of `total` are drawn without putting back and `marked` of `total` count (Fisher's exact test, one side).
 *
 * @example
 * hypergeometricUpperTail(1, { draws: 1, marked: 1, total: 4 }).toFixed(12) // → '0.250000000000'
 */
export function hypergeometricUpperTail(
  k: number,
  { draws, marked, total }: { draws: number; marked: number; total: number },
): number {
  const least = Math.max(0, draws + marked - total)
  if (k <= least) return 1
  const all = logChoose(total, draws)
  let tail = 0
  for (let x = k; x <= Math.min(draws, marked); x++)
    tail += Math.exp(logChoose(marked, x) + logChoose(total - marked, draws - x) - all)
  return Math.min(1, tail)
}

function logChoose(n: number, k: number): number {
  return logGamma(n + 1) - logGamma(k + 1) - logGamma(n - k + 1)
}
