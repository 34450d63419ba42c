import type { EventPerson } from '@zhengfeng/contract'

/** One step of one case, checked and ready to be written. */
export interface IncomingEvent {
  /** Code of a division that exists and within which the source may send. */
  readonly division: string
  readonly eventId?: string
  readonly caseNo: string
  readonly activity: string
  /** UTC milliseconds, whole. */
  readonly occurredAt: number
  /** When the sender's system wrote it down, UTC milliseconds, whole. */
  readonly recordedAt?: number
  readonly actor?: string
  readonly department?: string
  readonly window?: string
  readonly channel?: string
  readonly attributes?: EventAttributes
  readonly people?: EventPeople
  /**
   * For events without `eventId`: which one of several equal events this is, from 0, so that equal rows of a file stay separate
   * and are known again. Counted within the submission where absent.
   */
  readonly occurrence?: number
}

/** As parsed from JSON; names that begin with `case:` describe the case. */
export type EventAttributes = Readonly<Record<string, unknown>>

export interface EventPeople {
  readonly applicant?: EventPerson
  readonly agent?: EventPerson
}
