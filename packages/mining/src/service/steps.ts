import { type CanonicalActivity, canonicalActivities, type EventLog, type Profile } from '@zhengfeng/eventlog'

/** Which canonical step each event is. */
export interface Steps {
  /** One per entry of `log.activity.values`: index into `canonicalActivities`, or `-1`. */
  readonly ofActivity: Int8Array
  /** One per entry of `log.lifecycle.values`: 1 where the step is not done yet. Absent without lifecycle. */
  readonly unfinished?: Uint8Array
}

/** Index of a canonical activity. */
export function stepIndex(step: CanonicalActivity): number {
  return canonicalActivities.indexOf(step)
}

/** Maps the activities of a log to canonical steps. An activity that the profile lists twice is the first of the two. */
export function readSteps(log: EventLog, profile: Profile): Steps {
  const stepByName = new Map<string, number>()
  canonicalActivities.forEach((step, index) => {
    for (const name of profile.activities[step] ?? []) if (!stepByName.has(name)) stepByName.set(name, index)
  })
  const ofActivity = Int8Array.from(log.activity.values, (name) => stepByName.get(name) ?? -1)
  const unfinished = unfinishedTransitions(log)
  return unfinished ? { ofActivity, unfinished } : { ofActivity }
}

/** The canonical step that an event completes, or `-1`. */
export function stepAt(log: EventLog, steps: Steps, event: number): number {
  const step = steps.ofActivity[log.activity.codes[event]!]!
  if (step < 0 || !steps.unfinished) return step
  return steps.unfinished[log.lifecycle!.codes[event]!] === 1 ? -1 : step
}

/** Transitions of the standard lifecycle (IEEE 1849) after which a step is not, or never will be, done. */
const notDone = new Set([
  'schedule',
  'assign',
  'reassign',
  'start',
  'suspend',
  'resume',
  'withdraw',
  'manualskip',
  'autoskip',
  'ate_abort',
  'pi_abort',
])

/** A log that records only beginnings counts those; otherwise it would have no steps at all. */
function unfinishedTransitions(log: EventLog): Uint8Array | undefined {
  const transitions = log.lifecycle?.values.map((transition) => transition.toLowerCase())
  if (!transitions?.includes('complete')) return undefined
  return Uint8Array.from(transitions, (transition) => (notDone.has(transition) ? 1 : 0))
}

/** One per account: 1 where a pattern of the profile names it; `*` in a pattern stands for any text. */
export function systemAccounts(accounts: readonly string[], patterns: readonly string[]): Uint8Array {
  const ends = patterns.map((pattern) => pattern.split(/\*+/))
  return Uint8Array.from(accounts, (account) => (ends.some((literals) => matches(account, literals)) ? 1 : 0))
}

/** Whether a text is the literals in their order with anything between them. Linear: a regular expression of many `.*` would try for years. */
function matches(text: string, [first = '', ...others]: readonly string[]): boolean {
  const last = others.pop()
  if (last === undefined) return text === first
  if (!text.startsWith(first)) return false
  const end = text.length - last.length
  let at = first.length
  for (const literal of others) {
    const found = text.indexOf(literal, at)
    if (found < 0) return false
    at = found + literal.length
  }
  return at <= end && text.endsWith(last)
}
