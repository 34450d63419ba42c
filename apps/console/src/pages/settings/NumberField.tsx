import { type ReactNode, useState } from 'react'
import { TextField } from '../../components/fields.tsx'
import { useText } from '../../text/TextProvider.tsx'

/** A number within bounds; what was typed stays while it is wrong, and `NaN` is told. */
export function NumberField(props: {
  readonly label: string
  readonly value: number
  readonly low: number
  readonly high: number
  readonly whole?: boolean
  readonly readOnly: boolean
  readonly hint?: string
  readonly onChange: (value: number) => void
}): ReactNode {
  const { t, number } = useText()
  const { value, low, high } = props
  const [typed, setTyped] = useState(Number.isNaN(value) ? '' : String(value))
  const read = (text: string): number => {
    const next = text.trim() === '' ? Number.NaN : Number(text)
    return next >= low && next <= high && (!props.whole || Number.isInteger(next)) ? next : Number.NaN
  }
  const wrong = Number.isNaN(read(typed))
  return (
    <TextField
      label={props.label}
      inputMode="decimal"
      value={typed}
      readOnly={props.readOnly}
      hint={props.hint}
      error={wrong ? t('admin.settings.between', { low: number(low), high: number(high) }) : undefined}
      onChange={(text) => {
        setTyped(text)
        props.onChange(read(text))
      }}
    />
  )
}
