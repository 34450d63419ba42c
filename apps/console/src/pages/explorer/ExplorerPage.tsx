import { type IndicatorDescription, indicatorGroups, indicatorsRoutes } from '@zhengfeng/contract'
import type { ReactNode } from 'react'
import { useAnswer } from '../../api/queries.ts'
import { Choice } from '../../components/Choice.tsx'
import { DivisionPicker } from '../../components/DivisionPicker.tsx'
import { type Catalogue, useCatalogue, useIndicatorText } from '../../components/indicators.ts'
import { PageHeader } from '../../components/PageHeader.tsx'
import { SliceBar } from '../../components/SliceBar.tsx'
import { Answered, Loading } from '../../components/StatePanel.tsx'
import { useUrlQuery } from '../../components/url-query.ts'
import { ViewsMenu } from '../../components/ViewsMenu.tsx'
import { type SliceInUse, useSlice } from '../../shell/slice.ts'
import { useText } from '../../text/TextProvider.tsx'
import { Definition } from './Definition.tsx'
import { DivisionComparison } from './DivisionComparison.tsx'
import { ExplorerResult } from './ExplorerResult.tsx'
import './explorer.css'

const names = ['indicator', 'by', 'with'] as const

/** Any indicator, of any slice, grouped by anything, compared with another period or division. */
export default function ExplorerPage(): ReactNode {
  const { t } = useText()
  const catalogue = useCatalogue()
  return (
    <div className="page">
      <PageHeader title={t('console.pages.explorer')}>
        <ViewsMenu page="explorer" />
      </PageHeader>
      {catalogue ? <Explorer catalogue={catalogue} /> : <Loading />}
    </div>
  )
}

function Explorer({ catalogue }: { readonly catalogue: Catalogue }): ReactNode {
  const { t } = useText()
  const slice = useSlice()
  const [chosen, choose] = useUrlQuery(names)
  const indicator = catalogue.find(chosen.indicator ?? '') ?? firstOf(catalogue)
  if (!indicator) return null
  // Two divisions have no divisions in common.
  const groups = indicatorGroups.filter(
    (group) => indicator.groups.includes(group) && !(chosen.with && group === 'division'),
  )
  const by = groups.find((group) => group === chosen.by) ?? groups.find((group) => group === 'day') ?? groups[0]
  return (
    <>
      <div className="explorer-choice">
        <IndicatorChoice catalogue={catalogue} value={indicator.id} onChange={(id) => choose({ indicator: id })} />
        {by && (
          <Choice
            label={t('analysis.explorer.by')}
            value={by}
            options={groups.map((value) => ({ value, label: t(`analysis.groups.${value}`) }))}
            onChange={(value) => choose({ by: value })}
          />
        )}
      </div>
      <SliceBar slice={slice} compare narrowing>
        <span className="row">
          <span className="muted">{t('analysis.explorer.with')}</span>
          <DivisionPicker
            label={t('analysis.explorer.with')}
            noneLabel={t('analysis.explorer.withNone')}
            value={chosen.with}
            onChange={(code) => choose({ with: code })}
          />
        </span>
      </SliceBar>
      <Definition indicator={indicator} />
      {chosen.with && by ? (
        <DivisionComparison indicator={indicator} by={by} slice={slice} other={chosen.with} />
      ) : (
        <Result indicator={indicator} by={by} slice={slice} />
      )}
    </>
  )
}

function Result(props: {
  readonly indicator: IndicatorDescription
  readonly by: (typeof indicatorGroups)[number] | undefined
  readonly slice: SliceInUse
}): ReactNode {
  const { indicator, by, slice } = props
  const { compare } = slice.choice
  const query = { ...slice.query, indicators: indicator.id, ...(compare && { compare }) }
  const grouped = { ...query, ...(by && { by }) }
  const total = useAnswer(indicatorsRoutes.values, { query })
  const values = useAnswer(indicatorsRoutes.values, { query: grouped })
  return (
    <Answered query={values}>
      {(answer) => (
        <ExplorerResult indicator={indicator} values={answer} total={total.data?.rows[0]?.figures[0]} query={grouped} />
      )}
    </Answered>
  )
}

function IndicatorChoice(props: {
  readonly catalogue: Catalogue
  readonly value: string
  readonly onChange: (id: string) => void
}): ReactNode {
  const { t } = useText()
  const { nameOf } = useIndicatorText()
  const options = props.catalogue.items.map(({ id }) => ({ value: id, label: nameOf(id) }))
  return (
    <Choice label={t('analysis.explorer.indicator')} value={props.value} options={options} onChange={props.onChange} />
  )
}

function firstOf(catalogue: Catalogue): IndicatorDescription | undefined {
  return catalogue.find('overdueRate') ?? catalogue.items[0]
}
