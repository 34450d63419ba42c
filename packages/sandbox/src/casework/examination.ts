import { departmentIndex } from '../catalogue/departments.ts'
import type { ServiceItem } from '../catalogue/items.ts'
import { dayOf, instantOf, type WorkDays } from '../province/work-days.ts'
import type { Dice } from '../random/dice.ts'
import { waitDays } from './appointments.ts'
import type { Circumstances } from './circumstances.ts'
import type { Step } from './step.ts'
import { around, reviewDesk, work } from './work-steps.ts'
import { jointShare, secondReviewShare, usualMinutes, usualReviewMinutes } from './workload.ts'

/** The review of a case: by the lead, by special procedure where it needs one, and by the departments that are heard. */
export function examinationOf(item: ServiceItem, at: Circumstances): Step[] {
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
    work('退回', { role: 'review', department: other }, around(at.dice, usualReviewMinutes[other]! * 0.5)),
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
