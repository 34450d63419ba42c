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
  let order: Int32Array = firstIntegers(values.length)
  if (values.length < fewValues || !values.every(Number.isInteger))
    return order.sort((a, b) => values[a]! - values[b]! || a - b)
  const { min, max } = range(values)
  let spare: Int32Array = new Int32Array(order.length)
  for (let unit = 1; unit <= max - min; unit *= digits) {
    sortByDigit(order, spare, digitsOf(values, min, unit))
    const sorted = spare
    spare = order
    order = sorted
  }
  return order
}

/**
 * Sorts items by a small number that each has: a stable counting sort, linear in items and numbers.
 *
 * @param items what is sorted, left as it is
 * @param keyOf `0 … keys − 1`, one per item number
 * @returns the items, those with key 0 first; equal keys keep their order
 */
export function sortedByKey(items: Int32Array, keyOf: Int32Array, keys: number): Int32Array {
  const next = new Int32Array(keys + 1)
  for (let i = 0; i < items.length; i++) next[keyOf[items[i]!]! + 1]!++
  for (let key = 0; key < keys; key++) next[key + 1]! += next[key]!
  const sorted = new Int32Array(items.length)
  for (let i = 0; i < items.length; i++) sorted[next[keyOf[items[i]!]!]!++] = items[i]!
  return sorted
}

/** 0, 1, 2, … */
export function firstIntegers(count: number): Int32Array {
  const integers = new Int32Array(count)
  for (let i = 0; i < count; i++) integers[i] = i
  return integers
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

function digitsOf(values: Float64Array, min: number, unit: number): Uint16Array {
  const found = new Uint16Array(values.length)
  for (let i = 0; i < values.length; i++) found[i] = Math.floor((values[i]! - min) / unit) % digits
  return found
}

function sortByDigit(from: Int32Array, to: Int32Array, digitOf: Uint16Array): void {
  const next = new Int32Array(digits + 1)
  for (let i = 0; i < digitOf.length; i++) next[digitOf[i]! + 1]!++
  for (let d = 0; d < digits; d++) next[d + 1]! += next[d]!
  for (let i = 0; i < from.length; i++) to[next[digitOf[from[i]!]!]!++] = from[i]!
}
