import { PlusOutlined } from '@ant-design/icons'
import { type Source, sourceKinds, sourceStates, sourcesRoutes } from '@zhengfeng/contract'
import { Button } from 'antd'
import { type ReactNode, useState } from 'react'
import { usePages } from '../../api/queries.ts'
import { type Column, DataTable } from '../../components/DataTable.tsx'
import { ExportMenu } from '../../components/ExportMenu.tsx'
import { type Filter, FilterBar } from '../../components/FilterBar.tsx'
import { PageHeader } from '../../components/PageHeader.tsx'
import { StatePanel } from '../../components/StatePanel.tsx'
import { Status } from '../../components/Status.tsx'
import { pagedRows } from '../../components/table-rows.ts'
import { useUrlQuery } from '../../components/url-query.ts'
import { useMay, useServerClock } from '../../shell/session.tsx'
import { useText } from '../../text/TextProvider.tsx'
import { NewSource } from './NewSource.tsx'
import { sourceKind } from './source-state.ts'

const names = ['search', 'kind', 'state'] as const

/** Where events come from, and whether they still do. */
export default function SourcesPage(): ReactNode {
  const { t } = useText()
  const may = useMay()
  const [filter, change] = useUrlQuery(names)
  const [adding, setAdding] = useState(false)
  const query = filter as Partial<Pick<Source, 'kind' | 'state'>> & { search?: string }
  const pages = usePages(sourcesRoutes.list, { query }, { refetchEveryMs: 15_000 })
  const columns = useColumns()
  const filters: readonly Filter<(typeof names)[number]>[] = [
    { kind: 'text', name: 'search', label: t('imports.sources.columns.name') },
    {
      kind: 'choice',
      name: 'kind',
      label: t('imports.sources.columns.kind'),
      options: sourceKinds.map((value) => ({ value, label: t(`imports.sources.kinds.${value}`) })),
    },
    {
      kind: 'choice',
      name: 'state',
      label: t('imports.sources.columns.state'),
      options: sourceStates.map((value) => ({ value, label: t(`imports.sources.states.${value}`) })),
    },
  ]
  return (
    <div className="page">
      <PageHeader title={t('console.pages.sources')} description={t('admin.sources.description')}>
        {may('source.manage') && (
          <Button type="primary" icon={<PlusOutlined />} onClick={() => setAdding(true)}>
            {t('admin.sources.add')}
          </Button>
        )}
      </PageHeader>
      <section className="panel">
        <DataTable
          name="sources"
          title={t('admin.sources.list')}
          columns={columns}
          rows={pagedRows(pages)}
          rowKey={({ id }) => id}
          rowLink={({ id }) => `/sources/${id}`}
          filters={<FilterBar filters={filters} values={filter} onChange={change} />}
          empty={<StatePanel kind="empty" title={t('admin.sources.empty')} detail={t('admin.sources.emptyDetail')} />}
          actions={<ExportMenu route={sourcesRoutes.export} query={query} />}
        />
      </section>
      {adding && <NewSource onClose={() => setAdding(false)} />}
    </div>
  )
}

function useColumns(): readonly Column<Source>[] {
  const { t, count, instant, ago } = useText()
  const readClock = useServerClock()
  return [
    { key: 'name', title: t('imports.sources.columns.name'), primary: true, render: ({ name }) => name },
    { key: 'kind', title: t('imports.sources.columns.kind'), render: ({ kind }) => t(`imports.sources.kinds.${kind}`) },
    {
      key: 'state',
      title: t('imports.sources.columns.state'),
      render: ({ state }) => <Status kind={sourceKind[state]}>{t(`imports.sources.states.${state}`)}</Status>,
    },
    { key: 'division', title: t('imports.sources.columns.division'), render: ({ divisionName }) => divisionName },
    {
      key: 'lastReceivedAt',
      title: t('admin.sources.lastReceived'),
      hint: t('admin.sources.lastReceivedHint'),
      render: ({ lastReceivedAt }) => (lastReceivedAt ? ago(lastReceivedAt, readClock()) : '–'),
    },
    {
      key: 'lastEventAt',
      title: t('imports.sources.columns.lastEventAt'),
      nowrap: true,
      render: ({ lastEventAt }) => instant(lastEventAt),
    },
    { key: 'events', title: t('imports.sources.columns.events'), numeric: true, render: (it) => count(it.events) },
    { key: 'cases', title: t('imports.sources.columns.cases'), numeric: true, render: (it) => count(it.cases) },
    { key: 'tokens', title: t('admin.sources.tokensCount'), numeric: true, render: (it) => count(it.tokens) },
    {
      key: 'createdAt',
      title: t('imports.sources.columns.createdAt'),
      hidden: true,
      nowrap: true,
      render: ({ createdAt, createdBy }) => `${instant(createdAt)} ${createdBy}`,
    },
  ]
}
