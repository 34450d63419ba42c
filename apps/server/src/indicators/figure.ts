import type { Figure } from '@zhengfeng/contract'
import { type Indicator, type IndicatorSums, type IndicatorValue, indicatorValue } from '@zhengfeng/monitor'

/** An indicator of a slice as it is told; `before` are the sums of the period compared with. */
export function figureOf(indicator: Indicator, sums: IndicatorSums, before?: IndicatorSums): Figure {
  const previous = before && indicatorValue(indicator, before)
  return {
    ...toldFigure(indicator.id, indicatorValue(indicator, sums)),
    ...(previous?.state === 'told' && { previous: previous.value }),
  }
}

function toldFigure(id: string, found: IndicatorValue): Figure {
  if (found.state !== 'told') return { indicator: id, state: found.state }
  const { value, numerator, denominator, sample, interval, errorShare } = found
  return {
    indicator: id,
    state: 'told',
    value,
    numerator,
    ...(denominator !== undefined && { denominator }),
    sample,
    ...(interval && { interval: [interval.low, interval.high] }),
    ...(errorShare !== undefined && { errorShare }),
  }
}
