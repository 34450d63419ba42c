import { CalendarError } from './calendar-error.ts'
import { chinaHolidays } from './china-holidays.ts'
import { type DayTable, type OfficeHours, tabulateDays } from './day-table.ts'
import { type EpochDay, parseDay, weekdayOf } from './plain-day.ts'
import { isTimeZone } from './zone.ts'

/** Which days are worked, and in which hours. The same shape as `calendar` in a profile, with its zone. */
export interface CalendarRule {
  /** IANA zone, for example `Asia/Shanghai`. */
  readonly timeZone: string
  /** `CN`: statutory holidays and make-up working days of China. */
  readonly holidays: 'CN' | 'none'
  /** ISO weekdays that are not worked, 1 = Monday … 7 = Sunday. */
  readonly weekend: readonly number[]
  /** Office hours of a working day, local time `HH:MM`, in order, not overlapping. `24:00` is the end of the day. */
  readonly hours: readonly (readonly [opens: string, closes: string])[]
  /** Further days off, `YYYY-MM-DD`. They win over make-up working days. */
  readonly closed: readonly string[]
  /** Further working days, `YYYY-MM-DD`; they win over `closed`, holidays and weekends. */
  readonly open: readonly string[]
}

/** A rule made ready for counting, from 1900 to 2099. Nothing in it changes after it is made. */
export interface WorkCalendar {
  readonly rule: CalendarRule
  /** First day for which the holidays are known, `YYYY-MM-DD`; absent where the rule has none to know. */
  readonly holidaysKnownFrom?: string
  /** Last day for which the holidays are known, `YYYY-MM-DD`; after it the plain week is counted. */
  readonly holidaysKnownUntil?: string
  /** For the counting functions of this package; not enumerable, so make calendars with `createCalendar` only. */
  readonly days: DayTable
}

/**
 * Makes a rule ready for counting. That costs a few milliseconds and about 1 MB, so equal rules share one calendar.
 *
 * Holidays of China are known for the years that the State Council has announced, see `holidaysKnownUntil`. A year announced
 * later is loaded by naming its days in `closed` and `open`; the year then counts as known.
 *
 * @param rule working days and office hours
 * @throws CalendarError naming the field and the value at fault
 * @example
 * const hours = [['09:00', '12:00'], ['13:00', '17:00']]
 * const calendar = createCalendar({ timeZone: 'Asia/Shanghai', holidays: 'CN', weekend: [6, 7], hours, closed: [], open: [] })
 * calendar.holidaysKnownUntil // → '2026-12-31'
 * isWorkingDay(calendar, '2026-10-01') // → false
 * isWorkingDay(calendar, '2026-10-10') // → true
 */
export function createCalendar(rule: CalendarRule): WorkCalendar {
  const { timeZone, holidays, weekend, hours, closed, open } = rule
  const key = JSON.stringify([timeZone, holidays, weekend, hours, closed, open])
  const known = recentCalendars.get(key)
  if (known) return known
  const calendar = makeCalendar(structuredClone({ timeZone, holidays, weekend, hours, closed, open }))
  if (recentCalendars.size === maxRecent) recentCalendars.clear()
  recentCalendars.set(key, calendar)
  return calendar
}

const maxRecent = 8
const recentCalendars = new Map<string, WorkCalendar>()

function makeCalendar(rule: CalendarRule): WorkCalendar {
  if (!isTimeZone(rule.timeZone))
    throw new CalendarError('timeZoneUnknown', { field: 'timeZone', value: rule.timeZone })
  const weekend = checkedWeekend(rule.weekend)
  const closed = checkedDays('closed', rule.closed)
  const open = checkedDays('open', rule.open)
  const china = rule.holidays === 'CN' ? chinaHolidays() : undefined
  const isWorked = (day: EpochDay): boolean => {
    if (open.has(day)) return true
    if (closed.has(day) || china?.off.has(day)) return false
    return china?.work.has(day) || !weekend.has(weekdayOf(day))
  }
  const days = tabulateDays(rule.timeZone, checkedHours(rule.hours), isWorked)
  const calendar = {
    rule,
    ...(china && {
      holidaysKnownFrom: `${china.firstYear}-01-01`,
      holidaysKnownUntil: `${lastKnownYear(china.lastYear, rule)}-12-31`,
    }),
  }
  // Follows from the rule, and would bury it wherever a calendar is printed or compared.
  return Object.defineProperty(calendar, 'days', { value: days, enumerable: false }) as typeof calendar & {
    days: DayTable
  }
}

/** Years that the rule lists itself count as known, as long as none is left out before them. */
function lastKnownYear(announced: number, rule: CalendarRule): number {
  let year = announced
  while ([...rule.closed, ...rule.open].some((day) => day.startsWith(String(year + 1)))) year++
  return year
}

function checkedWeekend(weekend: readonly number[]): ReadonlySet<number> {
  const wrong = weekend.find((weekday) => !Number.isInteger(weekday) || weekday < 1 || weekday > 7)
  if (wrong !== undefined) throw new CalendarError('weekdayInvalid', { field: 'weekend', value: wrong })
  const days = new Set(weekend)
  if (days.size === 7) throw new CalendarError('noWorkingDay', { field: 'weekend', value: weekend.join(', ') })
  return days
}

function checkedDays(field: 'closed' | 'open', texts: readonly string[]): ReadonlySet<EpochDay> {
  const days = texts.map((value) => {
    const day = parseDay(value)
    if (day === undefined) throw new CalendarError('dateInvalid', { field, value })
    return day
  })
  return new Set(days)
}

function checkedHours(hours: CalendarRule['hours']): OfficeHours {
  if (hours.length === 0) throw new CalendarError('hoursMissing', { field: 'hours', value: '' })
  const opens = hours.map(([from]) => timeOfDayMs(from))
  const closes = hours.map(([, until]) => timeOfDayMs(until))
  hours.forEach((value, i) => {
    if (!(opens[i]! < closes[i]!)) throw new CalendarError('hoursInvalid', { field: 'hours', value: value.join('–') })
    if (i > 0 && opens[i]! < closes[i - 1]!)
      throw new CalendarError('hoursOverlap', { field: 'hours', value: value.join('–') })
  })
  return { opensMs: Float64Array.from(opens), closesMs: Float64Array.from(closes) }
}

/** Milliseconds since midnight, `NaN` where it is no time of day. */
function timeOfDayMs(text: string): number {
  const match = /^(\d\d):(\d\d)$/.exec(text)
  if (!match) return Number.NaN
  const minutes = Number(match[1]) * 60 + Number(match[2])
  return Number(match[2]) < 60 && minutes <= 24 * 60 ? minutes * 60_000 : Number.NaN
}
