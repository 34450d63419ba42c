import type { CanonicalActivity, ProfileInput } from './profile.ts'
import { milestoneStep } from './propose-case-table.ts'
import { specialKind, stepNames } from './vocabulary.ts'

/**
 * Canonical steps of activities, by their names. What would stop the clock is left out where nothing starts it again: such a clock
 * would stand still for ever, and hide every overdue case.
 */
export function stepsOf(names: readonly string[]): Partial<Record<CanonicalActivity, string[]>> {
  const steps: Partial<Record<CanonicalActivity, string[]>> = {}
  for (const name of names) {
    const step = milestoneStep(name) ?? stepNames.find(([, pattern]) => pattern.test(name))?.[0]
    if (!step) continue
    const known = steps[step] ?? []
    steps[step] = [...known, name]
  }
  return withoutEndlessStops(steps)
}

/** A stop without its end is an ordinary step. */
export function withoutEndlessStops<T extends Partial<Record<CanonicalActivity, string[]>>>(steps: T): T {
  const { specialStart = [], specialEnd = [], suspend = [], resume = [], ...rest } = steps
  const begun = new Set(specialStart.map(kindOf))
  const ended = new Set(specialEnd.map(kindOf))
  const pairs = {
    specialStart: specialStart.filter((name) => ended.has(kindOf(name))),
    specialEnd: specialEnd.filter((name) => begun.has(kindOf(name))),
    ...(suspend.length > 0 && resume.length > 0 && { suspend, resume }),
  }
  const whole = Object.entries(pairs).filter(([, names]) => names.length > 0)
  return { ...rest, ...Object.fromEntries(whole) } as T
}

function kindOf(name: string): string {
  return specialKind.exec(name)?.[0].toLowerCase() ?? ''
}

/** Case attributes that hold when the clock began and ended. */
export type ClockDates = Pick<NonNullable<ProfileInput['clock']>, 'from' | 'to'>

/** Where the clock starts and ends, given the steps that there are; by dates of the case where no step shows it. */
export function clockEnds(
  activities: Partial<Record<CanonicalActivity, string[]>>,
  dates: ClockDates = {},
): Pick<NonNullable<ProfileInput['clock']>, 'from' | 'to'> {
  const from = activities.accept ? 'accept' : (dateOf(dates.from) ?? (activities.submit ? 'submit' : 'firstEvent'))
  const to = activities.close ? 'close' : (dateOf(dates.to) ?? (activities.decide ? 'decide' : 'lastEvent'))
  return { from, to }
}

function dateOf(end: ClockDates['from']): { attribute: string } | undefined {
  return typeof end === 'object' ? end : undefined
}
