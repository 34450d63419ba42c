/** Row indexes grouped by key: key `k` owns `rows[offsets[k] … offsets[k + 1] − 1]`. */
export interface Groups {
  readonly offsets: Int32Array
  readonly rows: Int32Array
}

/**
 * Groups rows by a small integer key, by counting sort. Rows with a negative key are left out.
 *
 * @param keys one key per row
 * @param keyCount one more than the largest key
 * @param order rows in the order they are to have within their group; ascending unless told
 */
export function groupRows(keys: Int32Array, keyCount: number, order?: Int32Array): Groups {
  const offsets = new Int32Array(keyCount + 1)
  for (let row = 0; row < keys.length; row++) if (keys[row]! >= 0) offsets[keys[row]! + 1]!++
  for (let key = 0; key < keyCount; key++) offsets[key + 1]! += offsets[key]!
  const rows = new Int32Array(offsets[keyCount]!)
  const next = offsets.slice(0, -1)
  for (let i = 0; i < keys.length; i++) {
    const row = order ? order[i]! : i
    if (keys[row]! >= 0) rows[next[keys[row]!]!++] = row
  }
  return { offsets, rows }
}

/** The rows of one group; a view, not a copy. */
export function rowsOf({ offsets, rows }: Groups, key: number): Int32Array {
  return rows.subarray(offsets[key]!, offsets[key + 1]!)
}
