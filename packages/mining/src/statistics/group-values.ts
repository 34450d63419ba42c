/**
 * Gathers the values of each group next to one another: one array, and a view into it per group.
 *
 * @param groupOf group of each item, `0 … groups − 1`; negative leaves the item out
 * @param groups number of groups
 * @param value of an item, by its index; `NaN` leaves the item out
 * @returns one view per group, items in their order
 * @example
 * groupValues(Int32Array.of(1, 0, 1), 2, (i) => i * 10) // → [Float64Array.of(10), Float64Array.of(0, 20)]
 */
export function groupValues(groupOf: Int32Array, groups: number, value: (item: number) => number): Float64Array[] {
  const starts = new Int32Array(groups + 1)
  for (let i = 0; i < groupOf.length; i++) if (groupOf[i]! >= 0) starts[groupOf[i]! + 1]!++
  for (let group = 0; group < groups; group++) starts[group + 1]! += starts[group]!
  const next = starts.slice(0, groups)
  const values = new Float64Array(starts[groups]!)
  for (let i = 0; i < groupOf.length; i++) {
    const group = groupOf[i]!
    if (group < 0) continue
    const found = value(i)
    if (!Number.isNaN(found)) values[next[group]!++] = found
  }
  return Array.from(next, (end, group) => values.subarray(starts[group]!, end))
}
