import type { WebhookType } from '@zhengfeng/contract'
import { calendarOf } from '@zhengfeng/monitor'
import { deadline } from '@zhengfeng/worktime'
import type { Access } from '../http/access.ts'
import { ProblemError } from '../http/problem-error.ts'
import { sourcesInForce } from '../ingest/sources-in-force.ts'
import type { Platform } from '../platform.ts'
import type { Queryable } from '../storage/database.ts'
import { putOutbox } from '../webhooks/outbox.ts'
import { appendWarningActs, type NewWarningAct } from './append-warning-acts.ts'
import { type Addressee, isPossible } from './fold-warning.ts'
import { readWarningRules } from './read-rules.ts'
import { mayReply, visibleWarning, type WarningKey } from './read-warning.ts'
import type { WarningRow } from './warning-row.ts'
import { warningPath } from './write-cards.ts'

export interface WarningDeed {
  readonly kind: 'reply' | 'accept' | 'return' | 'close' | 'escalate'
  readonly text?: string | undefined
}

export interface Acting {
  readonly key: WarningKey
  /** The version that the person looked at. */
  readonly version: number
  readonly deed: WarningDeed
  readonly access: Access
}

const kinds = {
  reply: 'replied',
  accept: 'accepted',
  return: 'returned',
  close: 'closed',
  escalate: 'escalated',
} as const

/**
 * Adds a person’s act to a card.
 *
 * @returns the version that it has now
 * @throws ProblemError `notFound`, `outOfScope`, or `conflict` where somebody acted since the person looked
 */
export async function actOnWarning(platform: Platform, { key, version, deed, access }: Acting): Promise<number> {
  const at = platform.now()
  const folded = await platform.db.transaction(async (tx) => {
    const row = await visibleWarning(tx, key, { access, lock: true })
    const may = deed.kind === 'reply' ? mayReply(access, row) : access.can('warning.manage', row.division)
    if (!may) throw new ProblemError('outOfScope', { division: row.division })
    if (version !== row.version) throw new ProblemError('conflict', { reason: 'warningChanged' })
    const kind = kinds[deed.kind]
    if (!isPossible(kind, row.state)) throw new ProblemError('conflict', { reason: 'warningState' })
    const detail = {
      ...(deed.text !== undefined && { text: deed.text }),
      ...(await consequences(tx, row, { deed, at })),
    }
    const act: NewWarningAct = { id: key.id, kind, detail }
    const { who } = access
    const by = who.kind === 'nobody' ? { id: '', name: '' } : { id: who.id, name: who.name }
    const states = await appendWarningActs(tx, key.division, { acts: [act], by, at })
    const state = states.get(key.id)!
    await tell(tx, row, { kind, state: state.state, at })
    return state
  })
  platform.bus.tell({ kind: 'warning', division: key.division, id: key.id, state: folded.state })
  return folded.version
}

/** A returned or escalated card gets a new deadline; an escalated one goes to the office, then to the one above. */
async function consequences(
  tx: Queryable,
  row: WarningRow,
  { deed, at }: { deed: WarningDeed; at: number },
): Promise<{ replyDue?: number; addressee?: Addressee }> {
  if (deed.kind !== 'return' && deed.kind !== 'escalate') return {}
  const replyDue = await newDeadline(tx, row, at)
  if (deed.kind === 'return') return { replyDue }
  return {
    replyDue,
    addressee: row.addressee === 'holder' || row.addressee === 'department' ? 'division' : 'parentDivision',
  }
}

const usual = { amount: 3, unit: 'workingDay' } as const

/** As the rule of the card says; three working days where it says nothing or is gone. */
async function newDeadline(tx: Queryable, row: WarningRow, at: number): Promise<number> {
  const rule = (await readWarningRules(tx)).find(({ id }) => id === row.rule)
  const [found] = await tx.query<{ source_id: string }>(
    `select coalesce(
       (select source_id from service_case where division = $1 and case_no = $2),
       (select source_id from event where division = $1 and case_no = $2 order by seq limit 1)
     ) as source_id`,
    [row.division, row.case_no],
  )
  const source = (await sourcesInForce().read(tx, [found!.source_id])).sources.get(found!.source_id)
  const within = rule?.reply?.againWithin ?? rule?.reply?.within ?? usual
  if (!source) throw new ProblemError('notFound')
  return deadline(calendarOf(source.profile), at, within)
}

const types = {
  replied: 'zhengfeng.warning.replied',
  returned: 'zhengfeng.warning.returned',
  accepted: 'zhengfeng.warning.closed',
  closed: 'zhengfeng.warning.closed',
  escalated: 'zhengfeng.warning.escalated',
} as const satisfies Record<string, WebhookType>

async function tell(
  tx: Queryable,
  row: WarningRow,
  { kind, state, at }: { kind: keyof typeof types; state: string; at: number },
): Promise<void> {
  const { division, id, level, rule } = row
  const data = { division, id, caseNo: row.case_no, level, rule, state }
  await putOutbox(tx, [{ division, type: types[kind], subject: warningPath(division, id), at, data }])
}
