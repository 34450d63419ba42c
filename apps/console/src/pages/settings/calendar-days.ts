/** A day of a month as a calendar shows it; `undefined` before its first and after its last. */
export type Week = readonly (string | undefined)[]

/** The weeks of a month, Monday first. `month` is `2026-10`. */
export function weeksOf(month: string): readonly Week[] {
  const first = Date.parse(`${month}-01T00:00:00Z`)
  const before = (new Date(first).getUTCDay() + 6) % 7
  const days = daysIn(month)
  return Array.from({ length: Math.ceil((before + days) / 7) }, (_, week) =>
    Array.from({ length: 7 }, (_, weekday) => {
      const day = week * 7 + weekday - before + 1
      return day >= 1 && day <= days ? `${month}-${String(day).padStart(2, '0')}` : undefined
    }),
  )
}

function daysIn(month: string): number {
  const [year = 0, number = 1] = month.split('-').map(Number)
  return new Date(Date.UTC(year, number, 0)).getUTCDate()
}

/** The month some months later. */
export function addMonths(month: string, by: number): string {
  const [year = 0, number = 1] = month.split('-').map(Number)
  return new Date(Date.UTC(year, number - 1 + by, 1)).toISOString().slice(0, 7)
}

export type DayMark = 'usual' | 'closed' | 'open'

/** What a day is marked as after pressing it: usual → day off → working day → usual. */
export function nextMark(mark: DayMark): DayMark {
  return mark === 'usual' ? 'closed' : mark === 'closed' ? 'open' : 'usual'
}

interface Marked {
  readonly closed: readonly string[]
  readonly open: readonly string[]
}

export function markOf({ closed, open }: Marked, day: string): DayMark {
  return closed.includes(day) ? 'closed' : open.includes(day) ? 'open' : 'usual'
}

/** Marks a day; a day is never both off and worked. */
export function markDay<Calendar extends Marked>(calendar: Calendar, day: string, mark: DayMark): Calendar {
  const without = (days: readonly string[]): string[] => days.filter((it) => it !== day)
  const closed = without(calendar.closed)
  const open = without(calendar.open)
  return {
    ...calendar,
    closed: mark === 'closed' ? [...closed, day].toSorted() : closed,
    open: mark === 'open' ? [...open, day].toSorted() : open,
  }
}

/** Whether office hours follow one another: each ends after it begins, and the next begins no earlier. */
export function hoursInOrder(hours: readonly (readonly [string, string])[]): boolean {
  return hours.every(([from, to], at) => from < to && (at === 0 || (hours[at - 1]?.[1] ?? '') <= from))
}
