import { ArrowDownOutlined, ArrowUpOutlined, MinusOutlined } from '@ant-design/icons'
import type { IndicatorDescription } from '@zhengfeng/contract'
import type { ReactNode } from 'react'
import { useText } from '../text/TextProvider.tsx'
import { changeText, isBetter, isTold } from './indicator-text.ts'

/** The change of a figure: the arrow says up or down, colour and words whether that is better. */
export function Change(props: {
  readonly indicator: Pick<IndicatorDescription, 'unit' | 'workingDayMs' | 'direction'>
  readonly now: number | undefined
  readonly before: number | undefined
}): ReactNode {
  const format = useText()
  const { now, before, indicator } = props
  if (now === undefined || before === undefined) return null
  const change = now - before
  const better = isBetter(indicator, change)
  const Arrow = !isTold(indicator.unit, change) ? MinusOutlined : change > 0 ? ArrowUpOutlined : ArrowDownOutlined
  const judgement = better === undefined ? 'neutral' : better ? 'better' : 'worse'
  return (
    <span className={`change change-${judgement}`}>
      <Arrow />
      <span>{changeText(format, indicator, change)}</span>
      {better !== undefined && <span className="visually-hidden">{format.t(`console.figure.${judgement}`)}</span>}
    </span>
  )
}
