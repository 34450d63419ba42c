import { timeText, workingTimeText } from '@zhengfeng/detectors'
import type { Strength } from '../model/finding-model.ts'
import type { Page } from './page.ts'

/** The value of a strength in its unit, durations written as in the explanations: `13 天 9 小时`, `62%`, `3.1 倍`. */
export function strengthText(
  { text, format, checkUp }: Page,
  strength: Pick<Strength, 'value' | 'unit' | 'measure'>,
): string {
  const { value, unit, measure } = strength
  switch (unit) {
    case 'ms':
      return timeText(value, format)
    case 'workingMs':
      return workingTimeText(value, checkUp.method.calendar.workingDayMs, format)
    case 'days':
      return format.duration(value * 86_400_000)
    case 'count':
      return text(format.has(`report.strength.counts.${measure}`) ? `strength.counts.${measure}` : 'strength.count', {
        count: value,
      })
    case 'share':
      return format.share(value)
    case 'ratio':
      return text('strength.ratio', { value: format.number(value, 2) })
    case 'z':
      return text('strength.z', { value: format.number(value, 1) })
  }
}

/** The 95% interval of a strength in brackets; nothing where the value is a plain count of facts. */
export function intervalText(page: Page, strength: Strength): string {
  if (!strength.interval) return ''
  const [low, high] = strength.interval
  const { unit, measure } = strength
  return page.text('strength.interval', {
    low: strengthText(page, { value: low, unit, measure }),
    high: strengthText(page, { value: high, unit, measure }),
  })
}

/** What is measured. */
export function measureText({ format }: Page, strength: Pick<Strength, 'measure'>): string {
  return format.t(`detectors.measures.${strength.measure}`)
}
