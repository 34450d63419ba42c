import type { Database, Transaction } from '../storage/database.ts'
import type { Change } from './run-together.ts'

/** Where the log of a division ends. */
export interface LogEnd {
  readonly division: string
  last_seq: number
  /** UTC milliseconds; null where there is no event yet. */
  last_recorded_at: number | null
}

/**
 * Locks divisions until the end of the transaction, in the order of their codes, so that two writers never wait for each other in a
 * circle. Rows that are not there yet are made.
 *
 * @returns by division
 */
export async function lockDivisions(
  tx: Transaction,
  divisions: Iterable<string>,
  engine: Database['engine'],
): Promise<Map<string, LogEnd>> {
  const wanted = [...new Set(divisions)].sort()
  let ends = await lockKnown(tx, wanted, engine)
  if (ends.length < wanted.length) {
    await tx.query(
      `insert into division_sequence (division)
       select division
       from unnest($1::text[]) as wanted (division)
       order by division
       on conflict (division) do nothing`,
      [wanted],
    )
    ends = await lockKnown(tx, wanted, engine)
  }
  return new Map(ends.map((end) => [end.division, end]))
}

/** Citus locks rows only where a statement names one division. */
async function lockKnown(tx: Transaction, wanted: readonly string[], engine: Database['engine']): Promise<LogEnd[]> {
  if (engine !== 'citus') return lockAll(tx, wanted)
  const ends: LogEnd[] = []
  for (const division of wanted) ends.push(...(await lockOne(tx, division)))
  return ends
}

function lockAll(tx: Transaction, wanted: readonly string[]): Promise<LogEnd[]> {
  return tx.query<LogEnd>(
    `select division, last_seq, last_recorded_at
     from division_sequence
     where division = any($1::text[])
     order by division
     for update`,
    [wanted],
  )
}

function lockOne(tx: Transaction, division: string): Promise<LogEnd[]> {
  return tx.query<LogEnd>(
    `select division, last_seq, last_recorded_at
     from division_sequence
     where division = $1
     for update`,
    [division],
  )
}

/** The change that writes down where logs end now. */
export function logEndsChange(ends: readonly LogEnd[]): Change {
  const now = ends.map(({ division, last_seq, last_recorded_at }) => ({
    division,
    last_seq,
    last_recorded_at: new Date(last_recorded_at!).toISOString(),
  }))
  return { sql: writeEnds, parameter: JSON.stringify(now) }
}

const writeEnds = `update division_sequence
     set last_seq = now.last_seq, last_recorded_at = now.last_recorded_at
     from json_populate_recordset(null::division_sequence, $1::json) as now
     where division_sequence.division = now.division`
