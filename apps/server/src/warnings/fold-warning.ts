import type { MessageOf, WarningAddressee, WarningState, warningActKinds } from '@zhengfeng/contract'
import type { z } from 'zod'

export type WarningActKind = (typeof warningActKinds)[number]
export type State = z.infer<typeof WarningState>
export type Addressee = z.infer<typeof WarningAddressee>

/** What an act carries beside its kind. Instants are UTC milliseconds. */
export interface WarningDetail {
  readonly text?: string
  readonly reason?: MessageOf
  /** The deadline that it sets; absent in `raised`: no reply is needed. */
  readonly replyDue?: number
  readonly addressee?: Addressee
  /** Of `raised`: how often the card goes up while no reply comes. */
  readonly escalations?: number
}

/** Something that happened to a card. Acts are only ever added. */
export interface WarningAct {
  readonly number: number
  readonly kind: WarningActKind
  readonly at: number
  /** Id of an account, or `system`. */
  readonly by: string
  readonly detail: WarningDetail
}

/** What the acts of a card come to. */
export interface CardState {
  readonly state: State
  readonly addressee: Addressee
  readonly replyDue?: number
  /** When it goes up by itself. */
  readonly escalatesAt?: number
  readonly escalation: number
  readonly changedAt: number
  /** Number of the last act. */
  readonly version: number
}

interface Fold {
  readonly state: State
  readonly addressee: Addressee
  readonly replyDue: number | undefined
  readonly escalation: number
  readonly escalations: number
}

/**
 * Folds the acts of a card.
 *
 * @param acts ascending by number, the first one `raised`
 */
export function foldWarning(acts: readonly WarningAct[]): CardState {
  const last = acts.at(-1)
  if (!last) throw new Error('a card without acts')
  let folded: Fold = { state: 'open', addressee: 'department', replyDue: undefined, escalation: 0, escalations: 0 }
  for (const act of acts) folded = step(folded, act)
  const { state, addressee, replyDue, escalation, escalations } = folded
  const goesUp = isWaiting(state) && replyDue !== undefined && escalation < escalations
  return {
    state,
    addressee,
    ...(replyDue !== undefined && { replyDue }),
    ...(goesUp && { escalatesAt: replyDue }),
    escalation,
    changedAt: last.at,
    version: last.number,
  }
}

function step(before: Fold, { kind, detail }: WarningAct): Fold {
  switch (kind) {
    // Again after it had lapsed: from the beginning.
    case 'raised':
      return {
        state: 'open',
        addressee: detail.addressee ?? 'department',
        replyDue: detail.replyDue,
        escalation: 0,
        escalations: detail.escalations ?? 0,
      }
    case 'replied':
      return { ...before, state: 'replied' }
    case 'returned':
      return { ...before, state: 'returned', replyDue: detail.replyDue ?? before.replyDue }
    case 'escalated':
      return {
        ...before,
        state: before.state === 'replied' ? 'returned' : before.state,
        addressee: detail.addressee ?? before.addressee,
        replyDue: detail.replyDue ?? before.replyDue,
        escalation: before.escalation + 1,
      }
    case 'accepted':
    case 'closed':
      return { ...before, state: 'closed' }
    case 'lapsed':
      return before.state === 'closed' ? before : { ...before, state: 'lapsed' }
  }
}

/** Whether a reply is waited for. */
export function isWaiting(state: State): boolean {
  return state === 'open' || state === 'returned'
}

/** Whether an act of a person makes sense in a state. */
export function isPossible(kind: WarningActKind, state: State): boolean {
  switch (kind) {
    case 'replied':
      return isWaiting(state)
    case 'accepted':
    case 'returned':
      return state === 'replied'
    case 'closed':
    case 'escalated':
      return isWaiting(state) || state === 'replied'
    case 'raised':
    case 'lapsed':
      return false
  }
}
