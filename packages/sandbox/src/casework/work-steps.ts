import { departmentIndex } from '../catalogue/departments.ts'
import type { ServiceItem } from '../catalogue/items.ts'
import type { Role } from '../province/officers.ts'
import type { Dice } from '../random/dice.ts'
import type { WorkStep } from './step.ts'

/** Where work is done. */
export interface Place {
  readonly role: Role
  readonly department: number
}

/** A piece of work, with its minutes drawn around the usual. */
export function work(activity: WorkStep['activity'], place: Place, minutes: number): WorkStep {
  return { kind: 'work', activity, ...place, minutes }
}

/** The desk that accepts for a department. */
export function acceptanceDesk(item: ServiceItem): Place {
  return { role: 'acceptance', department: departmentIndex(item.department) }
}

/** The desk that reviews in a department. */
export function reviewDesk(item: ServiceItem): Place {
  return { role: 'review', department: departmentIndex(item.department) }
}

/** The desk that decides in a department. */
export function decisionDesk(item: ServiceItem): Place {
  return { role: 'decision', department: departmentIndex(item.department) }
}

/** Where certificates are made, cases closed and results handed out. */
export const certificateDesk: Place = { role: 'certificate', department: 0 }

/** Minutes of work around a median. */
export function around(dice: Dice, minutes: number, sigma = 0.4): number {
  return Math.max(0.5, dice.logNormal(minutes, sigma))
}
