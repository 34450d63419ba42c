import type { ReactNode } from 'react'

const width = 120
const height = 32
const margin = 3

/** The course of a figure in the size of a word: a line, its end, and the target as a dashed line. Days without a value are gaps. */
export function Sparkline(props: {
  readonly values: readonly (number | undefined)[]
  readonly target?: number | undefined
  /** Said to those who cannot see it. */
  readonly label: string
}): ReactNode {
  const { values, target } = props
  const known = [...values, target].filter((value) => value !== undefined)
  if (values.filter((value) => value !== undefined).length < 2) return null
  const low = Math.min(...known)
  const high = Math.max(...known)
  const x = (index: number): number => margin + (index / Math.max(1, values.length - 1)) * (width - 2 * margin)
  const y = (value: number): number =>
    high === low ? height / 2 : height - margin - ((value - low) / (high - low)) * (height - 2 * margin)
  const last = values.findLastIndex((value) => value !== undefined)
  return (
    <svg
      className="sparkline"
      viewBox={`0 0 ${width} ${height}`}
      role="img"
      aria-label={props.label}
      preserveAspectRatio="none"
    >
      {target !== undefined && (
        <line x1={margin} x2={width - margin} y1={y(target)} y2={y(target)} className="sparkline-target" />
      )}
      <path d={pathOf(values, x, y)} className="sparkline-line" />
      {last >= 0 && <path d={`M${x(last)} ${y(values[last] ?? 0)}h0`} className="sparkline-end" />}
    </svg>
  )
}

/** The path of a line that breaks where a value is missing. */
export function pathOf(
  values: readonly (number | undefined)[],
  x: (index: number) => number,
  y: (value: number) => number,
): string {
  let drawing = false
  return values
    .map((value, index) => {
      if (value === undefined) {
        drawing = false
        return ''
      }
      const command = drawing ? 'L' : 'M'
      drawing = true
      return `${command}${x(index).toFixed(1)} ${y(value).toFixed(1)}`
    })
    .join('')
}
