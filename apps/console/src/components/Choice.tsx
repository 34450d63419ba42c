import type { ReactNode } from 'react'

export interface Option<Value extends string = string> {
  readonly value: Value
  readonly label: string
}

/** One of a few, by the browser's own control: best on phones and with a keyboard. */
export function Choice<Value extends string>(props: {
  readonly label: string
  readonly value: Value | ''
  readonly options: readonly Option<Value>[]
  readonly onChange: (value: Value) => void
  /** Shown for no choice; absent: something is always chosen. */
  readonly noneLabel?: string
  readonly labelHidden?: boolean
  readonly disabled?: boolean
}): ReactNode {
  return (
    <label className="field">
      <span className={props.labelHidden ? 'visually-hidden' : undefined}>{props.label}</span>
      <select
        className="control"
        value={props.value}
        disabled={props.disabled}
        onChange={({ target }) => props.onChange(target.value as Value)}
      >
        {props.noneLabel !== undefined && <option value="">{props.noneLabel}</option>}
        {props.options.map(({ value, label }) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
      </select>
    </label>
  )
}
