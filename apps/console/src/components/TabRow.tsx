import type { ReactNode } from 'react'
import './tab-row.css'

/** Chooses one of a few parts of a list; each says how many it holds, where that is known. */
export function TabRow<Value extends string>(props: {
  readonly label: string
  readonly tabs: readonly { readonly value: Value; readonly label: string; readonly count?: string | undefined }[]
  readonly chosen: Value | undefined
  readonly onChoose: (value: Value) => void
}): ReactNode {
  return (
    <nav className="tab-row no-print" aria-label={props.label}>
      {props.tabs.map(({ value, label, count }) => (
        <button key={value} type="button" aria-pressed={value === props.chosen} onClick={() => props.onChoose(value)}>
          {label}
          {count !== undefined && <span className="numeric"> {count}</span>}
        </button>
      ))}
    </nav>
  )
}
