import { type Import, importStates, importsRoutes } from '@zhengfeng/contract'
import type { ReactNode } from 'react'
import { usePages } from '../../api/queries.ts'
import { type Column, DataTable } from '../../components/DataTable.tsx'
import { ExportMenu } from '../../components/ExportMenu.tsx'
import { FilterBar } from '../../components/FilterBar.tsx'
import { PageHeader } from '../../components/PageHeader.tsx'
import { StatePanel } from '../../components/StatePanel.tsx'
import { Status } from '../../components/Status.tsx'
import { pagedRows } from '../../components/table-rows.ts'
import { useUrlQuery } from '../../components/url-query.ts'
import { useText } from '../../text/TextProvider.tsx'
import { importKind, isBusy } from './import-state.ts'
import { UploadPanel } from './UploadPanel.tsx'
import './imports.css'

const names = ['state', 'source'] as const

/** Files that were brought in, and the place to bring in more. */
export default function ImportsPage(): ReactNode {
  const { t } = useText()
  const [{ state, source }, change] = useUrlQuery(names)
  const query = state ? { state: state as Import['state'] } : {}
  const pages = usePages(importsRoutes.list, { query }, { refetchEveryMs: 5_000 })
  const columns = useColumns()
  return (
    <div className="page">
      <PageHeader title={t('console.pages.imports')} description={t('admin.imports.description')} />
      <UploadPanel source={source} />
      <section className="panel">
        <DataTable
          name="imports"
          title={t('admin.imports.list')}
          columns={columns}
          rows={pagedRows(pages)}
          rowKey={({ id }) => id}
          rowLink={({ id }) => `/imports/${id}`}
          filters={
            <FilterBar
              filters={[
                {
                  kind: 'choice',
                  name: 'state',
                  label: t('imports.columns.state'),
                  options: importStates.map((value) => ({ value, label: t(`imports.states.${value}`) })),
                },
              ]}
              values={state ? { state } : {}}
              onChange={change}
            />
          }
          empty={<StatePanel kind="empty" title={t('admin.imports.empty')} detail={t('admin.imports.emptyDetail')} />}
          actions={<ExportMenu route={importsRoutes.export} query={query} />}
        />
      </section>
    </div>
  )
}

function useColumns(): readonly Column<Import>[] {
  const { t, count, instant, list } = useText()
  return [
    {
      key: 'files',
      title: t('imports.columns.files'),
      primary: true,
      render: ({ files }) => list(files.map(({ name }) => name)),
    },
    { key: 'state', title: t('imports.columns.state'), render: (it) => <ImportStatus import={it} /> },
    { key: 'source', title: t('imports.columns.source'), render: ({ sourceName }) => sourceName ?? '–' },
    { key: 'cases', title: t('imports.columns.cases'), numeric: true, render: ({ cases }) => count(cases) },
    { key: 'events', title: t('imports.columns.events'), numeric: true, render: ({ events }) => count(events) },
    {
      key: 'createdAt',
      title: t('imports.columns.createdAt'),
      nowrap: true,
      render: ({ createdAt }) => instant(createdAt),
    },
    { key: 'createdBy', title: t('imports.columns.createdBy'), render: ({ createdBy }) => createdBy },
    {
      key: 'endedAt',
      title: t('imports.columns.endedAt'),
      hidden: true,
      nowrap: true,
      render: ({ endedAt }) => instant(endedAt),
    },
  ]
}

function ImportStatus(props: { readonly import: Import }): ReactNode {
  const { t, share } = useText()
  const { state, progress } = props.import
  const done = isBusy(props.import) && progress?.total ? ` ${share(Math.min(1, progress.done / progress.total))}` : ''
  return (
    <Status kind={importKind(state)}>
      {t(`imports.states.${state}`)}
      {done}
    </Status>
  )
}
