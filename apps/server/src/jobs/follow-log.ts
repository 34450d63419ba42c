import type { Queryable } from '../storage/database.ts'

/** Where what follows the log keeps, by division, how far it has come. */
export type PositionTable = 'detector_position' | 'warning_position'

/** Events of one division: those after `from` up to `to`. */
export interface LogRange {
  readonly division: string
  readonly from: number
  readonly to: number
}

/** A case by its place: its division and its number there. */
export interface CasePlace {
  readonly division: string
  readonly caseNo: string
}

/** What a round looks at, and whether it leaves something to the next one. */
export interface Round {
  readonly ranges: readonly LogRange[]
  readonly more: boolean
}

/** Events that are looked at together. */
const eventsTogether = 5000

/** The next events that were not looked at yet, of all divisions together; first of those that are furthest behind. */
export async function nextRound(db: Queryable, table: PositionTable): Promise<Round> {
  const behind = await db.query<{ division: string; last_seq: number; seq: number }>(
    `select s.division, s.last_seq, coalesce(p.seq, 0) as seq
     from division_sequence s
     left join ${table} p on p.division = s.division
     where s.last_seq > coalesce(p.seq, 0)
     order by s.last_seq - coalesce(p.seq, 0) desc, s.division`,
  )
  const ranges: LogRange[] = []
  let room = eventsTogether
  let more = false
  for (const { division, last_seq, seq } of behind) {
    const to = Math.min(last_seq, seq + room)
    if (to > seq) ranges.push({ division, from: seq, to })
    room -= to - seq
    more ||= to < last_seq
  }
  return { ranges, more }
}

/** The cases that events of a round belong to, also those about which everything was taken back. */
export async function casesInRound(db: Queryable, { ranges }: Round): Promise<readonly CasePlace[]> {
  return db.query<CasePlace>(
    `select distinct e.division, e.case_no as "caseNo"
     from unnest($1::text[], $2::bigint[], $3::bigint[]) as r (division, from_seq, to_seq)
     join event e on e.division = r.division
       and e.seq > r.from_seq
       and e.seq <= r.to_seq
     order by e.division, "caseNo"`,
    [ranges.map(({ division }) => division), ranges.map(({ from }) => from), ranges.map(({ to }) => to)],
  )
}

/**
 * Says that a round was looked at. Time is followed from `startedAt` on in divisions that were never looked at before.
 *
 * @param startedAt when the round began, UTC milliseconds
 */
export async function endRound(
  db: Queryable,
  table: PositionTable,
  { ranges, startedAt }: { ranges: Round['ranges']; startedAt: number },
): Promise<void> {
  await db.query(
    `insert into ${table} as p (division, seq, due_until)
     select division, seq, $3
     from unnest($1::text[], $2::bigint[]) as r (division, seq)
     order by division
     on conflict (division) do update
     set seq = greatest(p.seq, excluded.seq),
       due_until = coalesce(p.due_until, excluded.due_until)`,
    [ranges.map(({ division }) => division), ranges.map(({ to }) => to), new Date(startedAt)],
  )
}

/** What is held by case in a map. */
export function placeKey({ division, caseNo }: CasePlace): string {
  return `${division} ${caseNo}`
}
