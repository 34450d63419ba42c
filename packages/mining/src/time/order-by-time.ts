const digitBits = 16
const digits = 2 ** digitBits

/**
 * The order that sorts instants: a stable radix sort, linear in their number where they are whole.
 *
 * @param instants UTC milliseconds, finite
 * @returns `Int32Array`, index of the earliest instant first; equal instants keep their order
 * @example
 * orderByTime(Float64Array.of(30, 10, 20)) // → Int32Array.of(1, 2, 0)
 */
export function orderByTime(instants: Float64Array): Int32Array {
  let order = Int32Array.from(instants.keys())
  if (!instants.every(Number.isInteger)) return order.sort((a, b) => instants[a]! - instants[b]! || a - b)
  const { min, max } = range(instants)
  const spread = max - min
  let spare = new Int32Array(order.length)
  for (let unit = 1; unit <= spread; unit *= digits) {
    sortByDigit(order, spare, (index) => Math.floor((instants[index]! - min) / unit) % digits)
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
