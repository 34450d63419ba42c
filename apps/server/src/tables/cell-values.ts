import { localMs } from '@zhengfeng/worktime'
import type { Cell, ColumnKind, TableWords } from './table.ts'

interface Writing {
  readonly timeZone: string
  readonly words: TableWords
}

/** A cell as it goes into a file: a text or a number; '' for nothing. */
export function cellValue(cell: Cell, kind: ColumnKind, { timeZone, words }: Writing): string | number {
  if (cell === null || cell === undefined || Number.isNaN(cell)) return ''
  switch (kind) {
    case 'instant':
      return localTime(Number(cell), timeZone)
    case 'hours':
      return Math.round(Number(cell) / 36) / 100_000
    case 'yesNo':
      return cell ? words.yes : words.no
    case 'number':
    case 'share':
      return Number(cell)
    default:
      return String(cell)
  }
}

/** `2026-03-01 09:00:00` on the wall clock of the zone. */
function localTime(instant: number, timeZone: string): string {
  return new Date(localMs(timeZone, instant)).toISOString().slice(0, 19).replace('T', ' ')
}
