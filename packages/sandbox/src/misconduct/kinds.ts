/** Every kind of misconduct that can be injected, by the name of the detector that looks for it. */
export const misconductKinds = [
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
/** A kind of misconduct: the name of its detector. */
export type MisconductKind = (typeof misconductKinds)[number]

/** Kinds that are a habit of an officer: their rate is a share of the officers who could have it, not of cases. */
export const officerKinds = ['batch-closing', 'queue-jumping'] as const satisfies readonly MisconductKind[]
export type OfficerKind = (typeof officerKinds)[number]

/** Kinds that happen to single cases: their rate is a share of cases. */
export type CaseKind = Exclude<MisconductKind, OfficerKind>

export function isOfficerKind(kind: MisconductKind): kind is OfficerKind {
  return (officerKinds as readonly string[]).includes(kind)
}

/** Rates of misconduct, 0 … 1; a kind that is missing does not occur. */
export type MisconductRates = Readonly<Partial<Record<MisconductKind, number>>>
