import type { IndicatorDescription } from '@zhengfeng/contract'
import { Link } from 'react-router'
import { IntervalAxis, IntervalMark } from '../../charts/IntervalMark.tsx'
import { intervalScale } from '../../charts/interval-scale.ts'
import type { Column } from '../../components/DataTable.tsx'
import { valueText } from '../../components/indicator-text.ts'
import { Status } from '../../components/Status.tsx'
import type { Formatter } from '../../text/format.ts'
import { useText } from '../../text/TextProvider.tsx'
import type { RankedUnit, RankingAnswer } from './RankingResult.tsx'
import { useUnitLink, useUnitName } from './unit.ts'

interface Given {
  readonly indicator: IndicatorDescription
  readonly ranking: RankingAnswer
  readonly units: readonly RankedUnit[]
}

/** The columns of a ranking: the drawing stands in the table, next to its numbers. */
export function useRankingColumns(given: Given): readonly Column<RankedUnit>[] {
  const format = useText()
  const nameOf = useUnitName()
  const link = useUnitLink(given.indicator.id)
  const { t, count } = format
  const { indicator } = given
  const adjusted = given.ranking.adjustedFor.length > 0
  return [
    {
      key: 'rank',
      title: t('analysis.ranking.columns.rank'),
      numeric: true,
      render: ({ rank, rankRange }) => <Rank rank={rank} range={rankRange} />,
    },
    {
      key: 'unit',
      title: t('analysis.columns.unit'),
      primary: true,
      render: (unit) => (
        <>
          <Link className="ranked-unit" to={link(unit)}>
            {nameOf(unit)}
          </Link>
          {unit.state === 'bottom' && (
            <>
              <br />
              <Status kind="bad">{t('analysis.ranking.bottom')}</Status>
            </>
          )}
        </>
      ),
    },
    drawing(given, format),
    {
      key: 'adjusted',
      title: t(adjusted ? 'analysis.ranking.columns.adjusted' : 'analysis.columns.value'),
      hint: adjusted ? t('analysis.ranking.adjusted') : undefined,
      numeric: true,
      render: (unit) => valueText(format, indicator, unit.adjusted),
    },
    {
      key: 'interval',
      title: t('analysis.columns.interval'),
      numeric: true,
      render: ({ interval }) =>
        interval ? interval.map((value) => valueText(format, indicator, value)).join(' – ') : '–',
    },
    ...(adjusted ? observedColumns(given, format) : []),
    { key: 'sample', title: t('analysis.columns.sample'), numeric: true, render: ({ sample }) => count(sample) },
  ]
}

function observedColumns({ indicator }: Given, format: Formatter): readonly Column<RankedUnit>[] {
  const column = (key: 'observed' | 'expected', hidden: boolean): Column<RankedUnit> => ({
    key,
    title: format.t(`analysis.ranking.columns.${key}`),
    hint: format.t(`analysis.ranking.hints.${key}`),
    numeric: true,
    hidden,
    render: (unit) => valueText(format, indicator, unit[key]),
  })
  return [column('observed', false), column('expected', true)]
}

/** A rank is only as sure as its range: both are told. */
function Rank(props: {
  readonly rank: number | undefined
  readonly range: readonly [number, number] | undefined
}): React.ReactNode {
  const { t } = useText()
  if (props.rank === undefined) return '–'
  return (
    <>
      <strong>{props.rank}</strong>
      {props.range && (
        <span className="muted rank-range">
          {t('analysis.ranking.range', { best: props.range[0], worst: props.range[1] })}
        </span>
      )}
    </>
  )
}

function drawing({ indicator, ranking, units }: Given, format: Formatter): Column<RankedUnit> {
  const adjusted = ranking.adjustedFor.length > 0
  const all = units.flatMap(({ adjusted: value, observed, interval }) => [value, observed, ...(interval ?? [])])
  const scale = intervalScale([...all, ranking.overall].filter((value) => value !== undefined))
  return {
    key: 'drawing',
    title: format.t('analysis.columns.drawing'),
    heading: <IntervalAxis scale={scale} valueText={(value) => valueText(format, indicator, value)} />,
    render: (unit) => (
      <IntervalMark
        scale={scale}
        value={unit.adjusted}
        interval={unit.interval}
        other={adjusted ? unit.observed : undefined}
        overall={ranking.overall}
        tone={unit.state === 'bottom' ? 'bad' : 'plain'}
      />
    ),
  }
}
