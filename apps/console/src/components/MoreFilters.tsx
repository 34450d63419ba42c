import { FilterOutlined } from '@ant-design/icons'
import { type ReactNode, useState } from 'react'
import { useText } from '../text/TextProvider.tsx'

/** Filters that are needed now and then: behind a button that says how many of them are set. */
export function MoreFilters(props: { readonly count: number; readonly children: ReactNode }): ReactNode {
  const { t } = useText()
  const [open, setOpen] = useState(props.count > 0)
  return (
    <>
      <button type="button" className="plain-button" aria-expanded={open} onClick={() => setOpen(!open)}>
        <FilterOutlined />
        {t('console.slice.narrow', { count: props.count })}
      </button>
      {open && props.children}
    </>
  )
}
