import { indicatorsRoutes, type Overview } from '@zhengfeng/contract'
import { type ReactNode, useState } from 'react'
import { Change } from '../../components/Change.tsx'
import { type Column, DataTable, type Sorting } from '../../components/DataTable.tsx'
import { ExportMenu } from '../../components/ExportMenu.tsx'
import { figureText } from '../../components/indicator-text.ts'
import { type Catalogue, useIndicatorText } from '../../components/indicators.ts'
import { sortRows } from '../../components/sort-rows.ts'
import { useDivisions } from '../../shell/divisions.ts'
import { useText } from '../../text/TextProvider.tsx'

type Child = Overview['children'][number]

/** The divisions below, or the departments where there are none below: one line each, sorted as one likes. */
export function DivisionStrip(props: {
  readonly overview: Overview
  readonly catalogue: Catalogue
  readonly query: object
  readonly onChoose: (division: string) => void
}): ReactNode {
  const { t } = useText()
  const { children } = props.overview
  const { nameOf } = useDivisions()
  const [sorting, setSorting] = useState<Sorting>({ by: 'overdueOpen', order: 'desc' })
  const columns = useColumns(props, nameOf)
  const ofDepartments = children.some(({ department }) => department !== undefined)
  const rows = sortRows(children, sorting, (child, by) => sortValue(child, by, nameOf))
  return (
    <section className="panel">
      <DataTable
        name="overview-children"
        title={t(ofDepartments ? 'analysis.overview.departments' : 'analysis.overview.divisions')}
        columns={columns}
        rows={{ rows }}
        rowKey={({ division, department }) => `${division} ${department ?? ''}`}
        sorting={sorting}
        onSort={setSorting}
        actions={<ExportMenu route={indicatorsRoutes.overviewExport} query={props.query} />}
      />
    </section>
  )
}

function useColumns(
  props: Parameters<typeof DivisionStrip>[0],
  nameOf: (code: string) => string,
): readonly Column<Child>[] {
  const format = useText()
  const { nameOf: indicatorName, textOf } = useIndicatorText()
  const { t, count } = format
  const { children } = props.overview
  const ids = children[0]?.figures.map(({ indicator }) => indicator) ?? []
  const shown = ids.flatMap((id) => props.catalogue.find(id) ?? [])
  return [
    {
      key: 'name',
      title: t('analysis.columns.unit'),
      primary: true,
      sort: 'name',
      render: ({ division, department }) =>
        department ?? (
          <button type="button" className="link-button" onClick={() => props.onChoose(division)}>
            {nameOf(division)}
          </button>
        ),
    },
    {
      key: 'open',
      title: t('analysis.overview.counts.open'),
      numeric: true,
      sort: 'open',
      render: ({ open }) => count(open),
    },
    {
      key: 'overdueOpen',
      title: t('analysis.overview.counts.overdueOpen'),
      numeric: true,
      sort: 'overdueOpen',
      render: ({ overdueOpen }) => count(overdueOpen),
    },
    ...shown.map(
      (indicator): Column<Child> => ({
        key: indicator.id,
        title: indicatorName(indicator.id),
        hint: textOf(indicator.id, 'definition'),
        numeric: true,
        sort: indicator.id,
        render: ({ figures }) => {
          const figure = figures.find((it) => it.indicator === indicator.id)
          return (
            <span className="row cell-figure">
              <Change indicator={indicator} now={figure?.value} before={figure?.previous} />
              {figureText(format, indicator, figure)}
            </span>
          )
        },
      }),
    ),
  ]
}

function sortValue(child: Child, by: string, nameOf: (code: string) => string): string | number | undefined {
  if (by === 'name') return child.department ?? nameOf(child.division)
  if (by === 'open' || by === 'overdueOpen') return child[by]
  return child.figures.find(({ indicator }) => indicator === by)?.value
}
