import { type IndicatorDescription, type IndicatorGroup, indicatorsRoutes, type Values } from '@zhengfeng/contract'
import { lazy, type ReactNode, Suspense } from 'react'
import type { z } from 'zod'
import { useAnswer } from '../../api/queries.ts'
import type { Course } from '../../charts/course-option.ts'
import { Change } from '../../components/Change.tsx'
import { type Column, DataTable } from '../../components/DataTable.tsx'
import { type FigureValue, figureText, sampleOf, valueText } from '../../components/indicator-text.ts'
import { useIndicatorText } from '../../components/indicators.ts'
import { Answered, Loading } from '../../components/StatePanel.tsx'
import { useDivisions } from '../../shell/divisions.ts'
import type { SliceInUse } from '../../shell/slice.ts'
import type { Formatter } from '../../text/format.ts'
import { useText } from '../../text/TextProvider.tsx'
import { isTime, keyText } from './group-text.ts'
import { type Pair, pairRows } from './pair-rows.ts'
import '../../charts/charts.css'

const CourseChart = lazy(() => import('../../charts/CourseChart.tsx').then((it) => ({ default: it.CourseChart })))

interface ComparisonProps {
  readonly indicator: IndicatorDescription
  readonly by: IndicatorGroup
  readonly slice: SliceInUse
  /** The division compared with. */
  readonly other: string
}

/** The same figure of two divisions, side by side. */
export function DivisionComparison(props: ComparisonProps): ReactNode {
  const { indicator, by, slice, other } = props
  const query = { ...slice.query, indicators: indicator.id, by }
  const ours = useAnswer(indicatorsRoutes.values, { query })
  const theirs = useAnswer(indicatorsRoutes.values, { query: { ...query, division: other } })
  return (
    <Answered query={ours}>
      {(first) => (
        <Answered query={theirs}>{(second) => <Comparison {...props} first={first} second={second} />}</Answered>
      )}
    </Answered>
  )
}

type Answer = z.infer<typeof Values>

function Comparison(props: ComparisonProps & { readonly first: Answer; readonly second: Answer }): ReactNode {
  const format = useText()
  const { nameOf } = useDivisions()
  const { nameOf: indicatorName } = useIndicatorText()
  const { indicator, by, slice, other } = props
  const { division } = slice.choice
  const names = [
    division === undefined ? format.t('console.slice.everywhere') : nameOf(division),
    nameOf(other),
  ] as const
  const pairs = pairRows(props.first.rows, props.second.rows)
  return (
    <>
      {isTime(by) && (
        <section className="panel">
          <Suspense fallback={<Loading rows={8} />}>
            <CourseChart
              course={courseOf(pairs, { format, by, indicator, names })}
              label={format.t('analysis.explorer.chart', { indicator: indicatorName(indicator.id) })}
            />
          </Suspense>
        </section>
      )}
      <section className="panel">
        <DataTable
          name={`comparison-${by}`}
          title={format.t('analysis.explorer.comparison', { first: names[0], second: names[1] })}
          columns={columnsOf({ format, by, indicator, names })}
          rows={{ rows: isTime(by) ? pairs.toReversed() : pairs }}
          rowKey={({ key }) => key}
        />
      </section>
    </>
  )
}

interface Given {
  readonly format: Formatter
  readonly by: IndicatorGroup
  readonly indicator: IndicatorDescription
  readonly names: readonly [string, string]
}

function courseOf(pairs: readonly Pair[], { format, by, indicator, names }: Given): Course {
  const point = (figure: FigureValue | undefined) => ({ value: figure?.value, interval: figure?.interval })
  return {
    times: pairs.map(({ key }) => keyText(by, key, { format, nameOf: (code) => code })),
    lines: names.map((name, side) => ({ name, points: pairs.map(({ figures }) => point(figures[side])) })),
    valueText: (value) => valueText(format, indicator, value),
  }
}

function columnsOf({ format, by, indicator, names }: Given): readonly Column<Pair>[] {
  const { t, count } = format
  return [
    {
      key: 'key',
      title: t(`analysis.groups.${by}`),
      primary: true,
      render: ({ key }) => keyText(by, key, { format, nameOf: (code) => code }),
    },
    ...names.flatMap((name, side): readonly Column<Pair>[] => [
      {
        key: `value-${side}`,
        title: name,
        numeric: true,
        render: ({ figures }) => figureText(format, indicator, figures[side]),
      },
      {
        key: `sample-${side}`,
        title: t('analysis.columns.sampleOf', { name }),
        numeric: true,
        hidden: indicator.unit === 'count',
        render: ({ figures }) => count(sampleOf(figures[side])),
      },
    ]),
    {
      key: 'difference',
      title: t('analysis.columns.difference'),
      hint: t('analysis.columns.differenceHint', { first: names[0], second: names[1] }),
      numeric: true,
      render: ({ figures }) => <Change indicator={indicator} now={figures[0]?.value} before={figures[1]?.value} />,
    },
  ]
}
