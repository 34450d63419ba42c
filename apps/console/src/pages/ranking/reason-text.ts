import type { IndicatorDescription } from '@zhengfeng/contract'
import { differenceText, valueText } from '../../components/indicator-text.ts'
import type { Formatter } from '../../text/format.ts'
import type { RankedUnit } from './RankingResult.tsx'

const inUnit = new Set(['adjusted', 'overall', 'expected', 'observed'])
const differences = new Set(['difference', 'low', 'high'])

/** A reason for being among the last, in words: values of the indicator are written in its unit. */
export function reasonText(
  format: Formatter,
  indicator: IndicatorDescription,
  reason: RankedUnit['reasons'][number],
): string {
  const entries = Object.entries(reason.values).map(([name, value]) => [
    name,
    written(format, indicator, [name, value]),
  ])
  return format.t(`indicators.reasons.${reason.key}`, Object.fromEntries(entries) as Record<string, string | number>)
}

function written(
  format: Formatter,
  indicator: IndicatorDescription,
  [name, value]: readonly [string, string | number],
): string | number {
  if (typeof value === 'string') return value
  if (inUnit.has(name)) return valueText(format, indicator, value)
  if (differences.has(name)) return `${value < 0 ? '−' : ''}${differenceText(format, indicator, Math.abs(value))}`
  return /Rate$|Share$/.test(name) ? format.share(value) : value
}
