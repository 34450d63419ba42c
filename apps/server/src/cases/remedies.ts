import type { Waiting } from '@zhengfeng/contract'
import type { Profile } from '@zhengfeng/eventlog'
import { type CaseProjection, calendarOf } from '@zhengfeng/monitor'
import { deadline } from '@zhengfeng/worktime'
import { addDays, dayOf, startOfDay } from '../slices/days.ts'
import { instant } from './case-row.ts'

type Remedy = Waiting['remedies'][number]

const noticeLimit = { amount: 5, unit: 'workingDay' } as const
const withoutLimit = { amount: 2, unit: 'month' } as const

/**
 * What the law lets an applicant do whose case is not decided, and from when. Where a case has a statutory limit it is as of its end:
 *
 * - `deemedAccepted`: an application that nobody took up or asked to be supplemented within five (working) days counts as accepted from the
 *   day it came in. Administrative Licensing Law, article 32 item 4 and article 82.
 * - `correction`: the office above orders a decision that was not taken in time. Administrative Licensing Law, article 74 item 2.
 * - `reconsideration`: within 60 days of the end of the limit; without a limit, from 60 days after the application. Regulation on
 *   Implementing the Administrative Reconsideration Law, article 16.
 * - `litigation`: from the end of the limit; without a limit, two months after the application. Administrative Litigation Law, article 47.
 *
 * @returns in order of time; empty where it is not known when the application came in
 */
export function remediesOf(projection: CaseProjection, profile: Profile): Remedy[] {
  const { submittedAt, acceptedAt, decidedAt, closedAt, statutoryDue, status } = projection
  if (closedAt !== undefined || decidedAt !== undefined || status === 'supplementing' || status === 'suspended')
    return []
  const found: Remedy[] = []
  const add = (key: string, from: number): void => {
    if (Number.isFinite(from)) found.push({ key, values: {}, from: instant(from) })
  }
  if (submittedAt !== undefined && acceptedAt === undefined)
    add('deemedAccepted', dayAfter(deadline(calendarOf(profile), submittedAt, noticeLimit), profile))
  const applied = submittedAt ?? acceptedAt
  if (statutoryDue !== undefined) {
    add('correction', dayAfter(statutoryDue, profile))
    add('reconsideration', dayAfter(statutoryDue, profile))
    add('litigation', dayAfter(statutoryDue, profile))
  } else if (applied !== undefined) {
    add('reconsiderationWithoutLimit', startOfDay(addDays(dayOf(applied, profile.timeZone), 61), profile.timeZone))
    add('litigationWithoutLimit', dayAfter(deadline(calendarOf(profile), applied, withoutLimit), profile))
  }
  return found.sort((a, b) => Date.parse(a.from) - Date.parse(b.from))
}

/** The beginning of the day after an instant. */
function dayAfter(at: number, { timeZone }: Profile): number {
  return Number.isNaN(at) ? at : startOfDay(addDays(dayOf(at, timeZone), 1), timeZone)
}
