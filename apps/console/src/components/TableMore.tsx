import { Button } from 'antd'
import type { ReactNode } from 'react'
import { useText } from '../text/TextProvider.tsx'
import { ErrorState, StatePanel } from './StatePanel.tsx'
import type { TableRows } from './table-rows.ts'

/** More rows than anybody reads, and than a page draws at ease. */
const rowsAtMost = 2000

/** Loads further rows, until there are too many to be of use. */
export function TableMore(props: { readonly count: number; readonly more: TableRows<unknown>['more'] }): ReactNode {
  const { t } = useText()
  const { count, more } = props
  if (!more) return null
  if (more.error) return <ErrorState error={more.error} onRetry={more.load} />
  if (count >= rowsAtMost) return <StatePanel kind="tooMany" />
  return (
    <div className="table-more no-print">
      <Button onClick={more.load} loading={more.loading}>
        {t('console.table.more')}
      </Button>
    </div>
  )
}
