import type { Figure, IndicatorDescription } from '@zhengfeng/contract'
import type { z } from 'zod'
import type { Formatter } from '../text/format.ts'

export type FigureValue = z.infer<typeof Figure>
export type Unit = IndicatorDescription['unit']

/** How the values of an indicator are written. */
export type Written = Pick<IndicatorDescription, 'unit' | 'workingDayMs'>

/** A value as its unit is written; nothing known reads as a dash. */
export function valueText(format: Formatter, written: Written, value: number | undefined): string {
  switch (written.unit) {
    case 'count':
      return format.count(value)
    case 'share':
      return format.share(value)
    case 'ms':
      return written.workingDayMs === undefined ? format.duration(value) : format.working(value, written.workingDayMs)
    case 'mean':
      return format.number(value, 2)
    case 'perThousand':
    case 'score':
      return format.number(value, 1)
  }
}

/** How a figure changed against the period before: in percentage points for shares, in the unit for others. */
export function changeText(format: Formatter, written: Written, change: number): string {
  if (!isTold(written.unit, change)) return format.t('console.figure.same')
  const amount = differenceText(format, written, Math.abs(change))
  return `${change > 0 ? '+' : '−'}${amount}`
}

/** A difference between two values: percentage points for shares. */
export function differenceText(format: Formatter, written: Written, size: number): string {
  if (written.unit !== 'share') return valueText(format, written, size)
  return format.t('console.figure.points', { amount: format.number(size * 100, 1) })
}

const leastTold: Readonly<Record<Unit, number>> = {
  count: 0.5,
  share: 0.0005,
  ms: 30_000,
  mean: 0.005,
  perThousand: 0.05,
  score: 0.05,
}

/** Whether a change is large enough to be seen in the digits that are written. */
export function isTold(unit: Unit, change: number): boolean {
  return Math.abs(change) >= leastTold[unit]
}

/** Whether a change is for the better; `undefined` where it is neither, or too small to be written. */
export function isBetter(
  indicator: Pick<IndicatorDescription, 'unit' | 'direction'>,
  change: number,
): boolean | undefined {
  if (indicator.direction === 'none' || !isTold(indicator.unit, change)) return undefined
  return indicator.direction === 'higher' ? change > 0 : change < 0
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
export function figureText(format: Formatter, written: Written, figure: FigureValue | undefined): string {
  if (!figure) return '–'
  if (figure.state !== 'told') return format.t(`console.figure.states.${figure.state}`)
  return valueText(format, written, figure.value)
}

/** How many cases a figure rests on, in words; `undefined` where that is not told, and for counts, which say it themselves. */
export function baseText(format: Formatter, unit: Unit, figure: FigureValue | undefined): string | undefined {
  const sample = sampleOf(figure)
  if (!figure || sample === undefined || figure.state !== 'told' || unit === 'count') return undefined
  if (!countsCases(figure)) return format.t('console.figure.from', { denominator: format.count(sample) })
  return format.t('console.figure.of', {
    numerator: format.count(figure.numerator),
    denominator: format.count(figure.denominator),
  })
}

export function sampleOf(figure: FigureValue | undefined): number | undefined {
  return figure?.sample ?? figure?.denominator
}

/** Whether the figure is so many of so many cases; others divide times, or count events that may repeat. */
export function countsCases(figure: FigureValue | undefined): boolean {
  const { numerator, denominator, sample = denominator } = figure ?? {}
  return numerator !== undefined && denominator !== undefined && sample === denominator && numerator <= denominator
}
