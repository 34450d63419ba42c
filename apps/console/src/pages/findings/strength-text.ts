import type { FindingSummary } from '@zhengfeng/contract'
import type { Formatter } from '../../text/format.ts'

/** Eight hours: how long an office day is taken to be where the detector does not tell. */
const usualDayMs = 28_800_000

/** A value in the unit in which a finding’s strength is measured; working days as long as in its explanation. */
export function strengthText(
  format: Formatter,
  { strength, explanation }: Pick<FindingSummary, 'strength' | 'explanation'>,
  value: number | undefined,
): string {
  const { t, number, count, share, duration, working } = format
  const dayMs = explanation.values.workingDayMs
  switch (strength.unit) {
    case 'ms':
      return duration(value)
    case 'workingMs':
      return working(value, typeof dayMs === 'number' ? dayMs : usualDayMs)
    case 'days':
      return t('work.days', { text: number(value) })
    case 'count':
      return count(value)
    case 'share':
      return share(value)
    case 'ratio':
      return t('work.times', { text: number(value, 2) })
    case 'z':
      return t('work.deviations', { text: number(value, 1) })
  }
}

/** A probability: small ones by their power of ten, never a bare zero. */
export function probabilityText({ number, language }: Formatter, value: number): string {
  if (value >= 0.001) return number(value, 3)
  if (value === 0) return '<1E-15'
  return new Intl.NumberFormat(language, { notation: 'scientific', maximumFractionDigits: 1 }).format(value)
}
