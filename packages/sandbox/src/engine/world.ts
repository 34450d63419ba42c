import type { CaseRun } from '../casework/step.ts'
import type { CaseKind, MisconductKind } from '../misconduct/kinds.ts'
import type { Schedule } from '../province/schedule.ts'
import type { EventRecord } from '../record/event-record.ts'

/** What the engine runs, and whom it tells. */
export interface World {
  readonly seed: number
  readonly offices: number
  readonly schedule: Schedule
  /** Nothing happens after this instant: the export is made then. */
  readonly endsAt: number
  readonly record: EventRecord
  /** Told when a kind of misconduct becomes true of a case; `officer` where it is theirs. */
  readonly label: (run: CaseRun, kind: MisconductKind, detail: LabelDetail) => void
  /** Told when a case is left lying without a reason. */
  readonly held: (run: CaseRun, hold: Hold) => void
}

export interface LabelDetail {
  readonly intensity: number
  /** Index of the officer whose habit it is. */
  readonly officer?: number
}

/** A time in which a case is left lying without a reason. */
export interface Hold {
  readonly kind: CaseKind | 'batch-closing'
  readonly from: number
  readonly to: number
}
