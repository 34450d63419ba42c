import type { Stop } from '@zhengfeng/worktime'
import type { Activity, HiddenActivity } from '../catalogue/activities.ts'
import type { CaseKind } from '../misconduct/kinds.ts'
import type { Role } from '../province/officers.ts'
import type { Dice } from '../random/dice.ts'

/** Programs that act without an officer. */
export type SystemAccount = 'system-portal' | 'system-router' | 'system-closing' | 'system-expiry'

/** Why a clock is stopped, and whether a document allows it. */
export interface StopReason {
  readonly kind: string
  readonly documented: boolean
}

/** Work that an officer does at a desk. */
export interface WorkStep {
  readonly kind: 'work'
  readonly activity: Activity | HiddenActivity
  readonly role: Role
  readonly department: number
  /** Minutes for an officer of average speed. */
  readonly minutes: number
  /** Who must do it: whoever is next at the desk, or the officer who accepted the case. */
  readonly by?: 'acceptor'
  /** Left out where this is false when it is reached. */
  readonly when?: (run: CaseRun, now: number) => boolean
  readonly stop?: StopReason
}

/** One thing that happens to a case. A plan is a list of them; the engine carries it out. */
export type Step =
  | WorkStep
  | {
      readonly kind: 'event'
      readonly activity: Activity
      readonly by: 'applicant' | SystemAccount
      readonly department?: number
    }
  /** Entered by the clerk who opens the mail. */
  | { readonly kind: 'paperEntry' }
  /** Waits for the program that closes cases at night. */
  | { readonly kind: 'nightClosing' }
  /** Waits until an instant that is known only when it is reached; an instant in the past does not wait. */
  | {
      readonly kind: 'wait'
      readonly until: (run: CaseRun, now: number) => number
      /** Set where a meeting or a plan of work is waited for. */
      readonly byPlan?: true
      /** Set where nobody has a reason to wait. */
      readonly hold?: CaseKind
    }
  /** From here on the case is taken first at every desk. */
  | { readonly kind: 'hurry' }
  /** Here a kind of misconduct becomes true of the case. */
  | { readonly kind: 'label'; readonly misconduct: CaseKind; readonly intensity: number }

/** A case while it lives. */
export interface CaseRun {
  readonly index: number
  readonly office: number
  readonly item: number
  readonly agent: number
  readonly priority: boolean
  readonly submittedAt: number
  readonly dice: Dice
  plan: readonly Step[]
  next: number
  hurried: boolean
  /** Kinds of misconduct that its plan holds. */
  readonly planned: readonly CaseKind[]
  /** Whether it lies on a desk. */
  waits: boolean
  /** Since when the next word is the office's, before acceptance; `NaN` while it is the applicant's. */
  waitsSince: number
  /** Working days by which the latest word came too late, and those that it took; 0 where all came in time. */
  hiddenExcess: number
  hiddenDays: number
  /** When something last happened to it. */
  lastActAt: number
  acceptedAt: number
  /** The officer who accepted it, or -1. */
  acceptor: number
  /** When each limit ends, moved by lawful stops; `NaN` before acceptance. */
  promisedDue: number
  statutoryDue: number
  extendedAt: number
  stoppedSince: number
  readonly stops: Stop[]
  /** Closed, refused, or taken back. */
  closedAt: number
  /** Whether the plan has come to its end. */
  ended: boolean
}
