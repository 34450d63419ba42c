import { type IndicatorDescription, indicatorsRoutes, type Values } from '@zhengfeng/contract'
import { lazy, type ReactNode, Suspense, useMemo } from 'react'
import { Link } from 'react-router'
import type { z } from 'zod'
import { ChartKey } from '../../charts/ChartKey.tsx'
import type { Course } from '../../charts/course-option.ts'
import { Change } from '../../components/Change.tsx'
import { DataTable } from '../../components/DataTable.tsx'
import { ExportMenu } from '../../components/ExportMenu.tsx'
import { baseText, type FigureValue, figureText, valueText } from '../../components/indicator-text.ts'
import { useIndicatorText } from '../../components/indicators.ts'
import { Loading } from '../../components/StatePanel.tsx'
import { useSliceLink } from '../../shell/slice.ts'
import { useText } from '../../text/TextProvider.tsx'
import { isTime, keyText } from './group-text.ts'
import { useExplorerTable } from './use-explorer-table.tsx'
import '../../charts/charts.css'

const CourseChart = lazy(() => import('../../charts/CourseChart.tsx').then((it) => ({ default: it.CourseChart })))

/** The figure of the whole slice, its course or its parts, and the table of both. */
export function ExplorerResult(props: {
  readonly indicator: IndicatorDescription
  readonly values: z.infer<typeof Values>
  readonly total: FigureValue | undefined
  readonly query: object
}): ReactNode {
  const { t } = useText()
  const { indicator, values, total } = props
  const { nameOf } = useIndicatorText()
  const group = values.by[0]
  const table = useExplorerTable({ indicator, values, overall: total?.value })
  return (
    <>
      <Total indicator={indicator} figure={total} />
      {isTime(group) && <CoursePanel indicator={indicator} values={values} />}
      <section className="panel stack">
        <DataTable
          name={`explorer-${group}`}
          title={t('analysis.explorer.table', {
            indicator: nameOf(indicator.id),
            group: t(`analysis.groups.${group}`),
          })}
          {...table}
          actions={<ExportMenu route={indicatorsRoutes.valuesExport} query={props.query} />}
        />
        {values.cut && <p className="notice notice-warn">{t('analysis.explorer.cut')}</p>}
        {!isTime(group) && <Key indicator={indicator} compared={table.compared} />}
      </section>
    </>
  )
}

function Key(props: { readonly indicator: IndicatorDescription; readonly compared: boolean }): ReactNode {
  const { t } = useText()
  if (props.indicator.unit === 'count') return null
  return (
    <ChartKey
      entries={[
        { sign: 'value', text: t('analysis.key.value') },
        { sign: 'interval', text: t('analysis.key.intervalAlone') },
        { sign: 'overall', text: t('analysis.key.overall') },
        ...(props.compared ? [{ sign: 'other' as const, text: t('analysis.key.before') }] : []),
      ]}
    />
  )
}

function Total(props: {
  readonly indicator: IndicatorDescription
  readonly figure: FigureValue | undefined
}): ReactNode {
  const format = useText()
  const link = useSliceLink()
  const { indicator, figure } = props
  const { t } = format
  const interval = figure?.interval
  const base = baseText(format, indicator.unit, figure)
  return (
    <section className="panel total" aria-live="polite">
      <p className="total-value numeric">{figureText(format, indicator, figure)}</p>
      <div className="total-notes">
        {base && <span>{base}</span>}
        {interval && (
          <span className="muted">
            {t('analysis.figure.interval', {
              low: valueText(format, indicator, interval[0]),
              high: valueText(format, indicator, interval[1]),
            })}
          </span>
        )}
        {figure?.errorShare !== undefined && (
          <span className="muted">{t('analysis.figure.error', { share: format.share(figure.errorShare) })}</span>
        )}
        <Change indicator={indicator} now={figure?.value} before={figure?.previous} />
        {indicator.drillsTo.map((part) => (
          <Link key={part} to={link(`/indicators/${indicator.id}/cases`, { part })}>
            {t(`analysis.drill.${part}`)}
          </Link>
        ))}
      </div>
    </section>
  )
}

function CoursePanel(props: {
  readonly indicator: IndicatorDescription
  readonly values: z.infer<typeof Values>
}): ReactNode {
  const format = useText()
  const { nameOf } = useIndicatorText()
  const { indicator, values } = props
  const course = useMemo(
    () => courseOf(values, { format, indicator, name: nameOf(indicator.id) }),
    [values, format, indicator, nameOf],
  )
  return (
    <section className="panel">
      <Suspense fallback={<Loading rows={8} />}>
        <CourseChart course={course} label={format.t('analysis.explorer.chart', { indicator: nameOf(indicator.id) })} />
      </Suspense>
    </section>
  )
}

function courseOf(
  values: z.infer<typeof Values>,
  given: {
    readonly format: ReturnType<typeof useText>
    readonly indicator: IndicatorDescription
    readonly name: string
  },
): Course {
  const { format, indicator, name } = given
  const figures = values.rows.map((row) => row.figures[0])
  const compared = figures.some((figure) => figure?.previous !== undefined)
  return {
    times: values.rows.map(({ keys }) => keyText(values.by[0], keys[0] ?? '', { format, nameOf: (code) => code })),
    lines: [
      { name, points: figures.map((figure) => ({ value: figure?.value, interval: figure?.interval })) },
      ...(compared
        ? [
            {
              name: format.t('analysis.key.before'),
              secondary: true,
              points: figures.map((figure) => ({ value: figure?.previous })),
            },
          ]
        : []),
    ],
    ...(indicator.target !== undefined && {
      target: {
        value: indicator.target,
        name: format.t('analysis.definition.targetIs', { target: valueText(format, indicator, indicator.target) }),
      },
    }),
    valueText: (value) => valueText(format, indicator, value),
  }
}
