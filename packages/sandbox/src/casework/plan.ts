import { departmentIndex } from '../catalogue/departments.ts'
import { items, type ServiceItem } from '../catalogue/items.ts'
import type { Role } from '../province/officers.ts'
import { dayMs, dayOf, instantOf, type WorkDays, weekdayOf, workingDayFrom } from '../province/work-days.ts'
import type { Dice } from '../random/dice.ts'
import { atShareOfLimit } from './case-clock.ts'
import type { Step } from './step.ts'
import {
  acceptanceMinutes,
  decisionMinutes,
  jointShare,
  secondReviewShare,
  supplementShare,
  usualMinutes,
} from './workload.ts'

export const channels = ['窗口', '网上', '移动端', '邮寄'] as const
export type Channel = (typeof channels)[number]

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

/** What the plan of a case depends on besides its item. */
export interface Circumstances {
  readonly dice: Dice
  readonly days: WorkDays
  readonly channel: Channel
  /** Share of cases with a supplement, relative to usual; experienced agents bring complete files. */
  readonly care: number
  /** Whether a program sends joint cases on at night. */
  readonly autoRouting: boolean
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

/** A piece of work, with its minutes drawn around the usual. */
export function work(
  activity: Extract<Step, { kind: 'work' }>['activity'],
  place: { readonly role: Role; readonly department: number },
  minutes: number,
): Extract<Step, { kind: 'work' }> {
  return { kind: 'work', activity, ...place, minutes }
}

/** The desk that reviews in a department. */
export function reviewDesk(item: ServiceItem): { role: Role; department: number } {
  return { role: 'review', department: departmentIndex(item.department) }
}

/** Minutes of work around a median. */
export function around(dice: Dice, minutes: number, sigma = 0.4): number {
  return Math.max(0.5, dice.logNormal(minutes, sigma))
}

/** Waits a drawn number of days, and on to the next opening where the office is closed then. */
export function waitDays(drawnDays: number, days: WorkDays): Step {
  return { kind: 'wait', until: (_run, now) => nextVisit(days, now + drawnDays * dayMs) }
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
  const { dice, days } = at
  const steps: Step[] = outcome.supplemented ? supplementRound(item, dice, { days, abandoned: outcome.abandoned }) : []
  if (outcome.abandoned) return steps
  steps.push(work(outcome.refused ? '不予受理' : '受理', acceptanceDesk(item), around(dice, acceptanceMinutes(item))))
  return steps
}

/** A notice of what is missing, and the answer; or, after a month of silence, the application counts as taken back. */
export function supplementRound(item: ServiceItem, dice: Dice, at: { days: WorkDays; abandoned: boolean }): Step[] {
  const notice = work('补正告知', acceptanceDesk(item), around(dice, acceptanceMinutes(item)))
  if (at.abandoned)
    return [
      notice,
      { kind: 'wait', until: (_run, now) => now + 30 * dayMs },
      { kind: 'event', activity: '视为撤回', by: 'system-expiry' },
    ]
  const days = Math.min(26, dice.logNormal(3, 0.8))
  return [
    notice,
    { kind: 'wait', until: (_run, now) => now + days * dayMs },
    { kind: 'event', activity: '补正提交', by: 'applicant' },
  ]
}

/** The desk that accepts for a department. */
export function acceptanceDesk(item: ServiceItem): { role: Role; department: number } {
  return { role: 'acceptance', department: departmentIndex(item.department) }
}

function examinationOf(item: ServiceItem, at: Circumstances): Step[] {
  const { dice, days } = at
  const desk = reviewDesk(item)
  const steps: Step[] = []
  if (dice.chance(0.004)) steps.push(...misrouted(item, at))
  steps.push(work('审查', desk, around(dice, item.reviewMinutes)))
  if (item.special && dice.chance(item.special.share)) steps.push(...specialOf(item, at))
  if (dice.chance(0.03)) steps.push(...suspensionOf(item, { dice, days }))
  for (const department of item.joint ?? []) {
    steps.push(...transferTo(departmentIndex(department), item, at))
    if (item.reviewMinutes > 120 && dice.chance(0.3))
      steps.push(work('审查', desk, around(dice, item.reviewMinutes * secondReviewShare)))
  }
  return steps
}

/** Sent to a department that finds, after looking into it, that it is not theirs. It happens to the best. */
function misrouted(item: ServiceItem, at: Circumstances): Step[] {
  const other = 1 + ((departmentIndex(item.department) + at.dice.integer(1, 8)) % 10)
  return [
    work('转办', reviewDesk(item), around(at.dice, usualMinutes.transfer)),
    work('退回', { role: 'review', department: other }, around(at.dice, item.reviewMinutes * jointShare * 0.8)),
  ]
}

/** Hears another department: sent there by an officer, or by a program at night. */
function transferTo(department: number, item: ServiceItem, at: Circumstances): Step[] {
  const joint = work('会签审查', { role: 'review', department }, around(at.dice, item.reviewMinutes * jointShare))
  if (!at.autoRouting) return [work('转办', reviewDesk(item), around(at.dice, usualMinutes.transfer)), joint]
  const second = at.dice.integer(0, 240)
  return [
    { kind: 'wait', until: (_run, now) => instantOf(at.days, dayOf(at.days, now) + 1, 60) + second * 1000 },
    { kind: 'event', activity: '转办', by: 'system-router', department: departmentIndex(item.department) },
    joint,
  ]
}

function specialOf(item: ServiceItem, { dice, days }: Circumstances): Step[] {
  const stop = { kind: item.special!.kind, documented: true }
  const desk = reviewDesk(item)
  const length = dice.logNormal(item.special!.medianDays, 0.45)
  return [
    { ...work('特别程序开始', desk, around(dice, usualMinutes.special)), stop },
    waitDays(length, days),
    work('特别程序结束', desk, around(dice, usualMinutes.special)),
    work('审查', desk, around(dice, item.reviewMinutes * secondReviewShare)),
  ]
}

/** The clock stops for a reason that the law knows (a court case, a third party's document), with a document. */
function suspensionOf(item: ServiceItem, { dice, days }: { dice: Dice; days: WorkDays }): Step[] {
  const desk = reviewDesk(item)
  const kind = dice.pick(['等待第三方材料', '涉及诉讼', '不可抗力'])
  return [
    { ...work('暂停计时', desk, around(dice, usualMinutes.suspend)), stop: { kind, documented: true } },
    waitDays(dice.logNormal(7, 0.6), days),
    work('恢复计时', desk, around(dice, usualMinutes.suspend)),
    work('审查', desk, around(dice, item.reviewMinutes * secondReviewShare)),
  ]
}

function decisionOf(item: ServiceItem, { dice, days }: Circumstances): Step[] {
  const steps: Step[] = []
  if (item.meeting) steps.push({ kind: 'wait', until: (_run, now) => nextMeeting(days, now) })
  // Work is planned to the promise: nobody hurries what is due next week.
  else if (!item.instant && dice.chance(0.06)) {
    const share = dice.between(0.45, 0.88)
    steps.push({ kind: 'wait', until: (run) => atShareOfLimit(run, share) })
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

function closingOf(item: ServiceItem, dice: Dice): Step[] {
  const bySystem: Step = { kind: 'event', activity: '办结', by: 'system-closing' }
  if (item.closedBySystem) return item.instant ? [bySystem] : [{ kind: 'nightClosing' }, bySystem]
  const desk = { role: 'certificate', department: 0 } as const
  const close = work('办结', desk, around(dice, usualMinutes.close))
  return item.certificate === 'atOnce' ? [work('制证', desk, around(dice, usualMinutes.certify)), close] : [close]
}

function deliveryOf(item: ServiceItem, { dice, days, channel }: Circumstances): Step[] {
  const desk = { role: 'certificate', department: 0 } as const
  const steps: Step[] = []
  if (item.certificate === 'weekly') {
    steps.push({ kind: 'wait', until: (_run, now) => nextPrinting(days, now) })
    steps.push(work('制证', desk, around(dice, usualMinutes.printInBatch, 0.25)))
  }
  if (item.certificate === 'none' && channel !== '窗口')
    steps.push({ kind: 'event', activity: '送达', by: 'system-portal' })
  else steps.push(waitDays(dice.logNormal(1.2, 0.9), days), work('送达', desk, around(dice, usualMinutes.deliver)))
  if (dice.chance(0.22)) {
    const pause = dice.exponential(9 * 3_600_000)
    steps.push(
      { kind: 'wait', until: (_run, now) => now + pause },
      { kind: 'event', activity: '评价', by: 'applicant' },
    )
  }
  return steps
}

/** The same time of day where the office is open then, else some time on the next working day. */
function nextVisit(days: WorkDays, at: number): number {
  const day = workingDayFrom(days, dayOf(days, at))
  const minute = 545 + ((Math.floor(at / 1000) * 7) % 430)
  const visit = instantOf(days, day, minute)
  return visit >= at ? visit : instantOf(days, workingDayFrom(days, day + 1), minute)
}

/** The weekly meeting is on Tuesday and Thursday afternoons. */
function nextMeeting(days: WorkDays, at: number): number {
  for (let day = dayOf(days, at); ; day++) {
    const weekday = weekdayOf(days, day)
    const begins = instantOf(days, day, 14 * 60)
    if ((weekday === 2 || weekday === 4) && begins >= at && (day >= days.count || days.working[day] === 1))
      return begins
  }
}

/** Cards are printed on Wednesdays. */
function nextPrinting(days: WorkDays, at: number): number {
  for (let day = dayOf(days, at); ; day++) {
    const begins = instantOf(days, day, 14 * 60 + 30)
    if (weekdayOf(days, day) === 3 && begins >= at && (day >= days.count || days.working[day] === 1)) return begins
  }
}
