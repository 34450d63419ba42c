import { type CaseRow, casesRoutes, detectorNames } from '@zhengfeng/contract'
import type { ReactNode } from 'react'
import { useNews } from '../../api/news.ts'
import { usePages } from '../../api/queries.ts'
import { DataTable } from '../../components/DataTable.tsx'
import { DivisionPicker } from '../../components/DivisionPicker.tsx'
import { ExportMenu } from '../../components/ExportMenu.tsx'
import { type Filter, FilterBar } from '../../components/FilterBar.tsx'
import { MoreFilters } from '../../components/MoreFilters.tsx'
import { NameField } from '../../components/NameField.tsx'
import { NewRows } from '../../components/NewRows.tsx'
import { PageHeader } from '../../components/PageHeader.tsx'
import { StatePanel } from '../../components/StatePanel.tsx'
import { TabRow } from '../../components/TabRow.tsx'
import { pagedRows } from '../../components/table-rows.ts'
import { useUrlQuery } from '../../components/url-query.ts'
import { ViewsMenu } from '../../components/ViewsMenu.tsx'
import { useText } from '../../text/TextProvider.tsx'
import { caseLink } from './case-link.ts'
import {
  type CaseQuery,
  type CaseQueryName,
  casePresets,
  caseQueryNames,
  presetChange,
  presetOf,
} from './case-presets.ts'
import { useCaseListColumns } from './use-case-list-columns.tsx'
import '../../components/work.css'
import './cases.css'

type Change = (change: { readonly [K in CaseQueryName]?: string | undefined }) => void

/** The cases that a person may see: found by number, by what is wrong with them, by where they lie. */
export default function CasesPage(): ReactNode {
  const { t } = useText()
  const [query, change] = useUrlQuery(caseQueryNames)
  const pages = usePages(casesRoutes.list, { query }, { refetchOnFocus: true })
  const rows = pagedRows(pages)
  const news = useNews({ route: casesRoutes.list, query }, rows.updating ? undefined : rows.rows?.map(caseKey), caseKey)
  const columns = useCaseListColumns()
  const sort = query.sort ?? 'lastAt'
  const order = query.order === 'asc' ? 'asc' : 'desc'
  return (
    <div className="page">
      <PageHeader title={t('console.pages.cases')}>
        <ViewsMenu page="cases" />
      </PageHeader>
      <Presets query={query} onChange={change} />
      <NewRows news={news} onShow={() => void pages.refetch()} />
      <section className="panel">
        <DataTable
          name="cases"
          title={t('work.cases.list')}
          columns={columns}
          rows={rows}
          rowKey={caseKey}
          rowLink={caseLink}
          sorting={{ by: sort, order }}
          onSort={({ by, order }) => change({ sort: by, order })}
          filters={<CaseFilters query={query} onChange={change} />}
          empty={<StatePanel kind="empty" title={t('work.cases.empty')} detail={t('work.cases.emptyDetail')} />}
          actions={<ExportMenu route={casesRoutes.export} query={query} />}
        />
      </section>
    </div>
  )
}

function caseKey({ division, caseNo }: Pick<CaseRow, 'division' | 'caseNo'>): string {
  return `${division}/${caseNo}`
}

function Presets(props: { readonly query: CaseQuery; readonly onChange: Change }): ReactNode {
  const { t } = useText()
  return (
    <TabRow
      label={t('work.cases.presets.name')}
      tabs={casePresets.map(({ name }) => ({ value: name, label: t(`work.cases.presets.${name}`) }))}
      chosen={presetOf(props.query)}
      onChoose={(name) => props.onChange(presetChange(casePresets.find((preset) => preset.name === name)!))}
    />
  )
}

const statuses = [
  'submitted',
  'supplementing',
  'accepted',
  'suspended',
  'decided',
  'closed',
  'refused',
  'withdrawn',
  'void',
] as const

const named = ['item', 'department', 'channel', 'applicantGroup'] as const
const further = [...named, 'from', 'to', 'holderActor'] as const

function CaseFilters({ query, onChange }: { readonly query: CaseQuery; readonly onChange: Change }): ReactNode {
  const { t } = useText()
  const first: readonly Filter<CaseQueryName>[] = [
    { kind: 'text', name: 'text', label: t('work.cases.number'), placeholder: t('work.cases.numberHint') },
    {
      kind: 'choice',
      name: 'status',
      label: t('work.cases.status'),
      options: statuses.map((value) => ({ value, label: t(`tables.statuses.${value}`) })),
    },
    {
      kind: 'choice',
      name: 'finding',
      label: t('work.cases.finding'),
      options: [
        { value: 'any', label: t('work.cases.anyFinding') },
        ...detectorNames.map((value) => ({ value, label: t(`detectors.names.${value}`) })),
      ],
    },
  ]
  const rest: readonly Filter<CaseQueryName>[] = [
    { kind: 'day', name: 'from', label: t('work.cases.from') },
    { kind: 'day', name: 'to', label: t('work.cases.to') },
    { kind: 'text', name: 'holderActor', label: t('work.cases.holder') },
  ]
  const slice = query.division ? { division: query.division } : {}
  return (
    <div className="case-filters no-print">
      <DivisionPicker value={query.division} onChange={(division) => onChange({ division })} />
      <FilterBar filters={first} values={query} onChange={onChange} />
      <MoreFilters count={further.filter((name) => query[name] !== undefined).length}>
        {named.map((name) => (
          <NameField
            key={name}
            label={t(`console.slice.fields.${name}`)}
            by={name}
            slice={slice}
            value={query[name]}
            onChange={(value) => onChange({ [name]: value })}
          />
        ))}
        <FilterBar filters={rest} values={query} onChange={onChange} />
      </MoreFilters>
    </div>
  )
}
