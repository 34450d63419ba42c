import type { Assignee, DismissalReason, FindingState, findingActKinds } from '@zhengfeng/contract'
import type { z } from 'zod'

export type ActKind = (typeof findingActKinds)[number]
export type State = z.infer<typeof FindingState>

/** What an act carries beside its kind. */
export interface ActDetail {
  readonly reason?: z.infer<typeof DismissalReason>
  readonly text?: string
  /** Of `assigned`; absent: to nobody. */
  readonly assignee?: Assignee
  /** Of `undone`: the number of the act taken back. */
  readonly undoes?: number
}

/** Something that happened to a finding. Acts are only ever added. */
export interface Act {
  readonly number: number
  readonly kind: ActKind
  /** UTC milliseconds. */
  readonly at: number
  /** Id of an account, or `system`. */
  readonly by: string
  readonly detail: ActDetail
}

/** What the acts of a finding come to. */
export interface Judged {
  readonly state: State
  /** Whether the state is a person's judgement. */
  readonly judged: boolean
  readonly dismissal?: { readonly reason: z.infer<typeof DismissalReason>; readonly text: string }
  readonly assignee?: Assignee
  readonly comments: number
  readonly changedAt: number
  /** Number of the last act. */
  readonly version: number
  /** Numbers of the acts that later ones took back. */
  readonly undone: ReadonlySet<number>
}

/**
 * Folds the acts of a finding. An act that was taken back counts as if it had never been; a machine's act never changes a person's
 * judgement.
 *
 * @param acts ascending by number, the first one `found`
 */
export function foldFinding(acts: readonly Act[]): Judged {
  const undone = new Set(
    acts.flatMap(({ kind, detail }) => (kind === 'undone' && detail.undoes ? [detail.undoes] : [])),
  )
  const last = acts.at(-1)
  if (!last) throw new Error('a finding without acts')
  let folded: Fold = { state: 'suspected', judged: false, dismissal: undefined, assignee: undefined, comments: 0 }
  for (const act of acts) if (!undone.has(act.number)) folded = step(folded, act)
  const { dismissal, assignee, ...rest } = folded
  return {
    ...rest,
    ...(dismissal && { dismissal }),
    ...(assignee && { assignee }),
    changedAt: last.at,
    version: last.number,
    undone,
  }
}

interface Fold {
  readonly state: State
  readonly judged: boolean
  readonly dismissal: Judged['dismissal'] | undefined
  readonly assignee: Assignee | undefined
  readonly comments: number
}

function step(before: Fold, { kind, detail }: Act): Fold {
  const suspicion = { state: 'suspected', judged: false, dismissal: undefined } as const
  switch (kind) {
    case 'found':
    case 'foundAgain':
      return before.judged ? before : { ...before, ...suspicion }
    case 'lapsed':
      return before.judged ? before : { ...before, state: 'lapsed' }
    case 'confirmed':
      return { ...before, state: 'confirmed', judged: true, dismissal: undefined }
    case 'dismissed':
      return {
        ...before,
        state: 'dismissed',
        judged: true,
        dismissal: { reason: detail.reason ?? 'other', text: detail.text ?? '' },
      }
    case 'reopened':
      return { ...before, ...suspicion }
    case 'assigned':
      return { ...before, assignee: detail.assignee }
    case 'commented':
      return { ...before, comments: before.comments + 1 }
    case 'undone':
      return before
  }
}

/** Whether an act of a person makes sense in a state. */
export function isPossible(kind: ActKind, state: State): boolean {
  switch (kind) {
    case 'confirmed':
      return state !== 'confirmed'
    case 'dismissed':
      return state !== 'dismissed'
    case 'reopened':
      return state !== 'suspected'
    default:
      return true
  }
}
