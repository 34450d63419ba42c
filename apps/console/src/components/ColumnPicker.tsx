import { SettingOutlined } from '@ant-design/icons'
import { Popover } from 'antd'
import { type ReactNode, useMemo, useState } from 'react'
import { readStored, writeStored } from '../shell/browser-storage.ts'
import { useText } from '../text/TextProvider.tsx'
import type { Column } from './DataTable.tsx'

interface ChosenColumns<Row> {
  readonly columns: readonly Column<Row>[]
  readonly toggle: (key: string) => void
}

/** Which columns of a table are shown, as chosen in this browser. */
export function useChosenColumns<Row>(table: string, columns: readonly Column<Row>[]): ChosenColumns<Row> {
  const storageKey = `zhengfeng.columns.${table}`
  const [changed, setChanged] = useState(() => new Set((readStored(storageKey) ?? '').split(' ').filter(Boolean)))
  const shown = useMemo(
    // What is kept is what differs from the default, so that new columns appear by themselves.
    () => columns.filter(({ key, hidden }) => (hidden ?? false) === changed.has(key)),
    [columns, changed],
  )
  const toggle = (key: string): void => {
    const next = new Set(changed)
    if (!next.delete(key)) next.add(key)
    writeStored(storageKey, [...next].join(' '))
    setChanged(next)
  }
  return { columns: shown, toggle }
}

/** Lets the person choose columns. */
export function ColumnPicker<Row>(props: {
  readonly columns: readonly Column<Row>[]
  readonly chosen: ChosenColumns<Row>
}): ReactNode {
  const { t } = useText()
  if (props.columns.length < 5) return null
  const list = (
    <fieldset className="checks">
      <legend className="visually-hidden">{t('console.table.columns')}</legend>
      {props.columns.map(({ key, title, primary }) => (
        <label key={key}>
          <input
            type="checkbox"
            disabled={primary}
            checked={props.chosen.columns.some((it) => it.key === key)}
            onChange={() => props.chosen.toggle(key)}
          />
          {title}
        </label>
      ))}
    </fieldset>
  )
  return (
    <Popover trigger="click" placement="bottomRight" content={list}>
      <button type="button" className="plain-button">
        <SettingOutlined />
        {t('console.table.columns')}
      </button>
    </Popover>
  )
}
