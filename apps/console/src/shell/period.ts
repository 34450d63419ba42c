/** Periods that can be chosen by name; they move on with the days. */
export const periods = ['7d', '30d', '90d', 'month', 'lastMonth', 'quarter', 'year', 'custom'] as const
export type Period = (typeof periods)[number]

/** The first and last day of a period, seen from `today`. Days are `YYYY-MM-DD`. */
export function periodDays(
  period: Exclude<Period, 'custom'>,
  today: string,
): { readonly from: string; readonly to: string } {
  const [year, month] = today.split('-').map(Number) as [number, number]
  switch (period) {
    case '7d':
      return { from: addDays(today, -6), to: today }
    case '30d':
      return { from: addDays(today, -29), to: today }
    case '90d':
      return { from: addDays(today, -89), to: today }
    case 'month':
      return { from: firstOfMonth(year, month), to: today }
    case 'lastMonth':
      return { from: firstOfMonth(year, month - 1), to: addDays(firstOfMonth(year, month), -1) }
    case 'quarter':
      return { from: firstOfMonth(year, month - ((month - 1) % 3)), to: today }
    case 'year':
      return { from: firstOfMonth(year, 1), to: today }
  }
}

/** The day `count` days after (before, where negative). */
export function addDays(day: string, count: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + count * 86_400_000).toISOString().slice(0, 10)
}

/** How many days from one day to another, both counted. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000) + 1
}

/** `month` may be 0: December of the year before. */
function firstOfMonth(year: number, month: number): string {
  return new Date(Date.UTC(year, month - 1, 1)).toISOString().slice(0, 10)
}
