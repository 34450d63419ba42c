import { departmentIndex } from '../catalogue/departments.ts'
import { items, type ServiceItem } from '../catalogue/items.ts'
import { dayMs } from '../province/work-days.ts'
import type { Dice } from '../random/dice.ts'
import { nextMeeting, nextPrinting, nextVisit, waitDays, whenAwake } from './appointments.ts'
import { atShareOfLimit } from './case-clock.ts'
import type { Circumstances } from './circumstances.ts'
import { examinationOf } from './examination.ts'
import type { Step } from './step.ts'
import { acceptanceDesk, around, certificateDesk, decisionDesk, work } from './work-steps.ts'
import { acceptanceMinutes, decisionMinutes, supplementShare, usualMinutes } from './workload.ts'

/** What is to happen to a case if everything goes by the rules, part by part, so that misconduct can be put in between. */
export interface Draft {
  readonly item: ServiceItem
  intake: Step[]
  acceptance: Step[]
  /** Whether the case is accepted at all. */
  accepted: boolean
  supplemented: boolean
  /** The applicant takes the application back while it is examined. */
  withdrawn: boolean
  examination: Step[]
  decision: Step[]
  closing: Step[]
  delivery: Step[]
}

/** Draws what is to happen to one case. */
export function draftCase(itemIndex: number, at: Circumstances): Draft {
  const item = items[itemIndex]!
  const { dice } = at
  const supplemented = dice.chance(supplementShare(item) * at.care)
  const abandoned = supplemented && dice.chance(0.06)
  const refused = !abandoned && dice.chance(supplemented ? 0.08 : 0.025)
  const accepted = !abandoned && !refused
  const withdrawn = accepted && !item.instant && dice.chance(0.008)
  const draft: Draft = {
    ...{ item, accepted, supplemented, withdrawn },
    intake: intakeOf(at),
    acceptance: acceptanceOf(item, at, { supplemented, abandoned, refused }),
    ...{ examination: [], decision: [], closing: [], delivery: [] },
  }
  if (!accepted) return draft
  draft.examination = item.instant ? [] : examinationOf(item, at)
  if (withdrawn)
    return {
      ...draft,
      examination: [...draft.examination.slice(0, 1), { kind: 'event', activity: '撤回申请', by: 'applicant' }],
    }
  draft.decision = decisionOf(item, at)
  draft.closing = closingOf(item, dice)
  draft.delivery = deliveryOf(item, at)
  return draft
}

/** The steps of a draft in one list. */
export function stepsOf(draft: Draft): Step[] {
  return [
    ...draft.intake,
    ...draft.acceptance,
    ...draft.examination,
    ...draft.decision,
    ...draft.closing,
    ...draft.delivery,
  ]
}

function intakeOf(at: Circumstances): Step[] {
  if (at.channel === '邮寄') return [{ kind: 'paperEntry' }]
  const minutes = around(at.dice, at.channel === '窗口' ? usualMinutes.reception : usualMinutes.reception * 0.6)
  return [
    { kind: 'event', activity: '提交申请', by: 'applicant' },
    work('收件', { role: 'reception', department: 0 }, minutes),
  ]
}

function acceptanceOf(
  item: ServiceItem,
  at: Circumstances,
  outcome: { supplemented: boolean; abandoned: boolean; refused: boolean },
): Step[] {
  const { dice } = at
  const steps: Step[] = outcome.supplemented ? supplementRound(item, at, outcome.abandoned) : []
  if (outcome.abandoned) return steps
  steps.push(work(outcome.refused ? '不予受理' : '受理', acceptanceDesk(item), around(dice, acceptanceMinutes(item))))
  return steps
}

/** A notice of what is missing, and the answer; or, after a month of silence, the application counts as taken back. */
export function supplementRound(item: ServiceItem, { dice, days, channel }: Circumstances, abandoned: boolean): Step[] {
  const notice = work('补正告知', acceptanceDesk(item), around(dice, acceptanceMinutes(item)))
  if (abandoned)
    return [
      notice,
      { kind: 'wait', until: (_run, now) => now + 30 * dayMs },
      { kind: 'event', activity: '视为撤回', by: 'system-expiry' },
    ]
  const waitMs = Math.min(26, dice.logNormal(3, 0.8)) * dayMs
  const comes = channel === '窗口' || channel === '邮寄' ? nextVisit : whenAwake
  return [
    notice,
    { kind: 'wait', until: (_run, now) => comes(days, now + waitMs) },
    { kind: 'event', activity: '补正提交', by: 'applicant' },
  ]
}

function decisionOf(item: ServiceItem, { dice, days }: Circumstances): Step[] {
  const steps: Step[] = []
  if ((item.special || item.joint) && dice.chance(0.3)) steps.push(extensionOf(item, dice))
  if (item.meeting) steps.push({ kind: 'wait', byPlan: true, until: (_run, now) => nextMeeting(days, now) })
  const paced = item.paced ?? (!item.instant && dice.chance(0.004) ? [0.4, 0.9] : undefined)
  if (paced) {
    const share = dice.between(paced[0]!, paced[1]!)
    steps.push({ kind: 'wait', byPlan: true, until: (run) => atShareOfLimit(run, share) })
  }
  steps.push(
    work(
      '决定',
      { role: 'decision', department: departmentIndex(item.department) },
      around(dice, decisionMinutes(item)),
    ),
  )
  return steps
}

/** Extended by the head, with reasons given, where the case is hard and the limit nearly over. */
function extensionOf(item: ServiceItem, dice: Dice): Step {
  return {
    ...work('延长审批', decisionDesk(item), around(dice, usualMinutes.extend)),
    when: (run, now) => now > atShareOfLimit(run, 0.7) && now < run.promisedDue,
  }
}

function closingOf(item: ServiceItem, dice: Dice): Step[] {
  const bySystem: Step = { kind: 'event', activity: '办结', by: 'system-closing' }
  if (item.closedBySystem) return item.instant ? [bySystem] : [{ kind: 'nightClosing' }, bySystem]
  const close = work('办结', certificateDesk, around(dice, usualMinutes.close))
  return item.certificate === 'atOnce'
    ? [work('制证', certificateDesk, around(dice, usualMinutes.certify)), close]
    : [close]
}

function deliveryOf(item: ServiceItem, { dice, days, channel }: Circumstances): Step[] {
  const steps: Step[] = []
  if (item.certificate === 'weekly') {
    steps.push({ kind: 'wait', until: (_run, now) => nextPrinting(days, now) })
    steps.push(work('制证', certificateDesk, around(dice, usualMinutes.printInBatch, 0.25)))
  }
  if (item.certificate === 'none' && channel !== '窗口')
    steps.push({ kind: 'event', activity: '送达', by: 'system-portal' })
  else
    steps.push(
      waitDays(dice.logNormal(1.2, 0.9), days),
      work('送达', certificateDesk, around(dice, usualMinutes.deliver)),
    )
  if (dice.chance(0.22)) {
    const pause = dice.exponential(9 * 3_600_000)
    steps.push(
      { kind: 'wait', until: (_run, now) => now + pause },
      { kind: 'event', activity: '评价', by: 'applicant' },
    )
  }
  return steps
}
