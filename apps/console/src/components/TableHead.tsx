import { CaretDownFilled, CaretUpFilled } from '@ant-design/icons'
import type { ReactNode } from 'react'
import { useText } from '../text/TextProvider.tsx'
import type { Column, DataTableProps, Sorting } from './DataTable.tsx'

type HeadProps<Row> = Pick<DataTableProps<Row>, 'columns' | 'sorting' | 'onSort' | 'selection' | 'rowKey'> & {
  readonly rows: readonly Row[]
}

/** The titles of the columns; those that can be sorted are buttons. */
export function TableHead<Row>(props: HeadProps<Row>): ReactNode {
  return (
    <thead>
      <tr>
        {props.selection && (
          <th scope="col" className="cell-select">
            <SelectAll {...props} selection={props.selection} />
          </th>
        )}
        {props.columns.map((column) => (
          <th
            key={column.key}
            scope="col"
            className={cellClass(column)}
            title={column.hint}
            aria-sort={ariaSort(column, props.sorting)}
          >
            <Title column={column} {...props} />
          </th>
        ))}
      </tr>
    </thead>
  )
}

export function cellClass<Row>(column: Column<Row>): string {
  return [
    column.primary && 'cell-primary',
    column.numeric && 'cell-numeric',
    (column.nowrap || column.numeric) && 'nowrap',
  ]
    .filter(Boolean)
    .join(' ')
}

function ariaSort<Row>(column: Column<Row>, sorting: Sorting | undefined): 'ascending' | 'descending' | undefined {
  if (!column.sort || sorting?.by !== column.sort) return undefined
  return sorting.order === 'asc' ? 'ascending' : 'descending'
}

function Title<Row>(props: HeadProps<Row> & { readonly column: Column<Row> }): ReactNode {
  const { column, sorting, onSort } = props
  if (column.heading)
    return (
      <>
        <span className="visually-hidden">{column.title}</span>
        {column.heading}
      </>
    )
  if (!column.sort || !onSort) return column.title
  const by = column.sort
  const sorted = sorting?.by === by ? sorting.order : undefined
  // The first press shows the largest or latest; the next one turns it round.
  const order = sorted === 'desc' ? 'asc' : 'desc'
  return (
    <button type="button" className="sort-button" onClick={() => onSort({ by, order })}>
      {column.title}
      {sorted === 'asc' ? <CaretUpFilled /> : <CaretDownFilled className={sorted ? undefined : 'sort-idle'} />}
    </button>
  )
}

function SelectAll<Row>(
  props: HeadProps<Row> & { readonly selection: NonNullable<DataTableProps<Row>['selection']> },
): ReactNode {
  const { t } = useText()
  const { keys, onChange } = props.selection
  const all = props.rows.map(props.rowKey)
  const count = all.filter((key) => keys.has(key)).length
  return (
    <input
      type="checkbox"
      aria-label={t('console.table.selectAll')}
      checked={count === all.length}
      ref={(element) => {
        if (element) element.indeterminate = count > 0 && count < all.length
      }}
      onChange={() => onChange(new Set(count === all.length ? [] : all))}
    />
  )
}
