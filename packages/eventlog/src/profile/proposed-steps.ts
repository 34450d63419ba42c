import type { CanonicalActivity, ProfileInput } from './profile.ts'
import { milestoneStep } from './propose-case-table.ts'
import { stepNames } from './vocabulary.ts'

/** Canonical steps of activities, by their names. */
export function stepsOf(names: readonly string[]): Partial<Record<CanonicalActivity, string[]>> {
  const steps: Partial<Record<CanonicalActivity, string[]>> = {}
  for (const name of names) {
    const step = milestoneStep(name) ?? stepNames.find(([, pattern]) => pattern.test(name))?.[0]
    if (!step) continue
    const known = steps[step] ?? []
    steps[step] = [...known, name]
  }
  return steps
}

/** Where the clock starts and ends, given the steps that there are. */
export function clockEnds(
  activities: Partial<Record<CanonicalActivity, string[]>>,
): Pick<NonNullable<ProfileInput['clock']>, 'from' | 'to'> {
  const from = activities.accept ? 'accept' : activities.submit ? 'submit' : 'firstEvent'
  const to = activities.close ? 'close' : activities.decide ? 'decide' : 'lastEvent'
  return { from, to }
}
