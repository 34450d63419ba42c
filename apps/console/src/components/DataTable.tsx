import type { ReactNode } from 'react'
import { usePreferences } from '../shell/preferences.ts'
import { useText } from '../text/TextProvider.tsx'
import { Choice } from './Choice.tsx'
import { ColumnPicker, useChosenColumns } from './ColumnPicker.tsx'
import { ErrorState, Loading, StatePanel } from './StatePanel.tsx'
import { TableBody } from './TableBody.tsx'
import { TableHead } from './TableHead.tsx'
import { TableMore } from './TableMore.tsx'
import type { TableRows } from './table-rows.ts'

export interface Column<Row> {
  readonly key: string
  readonly title: string
  /** Stands in place of the title in the head, which is then for screen readers: the scale of a drawing. */
  readonly heading?: ReactNode
  /** A longer explanation of the title. */
  readonly hint?: string | undefined
  readonly render: (row: Row) => ReactNode
  /** What names the row: stays in view when scrolling sideways, and heads the card on phones. One column per table. */
  readonly primary?: boolean
  /** Figures stand at the end. */
  readonly numeric?: boolean
  /** Not shown unless chosen. */
  readonly hidden?: boolean
  /** The name by which the server (or the page) sorts; absent: not sortable. */
  readonly sort?: string
  readonly nowrap?: boolean
}

export interface Sorting {
  readonly by: string
  readonly order: 'asc' | 'desc'
}

export interface Selection {
  readonly keys: ReadonlySet<string>
  readonly onChange: (keys: ReadonlySet<string>) => void
}

export interface DataTableProps<Row> {
  /** Under which the choice of columns is remembered. */
  readonly name: string
  /** What the table shows, in words: its heading and accessible name. */
  readonly title: string
  readonly titleHidden?: boolean
  readonly columns: readonly Column<Row>[]
  readonly rows: TableRows<Row>
  readonly rowKey: (row: Row) => string
  /** Where the row leads; Enter goes there. */
  readonly rowLink?: (row: Row) => string
  readonly sorting?: Sorting | undefined
  readonly onSort?: (sorting: Sorting) => void
  readonly selection?: Selection
  /** Why there may be no rows, and what to do; absent: the usual words. */
  readonly empty?: ReactNode
  /** Beside the heading: exports, acts. */
  readonly actions?: ReactNode
  /** Above the rows: filters. */
  readonly filters?: ReactNode
}

/** A table that people work with: sorted, paged by key, walked with the arrow keys, cards on phones. */
export function DataTable<Row>(props: DataTableProps<Row>): ReactNode {
  const { t } = useText()
  const { density } = usePreferences()
  const chosen = useChosenColumns(props.name, props.columns)
  const { rows, updating } = props.rows
  return (
    <div className="table-block">
      <div className="row">
        <h2 className={props.titleHidden ? 'visually-hidden' : undefined}>{props.title}</h2>
        {rows && rows.length > 0 && (
          <span className="muted">
            {t(props.rows.more ? 'console.table.rowsSoFar' : 'console.table.rows', { count: rows.length })}
          </span>
        )}
        <div className="row row-end no-print">
          {props.actions}
          <ColumnPicker columns={props.columns} chosen={chosen} />
        </div>
      </div>
      {props.filters}
      <SortChoice {...props} />
      <div className={`table-frame table-${density}`} aria-busy={updating || (!rows && !props.rows.error)}>
        <Content {...props} columns={chosen.columns} />
      </div>
    </div>
  )
}

/** Where rows are cards there are no titles of columns to press. */
function SortChoice<Row>({ columns, sorting, onSort }: DataTableProps<Row>): ReactNode {
  const { t } = useText()
  if (!onSort) return null
  const options = columns.flatMap(({ sort, title }) =>
    sort === undefined
      ? []
      : (['desc', 'asc'] as const).map((order) => ({
          value: `${order} ${sort}`,
          label: t(`console.table.sorted.${order}`, { column: title }),
        })),
  )
  if (options.length === 0) return null
  const choose = (value: string): void => {
    const [order, by] = value.split(' ') as ['asc' | 'desc', string]
    onSort({ by, order })
  }
  return (
    <div className="sort-choice no-print">
      <Choice
        label={t('console.table.sort')}
        value={sorting ? `${sorting.order} ${sorting.by}` : ''}
        {...(!sorting && { noneLabel: '–' })}
        options={options}
        onChange={choose}
      />
    </div>
  )
}

function Content<Row>(props: DataTableProps<Row>): ReactNode {
  const { rows, error, retry, more, updating } = props.rows
  if (error) return <ErrorState error={error} {...(retry && { onRetry: retry })} />
  if (!rows) return <Loading rows={8} />
  if (rows.length === 0) return props.empty ?? <StatePanel kind="empty" />
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard */}
      <section className={updating ? 'table-scroll is-updating' : 'table-scroll'} aria-label={props.title} tabIndex={0}>
        <table className="data-table">
          <TableHead {...props} rows={rows} />
          <TableBody {...props} rows={rows} />
        </table>
      </section>
      <TableMore count={rows.length} more={more} />
    </>
  )
}
