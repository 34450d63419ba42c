import type { Waiting } from '@zhengfeng/contract'
import { canonicalActivities } from '@zhengfeng/eventlog'
import { readSteps, stepAt } from '@zhengfeng/mining'
import { clockState, type FoldedCase } from './case-clock.ts'
import { instant } from './case-row.ts'
import { remediesOf } from './remedies.ts'
import type { UsualTime } from './usual-times.ts'

/** Steps that applicants and the hall take beside the case: after them it stands where it stood. */
export const besideTheCase: ReadonlySet<string> = new Set(['rate', 'queue', 'call', 'complain', 'rectify'])

/**
 * Why an open case waits: where it stands since when, on whom the next step depends, how long others stay there, and what the law lets
 * people do. Only what was logged is told; nothing is guessed.
 */
export function waitingOf(folded: FoldedCase, usual: UsualTime | undefined): Waiting | undefined {
  const { projection, service, profile, at } = folded
  const activity = waitsAt(folded)
  if (activity === undefined) return undefined
  const { log } = service
  const last = lastStep(folded)
  const since = log.time[last]!
  const stop = runningStop(folded)
  return {
    step: projection.step,
    activity,
    since: instant(since),
    sinceMs: Math.max(0, at - since),
    department: projection.holderDepartment,
    actor: projection.holderActor,
    clock: clockState(projection),
    ...(stop !== undefined && { stopKind: stop }),
    waitsFor:
      stop === 'special'
        ? 'expert'
        : projection.status === 'supplementing' || stop === 'supplement'
          ? 'applicant'
          : 'office',
    ...(usual && { usual }),
    remedies: remediesOf(projection, profile),
  }
}

/** The activity after which an open case waits, as its source names it; `undefined` where it has ended. */
export function waitsAt(folded: FoldedCase): string | undefined {
  if (folded.projection.closedAt !== undefined) return undefined
  const last = lastStep(folded)
  const { activity } = folded.service.log
  return last < 0 ? undefined : activity.values[activity.codes[last]!]!
}

/** The last event that moved the case. */
function lastStep({ service, profile }: FoldedCase): number {
  const { log } = service
  const steps = readSteps(log, profile)
  for (let e = log.time.length - 1; e >= 0; e--) {
    const step = stepAt(log, steps, e)
    if (step < 0 || !besideTheCase.has(canonicalActivities[step]!)) return e
  }
  return -1
}

function runningStop({ service: { stops } }: FoldedCase): Waiting['stopKind'] {
  for (let s = stops.kind.length - 1; s >= 0; s--) if (Number.isNaN(stops.to[s]!)) return stops.kind[s]
  return undefined
}
