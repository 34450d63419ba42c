import { afterWorkingDays, atShareOfLimit } from '../casework/case-clock.ts'
import type { Circumstances } from '../casework/circumstances.ts'
import { type Draft, supplementRound } from '../casework/plan.ts'
import type { CaseRun, Step } from '../casework/step.ts'
import { acceptanceDesk, around, reviewDesk, work } from '../casework/work-steps.ts'
import { acceptanceMinutes } from '../casework/workload.ts'
import { hiddenActivities } from '../catalogue/activities.ts'
import { departmentIndex, departments } from '../catalogue/departments.ts'
import type { Dice } from '../random/dice.ts'
import type { CaseKind } from './kinds.ts'

/** Where a kind can happen at all, and what it does to the plan of a case. */
interface Injection {
  readonly possible: (draft: Draft) => boolean
  readonly apply: (draft: Draft, at: Circumstances) => void
}

/** A case that is accepted and goes through a whole examination. */
function examined(draft: Draft): boolean {
  return draft.accepted && !draft.withdrawn && !draft.item.instant
}

function decided(draft: Draft): boolean {
  return draft.accepted && !draft.withdrawn
}

/** Limits of more than a week, in which an end can be told from a beginning. */
function longLimit(draft: Draft): boolean {
  return examined(draft) && draft.item.promised.amount >= 8
}

/**
 * What each kind does. Nothing is set to a detector's threshold: how long, how often and how openly is drawn, so that some of
 * it is hardly misconduct and some of it is brazen.
 */
export const injections: Readonly<Record<CaseKind, Injection>> = {
  overdue: {
    possible: decided,
    apply: (draft, { dice }) => {
      const statutory = dice.chance(0.25)
      const days = Math.max(0.3, dice.logNormal(4, 0.9))
      draft.decision.unshift(
        hold('overdue', (run) => afterWorkingDays(statutory ? run.statutoryDue : run.promisedDue, days)),
      )
    },
  },
  'hidden-time': {
    possible: (draft) => !draft.supplemented && draft.accepted,
    apply: (draft, { dice }) => {
      const days = Math.max(3, dice.logNormal(9, 0.5))
      draft.acceptance.unshift(hold('hidden-time', (run) => afterWorkingDays(run.submittedAt, days)))
    },
  },
  'clock-stop-abuse': { possible: longLimit, apply: stopBeforeDeadline },
  'repeated-supplements': {
    possible: (draft) => draft.accepted,
    apply: (draft, at) => {
      const { dice } = at
      const rounds = 2 + Math.min(3, Math.floor(dice.exponential(0.7)))
      const asked = Array.from({ length: rounds }, (_, round) => {
        const steps = supplementRound(draft.item, at, false)
        if (round === 1) steps.splice(1, 0, label('repeated-supplements', rounds))
        return steps
      })
      const accept = work('受理', acceptanceDesk(draft.item), around(dice, acceptanceMinutes(draft.item)))
      draft.acceptance = [...asked.flat(), accept]
      draft.supplemented = true
    },
  },
  'buck-passing': { possible: examined, apply: bounce },
  'retroactive-entry': { possible: examined, apply: () => undefined },
  'deadline-rush': {
    possible: longLimit,
    apply: (draft, { dice }) => {
      const hoursBefore = dice.between(1.5, 7)
      draft.decision = withoutDelays(draft.decision)
      draft.decision.unshift(
        hold('deadline-rush', (run) => afterWorkingDays(run.promisedDue, -hoursBefore / 7)),
        { kind: 'hurry' },
      )
    },
  },
  'hidden-steps': {
    possible: examined,
    apply: (draft, { dice }) => {
      const count = 1 + Math.floor(dice.exponential(0.6))
      for (let i = 0; i < count; i++) {
        const step = work(dice.pick(hiddenActivities), reviewDesk(draft.item), around(dice, 20, 0.5))
        const steps = [step, label('hidden-steps', count)]
        draft.examination.splice(dice.integer(0, 1) * draft.examination.length, 0, ...steps)
      }
    },
  },
  'one-hand-for-all': {
    possible: decided,
    apply: (draft) => {
      draft.decision = draft.decision.flatMap((step): Step[] =>
        step.kind === 'work' && step.activity === '决定'
          ? [{ ...step, by: 'acceptor' }, label('one-hand-for-all', 1)]
          : [step],
      )
    },
  },
  'orphaned-cases': {
    possible: examined,
    apply: (draft, { dice }) => {
      const days = dice.chance(0.85) ? Number.POSITIVE_INFINITY : Math.max(12, dice.logNormal(60, 0.5))
      const left = hold('orphaned-cases', (_run, now) => later(now, days))
      dice.pick([draft.examination, draft.decision]).unshift(left)
    },
  },
  'unusual-gap': {
    possible: examined,
    apply: (draft, { dice }) => {
      const days = Math.max(4, dice.logNormal(16, 0.6))
      const gap = hold('unusual-gap', (_run, now) => later(now, days))
      const printed = draft.item.certificate === 'weekly'
      dice
        .pick(printed ? [draft.decision, draft.closing, draft.delivery] : [draft.decision, draft.closing])
        .unshift(gap)
    },
  },
}

/** What is done on purpose at the last moment needs neither a meeting nor an extension. */
function withoutDelays(steps: readonly Step[]): Step[] {
  return steps.filter((step) => !(step.kind === 'wait' && step.byPlan) && !(step.kind === 'work' && step.when))
}

function later(now: number, days: number): number {
  return days === Number.POSITIVE_INFINITY ? days : afterWorkingDays(now, days)
}

function hold(kind: CaseKind, until: (run: CaseRun, now: number) => number): Step {
  return { kind: 'wait', hold: kind, until }
}

function label(misconduct: CaseKind, intensity: number): Step {
  return { kind: 'label', misconduct, intensity }
}

/** Left lying until the limit is nearly over; then the clock is stopped, and when it goes on again all is done at once. */
function stopBeforeDeadline(draft: Draft, { dice }: Circumstances): void {
  const share = dice.between(0.85, 0.97)
  const days = Math.max(1, dice.logNormal(6, 0.6))
  const desk = reviewDesk(draft.item)
  const stop = { kind: dice.pick(['其他', '内部协调', '等待研究']), documented: dice.chance(0.08) }
  draft.decision = withoutDelays(draft.decision)
  draft.decision.unshift(
    hold('clock-stop-abuse', (run) => atShareOfLimit(run, share)),
    { kind: 'hurry' },
    { ...work('暂停计时', desk, around(dice, 3)), by: 'acceptor', stop },
    label('clock-stop-abuse', days),
    { kind: 'wait', until: (_run, now) => afterWorkingDays(now, days) },
    { ...work('恢复计时', desk, around(dice, 2)), by: 'acceptor', stop: { ...stop, documented: false } },
  )
}

/** Sent to others who send it back without having looked at it. */
function bounce(draft: Draft, { dice }: Circumstances): void {
  const bounces = 1 + Math.min(3, Math.floor(dice.exponential(0.9)))
  const lead = reviewDesk(draft.item)
  const steps: Step[] = []
  let other = passedTo(draft, dice)
  for (let i = 0; i < bounces; i++) {
    const hollowMinutes = Math.min(dice.logNormal(2.5, 0.6), draft.item.reviewMinutes * 0.35)
    steps.push(
      work('转办', lead, around(dice, 3)),
      work('退回', { role: 'review', department: other }, Math.max(1, hollowMinutes)),
    )
    if (i === 0) steps.push(label('buck-passing', bounces))
    if (dice.chance(0.6)) other = passedTo(draft, dice)
  }
  draft.examination.unshift(...steps)
}

/** As a rule a department that has something to do with the item, now and then any other. */
function passedTo({ item }: Draft, dice: Dice): number {
  if (item.joint && dice.chance(0.7)) return departmentIndex(dice.pick(item.joint))
  const behindTheHall = departments.length - 1
  return 1 + ((departmentIndex(item.department) + dice.integer(0, behindTheHall - 2)) % behindTheHall)
}
