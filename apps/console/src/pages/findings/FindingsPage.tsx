import { type Answer, type FindingSummary, findingsRoutes } from '@zhengfeng/contract'
import { type ReactNode, useState } from 'react'
import { Link, useNavigate } from 'react-router'
import { useNews } from '../../api/news.ts'
import { useAnswer, usePages } from '../../api/queries.ts'
import { ExportMenu } from '../../components/ExportMenu.tsx'
import { NewRows } from '../../components/NewRows.tsx'
import { PageHeader } from '../../components/PageHeader.tsx'
import { Answered, StatePanel } from '../../components/StatePanel.tsx'
import { TabRow } from '../../components/TabRow.tsx'
import { pagedRows } from '../../components/table-rows.ts'
import { useUrlQuery } from '../../components/url-query.ts'
import { ViewsMenu } from '../../components/ViewsMenu.tsx'
import { useMedia } from '../../shell/media.ts'
import { useMay } from '../../shell/session.tsx'
import { useText } from '../../text/TextProvider.tsx'
import { FindingBulk } from './FindingBulk.tsx'
import { FindingFilters } from './FindingFilters.tsx'
import { FindingList } from './FindingList.tsx'
import { FindingReader } from './FindingReader.tsx'
import { findingKey, findingLink, keyedFinding } from './finding-link.ts'
import { facetQuery, findingQueryNames, listQuery, stateTabOf, stateTabs } from './finding-query.ts'
import { readInput } from './use-finding-act.ts'
import { useFindingWalk } from './use-finding-walk.ts'
import '../../components/work.css'
import './findings.css'

type Facets = Answer<typeof findingsRoutes.facets>

/** The inbox: what awaits judgement, its evidence beside it on wide screens, by keyboard if one likes. */
export default function FindingsPage(): ReactNode {
  const { t, count } = useText()
  const wide = useMedia('(min-width: 1180px)')
  const may = useMay()
  const navigate = useNavigate()
  const [query, change] = useUrlQuery(findingQueryNames)
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set())
  const facets = useAnswer(findingsRoutes.facets, { query: facetQuery(query) })
  const pages = usePages(findingsRoutes.list, { query: listQuery(query) }, { refetchOnFocus: true })
  const rows = pagedRows(pages)
  const shown = rows.updating ? undefined : rows.rows?.map(findingKey)
  const news = useNews({ route: findingsRoutes.list, query: listQuery(query) }, shown, findingKey)
  const open = (key: string): void => {
    const ref = keyedFinding(key)
    if (wide) change({ at: key })
    else if (ref) void navigate(findingLink(ref))
  }
  const loaded = rows.rows ?? []
  const first = useFirst(JSON.stringify(listQuery(query)), rows.updating ? undefined : loaded[0])
  const at = query.at ?? (wide ? first : undefined)
  const toggle = (key: string): void => setSelected((before) => toggled(before, key))
  useFindingWalk({
    keys: loaded.map(findingKey),
    at,
    onOpen: open,
    onSelect: may('finding.judge') ? toggle : undefined,
  })
  const counts = facets.data
  return (
    <div className="page">
      <PageHeader title={t('console.pages.findings')} description={t('work.findings.description')}>
        <ExportMenu route={findingsRoutes.export} query={facetQuery(query)} />
        <ViewsMenu page="findings" />
      </PageHeader>
      <TabRow
        label={t('work.findings.stateFilter')}
        chosen={stateTabOf(query)}
        tabs={stateTabs.map((value) => ({
          value,
          label: t(`work.findings.states.${value}`),
          count: counts && count(stateCount(counts, value)),
        }))}
        onChoose={(state) => change({ state: state === 'suspected' ? undefined : state, at: undefined })}
      />
      <FindingFilters query={query} facets={counts} onChange={(next) => change({ ...next, at: undefined })} />
      <FindingBulk
        findings={loaded.filter((finding) => selected.has(findingKey(finding)))}
        onClear={() => setSelected(new Set())}
      />
      <NewRows news={news} onShow={() => void Promise.all([pages.refetch(), facets.refetch()])} />
      <div className="inbox">
        <FindingList
          rows={rows}
          total={counts?.total}
          at={wide ? at : undefined}
          selected={selected}
          onSelect={may('finding.judge') ? toggle : undefined}
          onOpen={open}
        />
        {wide && <Pane at={at} />}
      </div>
    </div>
  )
}

/** The finding being read. */
function Pane({ at }: { readonly at: string | undefined }): ReactNode {
  const { t } = useText()
  const ref = keyedFinding(at)
  const query = useAnswer(findingsRoutes.read, readInput(ref ?? { division: '', id: '' }), {
    enabled: ref !== undefined,
  })
  // While the next one is on its way the last one would stand under its name.
  const stale = query.data && at !== findingKey(query.data)
  return (
    <section className="panel inbox-pane" aria-label={t('console.pages.finding')} aria-busy={stale ?? false}>
      {ref ? (
        <Answered query={stale ? { ...query, data: undefined } : query}>
          {(finding) => (
            <>
              <Link className="inbox-open no-print" to={findingLink(finding)}>
                {t('work.findings.open')}
              </Link>
              <FindingReader key={at} finding={finding} />
            </>
          )}
        </Answered>
      ) : (
        <StatePanel kind="empty" title={t('work.findings.choose')} detail={t('work.findings.chooseDetail')} />
      )}
    </section>
  )
}

/** The finding that stood first when a list came: it stays in view after it was judged, though the list goes on without it. */
function useFirst(list: string, finding: FindingSummary | undefined): string | undefined {
  const [first, setFirst] = useState<{ readonly list: string; readonly key: string }>()
  if (finding && first?.list !== list) setFirst({ list, key: findingKey(finding) })
  return first?.list === list ? first.key : undefined
}

/** The state's own filter is left aside in its counts. */
function stateCount({ state }: Facets, tab: string): number {
  const counted = state.filter(({ value }) => tab === 'all' || value === tab)
  return counted.reduce((sum, { count }) => sum + count, 0)
}

function toggled(keys: ReadonlySet<string>, key: string): ReadonlySet<string> {
  const next = new Set(keys)
  if (!next.delete(key)) next.add(key)
  return next
}
