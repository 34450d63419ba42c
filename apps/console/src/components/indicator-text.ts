import type { Figure, IndicatorDescription } from '@zhengfeng/contract'
import type { z } from 'zod'
import type { Formatter } from '../text/format.ts'

export type FigureValue = z.infer<typeof Figure>
export type Unit = IndicatorDescription['unit']

/** A value as its unit is written; nothing known reads as a dash. */
export function valueText(format: Formatter, unit: Unit, value: number | undefined): string {
  switch (unit) {
    case 'count':
      return format.count(value)
    case 'share':
      return format.share(value)
    case 'ms':
      return format.duration(value)
    case 'mean':
    case 'ratio':
      return format.number(value, 2)
    case 'perThousand':
    case 'score':
      return format.number(value, 1)
  }
}

/** How a figure changed against the period before: in percentage points for shares, in the unit for others. */
export function changeText(format: Formatter, unit: Unit, change: number): string {
  const size = Math.abs(change)
  const amount =
    unit === 'share'
      ? format.t('console.figure.points', { amount: format.number(size * 100, 1) })
      : valueText(format, unit, size)
  return change === 0 ? format.t('console.figure.same') : `${change > 0 ? '+' : '−'}${amount}`
}

/** Whether a change is for the better; `undefined` where it is neither. */
export function isBetter(direction: IndicatorDescription['direction'], change: number): boolean | undefined {
  if (direction === 'none' || change === 0) return undefined
  return direction === 'higher' ? change > 0 : change < 0
}

/** Whether a value keeps its target; `undefined` where there is no target or no value. */
export function keepsTarget(
  direction: IndicatorDescription['direction'],
  value: number | undefined,
  target: number | undefined,
): boolean | undefined {
  if (value === undefined || target === undefined || direction === 'none') return undefined
  return direction === 'higher' ? value >= target : value <= target
}

/** A figure in words: its value, or why there is none. */
export function figureText(format: Formatter, unit: Unit, figure: FigureValue | undefined): string {
  if (!figure) return '–'
  if (figure.state !== 'told') return format.t(`console.figure.states.${figure.state}`)
  return valueText(format, unit, figure.value)
}
