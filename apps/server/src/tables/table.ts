/** What a cell may hold; instants and durations are milliseconds, days `YYYY-MM-DD`. */
export type Cell = string | number | boolean | null | undefined

/** How a column is written: instants as local time, durations in hours, shares as they are (0 … 1). */
export type ColumnKind = 'text' | 'number' | 'share' | 'instant' | 'day' | 'hours' | 'yesNo'

export interface TableColumn {
  /** In the language of the file. */
  readonly title: string
  readonly kind: ColumnKind
}

/** A table on its way to a file. */
export interface Table {
  /** File name without extension: ASCII. */
  readonly name: string
  readonly columns: readonly TableColumn[]
  /** One entry per column. May be endless: it is cut at `exportedRowsAtMost`. */
  readonly rows: AsyncIterable<readonly Cell[]> | Iterable<readonly Cell[]>
  /** IANA zone in which instants are written. */
  readonly timeZone: string
}

/** Words that a file needs beside its data. */
export interface TableWords {
  readonly yes: string
  readonly no: string
  /** The last line where the table was cut. */
  readonly cut: string
}
