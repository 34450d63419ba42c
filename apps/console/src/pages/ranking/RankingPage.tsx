import { type IndicatorDescription, indicatorsRoutes, rankingLevels } from '@zhengfeng/contract'
import type { ReactNode } from 'react'
import { useAnswer } from '../../api/queries.ts'
import { Choice } from '../../components/Choice.tsx'
import { ExportMenu } from '../../components/ExportMenu.tsx'
import { type Catalogue, useCatalogue, useIndicatorText } from '../../components/indicators.ts'
import { PageHeader } from '../../components/PageHeader.tsx'
import { SliceBar } from '../../components/SliceBar.tsx'
import { Answered, Loading } from '../../components/StatePanel.tsx'
import { useUrlQuery } from '../../components/url-query.ts'
import { ViewsMenu } from '../../components/ViewsMenu.tsx'
import { useSlice } from '../../shell/slice.ts'
import { useText } from '../../text/TextProvider.tsx'
import { RankingResult } from './RankingResult.tsx'
import './ranking.css'

const names = ['indicator', 'level'] as const

/** Who does better and who worse, as far as chance and the mix of items let one say. */
export default function RankingPage(): ReactNode {
  const { t } = useText()
  const catalogue = useCatalogue()
  return (
    <div className="page">
      <PageHeader title={t('console.pages.ranking')} description={t('analysis.ranking.explanation')}>
        <ViewsMenu page="ranking" />
      </PageHeader>
      {catalogue ? <Ranking catalogue={catalogue} /> : <Loading />}
    </div>
  )
}

function Ranking({ catalogue }: { readonly catalogue: Catalogue }): ReactNode {
  const { t } = useText()
  const { nameOf } = useIndicatorText()
  const slice = useSlice()
  const [chosen, choose] = useUrlQuery(names)
  const rankable = catalogue.items.filter((it) => it.rankable)
  const indicator = rankable.find(({ id }) => id === chosen.indicator) ?? firstOf(rankable)
  const level = rankingLevels.find((it) => it === chosen.level) ?? 'division'
  const query = { ...slice.query, indicator: indicator?.id ?? '', level }
  const ranking = useAnswer(indicatorsRoutes.ranking, { query }, { enabled: indicator !== undefined })
  if (!indicator) return null
  return (
    <>
      <div className="row ranking-choice">
        <Choice
          label={t('analysis.explorer.indicator')}
          value={indicator.id}
          options={rankable.map(({ id }) => ({ value: id, label: nameOf(id) }))}
          onChange={(id) => choose({ indicator: id })}
        />
        <Choice
          label={t('analysis.ranking.level')}
          value={level}
          options={rankingLevels.map((value) => ({ value, label: t(`analysis.ranking.levels.${value}`) }))}
          onChange={(value) => choose({ level: value })}
        />
      </div>
      <SliceBar slice={slice} narrowing />
      <Answered query={ranking}>
        {(answer) => (
          <RankingResult
            indicator={indicator}
            ranking={answer}
            actions={<ExportMenu route={indicatorsRoutes.rankingExport} query={query} />}
          />
        )}
      </Answered>
    </>
  )
}

function firstOf(rankable: readonly IndicatorDescription[]): IndicatorDescription | undefined {
  return rankable.find(({ id }) => id === 'overdueRate') ?? rankable[0]
}
