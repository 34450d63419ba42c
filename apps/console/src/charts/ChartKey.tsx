import type { ReactNode } from 'react'

export type KeySign = 'value' | 'interval' | 'other' | 'overall'

/** What the signs of a dot-and-interval chart mean. */
export function ChartKey(props: {
  readonly entries: readonly { readonly sign: KeySign; readonly text: string }[]
}): ReactNode {
  return (
    <p className="chart-key">
      {props.entries.map(({ sign, text }) => (
        <span key={sign}>
          <i className={`key-${sign}`} />
          {text}
        </span>
      ))}
    </p>
  )
}
