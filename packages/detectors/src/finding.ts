/** The detectors, by the name of their folder. */
export const detectorNames = [
  'overdue',
  'hidden-time',
  'clock-stop-abuse',
  'repeated-supplements',
  'buck-passing',
  'retroactive-entry',
  'batch-closing',
  'deadline-rush',
  'queue-jumping',
  'hidden-steps',
  'one-hand-for-all',
  'orphaned-cases',
  'unusual-gap',
] as const
export type DetectorName = (typeof detectorNames)[number]

/** Whom a finding is about. A finding about an officer is a suspicion about a person and is bound by stricter rules. */
export type Subject =
  | { readonly kind: 'case'; readonly caseId: string }
  | { readonly kind: 'officer'; readonly officer: string }
  | { readonly kind: 'department'; readonly department: string }
  | { readonly kind: 'office' }

/** How strong a finding is: an effect with its uncertainty, never a bare flag. */
export interface Strength {
  /** What is measured; a key under `detectors.measures` in the locale files. */
  readonly measure: string
  readonly value: number
  readonly unit: 'ms' | 'workingMs' | 'days' | 'count' | 'share' | 'ratio' | 'z'
  /** 95% interval of `value`, where it is an estimate and not a count of facts. */
  readonly interval?: readonly [low: number, high: number]
  /** What would be usual here, in the same unit. */
  readonly usual?: number
  /** Probability of this or more under chance. */
  readonly pValue?: number
  /** The false-discovery rate at which it would just be reported (Benjamini–Hochberg). */
  readonly qValue?: number
}

/** A case that proves a finding, with the events that show it. */
export interface Evidence {
  /** Index into `log.caseIds`. */
  readonly case: number
  /** Indexes into the event columns, ascending; the events that show it, not the whole case. */
  readonly events: readonly number[]
}

/**
 * A suspicion that the log supports. It becomes a fact only when a person confirms it.
 * The words are in the locale files: `explanation` and `caveats` are keys and values, never sentences.
 */
export interface Finding {
  /** Stable over runs on the same input: detector, subject, office and first evidence, digested. */
  readonly id: string
  readonly detector: DetectorName
  readonly subject: Subject
  readonly office: string
  /** UTC milliseconds of the first and last event in evidence. */
  readonly period: readonly [from: number, to: number]
  readonly strength: Strength
  /** What the finding rests on: how many cases (or decisions) were looked at, and how many are needed at least. */
  readonly sample: { readonly size: number; readonly minimum: number }
  /** The strongest cases first, at most `evidenceLimit` of them. */
  readonly evidence: readonly Evidence[]
  /** Indexes into `log.caseIds` of the cases that show the same and did not fit into `evidence`; absent where all did. */
  readonly furtherCases?: readonly number[]
  /**
   * Key under `detectors` in the locale files, with its values. The end of a value's name says how it is written for people:
   * `…WorkingMs` working time, `…Ms` wall-clock time, `…Share` a share 0 … 1, `…At` an instant, UTC milliseconds.
   * `workingDayMs` is the working time of one day. `explanationOf` does the writing.
   */
  readonly explanation: { readonly key: string; readonly values: Readonly<Record<string, string | number>> }
  /** What could make it wrong: keys under `detectors.caveats`. */
  readonly caveats: readonly string[]
}
