import { type Escalation, escalationOf, type WarningRule } from '@zhengfeng/monitor'
import { sourcesInForce } from '../ingest/sources-in-force.ts'
import type { Job } from '../jobs/job.ts'
import type { Platform } from '../platform.ts'
import { putOutbox } from '../webhooks/outbox.ts'
import { appendWarningActs, systemActor } from './append-warning-acts.ts'
import { isWaiting, type State } from './fold-warning.ts'
import { readWarningRules } from './read-rules.ts'
import { reviewCases, type WarningContext } from './review-cases.ts'
import { warningPath } from './write-cards.ts'

const eventsTogether = 5000

/** Recurring work of cards: raising them, taking them back, and taking them higher while no reply comes. */
export function warningsJobs(platform: Platform): readonly Job[] {
  const context: WarningContext = { platform, sources: sourcesInForce() }
  return [
    { name: 'warnings.raise', everyMs: 3000, run: (signal) => raise(context, signal) },
    { name: 'warnings.sweep', everyMs: 600_000, run: (signal) => sweep(context, signal) },
    { name: 'warnings.escalate', everyMs: 15_000, run: (signal) => escalate(context, signal) },
  ]
}

interface Behind {
  readonly division: string
  readonly last_seq: number
  readonly seq: number
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
  const behind = await db.query<Behind>(
    `select s.division, s.last_seq, coalesce(p.seq, 0) as seq
     from division_sequence s
     left join warning_position p on p.division = s.division
     where s.last_seq > coalesce(p.seq, 0)
     order by s.division`,
  )
  for (const { division, last_seq, seq } of behind) {
    const startedAt = new Date(now())
    for (let from = seq; from < last_seq && !signal.aborted; from += eventsTogether) {
      const to = Math.min(last_seq, from + eventsTogether)
      const caseNos = await casesToReview(context, { division, from, to })
      await reviewCases(context, { division, caseNos, rules })
      await db.query(
        `insert into warning_position (division, seq, due_until)
         values ($1, $2, $3)
         on conflict (division) do update
         set seq = greatest(warning_position.seq, excluded.seq)`,
        [division, to, startedAt],
      )
    }
  }
}

/** Of the touched cases, those that are due for a card or have one. */
async function casesToReview(
  { platform: { db, now } }: WarningContext,
  { division, from, to }: { division: string; from: number; to: number },
): Promise<readonly string[]> {
  const rows = await db.query<{ case_no: string }>(
    `with touched as (
       select distinct case_no
       from event
       where division = $1
         and seq > $2
         and seq <= $3
     )
     select t.case_no
     from touched t
     where exists (
         select
         from service_case c
         where c.division = $1
           and c.case_no = t.case_no
           and (c.near_due <= $4 or c.open_due < $4)
       )
       or exists (
         select
         from warning w
         where w.division = $1
           and w.case_no = t.case_no
           and w.state in ('open', 'returned', 'replied')
       )
     order by t.case_no`,
    [division, from, to, new Date(now())],
  )
  return rows.map(({ case_no }) => case_no)
}

async function raiseByTime(context: WarningContext, rules: readonly WarningRule[], signal: AbortSignal): Promise<void> {
  const { db, now } = context.platform
  const until = new Date(now())
  const due = await db.query<{ division: string; case_nos: string[] }>(
    `select c.division, array_agg(c.case_no order by c.case_no) as case_nos
     from warning_position p
     join service_case c on c.division = p.division
     where (c.near_due > p.due_until and c.near_due <= $1)
       or (c.open_due >= p.due_until and c.open_due < $1)
     group by c.division
     order by c.division`,
    [until],
  )
  for (const { division, case_nos } of due) {
    if (signal.aborted) return
    await reviewCases(context, { division, caseNos: case_nos, rules })
  }
  await db.query('update warning_position set due_until = $1 where due_until < $1', [until])
}

/** Looks at everything that is late or has a card: rules change, and some count from after the limit. */
async function sweep(context: WarningContext, signal: AbortSignal): Promise<void> {
  const { db, now } = context.platform
  const rules = await readWarningRules(db)
  const divisions = await db.query<{ division: string }>('select division from division_sequence order by division')
  for (const { division } of divisions) {
    if (signal.aborted) return
    const rows = await db.query<{ case_no: string }>(
      `select case_no
       from service_case
       where division = $1
         and (near_due <= $2 or open_due < $2)
       union
       select case_no
       from warning
       where division = $1
         and state in ('open', 'returned', 'replied')
       order by case_no`,
      [division, new Date(now())],
    )
    await reviewCases(context, { division, caseNos: rows.map(({ case_no }) => case_no), rules })
  }
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
