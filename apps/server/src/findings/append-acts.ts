import type { Queryable } from '../storage/database.ts'
import { type Act, type ActDetail, type ActKind, foldFinding, type Judged } from './fold-finding.ts'

/** Who acts: an account with the name it has now, or the platform itself. */
export interface Actor {
  readonly id: string
  readonly name: string
}

export const systemActor: Actor = { id: 'system', name: 'system' }

export interface NewAct {
  /** Of the finding. */
  readonly id: string
  readonly kind: ActKind
  readonly detail: ActDetail
}

interface ActRow {
  readonly finding_id: string
  readonly number: number
  readonly kind: ActKind
  readonly at: number
  readonly by_id: string
  readonly by_name: string
  readonly detail: ActDetail
}

/**
 * Adds acts to findings of one division, at most one to each, and brings their rows to what the acts now come to.
 * The rows must be locked by the caller.
 *
 * @returns what each finding has come to, by id
 */
export async function appendActs(
  tx: Queryable,
  division: string,
  { acts, by, at }: { acts: readonly NewAct[]; by: Actor; at: number },
): Promise<ReadonlyMap<string, Judged>> {
  if (acts.length === 0) return new Map()
  const before = await readActs(
    tx,
    division,
    acts.map(({ id }) => id),
  )
  const added = acts.map(({ id, kind, detail }): Act & { readonly id: string } => {
    const number = (before.get(id)?.at(-1)?.number ?? 0) + 1
    return { id, number, kind, at, by: by.id, detail }
  })
  const folded = new Map(added.map((act) => [act.id, foldFinding([...(before.get(act.id) ?? []), act])]))
  await insertActs(tx, { division, added, by })
  await updateRows(tx, division, folded)
  return folded
}

/** Acts of findings in the order in which they happened, by id of the finding. */
export async function readActs(
  db: Queryable,
  division: string,
  ids: readonly string[],
): Promise<ReadonlyMap<string, readonly (Act & { readonly byName: string })[]>> {
  const rows = await db.query<ActRow>(
    `select finding_id, number, kind, at, by_id, by_name, detail
     from finding_act
     where division = $1
       and finding_id = any($2::text[])
     order by finding_id, number`,
    [division, [...ids]],
  )
  const found = new Map<string, (Act & { readonly byName: string })[]>()
  for (const { finding_id, by_id, by_name, ...act } of rows) {
    const of = found.get(finding_id)
    const one = { ...act, by: by_id, byName: by_name }
    if (of) of.push(one)
    else found.set(finding_id, [one])
  }
  return found
}

async function insertActs(
  tx: Queryable,
  { division, added, by }: { division: string; added: readonly (Act & { readonly id: string })[]; by: Actor },
): Promise<void> {
  await tx.query(
    `insert into finding_act (division, finding_id, number, kind, at, by_id, by_name, detail)
     select $1, id, number, kind, at, $2, $3, detail
     from unnest($4::text[], $5::integer[], $6::text[], $7::timestamptz[], $8::jsonb[]) as given (id, number, kind, at, detail)`,
    [
      division,
      by.id,
      by.name,
      added.map(({ id }) => id),
      added.map(({ number }) => number),
      added.map(({ kind }) => kind),
      added.map(({ at }) => new Date(at)),
      added.map(({ detail }) => JSON.stringify(detail)),
    ],
  )
}

async function updateRows(tx: Queryable, division: string, folded: ReadonlyMap<string, Judged>): Promise<void> {
  const rows = [...folded]
  await tx.query(
    `update finding f
     set state = g.state,
       judged = g.judged,
       version = g.version,
       dismissal = g.dismissal,
       assignee_id = g.assignee_id,
       assignee_name = g.assignee_name,
       comments = g.comments,
       changed_at = g.changed_at
     from unnest($2::text[], $3::text[], $4::boolean[], $5::integer[], $6::jsonb[], $7::text[], $8::text[], $9::integer[], $10::timestamptz[])
       as g (id, state, judged, version, dismissal, assignee_id, assignee_name, comments, changed_at)
     where f.division = $1
       and f.id = g.id`,
    [
      division,
      rows.map(([id]) => id),
      rows.map(([, { state }]) => state),
      rows.map(([, { judged }]) => judged),
      rows.map(([, { version }]) => version),
      rows.map(([, { dismissal }]) => (dismissal ? JSON.stringify(dismissal) : null)),
      rows.map(([, { assignee }]) => assignee?.id ?? null),
      rows.map(([, { assignee }]) => assignee?.name ?? null),
      rows.map(([, { comments }]) => comments),
      rows.map(([, { changedAt }]) => new Date(changedAt)),
    ],
  )
}
