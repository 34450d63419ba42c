/**
 * Adjusts p-values of many tests so that calling everything at or below α a discovery keeps the expected share of false
 * ones at or below α.
 *
 * @param pValues one per test
 * @returns adjusted p-values (q-values), in the same order
 * Source: Benjamini and Hochberg 1995.
 * @example
 * benjaminiHochberg([0.5, 0.01]) // → Float64Array.of(0.5, 0.02)
 */
export function benjaminiHochberg(pValues: ArrayLike<number>): Float64Array {
  const tests = pValues.length
  const byValue = Array.from(pValues, (_, index) => index).sort((a, b) => pValues[a]! - pValues[b]!)
  const adjusted = new Float64Array(tests)
  let smallest = 1
  for (let rank = tests; rank >= 1; rank--) {
    const index = byValue[rank - 1]!
    smallest = Math.min(smallest, pValues[index]! * (tests / rank))
    adjusted[index] = smallest
  }
  return adjusted
}
