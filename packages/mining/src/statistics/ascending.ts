/**
 * How many of the ascending values `values[from … to − 1]` are not above a limit, by halving.
 *
 * @example
 * countUpTo([10, 20, 20, 30], 20) // → 3
 */
export function countUpTo(values: ArrayLike<number>, limit: number, from = 0, to = values.length): number {
  let low = from
  let high = to
  while (low < high) {
    const middle = (low + high) >>> 1
    if (values[middle]! <= limit) low = middle + 1
    else high = middle
  }
  return low - from
}
