import type { ReactNode } from 'react'
import type { IntervalScale } from './interval-scale.ts'

const width = 1000

/** One line of a dot-and-interval chart: the estimate, how far chance leaves it open, and the value of all. The numbers stand in the table beside it. */
export function IntervalMark(props: {
  readonly scale: IntervalScale
  readonly value: number | undefined
  readonly interval?: readonly [number, number] | undefined
  /** A second, hollow dot: as observed, or the period before. */
  readonly other?: number | undefined
  readonly overall?: number | undefined
  readonly tone?: 'bad' | 'plain'
}): ReactNode {
  const { value, interval, other, overall, tone = 'plain' } = props
  const x = (at: number): number => props.scale.at(at) * width
  return (
    <svg
      className={`interval-mark tone-${tone}`}
      viewBox={`0 0 ${width} 20`}
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      {props.scale.marks.map((mark) => (
        <path key={mark} d={`M${x(mark)} 0V20`} className="mark-grid" />
      ))}
      {overall !== undefined && <path d={`M${x(overall)} 0V20`} className="mark-overall" />}
      {interval && <path d={`M${x(interval[0])} 10H${x(interval[1])}`} className="mark-interval" />}
      {other !== undefined && <path d={`M${x(other)} 10h0`} className="mark-other" />}
      {other !== undefined && <path d={`M${x(other)} 10h0`} className="mark-hole" />}
      {value !== undefined && <path d={`M${x(value)} 10h0`} className="mark-value" />}
    </svg>
  )
}

/** The numbers under the marks of a scale. */
export function IntervalAxis(props: {
  readonly scale: IntervalScale
  readonly valueText: (value: number) => string
}): ReactNode {
  const { marks, at } = props.scale
  return (
    <div className="interval-axis" aria-hidden="true">
      {marks.map((mark, index) => (
        <span
          key={mark}
          style={{ insetInlineStart: `${at(mark) * 100}%` }}
          className={index % 2 ? 'axis-second' : undefined}
        >
          {props.valueText(mark)}
        </span>
      ))}
    </div>
  )
}
