/**
 * Moves the `k`-th smallest value (0-based) to index `k`, with nothing larger before it and nothing smaller after it, and
 * returns it. Linear time on average; the array is reordered.
 *
 * @param values no `NaN`; only `values[from … to − 1]` is touched
 * Source: Hoare's quickselect with the median of three as pivot.
 */
export function selectInPlace(values: Float64Array, k: number, from = 0, to = values.length): number {
  let left = from
  let right = to - 1
  while (right > left) {
    if (right - left < 48) {
      values.subarray(left, right + 1).sort()
      return values[k]!
    }
    const pivot = medianOfThree(values[left]!, values[(left + right) >>> 1]!, values[right]!)
    let i = left
    let j = right
    while (i <= j) {
      while (values[i]! < pivot) i++
      while (values[j]! > pivot) j--
      if (i > j) break
      const kept = values[i]!
      values[i++] = values[j]!
      values[j--] = kept
    }
    if (k <= j) right = j
    else if (k >= i) left = i
    else return values[k]!
  }
  return values[k]!
}

function medianOfThree(a: number, b: number, c: number): number {
  return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c))
}
