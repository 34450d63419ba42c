import type { IndicatorDescription, IndicatorGroup, Values } from '@zhengfeng/contract'
import { useState } from 'react'
import { Link } from 'react-router'
import type { z } from 'zod'
import { IntervalAxis, IntervalMark } from '../../charts/IntervalMark.tsx'
import { type IntervalScale, intervalScale } from '../../charts/interval-scale.ts'
import { Change } from '../../components/Change.tsx'
import type { Column, DataTableProps, Sorting } from '../../components/DataTable.tsx'
import { countsCases, type FigureValue, figureText, sampleOf, valueText } from '../../components/indicator-text.ts'
import { sortRows } from '../../components/sort-rows.ts'
import { useDivisions } from '../../shell/divisions.ts'
import { useSliceLink } from '../../shell/slice.ts'
import type { Formatter } from '../../text/format.ts'
import { useText } from '../../text/TextProvider.tsx'
import { isTime, keyText, narrowTo } from './group-text.ts'

type Answer = z.infer<typeof Values>
type Row = Answer['rows'][number]

type ExplorerTable = Pick<DataTableProps<Row>, 'columns' | 'rows' | 'rowKey' | 'sorting' | 'onSort'> & {
  readonly compared: boolean
}

/** The table of the explorer: a line per group, with the figure, its interval drawn and told, and the cases behind it. */
export function useExplorerTable(given: {
  readonly indicator: IndicatorDescription
  readonly values: Answer
  readonly overall: number | undefined
}): ExplorerTable {
  const format = useText()
  const { nameOf } = useDivisions()
  const { values } = given
  const group = values.by[0]
  const [chosen, setSorting] = useState<Sorting>()
  const sorting = chosen ?? { by: isTime(group) ? 'key' : 'value', order: 'desc' as const }
  const compared = values.rows.some(({ figures }) => figures[0]?.previous !== undefined)
  const columns = useColumns({ ...given, group, compared })
  const rows = sortRows(values.rows, sorting, (row, by) =>
    by === 'key'
      ? isTime(group)
        ? row.keys[0]
        : keyText(group, row.keys[0] ?? '', { format, nameOf })
      : sortValue(row.figures[0], by),
  )
  return { columns, rows: { rows }, rowKey: ({ keys }) => keys.join(' '), sorting, onSort: setSorting, compared }
}

function sortValue(figure: FigureValue | undefined, by: string): number | undefined {
  if (by === 'value') return figure?.value
  if (by === 'sample') return sampleOf(figure)
  if (by === 'change' && figure?.value !== undefined && figure.previous !== undefined)
    return figure.value - figure.previous
  return undefined
}

interface ColumnsGiven {
  readonly indicator: IndicatorDescription
  readonly values: Answer
  readonly overall: number | undefined
  readonly group: IndicatorGroup | undefined
  readonly compared: boolean
}

function useColumns(given: ColumnsGiven): readonly Column<Row>[] {
  const format = useText()
  const { nameOf } = useDivisions()
  const { indicator, group, compared, values } = given
  const { t, count } = format
  const { unit } = indicator
  return [
    {
      key: 'key',
      title: t(`analysis.groups.${group ?? 'division'}`),
      primary: true,
      sort: 'key',
      render: ({ keys }) => keyText(group, keys[0] ?? '', { format, nameOf }),
    },
    ...drawing(given, format),
    {
      key: 'value',
      title: t('analysis.columns.value'),
      numeric: true,
      sort: 'value',
      render: ({ figures }) => figureText(format, indicator, figures[0]),
    },
    ...(unit === 'count' ? [] : [intervalColumn(given, format)]),
    ...(values.rows.length > 0 &&
    values.rows.every(({ figures }) => countsCases(figures[0]) || figures[0]?.state !== 'told')
      ? [
          {
            key: 'numerator',
            title: t('analysis.columns.numerator'),
            numeric: true,
            render: ({ figures }: Row) => count(figures[0]?.numerator),
          },
        ]
      : []),
    ...(unit === 'count'
      ? []
      : [
          {
            key: 'sample',
            title: t('analysis.columns.sample'),
            numeric: true,
            sort: 'sample',
            render: ({ figures }: Row) => count(sampleOf(figures[0])),
          },
        ]),
    ...(compared
      ? [
          {
            key: 'previous',
            title: t('analysis.columns.previous'),
            numeric: true,
            render: ({ figures }: Row) => valueText(format, indicator, figures[0]?.previous),
          },
          {
            key: 'change',
            title: t('analysis.columns.change'),
            numeric: true,
            sort: 'change',
            render: ({ figures }: Row) => (
              <Change indicator={indicator} now={figures[0]?.value} before={figures[0]?.previous} />
            ),
          },
        ]
      : []),
    ...(indicator.drillsTo.length > 0 && group
      ? [
          {
            key: 'cases',
            title: t('analysis.columns.cases'),
            render: ({ keys }: Row) => (
              <Drill indicator={indicator} group={group} rowKey={keys[0] ?? ''} slice={values.slice} />
            ),
          },
        ]
      : []),
  ]
}

/** Parts are drawn in the table itself; a course has its own chart. */
function drawing({ indicator, values, overall, group }: ColumnsGiven, format: Formatter): readonly Column<Row>[] {
  if (isTime(group)) return []
  const scale = scaleOf(values, overall)
  return [
    {
      key: 'drawing',
      title: format.t('analysis.columns.drawing'),
      heading: <IntervalAxis scale={scale} valueText={(value) => valueText(format, indicator, value)} />,
      render: ({ figures }) => (
        <IntervalMark
          scale={scale}
          value={figures[0]?.value}
          interval={figures[0]?.interval}
          other={figures[0]?.previous}
          overall={indicator.unit === 'count' ? undefined : overall}
        />
      ),
    },
  ]
}

function scaleOf(values: Answer, overall: number | undefined): IntervalScale {
  const all = values.rows.flatMap(({ figures }) => {
    const { value, interval, previous } = figures[0] ?? {}
    return [value, previous, ...(interval ?? [])]
  })
  return intervalScale([...all, overall].filter((value) => value !== undefined))
}

function intervalColumn({ indicator }: ColumnsGiven, format: Formatter): Column<Row> {
  return {
    key: 'interval',
    title: format.t('analysis.columns.interval'),
    numeric: true,
    render: ({ figures }) => {
      const interval = figures[0]?.interval
      return interval ? interval.map((value) => valueText(format, indicator, value)).join(' – ') : '–'
    },
  }
}

function Drill(props: {
  readonly indicator: IndicatorDescription
  readonly group: IndicatorGroup
  readonly rowKey: string
  readonly slice: Answer['slice']
}): React.ReactNode {
  const { t } = useText()
  const link = useSliceLink()
  const narrowed = narrowTo(props.group, props.rowKey, props.slice)
  return (
    <span className="row nowrap">
      {props.indicator.drillsTo.map((part) => (
        <Link key={part} to={link(`/indicators/${props.indicator.id}/cases`, { ...narrowed, part })}>
          {t(`analysis.parts.${part}`)}
        </Link>
      ))}
    </span>
  )
}
