import type { CaseProjection, WarningRule } from '@zhengfeng/monitor'
import { type CasePlace, placeKey } from '../jobs/follow-log.ts'
import type { Queryable } from '../storage/database.ts'
import { type OutboxMessage, putOutbox } from '../webhooks/outbox.ts'
import { appendWarningActs, type NewWarningAct, systemActor } from './append-warning-acts.ts'
import { type CardDecisions, dueOf, type KnownCard } from './decide-cards.ts'
import type { State } from './fold-warning.ts'

/** Cards that cases have, by the key of the place of the case. */
export async function cardsOfCases(
  db: Queryable,
  places: readonly CasePlace[],
  lock: 'locked' | 'unlocked',
): Promise<ReadonlyMap<string, readonly KnownCard[]>> {
  const rows = await db.query<{
    division: string
    case_no: string
    id: string
    rule: string
    level: KnownCard['level']
    state: State
    case_due: number
  }>(
    `select w.division, w.case_no, w.id, w.rule, w.level, w.state, w.case_due
     from unnest($1::text[], $2::text[]) as wanted (division, case_no)
     join warning w on w.division = wanted.division and w.case_no = wanted.case_no
     order by w.division, w.case_no, w.id
     ${lock === 'locked' ? 'for update of w' : ''}`,
    [places.map(({ division }) => division), places.map(({ caseNo }) => caseNo)],
  )
  const cards = new Map<string, KnownCard[]>()
  for (const { division, case_no, case_due, ...row } of rows) {
    const card = { ...row, caseDue: case_due }
    const key = placeKey({ division, caseNo: case_no })
    const of = cards.get(key)
    if (of) of.push(card)
    else cards.set(key, [card])
  }
  return cards
}

export interface Decided {
  readonly caseNo: string
  readonly projection: CaseProjection | undefined
  readonly decisions: CardDecisions
}

export interface Changed {
  readonly id: string
  readonly state: State
}

/** Raises and lapses cards of one division as decided; two processes that raise the same card raise it once. */
export async function writeCards(
  tx: Queryable,
  division: string,
  { decided, rules, at }: { decided: readonly Decided[]; rules: readonly WarningRule[]; at: number },
): Promise<readonly Changed[]> {
  const inserted = await insertCards(tx, division, { decided, at })
  const acts: NewWarningAct[] = []
  const messages: OutboxMessage[] = []
  for (const { caseNo, decisions } of decided) {
    const say = (id: string, kind: 'raised' | 'lapsed', data: object): void => {
      messages.push({ division, type: `zhengfeng.warning.${kind}`, subject: warningPath(division, id), at, data })
    }
    for (const { id, due, again } of decisions.raise) {
      if (!again && !inserted.has(id)) continue
      const rule = rules.find((one) => one.id === due.rule)
      const detail = {
        reason: { key: `reasons.${due.reason.key}`, values: { ...due.reason.values } },
        addressee: due.addressee,
        escalations: rule?.reply?.escalateTo.length ?? 0,
        ...(due.replyDue !== undefined && { replyDue: due.replyDue }),
      }
      acts.push({ id, kind: 'raised', detail })
      say(id, 'raised', { division, id, caseNo, level: due.level, rule: due.rule, state: 'open' })
    }
    for (const { id, reason } of decisions.lapse) {
      acts.push({ id, kind: 'lapsed', detail: { reason } })
      say(id, 'lapsed', { division, id, caseNo, state: 'lapsed', reason: reason.key })
    }
  }
  const folded = await appendWarningActs(tx, division, { acts, by: systemActor, at })
  await putOutbox(tx, messages)
  return [...folded].map(([id, { state }]) => ({ id, state }))
}

/** @returns the ids that were not there before */
async function insertCards(
  tx: Queryable,
  division: string,
  { decided, at }: { decided: readonly Decided[]; at: number },
): Promise<ReadonlySet<string>> {
  const rows = decided.flatMap(({ caseNo, projection, decisions }) =>
    decisions.raise
      .filter(({ again }) => !again)
      .map(({ id, due }) => {
        const department = due.department ?? projection?.department ?? ''
        const holder = due.actor ?? projection?.holderActor ?? ''
        const item = projection?.item ?? ''
        return {
          id,
          case_no: caseNo,
          rule: due.rule,
          level: due.level,
          item,
          department,
          holder,
          search: [caseNo, item, department, holder].join('\n').toLowerCase(),
          reason: { key: `reasons.${due.reason.key}`, values: due.reason.values },
          case_due: new Date(dueOf(due)).toISOString(),
          addressee: due.addressee,
        }
      }),
  )
  if (rows.length === 0) return new Set()
  const inserted = await tx.query<{ id: string }>(
    `insert into warning (
       division, id, case_no, rule, level, item, department, holder, search, reason, case_due, raised_at, state, addressee, version, changed_at
     )
     select $1, id, case_no, rule, level, item, department, holder, search, reason, case_due, $3, 'open', addressee, 1, $3
     from jsonb_to_recordset($2::text::jsonb) as given (
       id text, case_no text, rule text, level text, item text, department text, holder text, search text, reason jsonb,
       case_due timestamptz, addressee text
     )
     on conflict (division, id) do nothing
     returning id`,
    [division, JSON.stringify(rows), new Date(at)],
  )
  return new Set(inserted.map(({ id }) => id))
}

export function warningPath(division: string, id: string): string {
  return `/api/v1/warnings/${division}/${id}`
}
