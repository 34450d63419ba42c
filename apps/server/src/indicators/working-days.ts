import { createCalendar, isWorkingDay, type WorkCalendar } from '@zhengfeng/worktime'
import type { SettingValue } from '../settings/read-setting.ts'
import { addDays } from '../slices/days.ts'

interface Days {
  readonly from: string
  readonly to: string
}

/** The working days of two periods by the platform's calendar; `undefined` where there are as many. */
export function workingDaysDiffer(
  setting: Pick<SettingValue<'calendar'>, 'closed' | 'open'>,
  now: Days,
  before: Days,
): { readonly now: number; readonly before: number } | undefined {
  const calendar = calendarOf(setting)
  const found = { now: countOf(calendar, now), before: countOf(calendar, before) }
  return found.now === found.before ? undefined : found
}

function countOf(calendar: WorkCalendar, { from, to }: Days): number {
  let count = 0
  for (let day = from; day <= to; day = addDays(day, 1)) if (isWorkingDay(calendar, day)) count += 1
  return count
}

let made: { readonly key: string; readonly calendar: WorkCalendar } | undefined

/** Made again only where the setting changed: a calendar tabulates two centuries. */
function calendarOf({ closed, open }: Pick<SettingValue<'calendar'>, 'closed' | 'open'>): WorkCalendar {
  const key = JSON.stringify([closed, open])
  if (made?.key !== key) {
    const rule = { timeZone: 'Asia/Shanghai', holidays: 'CN', weekend: [6, 7], hours: [['09:00', '17:00']] } as const
    made = { key, calendar: createCalendar({ ...rule, closed, open }) }
  }
  return made.calendar
}
