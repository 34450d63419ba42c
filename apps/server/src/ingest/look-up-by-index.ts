import type { Queryable } from '../storage/database.ts'

/**
 * Has the rest of the transaction find rows by index. Every look-up of ingestion is of few rows in large tables, and a plan that was
 * made while a table was small must not be kept for when it has grown.
 */
export async function lookUpByIndex(tx: Queryable): Promise<void> {
  await tx.query(
    `select set_config('enable_seqscan', 'off', true), set_config('enable_hashjoin', 'off', true), set_config('enable_mergejoin', 'off', true)`,
  )
}
