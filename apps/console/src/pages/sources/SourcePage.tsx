import { type SourceDetails, sourcesRoutes } from '@zhengfeng/contract'
import { Button } from 'antd'
import { type ReactNode, useState } from 'react'
import { Link, useParams } from 'react-router'
import { useAction, useAnswer } from '../../api/queries.ts'
import { ActDialog } from '../../components/ActDialog.tsx'
import { PageHeader } from '../../components/PageHeader.tsx'
import { Answered } from '../../components/StatePanel.tsx'
import { Status } from '../../components/Status.tsx'
import { TabRow } from '../../components/TabRow.tsx'
import { useUrlQuery } from '../../components/url-query.ts'
import { useMay } from '../../shell/session.tsx'
import { useText } from '../../text/TextProvider.tsx'
import { SourceProfile } from './SourceProfile.tsx'
import { SourceStatisticsPanel } from './SourceStatisticsPanel.tsx'
import { sourceKind } from './source-state.ts'
import { TokensPanel } from './TokensPanel.tsx'
import { TryEvents } from './TryEvents.tsx'
import '../imports/imports.css'
import './sources.css'

const names = ['tab'] as const
const tabs = ['statistics', 'tokens', 'profile', 'try'] as const
type Tab = (typeof tabs)[number]

/** One source: what it sends, with which tokens, how it is read, and how samples would be. */
export default function SourcePage(): ReactNode {
  const { t } = useText()
  const { id = '' } = useParams()
  const [{ tab }, change] = useUrlQuery(names)
  const query = useAnswer(sourcesRoutes.read, { params: { id } }, { refetchEveryMs: 15_000 })
  const source = query.data
  const chosen = tabs.find((it) => it === tab) ?? 'statistics'
  return (
    <div className="page">
      <PageHeader title={source?.name ?? t('console.pages.source')} description={source && <Facts source={source} />}>
        {source && <SourceActs source={source} />}
      </PageHeader>
      <Answered query={query}>
        {(it) => (
          <>
            <TabRow
              label={t('admin.sources.tabs.name')}
              tabs={tabs
                .filter((value) => value !== 'tokens' || it.kind === 'push')
                .map((value) => ({ value, label: t(`admin.sources.tabs.${value}`) }))}
              chosen={chosen}
              onChoose={(value) => change({ tab: value })}
            />
            <Part source={it} tab={chosen} />
          </>
        )}
      </Answered>
    </div>
  )
}

function Part({ source, tab }: { readonly source: SourceDetails; readonly tab: Tab }): ReactNode {
  switch (tab) {
    case 'statistics':
      return <SourceStatisticsPanel id={source.id} kind={source.kind} />
    case 'tokens':
      return <TokensPanel source={source} />
    case 'profile':
      return <SourceProfile key={source.profileText} source={source} />
    case 'try':
      return <TryEvents source={source} />
  }
}

function Facts({ source }: { readonly source: SourceDetails }): ReactNode {
  const { t, instant } = useText()
  return (
    <>
      <Status kind={sourceKind[source.state]}>{t(`imports.sources.states.${source.state}`)}</Status> ·{' '}
      {t(`imports.sources.kinds.${source.kind}`)} · {source.divisionName} · {source.createdBy} ·{' '}
      {instant(source.createdAt)}
    </>
  )
}

function SourceActs({ source }: { readonly source: SourceDetails }): ReactNode {
  const { t } = useText()
  const may = useMay()
  const [asking, setAsking] = useState(false)
  const update = useAction(sourcesRoutes.update, [sourcesRoutes.read, sourcesRoutes.list])
  const set = (state: 'active' | 'paused'): void =>
    update.mutate({ params: { id: source.id }, body: { state } }, { onSuccess: () => setAsking(false) })
  return (
    <>
      {may('report.export') && <Link to={`/sources/${source.id}/check-up`}>{t('admin.checkUp.title')}</Link>}
      {may('import.run') && source.kind === 'file' && source.state === 'active' && (
        <Link to={`/imports?source=${source.id}`}>{t('admin.sources.addFiles')}</Link>
      )}
      {may('source.manage') && source.state === 'active' && (
        <Button onClick={() => setAsking(true)}>{t('admin.sources.pause')}</Button>
      )}
      {may('source.manage') && source.state === 'paused' && (
        <Button type="primary" loading={update.isPending} onClick={() => set('active')}>
          {t('admin.sources.resume')}
        </Button>
      )}
      {asking && (
        <ActDialog
          title={t('admin.sources.pauseTitle')}
          explanation={t('admin.sources.pauseDetail')}
          submitLabel={t('admin.sources.pause')}
          pending={update.isPending}
          error={update.error}
          onSubmit={() => set('paused')}
          onClose={() => setAsking(false)}
        />
      )}
    </>
  )
}
