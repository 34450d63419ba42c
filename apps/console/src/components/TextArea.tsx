import { type ReactNode, useId } from 'react'

/** Several lines of text with a label and what is wrong with it. */
export function TextArea(props: {
  readonly label: string
  readonly value: string
  readonly onChange: (value: string) => void
  readonly error?: string | undefined
  readonly maxLength?: number
  readonly rows?: number
}): ReactNode {
  const id = useId()
  const { error, rows = 4, maxLength = 2000 } = props
  return (
    <div className="field">
      <label htmlFor={id}>{props.label}</label>
      <textarea
        id={id}
        className="control"
        rows={rows}
        maxLength={maxLength}
        value={props.value}
        aria-invalid={error !== undefined}
        {...(error && { 'aria-describedby': `${id}-error` })}
        onChange={({ target }) => props.onChange(target.value)}
      />
      {error && (
        <span className="field-error" id={`${id}-error`}>
          {error}
        </span>
      )}
    </div>
  )
}
