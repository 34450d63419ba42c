import { type KeyboardEvent, type ReactNode, useState } from 'react'
import { Link, useNavigate } from 'react-router'
import { useText } from '../text/TextProvider.tsx'
import type { Column, DataTableProps } from './DataTable.tsx'
import { cellClass } from './TableHead.tsx'

type BodyProps<Row> = Pick<DataTableProps<Row>, 'columns' | 'selection' | 'rowKey' | 'rowLink'> & {
  readonly rows: readonly Row[]
}

/** The rows. One of them is in the tab order; the arrow keys, Home and End go through the others. */
export function TableBody<Row>(props: BodyProps<Row>): ReactNode {
  const [at, setAt] = useState(0)
  const walk = useWalk(props)
  const inOrder = Math.min(at, props.rows.length - 1)
  return (
    <tbody onKeyDown={walk}>
      {props.rows.map((row, index) => {
        const key = props.rowKey(row)
        return (
          <tr
            key={key}
            data-row={key}
            tabIndex={index === inOrder ? 0 : -1}
            onFocus={() => setAt(index)}
            aria-selected={props.selection?.keys.has(key)}
          >
            {props.selection && (
              <td className="cell-select">
                <SelectOne selection={props.selection} rowKey={key} />
              </td>
            )}
            {props.columns.map((column) => (
              <Cell key={column.key} column={column} row={row} link={props.rowLink?.(row)} />
            ))}
          </tr>
        )
      })}
    </tbody>
  )
}

function Cell<Row>(props: {
  readonly column: Column<Row>
  readonly row: Row
  readonly link: string | undefined
}): ReactNode {
  const { column, row, link } = props
  const content = column.render(row)
  if (column.primary)
    return (
      <th scope="row" className={cellClass(column)}>
        {link === undefined ? content : <Link to={link}>{content}</Link>}
      </th>
    )
  return (
    <td className={cellClass(column)} data-label={column.title}>
      {content}
    </td>
  )
}

function SelectOne(props: {
  readonly selection: NonNullable<DataTableProps<never>['selection']>
  readonly rowKey: string
}): ReactNode {
  const { t } = useText()
  const { keys, onChange } = props.selection
  return (
    <input
      type="checkbox"
      tabIndex={-1}
      aria-label={t('console.table.select')}
      checked={keys.has(props.rowKey)}
      onChange={() => onChange(toggled(keys, props.rowKey))}
    />
  )
}

function useWalk<Row>(props: BodyProps<Row>): (event: KeyboardEvent<HTMLTableSectionElement>) => void {
  const navigate = useNavigate()
  return (event) => {
    const row = event.target instanceof HTMLTableRowElement ? event.target : undefined
    if (!row) return
    const next = neighbour(row, event.key)
    const key = row.dataset.row ?? ''
    if (next) next.focus()
    else if (event.key === ' ' && props.selection) props.selection.onChange(toggled(props.selection.keys, key))
    else if (event.key === 'Enter' && props.rowLink) {
      const entry = props.rows.find((it) => props.rowKey(it) === key)
      if (entry !== undefined) void navigate(props.rowLink(entry))
    } else return
    event.preventDefault()
  }
}

function neighbour(row: HTMLTableRowElement, key: string): HTMLTableRowElement | undefined {
  const found = {
    ArrowDown: row.nextElementSibling,
    ArrowUp: row.previousElementSibling,
    Home: row.parentElement?.firstElementChild,
    End: row.parentElement?.lastElementChild,
  }[key]
  return found instanceof HTMLTableRowElement ? found : undefined
}

function toggled(keys: ReadonlySet<string>, key: string): ReadonlySet<string> {
  const next = new Set(keys)
  if (!next.delete(key)) next.add(key)
  return next
}
