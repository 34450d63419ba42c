import { warningsRoutes } from '@zhengfeng/contract'
import { type ReactNode, useState } from 'react'
import { useNews } from '../../api/news.ts'
import { useAnswer, usePages } from '../../api/queries.ts'
import { DataTable } from '../../components/DataTable.tsx'
import { ExportMenu } from '../../components/ExportMenu.tsx'
import { NewRows } from '../../components/NewRows.tsx'
import { PageHeader } from '../../components/PageHeader.tsx'
import { StatePanel } from '../../components/StatePanel.tsx'
import { pagedRows } from '../../components/table-rows.ts'
import { useUrlQuery } from '../../components/url-query.ts'
import { ViewsMenu } from '../../components/ViewsMenu.tsx'
import { useMay } from '../../shell/session.tsx'
import { useText } from '../../text/TextProvider.tsx'
import { useWarningColumns } from './use-warning-columns.tsx'
import { WarningBulk } from './WarningBulk.tsx'
import { WarningFilters } from './WarningFilters.tsx'
import { WarningNumbers } from './WarningNumbers.tsx'
import { warningKey, warningLink } from './warning-link.ts'
import { unordered, warningQueryNames } from './warning-query.ts'
import '../../components/work.css'
import './warnings.css'

/** Yellow and red cards: how many, whose turn it is, and how long there is. */
export default function WarningsPage(): ReactNode {
  const { t } = useText()
  const may = useMay()
  const [query, change] = useUrlQuery(warningQueryNames)
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set())
  const facets = useAnswer(warningsRoutes.facets, { query: unordered(query) })
  const pages = usePages(warningsRoutes.list, { query }, { refetchOnFocus: true })
  const rows = pagedRows(pages)
  const shown = rows.updating ? undefined : rows.rows?.map(warningKey)
  const news = useNews({ route: warningsRoutes.list, query }, shown, warningKey)
  return (
    <div className="page">
      <PageHeader title={t('console.pages.warnings')} description={t('work.warnings.description')}>
        <ViewsMenu page="warnings" />
      </PageHeader>
      <WarningNumbers division={query.division} />
      <WarningBulk
        cards={(rows.rows ?? []).filter((card) => selected.has(warningKey(card)))}
        onClear={() => setSelected(new Set())}
      />
      <NewRows news={news} onShow={() => void Promise.all([pages.refetch(), facets.refetch()])} />
      <section className="panel">
        <DataTable
          name="warnings"
          title={t('work.warnings.list')}
          columns={useWarningColumns()}
          rows={rows}
          rowKey={warningKey}
          rowLink={warningLink}
          sorting={sortingOf(query.order)}
          onSort={({ by, order }) =>
            change({ order: by === 'replyDue' ? 'replyDue' : order === 'asc' ? 'oldest' : undefined })
          }
          {...(may('warning.manage') && { selection: { keys: selected, onChange: setSelected } })}
          filters={<WarningFilters query={query} facets={facets.data} onChange={change} />}
          empty={<StatePanel kind="empty" title={t('work.warnings.empty')} detail={t('work.warnings.emptyDetail')} />}
          actions={<ExportMenu route={warningsRoutes.export} query={unordered(query)} />}
        />
      </section>
    </div>
  )
}

function sortingOf(order: string | undefined): { readonly by: string; readonly order: 'asc' | 'desc' } {
  if (order === 'replyDue') return { by: 'replyDue', order: 'asc' }
  return { by: 'raisedAt', order: order === 'oldest' ? 'asc' : 'desc' }
}
