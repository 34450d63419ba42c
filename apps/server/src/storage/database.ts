/** What a statement may be given. Instants are `Date`; arrays go to `any($1)` and `unnest($1::type[])`. */
export type Parameter = string | number | bigint | boolean | null | Date | Uint8Array | readonly unknown[] | object

/**
 * Runs statements. Values come back the same on every engine: `bigint`, `count(*)` and `numeric` as `number` (an error beyond
 * 2^53), `timestamptz` as UTC milliseconds, `date` as `YYYY-MM-DD`, `json` and `jsonb` parsed, `bytea` as `Uint8Array`.
 */
export interface Queryable {
  /** @throws StorageError */
  query<Row extends object>(sql: string, parameters?: readonly Parameter[]): Promise<Row[]>
}

export interface Database extends Queryable {
  readonly engine: 'pglite' | 'postgresql' | 'citus'
  /**
   * Runs `work` in one transaction (read committed); it is rolled back where `work` throws. A deadlock or serialization failure
   * is tried again, so `work` must have no effects outside the transaction.
   */
  transaction<T>(work: (tx: Transaction) => Promise<T>): Promise<T>
  close(): Promise<void>
}

export interface Transaction extends Queryable {
  /** Appends rows to a table, faster than any `insert`. Rows are text in the format of `copy … (format text)`, one a line. */
  copy(table: string, columns: readonly string[], rows: AsyncIterable<string> | Iterable<string>): Promise<number>
}
