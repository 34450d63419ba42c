import { addWorkingMs, deadline, type Stop, type WorkCalendar, workingMs } from '@zhengfeng/worktime'
import { lastEndInTime, lastOpenNotLate } from '../case/open-due.ts'
import type { CaseProjection } from '../case/project.ts'
import type { WarningRule, WarningTrigger } from './rules.ts'

/**
 * The first instant at which a card of the rule is due while the case stays open as it is.
 *
 * @returns UTC milliseconds; `undefined` where the rule does not ask for the case, nothing is due, the clock has ended, or nobody can say
 * while a stop lasts
 */
export function cardInstant(projection: CaseProjection, rule: WarningRule, calendar: WorkCalendar): number | undefined {
  if (!rule.enabled || projection.openDue === undefined) return undefined
  if (rule.items && !rule.items.includes(projection.item)) return undefined
  const due = dueOf(projection, rule.when)
  if (due === undefined) return undefined
  const at = instantOf(rule.when, { projection, due, calendar })
  return Number.isNaN(at) ? undefined : at
}

/** The due instant that a trigger speaks of. */
export function dueOf(projection: CaseProjection, { of }: WarningTrigger): number | undefined {
  const { promisedDue, statutoryDue } = projection
  if (of === 'promised') return promisedDue
  if (of === 'statutory') return statutoryDue
  if (promisedDue === undefined || statutoryDue === undefined) return promisedDue ?? statutoryDue
  return Math.min(promisedDue, statutoryDue)
}

interface Due {
  readonly projection: CaseProjection
  readonly due: number
  readonly calendar: WorkCalendar
}

function instantOf(when: WarningTrigger, { projection, due, calendar }: Due): number {
  const from = projection.clockFrom ?? projection.firstAt
  const lastInTime = projection.clockTo === undefined ? lastOpenNotLate : lastEndInTime
  switch (when.kind) {
    case 'overdue':
      return lastInTime(calendar, due) + 1
    case 'overdueBy':
      return lastInTime(calendar, deadline(calendar, due, when.by)) + 1
    case 'before':
      return Math.max(from, addWorkingMs(calendar, due, -Math.round(when.workingDays * workingDayMs(calendar))))
    case 'share':
      return usedUpAt(calendar, { from, due, stops: projection.stops }, when.share)
  }
}

/** When a share of a limit's working time is used, stops left out; of a limit without working time, a share of its length. */
function usedUpAt(
  calendar: WorkCalendar,
  { from, due, stops }: { from: number; due: number; stops: readonly Stop[] },
  share: number,
): number {
  const runs = runningPeriods({ from, due }, stops)
  const workedMs = runs.reduce((sum, run) => sum + workingMs(calendar, run.from, run.to), 0)
  if (workedMs <= 0) return from + Math.round((due - from) * share)
  let restMs = Math.ceil(workedMs * share)
  for (const run of runs) {
    const ms = workingMs(calendar, run.from, run.to)
    if (restMs <= ms) return addWorkingMs(calendar, run.from, restMs)
    restMs -= ms
  }
  return due
}

/** The periods from the beginning to the due instant in which the clock ran. */
function runningPeriods(
  { from, due }: { from: number; due: number },
  stops: readonly Stop[],
): readonly { readonly from: number; readonly to: number }[] {
  const runs: { from: number; to: number }[] = []
  let at = from
  for (const stop of [...stops].sort((a, b) => a.from - b.from)) {
    if (stop.from >= due) break
    if (stop.from > at) runs.push({ from: at, to: stop.from })
    // A stop that lasts holds everything after it; the limit then had run out before.
    at = Math.max(at, Number.isNaN(stop.to) ? due : stop.to)
  }
  if (at < due) runs.push({ from: at, to: due })
  return runs
}

/** Working time of a full day. */
export function workingDayMs({ rule }: WorkCalendar): number {
  const minutes = (text: string): number => Number(text.slice(0, 2)) * 60 + Number(text.slice(3, 5))
  return rule.hours.reduce((sum, [opens, closes]) => sum + minutes(closes) - minutes(opens), 0) * 60_000
}
