import type { Sorting } from './DataTable.tsx'

/**
 * Sorts rows that came whole. Rows without a value come last, whichever way it is sorted; equal ones keep their order.
 *
 * @param sortValueOf the value of a row that is sorted by
 */
export function sortRows<Row>(
  rows: readonly Row[],
  sorting: Sorting,
  sortValueOf: (row: Row, by: string) => string | number | undefined,
): readonly Row[] {
  const sign = sorting.order === 'asc' ? 1 : -1
  return rows
    .map((row) => ({ row, value: sortValueOf(row, sorting.by) }))
    .sort((a, b) => {
      if (a.value === undefined || b.value === undefined)
        return Number(a.value === undefined) - Number(b.value === undefined)
      if (typeof a.value === 'string' || typeof b.value === 'string')
        return sign * String(a.value).localeCompare(String(b.value), 'zh-CN')
      return sign * (a.value - b.value)
    })
    .map(({ row }) => row)
}
