import type { FigureValue } from '../../components/indicator-text.ts'

interface Row {
  readonly keys: readonly string[]
  readonly figures: readonly FigureValue[]
}

/** The figures of two slices under one key; a side without it is `undefined`. */
export interface Pair {
  readonly key: string
  readonly figures: readonly [FigureValue | undefined, FigureValue | undefined]
}

/** Puts the rows of two answers side by side: in the order of the first, then what only the second has. Days stay in order. */
export function pairRows(first: readonly Row[], second: readonly Row[]): readonly Pair[] {
  const keyOf = (row: Row): string => row.keys.join(' ')
  const ofSecond = new Map(second.map((row) => [keyOf(row), row.figures[0]]))
  const ofFirst = new Map(first.map((row) => [keyOf(row), row.figures[0]]))
  const keys = Array.from(new Set([...ofFirst.keys(), ...ofSecond.keys()]))
  if (keys.every((key) => /^\d{4}-\d{2}-\d{2}$/.test(key))) keys.sort()
  return keys.map((key) => ({ key, figures: [ofFirst.get(key), ofSecond.get(key)] }))
}
