import type { Channel } from '../casework/circumstances.ts'
import type { ServiceItem } from '../catalogue/items.ts'
import { dayMs, minuteMs, zoneOffsetMs } from '../province/work-days.ts'
import type { Dice } from '../random/dice.ts'
import type { Experience } from './experience.ts'

/** A turn at the window: the ticket, and the call. */
export interface Turn {
  readonly ticketAt: number
  readonly calledAt: number
  readonly window: string
}

/** Relative crowd by hour of the day; the hall opens at nine. */
const crowd = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0.9, 1.6, 1.3, 0.5, 0.8, 1.4, 1.3, 0.9, 0.5]
const usualWaitMinutes = 7
const doorsOpen = 8.5 * 60
const windowsOpen = 9 * 60

/**
 * Draws how long somebody waited at the window before they handed in their papers.
 *
 * @param submittedAt UTC milliseconds
 * @param crowding of the hall, 1 for the usual one
 */
export function drawTurn(
  submittedAt: number,
  { dice, crowding }: { readonly dice: Dice; readonly crowding: number },
): Turn {
  const midnight = Math.floor((submittedAt + zoneOffsetMs) / dayMs) * dayMs - zoneOffsetMs
  const minute = (submittedAt - midnight) / minuteMs
  const called = Math.min(minute, Math.max(windowsOpen, minute - dice.between(3, 9)))
  const usual = usualWaitMinutes * crowding * (crowd[Math.floor(called / 60)] ?? 0.5)
  const ticket = Math.max(Math.min(doorsOpen + dice.between(0, 30), called), called - dice.exponential(usual))
  const instant = (at: number): number => midnight + Math.floor((at * minuteMs) / 1000) * 1000
  return { ticketAt: instant(ticket), calledAt: instant(called), window: `${dice.integer(1, 12)}号窗口` }
}

/** Trips to the hall until the case is closed, and whether the result is fetched with another one. */
export function drawVisits(
  experience: Experience,
  { dice, channel, item }: { readonly dice: Dice; readonly channel: Channel; readonly item: ServiceItem },
): { readonly untilClosed: number; readonly fetches: boolean } {
  const atWindow = channel === '窗口'
  // Some answer a notice in person even though they applied online.
  const answersInPerson = atWindow ? 0.8 : 0.1
  const answers = experience.answers > 0 && dice.chance(answersInPerson) ? experience.answers : 0
  const fetches = !item.instant && item.certificate !== 'none' && dice.chance(atWindow ? 0.45 : 0.12)
  return { untilClosed: (atWindow ? 1 : 0) + answers, fetches }
}
