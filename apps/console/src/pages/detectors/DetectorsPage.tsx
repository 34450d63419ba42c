import { type Answer, findingsRoutes } from '@zhengfeng/contract'
import type { ReactNode } from 'react'
import { useAnswer } from '../../api/queries.ts'
import { type Column, DataTable } from '../../components/DataTable.tsx'
import { ExportMenu } from '../../components/ExportMenu.tsx'
import { PageHeader } from '../../components/PageHeader.tsx'
import { rowsOf } from '../../components/table-rows.ts'
import { useUrlQuery } from '../../components/url-query.ts'
import { useMay } from '../../shell/session.tsx'
import { useText } from '../../text/TextProvider.tsx'
import { DetectorPanel } from './DetectorPanel.tsx'
import { RunDetectors } from './RunDetectors.tsx'
import './detectors.css'

export type Detector = Answer<typeof findingsRoutes.detectors>['items'][number]

const names = ['detector'] as const

/** What is looked for, and how far each detector may be believed. */
export default function DetectorsPage(): ReactNode {
  const { t } = useText()
  const may = useMay()
  const query = useAnswer(findingsRoutes.detectors, {})
  const [{ detector }] = useUrlQuery(names)
  const chosen = query.data?.items.find(({ name }) => name === detector) ?? query.data?.items[0]
  return (
    <div className="page">
      <PageHeader title={t('console.pages.detectors')} description={t('work.detectors.description')}>
        {may('finding.judge') && <RunDetectors />}
      </PageHeader>
      <section className="panel">
        <DataTable
          name="detectors"
          title={t('work.detectors.list')}
          columns={useColumns(chosen?.name)}
          rows={rowsOf(query)}
          rowKey={({ name }) => name}
          actions={<ExportMenu route={findingsRoutes.exportDetectors} query={{}} />}
          rowLink={({ name }) => `/detectors?detector=${name}#detector`}
        />
      </section>
      {query.data && chosen && (
        <DetectorPanel
          key={`${chosen.name} ${query.data.version}`}
          detector={chosen}
          all={query.data.items}
          version={query.data.version}
        />
      )}
    </div>
  )
}

function useColumns(chosen: string | undefined): readonly Column<Detector>[] {
  const { t, share, count, instant } = useText()
  return [
    {
      key: 'name',
      title: t('work.detectors.name'),
      primary: true,
      render: ({ name }) =>
        name === chosen ? <strong>{t(`detectors.names.${name}`)}</strong> : t(`detectors.names.${name}`),
    },
    { key: 'level', title: t('work.detectors.level'), render: ({ level }) => t(`detectors.levels.${level}`) },
    {
      key: 'measuredPrecision',
      title: t('work.detectors.measuredPrecision'),
      numeric: true,
      render: ({ quality }) => share(quality.measured.precisionShare),
    },
    {
      key: 'measuredRecall',
      title: t('work.detectors.measuredRecall'),
      numeric: true,
      render: ({ quality }) => share(quality.measured.recallShare),
    },
    {
      key: 'live',
      title: t('work.detectors.live'),
      hint: t('work.detectors.liveHint'),
      numeric: true,
      render: ({ quality }) => <Live quality={quality} />,
    },
    {
      key: 'suspected',
      title: t('work.detectors.suspected'),
      numeric: true,
      render: ({ quality }) => count(quality.live.suspected),
    },
    {
      key: 'confirmed',
      title: t('work.detectors.confirmed'),
      numeric: true,
      render: ({ quality }) => count(quality.live.confirmed),
    },
    {
      key: 'lastRunAt',
      title: t('work.detectors.lastRun'),
      numeric: true,
      nowrap: true,
      render: ({ lastRunAt }) => (lastRunAt ? instant(lastRunAt) : t('work.detectors.never')),
    },
    {
      key: 'notApplicableIn',
      title: t('work.detectors.notApplicable'),
      numeric: true,
      render: ({ notApplicableIn }) => count(notApplicableIn),
    },
  ]
}

function Live({ quality: { live } }: Pick<Detector, 'quality'>): ReactNode {
  const { t, share, count } = useText()
  if (live.precisionShare === undefined) return <span className="muted">{t('work.detectors.noneYet')}</span>
  const [low, high] = live.precisionInterval ?? [0, 1]
  return t('work.detectors.liveValue', {
    share: share(live.precisionShare),
    low: share(low),
    high: share(high),
    count: count(live.confirmed + live.falseAlarms),
  })
}
