import type { IndicatorGroup } from '@zhengfeng/contract'
import { addDays } from '../../shell/period.ts'
import type { Formatter } from '../../text/format.ts'

export const timeGroups: readonly IndicatorGroup[] = ['day', 'week', 'month']

export function isTime(group: IndicatorGroup | undefined): boolean {
  return group !== undefined && timeGroups.includes(group)
}

/** A key of a row as it is read: the name of a division, a day, a week, a month, or the name itself. */
export function keyText(
  group: IndicatorGroup | undefined,
  key: string,
  given: { readonly format: Formatter; readonly nameOf: (code: string) => string },
): string {
  const { t, day, shortDay } = given.format
  if (key === '') return t('analysis.notTold')
  switch (group) {
    case 'division':
      return given.nameOf(key)
    case 'day':
      return day(key)
    case 'week':
      return t('analysis.week', { from: shortDay(key), to: shortDay(addDays(key, 6)) })
    case 'month':
      return key.slice(0, 7)
    default:
      return key
  }
}

/** The last day of the day, week or month that a key names. */
export function lastDay(group: IndicatorGroup, key: string): string {
  if (group === 'week') return addDays(key, 6)
  if (group !== 'month') return key
  const [year, month] = key.split('-').map(Number) as [number, number]
  return new Date(Date.UTC(year, month, 0)).toISOString().slice(0, 10)
}

/** What a row’s key narrows the slice to, as entries of an address. */
export function narrowTo(
  group: IndicatorGroup,
  key: string,
  within: { readonly from?: string | undefined; readonly to?: string | undefined },
): Readonly<Record<string, string>> {
  if (!isTime(group)) return { [group]: key }
  const last = lastDay(group, key)
  const from = within.from && within.from > key ? within.from : key
  const to = within.to && within.to < last ? within.to : last
  return { period: 'custom', from, to }
}
