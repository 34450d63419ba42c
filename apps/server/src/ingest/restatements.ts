import { measures } from '@zhengfeng/monitor'
import type { Transaction } from '../storage/database.ts'
import type { DivisionChange } from './cell-rows.ts'

const dayMs = 86_400_000

/**
 * Lists what changes days whose figures were closed. Restating a day silently would make a published figure untrue; so each change
 * is written down with the event that brought it.
 *
 * @param at UTC milliseconds
 */
export async function writeRestatements(
  tx: Transaction,
  changes: readonly DivisionChange[],
  { at, seqOf }: { readonly at: number; readonly seqOf: (division: string) => number },
): Promise<void> {
  // No day is closed before it has ended everywhere.
  const yesterday = new Date(at - dayMs).toISOString().slice(0, 10)
  const past = changes.flatMap(({ division, days }) =>
    days.filter(({ day }) => day < yesterday).map((change) => ({ division, change })),
  )
  if (past.length === 0) return
  await tx.query(
    `insert into restatement (division, day, seq, restated_at, difference)
     select day_snapshot.division, day_snapshot.day, changed.seq, $4, changed.difference
     from unnest($1::text[], $2::date[], $3::bigint[], $5::jsonb[]) as changed (division, day, seq, difference)
     join day_snapshot
       on day_snapshot.division = changed.division
      and day_snapshot.day = changed.day`,
    [
      past.map(({ division }) => division),
      past.map(({ change }) => change.day),
      past.map(({ division }) => seqOf(division)),
      new Date(at),
      past.map(({ change }) => JSON.stringify(differenceOf(change.values))),
    ],
  )
}

/** By name of the measure; what does not change is left out. */
function differenceOf(values: readonly number[]): Readonly<Record<string, number>> {
  return Object.fromEntries(measures.flatMap((name, i) => (values[i] === 0 ? [] : [[name, values[i]!]])))
}
