import { normalQuantile } from './distributions.ts'

/** A range that holds the true value with the stated confidence. */
export interface Interval {
  readonly low: number
  readonly high: number
}

/**
 * Wilson's interval for a share, sound for small samples and for shares near 0 or 1.
 *
 * @param successes how many of `trials`
 * @param level confidence, 0.95 unless told
 * @returns the bounds; 0 and 1 where nothing was tried
 * Source: Wilson 1927, without continuity correction.
 * @example
 * wilsonInterval(0, 10).low // → 0
 */
export function wilsonInterval(successes: number, trials: number, level = 0.95): Interval {
  if (trials === 0) return { low: 0, high: 1 }
  const z = normalQuantile((1 + level) / 2)
  const share = successes / trials
  const shrink = 1 + (z * z) / trials
  const center = (share + (z * z) / (2 * trials)) / shrink
  const margin = (z * Math.sqrt((share * (1 - share)) / trials + (z * z) / (4 * trials * trials))) / shrink
  return {
    low: successes === 0 ? 0 : Math.max(0, center - margin),
    high: successes === trials ? 1 : Math.min(1, center + margin),
  }
}
