import type { Assignee, WebhookType } from '@zhengfeng/contract'
import type { Access } from '../http/access.ts'
import { ProblemError } from '../http/problem-error.ts'
import type { Platform } from '../platform.ts'
import type { Queryable } from '../storage/database.ts'
import { putOutbox } from '../webhooks/outbox.ts'
import { type Actor, appendActs, type NewAct, readActs } from './append-acts.ts'
import type { FindingRow } from './finding-row.ts'
import { isPossible } from './fold-finding.ts'
import { type FindingKey, mayComment, visibleFinding } from './read-finding.ts'
import { findingData, findingPath } from './record-findings.ts'
import { undoableAct } from './undo.ts'

/** What a person does to a finding. */
export type Deed =
  | { readonly kind: 'confirm'; readonly text?: string | undefined }
  | {
      readonly kind: 'dismiss'
      readonly reason: NonNullable<NewAct['detail']['reason']>
      readonly text?: string | undefined
    }
  | { readonly kind: 'reopen'; readonly text: string }
  | { readonly kind: 'assign'; readonly assignee?: Assignee | undefined }
  | { readonly kind: 'comment'; readonly text: string }
  | { readonly kind: 'undo' }

export interface Judging {
  readonly key: FindingKey
  /** The version that the person looked at; absent for comments, which never conflict. */
  readonly version?: number
  readonly deed: Deed
  readonly access: Access
}

/**
 * Adds a person’s act to a finding.
 *
 * @returns the version that it has now
 * @throws ProblemError `notFound`, `outOfScope`, `invalid`, or `conflict` where somebody acted since the person looked
 */
export async function judgeFinding(platform: Platform, judging: Judging): Promise<number> {
  const { key, deed, access } = judging
  const { state, version } = await platform.db.transaction(async (tx) => {
    const row = await visibleFinding(tx, key, { access, lock: true })
    checkRights(row, judging)
    if (judging.version !== undefined && judging.version !== row.version) {
      throw new ProblemError('conflict', { reason: 'findingChanged' })
    }
    const act = await actOf(tx, platform, { row, deed, access })
    const at = platform.now()
    const folded = await appendActs(tx, key.division, { acts: [act], by: actorOf(access), at })
    const judged = folded.get(key.id)!
    if (judged.state !== row.state)
      await tellChange(tx, row, { state: judged.state, reason: judged.dismissal?.reason, at })
    return judged
  })
  platform.bus.tell({ kind: 'finding', division: key.division, id: key.id, state })
  return version
}

function checkRights(row: FindingRow, { deed, access }: Judging): void {
  // Undoing is part of the right to what was done.
  const may =
    deed.kind === 'comment' || deed.kind === 'undo'
      ? mayComment(access, row)
      : access.can('finding.judge', row.division)
  if (!may) throw new ProblemError('outOfScope', { division: row.division })
}

const kinds = {
  confirm: 'confirmed',
  dismiss: 'dismissed',
  reopen: 'reopened',
  assign: 'assigned',
  comment: 'commented',
} as const

async function actOf(
  tx: Queryable,
  platform: Platform,
  { row, deed, access }: { row: FindingRow; deed: Deed; access: Access },
): Promise<NewAct> {
  if (deed.kind === 'undo') {
    const acts = (await readActs(tx, row.division, [row.id])).get(row.id) ?? []
    const undone = undoableAct(acts, access, platform.now())
    if (!undone) throw new ProblemError('conflict', { reason: 'undoTooLate' })
    return { id: row.id, kind: 'undone', detail: { undoes: undone.number } }
  }
  if (deed.kind === 'dismiss' && deed.reason === 'other' && !deed.text) {
    throw new ProblemError('invalid', {}, { fields: [{ field: 'text', message: 'dismissalText' }] })
  }
  const kind = kinds[deed.kind]
  if (!isPossible(kind, row.state)) throw new ProblemError('conflict', { reason: 'findingState' })
  const { kind: _, ...given } = deed
  const detail = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined))
  return { id: row.id, kind, detail }
}

/** The person as named now; the name stays in the act. */
export function actorOf({ who }: Access): Actor {
  return who.kind === 'nobody' ? { id: '', name: '' } : { id: who.id, name: who.name }
}

const typeOf = {
  confirmed: 'zhengfeng.finding.confirmed',
  dismissed: 'zhengfeng.finding.dismissed',
  suspected: 'zhengfeng.finding.reopened',
  lapsed: 'zhengfeng.finding.lapsed',
} as const satisfies Record<string, WebhookType>

async function tellChange(
  tx: Queryable,
  row: FindingRow,
  { state, reason, at }: { state: keyof typeof typeOf; reason: string | undefined; at: number },
): Promise<void> {
  const data = findingData(
    {
      division: row.division,
      id: row.id,
      detector: row.detector,
      subjectKind: row.subject_kind,
      subjectName: row.subject_name,
    },
    state,
  )
  const subject = findingPath(row.division, row.id)
  await putOutbox(tx, [
    { division: row.division, type: typeOf[state], subject, at, data: { ...data, ...(reason && { reason }) } },
  ])
}
