const digitBits = 16
const digits = 2 ** digitBits
/** Below this, comparing is faster than counting digits. */
const fewValues = 4096

/**
 * The order that sorts values, such as instants: a stable radix sort, linear in their number where they are many and whole.
 *
 * @param values finite numbers
 * @returns `Int32Array`, index of the smallest value first; equal values keep their order
 * @example
 * ascendingOrder(Float64Array.of(30, 10, 20)) // → Int32Array.of(1, 2, 0)
 */
export function ascendingOrder(values: Float64Array): Int32Array {
  let order = Int32Array.from(values.keys())
  if (values.length < fewValues || !values.every(Number.isInteger))
    return order.sort((a, b) => values[a]! - values[b]! || a - b)
  const { min, max } = range(values)
  const spread = max - min
  let spare = new Int32Array(order.length)
  for (let unit = 1; unit <= spread; unit *= digits) {
    sortByDigit(order, spare, (index) => Math.floor((values[index]! - min) / unit) % digits)
    const sorted = spare
    spare = order
    order = sorted
  }
  return order
}

function range(values: Float64Array): { min: number; max: number } {
  let min = Number.POSITIVE_INFINITY
  let max = Number.NEGATIVE_INFINITY
  for (let i = 0; i < values.length; i++) {
    if (values[i]! < min) min = values[i]!
    if (values[i]! > max) max = values[i]!
  }
  return { min, max }
}

function sortByDigit(from: Int32Array, to: Int32Array, digit: (index: number) => number): void {
  const next = new Int32Array(digits + 1)
  for (let i = 0; i < from.length; i++) next[digit(from[i]!) + 1]!++
  for (let d = 0; d < digits; d++) next[d + 1]! += next[d]!
  for (let i = 0; i < from.length; i++) to[next[digit(from[i]!)]!++] = from[i]!
}
