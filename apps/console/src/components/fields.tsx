import type { InputHTMLAttributes, ReactNode } from 'react'
import { useId } from 'react'
import { problemOf, UnreachableError } from '../api/call.ts'
import { useText } from '../text/TextProvider.tsx'

/** A line of text with its label, a hint and what is wrong with it. */
export function TextField(
  props: {
    readonly label: string
    readonly value: string
    readonly onChange: (value: string) => void
    readonly hint?: string | undefined
    readonly error?: string | undefined
  } & Omit<InputHTMLAttributes<HTMLInputElement>, 'onChange' | 'value'>,
): ReactNode {
  const { label, onChange, hint, error, ...input } = props
  const id = useId()
  const described = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(' ')
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <input
        {...input}
        id={id}
        className="control"
        aria-invalid={error !== undefined}
        {...(described && { 'aria-describedby': described })}
        onChange={({ target }) => onChange(target.value)}
      />
      {hint && (
        <span className="muted field-hint" id={`${id}-hint`}>
          {hint}
        </span>
      )}
      {error && (
        <span className="field-error" id={`${id}-error`}>
          {error}
        </span>
      )}
    </div>
  )
}

/** What went wrong with an act, near the button that started it. */
export function ActionError({ error }: { readonly error: unknown }): ReactNode {
  const { t } = useText()
  if (!error) return null
  const problem = problemOf(error)
  const text =
    error instanceof UnreachableError
      ? t('console.connection.unreachable')
      : (problem?.detail ?? problem?.title ?? t('console.state.error.title'))
  return (
    <div className="notice notice-bad" role="alert">
      <p>{text}</p>
      {problem?.errors && (
        <ul>
          {problem.errors.map(({ field, message }) => (
            <li key={`${field} ${message}`}>{`${field}: ${message}`}</li>
          ))}
        </ul>
      )}
    </div>
  )
}
