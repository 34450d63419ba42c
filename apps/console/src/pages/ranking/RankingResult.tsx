import type { IndicatorDescription, Ranking } from '@zhengfeng/contract'
import type { ReactNode } from 'react'
import { Link } from 'react-router'
import type { z } from 'zod'
import { ChartKey } from '../../charts/ChartKey.tsx'
import { DataTable } from '../../components/DataTable.tsx'
import { valueText } from '../../components/indicator-text.ts'
import { useIndicatorText } from '../../components/indicators.ts'
import { StatePanel } from '../../components/StatePanel.tsx'
import { useText } from '../../text/TextProvider.tsx'
import { LastTenth } from './LastTenth.tsx'
import { unitKey, useUnitLink, useUnitName } from './unit.ts'
import { useRankingColumns } from './use-ranking-columns.tsx'
import '../../charts/charts.css'

export type RankingAnswer = z.infer<typeof Ranking>
export type RankedUnit = RankingAnswer['units'][number]

/** The last tenth with the reasons, all that are ranked, and those with too few cases. */
export function RankingResult(props: {
  readonly indicator: IndicatorDescription
  readonly ranking: RankingAnswer
  readonly actions: ReactNode
}): ReactNode {
  const { indicator, ranking } = props
  const ranked = ranking.units.filter(isRanked)
  const tooFew = ranking.units.filter((unit) => !isRanked(unit))
  return (
    <>
      <LastTenth indicator={indicator} ranking={ranking} />
      <section className="panel stack">
        <Ranked {...props} units={ranked} />
      </section>
      {tooFew.length > 0 && <TooFew ranking={ranking} units={tooFew} />}
    </>
  )
}

function isRanked({ state }: RankedUnit): boolean {
  return state === 'ranked' || state === 'bottom'
}

function Ranked(props: Parameters<typeof RankingResult>[0] & { readonly units: readonly RankedUnit[] }): ReactNode {
  const format = useText()
  const { nameOf } = useIndicatorText()
  const { indicator, ranking, units } = props
  const columns = useRankingColumns({ indicator, ranking, units })
  const { t } = format
  const adjusted = ranking.adjustedFor.length > 0
  return (
    <>
      <DataTable
        name="ranking"
        title={t('analysis.ranking.title', { indicator: nameOf(indicator.id) })}
        columns={columns}
        rows={{ rows: units }}
        rowKey={unitKey}
        actions={props.actions}
        empty={<StatePanel kind="empty" title={t('analysis.ranking.none', { count: ranking.minimumSample })} />}
      />
      <ChartKey
        entries={[
          { sign: 'value', text: t(adjusted ? 'analysis.ranking.key.adjusted' : 'analysis.key.value') },
          { sign: 'interval', text: t('analysis.key.interval') },
          ...(adjusted ? [{ sign: 'other' as const, text: t('analysis.ranking.key.observed') }] : []),
          {
            sign: 'overall',
            text: t('analysis.ranking.key.overall', { value: valueText(format, indicator, ranking.overall) }),
          },
        ]}
      />
      <p className="muted">{t(adjusted ? 'analysis.ranking.adjusted' : 'analysis.ranking.notAdjusted')}</p>
    </>
  )
}

/** Who is not ranked: not worse, only too small to tell. */
function TooFew(props: { readonly ranking: RankingAnswer; readonly units: readonly RankedUnit[] }): ReactNode {
  const { t } = useText()
  const nameOf = useUnitName()
  const link = useUnitLink(props.ranking.indicator)
  return (
    <section className="panel" aria-labelledby="too-few-title">
      <h2 id="too-few-title">{t('analysis.ranking.tooFew.title', { count: props.units.length })}</h2>
      <p className="muted">{t('analysis.ranking.tooFew.explanation', { count: props.ranking.minimumSample })}</p>
      <ul className="too-few">
        {props.units.map((unit) => (
          <li key={unitKey(unit)}>
            <Link to={link(unit)}>{nameOf(unit)}</Link>{' '}
            <span className="muted">
              {t(unit.state === 'tooFew' ? 'analysis.ranking.tooFew.sample' : 'analysis.ranking.tooFew.commonSample', {
                count: unit.sample,
              })}
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}
