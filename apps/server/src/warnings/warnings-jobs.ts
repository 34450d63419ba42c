import { type Escalation, escalationOf, type WarningRule } from '@zhengfeng/monitor'
import { lookUpByIndex } from '../ingest/look-up-by-index.ts'
import { sourcesInForce } from '../ingest/sources-in-force.ts'
import { type CasePlace, casesInRound, endRound, nextRound } from '../jobs/follow-log.ts'
import type { Job } from '../jobs/job.ts'
import type { Platform } from '../platform.ts'
import type { Queryable } from '../storage/database.ts'
import { putOutbox } from '../webhooks/outbox.ts'
import { appendWarningActs, systemActor } from './append-warning-acts.ts'
import { isWaiting, type State } from './fold-warning.ts'
import { readWarningRules } from './read-rules.ts'
import { reviewCases, type WarningContext } from './review-cases.ts'
import { warningPath } from './write-cards.ts'

/** How old the moment may become up to which time was followed, where nothing fell due. */
const positionAgeMs = 60_000

/** Recurring work of cards: raising them, taking them back, and taking them higher while no reply comes. */
export function warningsJobs(platform: Platform): readonly Job[] {
  const context: WarningContext = { platform, sources: sourcesInForce() }
  return [
    { name: 'warnings.raise', everyMs: 3000, run: (signal) => raise(context, signal) },
    { name: 'warnings.sweep', everyMs: 600_000, run: (signal) => sweep(context, signal) },
    { name: 'warnings.escalate', everyMs: 15_000, run: (signal) => escalate(context, signal) },
  ]
}

/** Looks at the cases that events or time have touched since it last looked. */
async function raise(context: WarningContext, signal: AbortSignal): Promise<void> {
  const rules = await readWarningRules(context.platform.db)
  await raiseByEvents(context, rules, signal)
  await raiseByTime(context, rules, signal)
}

async function raiseByEvents(
  context: WarningContext,
  rules: readonly WarningRule[],
  signal: AbortSignal,
): Promise<void> {
  const { db, now } = context.platform
  for (let more = true; more && !signal.aborted; ) {
    const startedAt = now()
    const round = await nextRound(db, 'warning_position')
    if (round.ranges.length === 0) return
    const places = await db.transaction(async (tx) => {
      await lookUpByIndex(tx)
      return casesToReview(tx, await casesInRound(tx, round), startedAt)
    })
    await reviewCases(context, places, { rules, signal })
    if (signal.aborted) return
    await endRound(db, 'warning_position', { ranges: round.ranges, startedAt })
    more = round.more
  }
}

/** Of the touched cases, those that are due for a card or have one. */
async function casesToReview(tx: Queryable, touched: readonly CasePlace[], now: number): Promise<readonly CasePlace[]> {
  return tx.query<CasePlace>(
    `select t.division, t.case_no as "caseNo"
     from unnest($1::text[], $2::text[]) as t (division, case_no)
     where exists (
         select
         from service_case c
         where c.division = t.division
           and c.case_no = t.case_no
           and (c.near_due <= $3 or c.open_due < $3)
       )
       or exists (
         select
         from warning w
         where w.division = t.division
           and w.case_no = t.case_no
           and w.state in ('open', 'returned', 'replied')
       )
     order by t.division, t.case_no`,
    [touched.map(({ division }) => division), touched.map(({ caseNo }) => caseNo), new Date(now)],
  )
}

async function raiseByTime(context: WarningContext, rules: readonly WarningRule[], signal: AbortSignal): Promise<void> {
  const { db, now } = context.platform
  const until = now()
  const due = await db.query<CasePlace>(
    `select division, case_no as "caseNo"
     from service_case
     where near_due > (select min(due_until) from warning_position)
       and near_due <= $1
     union
     select c.division, c.case_no
     from warning_position p
     join service_case c on c.division = p.division
     where c.open_due >= p.due_until
       and c.open_due < $1
     order by 1, 2`,
    [new Date(until)],
  )
  await reviewCases(context, due, { rules, signal })
  if (signal.aborted) return
  const staleAt = due.length > 0 ? until : until - positionAgeMs
  await db.query('update warning_position set due_until = $1 where due_until < $2', [
    new Date(until),
    new Date(staleAt),
  ])
}

/** Looks at everything that is late or has a card: rules change, and some count from after the limit. */
async function sweep(context: WarningContext, signal: AbortSignal): Promise<void> {
  const { db, now } = context.platform
  const rules = await readWarningRules(db)
  const places = await db.query<CasePlace>(
    `select division, case_no as "caseNo"
     from service_case
     where near_due <= $1
     union
     select division, case_no
     from service_case
     where open_due < $1
     union
     select division, case_no
     from warning
     where state in ('open', 'returned', 'replied')
     order by 1, 2`,
    [new Date(now())],
  )
  await reviewCases(context, places, { rules, signal })
}

interface Late {
  readonly division: string
  readonly id: string
  readonly case_no: string
  readonly rule: string
  readonly level: string
  readonly state: State
  readonly reply_due: number
  readonly escalation: number
  readonly source_id: string | null
}

const escalationsTogether = 500

/** Takes cards whose reply is late one office up. */
async function escalate(context: WarningContext, signal: AbortSignal): Promise<void> {
  const { db, now } = context.platform
  const rules = await readWarningRules(db)
  const late = await db.query<Late>(
    `select w.division, w.id, w.case_no, w.rule, w.level, w.state, w.reply_due, w.escalation, c.source_id
     from warning w
     left join service_case c on c.division = w.division and c.case_no = w.case_no
     where w.escalates_at < $1
     order by w.escalates_at, w.division, w.id
     limit ${escalationsTogether}`,
    [new Date(now())],
  )
  for (const card of late) if (!signal.aborted) await escalateOne(context, card, rules)
}

async function escalateOne(context: WarningContext, card: Late, rules: readonly WarningRule[]): Promise<void> {
  const { platform } = context
  const { db } = platform
  const next = await nextEscalation(context, card, rules)
  if (!next) {
    // The rule is gone, or knows nobody above: it waits where it is.
    await db.query('update warning set escalates_at = null where division = $1 and id = $2', [card.division, card.id])
    return
  }
  const at = platform.now()
  const state = await db.transaction(async (tx) => {
    const [row] = await tx.query<{ state: State; escalation: number }>(
      'select state, escalation from warning where division = $1 and id = $2 for update',
      [card.division, card.id],
    )
    if (!row || !isWaiting(row.state) || row.escalation !== card.escalation) return undefined
    const reason = { key: 'reasons.replyLate', values: { dueAt: card.reply_due } }
    const detail = { reason, addressee: next.to, replyDue: next.replyDue }
    const folded = await appendWarningActs(tx, card.division, {
      acts: [{ id: card.id, kind: 'escalated', detail }],
      by: systemActor,
      at,
    })
    await putOutbox(tx, [
      {
        division: card.division,
        type: 'zhengfeng.warning.escalated',
        subject: warningPath(card.division, card.id),
        at,
        data: {
          division: card.division,
          id: card.id,
          caseNo: card.case_no,
          level: card.level,
          rule: card.rule,
          state: row.state,
        },
      },
    ])
    return folded.get(card.id)!.state
  })
  if (state) platform.bus.tell({ kind: 'warning', division: card.division, id: card.id, state })
}

async function nextEscalation(
  { platform, sources }: WarningContext,
  card: Late,
  rules: readonly WarningRule[],
): Promise<Escalation | undefined> {
  const rule = rules.find(({ id }) => id === card.rule)
  if (!rule || card.source_id === null) return undefined
  const source = (await sources.read(platform.db, [card.source_id])).sources.get(card.source_id)
  if (!source) return undefined
  const { reply_due: replyDue, escalation } = card
  return escalationOf(rule, { replyDue, escalation }, { profile: source.profile, now: platform.now() })
}
