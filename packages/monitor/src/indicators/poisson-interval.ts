import { type Interval, poissonLowerTail, poissonUpperTail } from '@zhengfeng/mining'

/**
 * Exact interval for the mean of a count of rare events.
 *
 * @param count observed, whole, not negative
 * @param level confidence, 0.95 unless told
 * Source: Garwood 1936.
 * @example
 * poissonInterval(0).high.toFixed(3) // → '3.689'
 */
export function poissonInterval(count: number, level = 0.95): Interval {
  const tail = (1 - level) / 2
  const far = count + 40 + 12 * Math.sqrt(count)
  return {
    low: count === 0 ? 0 : bisect((mean) => poissonUpperTail(count, mean) < tail, 0, count),
    high: bisect((mean) => poissonLowerTail(count, mean) > tail, count, far),
  }
}

/** The point where `below` turns from true to false. */
function bisect(below: (x: number) => boolean, low: number, high: number): number {
  let from = low
  let to = high
  for (let step = 0; step < 100; step++) {
    const middle = (from + to) / 2
    if (below(middle)) from = middle
    else to = middle
  }
  return (from + to) / 2
}
