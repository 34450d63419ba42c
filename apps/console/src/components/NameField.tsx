import { indicatorsRoutes, type Slice } from '@zhengfeng/contract'
import { type ReactNode, useId, useState } from 'react'
import { useAnswer } from '../api/queries.ts'

/** One name out of those that occur: items, departments, channels, applicant groups. Suggests those with the most cases first. */
export function NameField(props: {
  readonly label: string
  readonly by: 'item' | 'department' | 'channel' | 'applicantGroup'
  readonly slice: Slice
  readonly value: string | undefined
  readonly onChange: (value: string | undefined) => void
}): ReactNode {
  const { label, by, slice, value = '', onChange } = props
  const id = useId()
  const [asked, setAsked] = useState(false)
  const [typed, setTyped] = useState(value)
  const [told, setTold] = useState(value)
  if (told !== value) {
    setTold(value)
    setTyped(value)
  }
  const { [by]: _, ...others } = slice
  const { data } = useAnswer(
    indicatorsRoutes.values,
    { query: { ...others, indicators: 'submitted', by } },
    { enabled: asked },
  )
  const names = (data?.rows ?? [])
    .map(({ keys, figures }) => ({ name: keys[0] ?? '', count: figures[0]?.value ?? 0 }))
    .filter(({ name }) => name !== '')
    .sort((a, b) => b.count - a.count)
  const commit = (text: string): void => {
    if (text.trim() !== value) onChange(text.trim() || undefined)
  }
  return (
    <label className="field">
      <span>{label}</span>
      <input
        className="control"
        type="search"
        list={`${id}-names`}
        value={typed}
        onFocus={() => setAsked(true)}
        onChange={({ target }) => {
          setTyped(target.value)
          // Choosing a suggestion is meant at once; typing, when it is ended.
          if (target.value === '' || names.some(({ name }) => name === target.value)) commit(target.value)
        }}
        onKeyDown={({ key }) => key === 'Enter' && commit(typed)}
        onBlur={() => commit(typed)}
      />
      <datalist id={`${id}-names`}>
        {names.map(({ name }) => (
          <option key={name} value={name} />
        ))}
      </datalist>
    </label>
  )
}
