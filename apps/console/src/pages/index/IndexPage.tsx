import { type IndexAnswer, indicatorsRoutes } from '@zhengfeng/contract'
import { type ReactNode, useState } from 'react'
import type { z } from 'zod'
import { useAnswer } from '../../api/queries.ts'
import { Choice } from '../../components/Choice.tsx'
import { DataTable, type Sorting } from '../../components/DataTable.tsx'
import { ExportMenu } from '../../components/ExportMenu.tsx'
import { type Catalogue, useCatalogue } from '../../components/indicators.ts'
import { PageHeader } from '../../components/PageHeader.tsx'
import { SliceBar } from '../../components/SliceBar.tsx'
import { Answered, Loading } from '../../components/StatePanel.tsx'
import { sortRows } from '../../components/sort-rows.ts'
import { useUrlQuery } from '../../components/url-query.ts'
import { ViewsMenu } from '../../components/ViewsMenu.tsx'
import { useDivisions } from '../../shell/divisions.ts'
import { useSlice } from '../../shell/slice.ts'
import { useText } from '../../text/TextProvider.tsx'
import { IndexParts } from './IndexParts.tsx'
import { useIndexColumns } from './use-index-columns.tsx'
import '../../charts/charts.css'
import './index.css'

export type IndexData = z.infer<typeof IndexAnswer>
export type IndexUnit = IndexData['units'][number]

const names = ['level', 'unit'] as const
const levels = ['division', 'leaf', 'self'] as const

/** The three-dimension index: satisfaction, efficiency and integrity in one number, and what it is made of. */
export default function IndexPage(): ReactNode {
  const { t } = useText()
  const slice = useSlice()
  const [chosen, choose] = useUrlQuery(names)
  const level = levels.find((it) => it === chosen.level) ?? 'division'
  const { division, from, to } = slice.query
  const query = { division, from, to, level }
  const answer = useAnswer(indicatorsRoutes.index, { query })
  const catalogue = useCatalogue()
  return (
    <div className="page">
      <PageHeader title={t('console.pages.index')} description={t('analysis.index.explanation')}>
        <ViewsMenu page="index" />
      </PageHeader>
      <SliceBar slice={slice}>
        <Choice
          label={t('analysis.ranking.level')}
          labelHidden
          value={level}
          options={levels.map((value) => ({ value, label: t(`analysis.index.levels.${value}`) }))}
          onChange={(value) => choose({ level: value, unit: undefined })}
        />
      </SliceBar>
      <Answered query={answer}>
        {(index) =>
          catalogue ? (
            <Units
              index={index}
              catalogue={catalogue}
              chosen={chosen.unit}
              onChoose={(unit) => choose({ unit })}
              actions={<ExportMenu route={indicatorsRoutes.indexExport} query={query} />}
            />
          ) : (
            <Loading />
          )
        }
      </Answered>
    </div>
  )
}

function Units(props: {
  readonly index: IndexData
  readonly catalogue: Catalogue
  readonly chosen: string | undefined
  readonly onChoose: (division: string) => void
  readonly actions: ReactNode
}): ReactNode {
  const { t } = useText()
  const { nameOf } = useDivisions()
  const [sorting, setSorting] = useState<Sorting>({ by: 'value', order: 'desc' })
  const { units } = props.index
  const rows = sortRows(units, sorting, (unit, by) => sortValue(unit, by, nameOf))
  const columns = useIndexColumns(props.index, props.onChoose)
  const unit = units.find(({ division }) => division === props.chosen) ?? rows[0]
  return (
    <div className="index-lower">
      <section className="panel">
        <DataTable
          name="index"
          title={t('analysis.index.title')}
          columns={columns}
          rows={{ rows }}
          rowKey={({ division }) => division}
          sorting={sorting}
          onSort={setSorting}
          actions={props.actions}
        />
        {props.index.missing.map((what) => (
          <p key={what} className="muted index-missing">
            {t(`analysis.index.lacks.${what}`)}
          </p>
        ))}
      </section>
      {unit && <IndexParts unit={unit} catalogue={props.catalogue} />}
    </div>
  )
}

function sortValue(unit: IndexUnit, by: string, nameOf: (code: string) => string): string | number | undefined {
  if (by === 'name') return nameOf(unit.division)
  if (by === 'value') return unit.value
  return unit.dimensions.find(({ dimension }) => dimension === by)?.score
}
