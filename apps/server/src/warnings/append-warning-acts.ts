import type { Queryable } from '../storage/database.ts'
import {
  type CardState,
  foldWarning,
  type WarningAct,
  type WarningActKind,
  type WarningDetail,
} from './fold-warning.ts'

export interface Actor {
  readonly id: string
  readonly name: string
}

export const systemActor: Actor = { id: 'system', name: 'system' }

export interface NewWarningAct {
  /** Of the card. */
  readonly id: string
  readonly kind: WarningActKind
  readonly detail: WarningDetail
}

/**
 * Adds acts to cards of one division, at most one to each, and brings their rows to what the acts now come to. The rows must be
 * locked, or have been made, by the caller.
 */
export async function appendWarningActs(
  tx: Queryable,
  division: string,
  { acts, by, at }: { acts: readonly NewWarningAct[]; by: Actor; at: number },
): Promise<ReadonlyMap<string, CardState>> {
  if (acts.length === 0) return new Map()
  const ids = acts.map(({ id }) => id)
  const before = await readWarningActs(tx, division, ids)
  const added = acts.map(({ id, kind, detail }) => {
    const number = (before.get(id)?.at(-1)?.number ?? 0) + 1
    return { id, number, kind, at, by: by.id, detail }
  })
  const folded = new Map(added.map((act) => [act.id, foldWarning([...(before.get(act.id) ?? []), act])]))
  await tx.query(
    `insert into warning_act (division, warning_id, number, kind, at, by_id, by_name, detail)
     select $1, id, number, kind, $7, $2, $3, detail
     from unnest($4::text[], $5::integer[], $6::text[], $8::jsonb[]) as given (id, number, kind, detail)`,
    [
      division,
      by.id,
      by.name,
      ids,
      added.map(({ number }) => number),
      added.map(({ kind }) => kind),
      new Date(at),
      added.map(({ detail }) => JSON.stringify(detail)),
    ],
  )
  await updateRows(tx, division, folded)
  return folded
}

/** Acts of cards in the order in which they happened, by id of the card. */
export async function readWarningActs(
  db: Queryable,
  division: string,
  ids: readonly string[],
): Promise<ReadonlyMap<string, readonly (WarningAct & { readonly byName: string })[]>> {
  const rows = await db.query<{
    warning_id: string
    number: number
    kind: WarningActKind
    at: number
    by_id: string
    by_name: string
    detail: WarningDetail
  }>(
    `select warning_id, number, kind, at, by_id, by_name, detail
     from warning_act
     where division = $1
       and warning_id = any($2::text[])
     order by warning_id, number`,
    [division, [...ids]],
  )
  const found = new Map<string, (WarningAct & { readonly byName: string })[]>()
  for (const { warning_id, by_id, by_name, ...act } of rows) {
    const one = { ...act, by: by_id, byName: by_name }
    const of = found.get(warning_id)
    if (of) of.push(one)
    else found.set(warning_id, [one])
  }
  return found
}

async function updateRows(tx: Queryable, division: string, folded: ReadonlyMap<string, CardState>): Promise<void> {
  const rows = [...folded]
  const instant = (at: number | undefined): Date | null => (at === undefined ? null : new Date(at))
  await tx.query(
    `update warning w
     set state = g.state,
       addressee = g.addressee,
       reply_due = g.reply_due,
       escalates_at = g.escalates_at,
       escalation = g.escalation,
       version = g.version,
       changed_at = g.changed_at
     from unnest($2::text[], $3::text[], $4::text[], $5::timestamptz[], $6::timestamptz[], $7::integer[], $8::integer[], $9::timestamptz[])
       as g (id, state, addressee, reply_due, escalates_at, escalation, version, changed_at)
     where w.division = $1
       and w.id = g.id`,
    [
      division,
      rows.map(([id]) => id),
      rows.map(([, { state }]) => state),
      rows.map(([, { addressee }]) => addressee),
      rows.map(([, { replyDue }]) => instant(replyDue)),
      rows.map(([, { escalatesAt }]) => instant(escalatesAt)),
      rows.map(([, { escalation }]) => escalation),
      rows.map(([, { version }]) => version),
      rows.map(([, { changedAt }]) => new Date(changedAt)),
    ],
  )
}
