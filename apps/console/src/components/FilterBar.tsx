import { CloseOutlined } from '@ant-design/icons'
import { type ReactNode, useEffect, useState } from 'react'
import { useText } from '../text/TextProvider.tsx'
import { Choice, type Option } from './Choice.tsx'
import type { UrlValues } from './url-query.ts'

/** A filter of a list. `name` is that of the query. */
export type Filter<Name extends string> =
  | { readonly kind: 'text'; readonly name: Name; readonly label: string; readonly placeholder?: string }
  | { readonly kind: 'choice'; readonly name: Name; readonly label: string; readonly options: readonly Option[] }
  | { readonly kind: 'day'; readonly name: Name; readonly label: string }
  | { readonly kind: 'flag'; readonly name: Name; readonly label: string }

interface FilterBarProps<Name extends string> {
  readonly filters: readonly Filter<Name>[]
  readonly values: UrlValues<Name>
  readonly onChange: (change: { readonly [K in Name]?: string | undefined }) => void
}

/** The filters of a list; their state is in the address (`useUrlQuery`). */
export function FilterBar<Name extends string>(props: FilterBarProps<Name>): ReactNode {
  const { t } = useText()
  const { filters, values, onChange } = props
  const set = (name: Name, value: string | undefined): void =>
    onChange({ [name]: value } as { readonly [K in Name]?: string | undefined })
  const clear = (): void =>
    onChange(Object.fromEntries(filters.map(({ name }) => [name, undefined])) as { readonly [K in Name]?: undefined })
  return (
    <search className="filter-bar no-print" aria-label={t('console.filters.name')}>
      {filters.map((filter) => (
        <FilterField
          key={filter.name}
          filter={filter}
          value={values[filter.name]}
          onChange={(value) => set(filter.name, value)}
        />
      ))}
      {filters.some(({ name }) => values[name] !== undefined) && (
        <button type="button" className="plain-button" onClick={clear}>
          <CloseOutlined />
          {t('console.filters.clear')}
        </button>
      )}
    </search>
  )
}

function FilterField<Name extends string>(props: {
  readonly filter: Filter<Name>
  readonly value: string | undefined
  readonly onChange: (value: string | undefined) => void
}): ReactNode {
  const { t } = useText()
  const { filter, value = '', onChange } = props
  switch (filter.kind) {
    case 'text':
      return <TextFilter {...filter} value={value} onChange={onChange} />
    case 'choice':
      return (
        <Choice
          label={filter.label}
          value={value}
          options={filter.options}
          noneLabel={t('console.filters.all')}
          onChange={onChange}
        />
      )
    case 'day':
      return (
        <label className="field">
          <span>{filter.label}</span>
          <input className="control" type="date" value={value} onChange={({ target }) => onChange(target.value)} />
        </label>
      )
    case 'flag':
      return (
        <label className="check">
          <input
            type="checkbox"
            checked={value === 'true'}
            onChange={({ target }) => onChange(target.checked ? 'true' : undefined)}
          />
          {filter.label}
        </label>
      )
  }
}

/** Typing asks the server only after a pause. */
function TextFilter(props: {
  readonly label: string
  readonly placeholder?: string
  readonly value: string
  readonly onChange: (value: string | undefined) => void
}): ReactNode {
  const { label, placeholder, value, onChange } = props
  const [typed, setTyped] = useState(value)
  const [told, setTold] = useState(value)
  if (told !== value) {
    setTold(value)
    setTyped(value)
  }
  useEffect(() => {
    if (typed.trim() === value) return
    const timer = setTimeout(() => onChange(typed.trim() || undefined), 350)
    return () => clearTimeout(timer)
  }, [typed, value, onChange])
  return (
    <label className="field">
      <span>{label}</span>
      <input
        className="control"
        type="search"
        value={typed}
        {...(placeholder && { placeholder })}
        onChange={({ target }) => setTyped(target.value)}
      />
    </label>
  )
}
