import type { StringColumn } from '@zhengfeng/eventlog'
import { PairIndex } from '../flow/pair-index.ts'

/** A class for each case, from several columns of cases. */
export interface Strata {
  /** One per case, `0 … count − 1`, in order of first appearance; `-1` where a column has nothing. */
  readonly codes: Int32Array
  readonly count: number
}

/**
 * Crosses columns of cases into strata: cases in one stratum agree in all of them.
 *
 * @param columns one row per case each, for example service item and channel; none puts all cases into one stratum
 * @param cases number of cases
 * @example
 * const item = { kind: 'string', codes: Int32Array.of(0, 1, 0), values: ['licence', 'permit'] }
 * crossStrata([item], 3) // → { codes: Int32Array.of(0, 1, 0), count: 2 }
 */
export function crossStrata(columns: readonly StringColumn[], cases: number): Strata {
  let strata: Strata = { codes: new Int32Array(cases), count: Math.min(1, cases) }
  for (const column of columns) strata = crossed(strata, column)
  return strata
}

function crossed(strata: Strata, column: StringColumn): Strata {
  const index = new PairIndex(Math.max(strata.count, column.values.length))
  const codes = strata.codes.map((code, c) => {
    const value = column.codes[c]!
    return code < 0 || value < 0 ? -1 : index.add(code, value)
  })
  return { codes, count: index.size }
}
